"""Markdown files become pages and their HTML: all about words, and nothing about numbers. Used by `build` and `parallel`."""
