"""The kinds of chart, one module each."""
