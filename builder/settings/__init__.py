"""The site's settings: what mkdocs.yml may hold, and the values that the rest of the builder reads from it."""
