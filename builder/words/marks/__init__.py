"""Finds what authors ask for in their text: numbers, claims, cashtags, charts, links, captions. Used by `words.parse`."""
