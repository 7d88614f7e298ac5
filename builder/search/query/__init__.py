"""What asks the index: `briefings search`, and the tests that hold the browser to the same results."""
