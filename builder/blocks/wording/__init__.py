"""How blocks and charts put numbers, dates and ages into words."""
