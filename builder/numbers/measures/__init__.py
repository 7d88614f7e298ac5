"""What can be asked of an instrument: each measure stands in one entry, beside the function that computes it."""
