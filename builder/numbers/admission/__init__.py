"""The check that new data pass before they replace what is there."""
