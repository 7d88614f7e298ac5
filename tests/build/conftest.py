"""How often the law of the build is tried: Hypothesis's own hundred times in `make test`, five hundred in `make laws`."""

from hypothesis import settings

settings.register_profile("laws", max_examples=500)
