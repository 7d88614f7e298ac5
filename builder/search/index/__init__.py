"""What makes the index: words and funds become the small files that a browser reads."""
