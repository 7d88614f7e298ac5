"""How values become words: numbers, dates and ages as readers see them."""
