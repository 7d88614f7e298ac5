"""Markdown files in, Pages and Bodies out: everything about words, and nothing about numbers."""
