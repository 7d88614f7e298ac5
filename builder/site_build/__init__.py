"""One build of a site, from its inputs to its files. `run` tells the story."""
