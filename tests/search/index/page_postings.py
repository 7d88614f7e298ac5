"""Pages with any terms, for tests of segments and shards."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from builder.search.hashed_terms import Classes, Hashes

PAGES = st.lists(
    st.dictionaries(st.integers(0, 2**32 - 1) | st.integers(0, 40), st.integers(0, 3), max_size=30), max_size=40
)


def terms_of(pages: list[dict[int, int]]) -> list[tuple[Hashes, Classes]]:
    """The terms of pages, as `hash_terms` gives them; a page maps hashes to classes."""
    return [
        (np.array(sorted(page), np.uint32), np.array([page[term] for term in sorted(page)], np.uint8)) for page in pages
    ]
