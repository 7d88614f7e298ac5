"""What can be asked of an instrument: the measures, each with its entry beside the function that computes it."""
