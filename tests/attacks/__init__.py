"""Hostile words, data, caches and servers, each of which once did harm. `make attacks` runs these tests."""
