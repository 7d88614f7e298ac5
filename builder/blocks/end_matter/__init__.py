"""What stands behind the words of a page: how its numbers are known, and where to read on. See `builder.blocks`."""
