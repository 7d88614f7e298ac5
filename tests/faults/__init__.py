"""Processes killed, disk calls that fail and stores that are damaged. `make faults` runs these tests."""
