"""The search index of a build: made of page records, and kept in the store."""
