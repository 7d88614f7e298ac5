"""The data files that users own: their layout, and one reader for each kind of file. Used by `load_data` and the audit."""
