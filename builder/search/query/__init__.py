"""Queries over the files of the search index, for `briefings search` and for tests that hold finder.js to the same results."""
