"""The `chart` block: from a fence in the text to an SVG with its table."""
