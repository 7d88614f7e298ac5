"""The data files that users own, read exactly and quickly."""
