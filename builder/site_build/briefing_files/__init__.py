"""Files that depend on what the marks of briefings became: those with their full texts, and the front page."""
