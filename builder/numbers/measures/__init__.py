"""What can be asked of an instrument: the table of measures and the functions that compute them."""
