"""Histories as arrays: values, days and benchmarks, from which the measures are computed."""
