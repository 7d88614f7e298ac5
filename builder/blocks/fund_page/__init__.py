"""The blocks of a fund's own page and of its JSON."""
