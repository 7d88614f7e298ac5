"""How a table of any shape is understood: its bytes, its cells, its headings, and its columns by all of their values."""
