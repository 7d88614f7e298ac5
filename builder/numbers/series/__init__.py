"""A history as arrays: its values, its days, its benchmark."""
