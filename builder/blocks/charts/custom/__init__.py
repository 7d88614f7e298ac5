"""Charts that authors write out themselves, in Vega-Lite or Python."""
