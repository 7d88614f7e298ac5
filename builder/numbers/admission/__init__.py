"""The audit: the check that new data pass before they replace the present ones. A refresh runs it."""
