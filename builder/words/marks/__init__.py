"""What authors place in their text: numbers, claims, cards, links, captions, and where each stands."""
