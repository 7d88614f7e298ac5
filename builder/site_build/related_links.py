"""The related links of all briefings, known by what briefings show of themselves. Part of a site plan.

They are computed anew when a title, a date or something else that links depend on changes, and not with an edited paragraph.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from builder.cache.store import Store, key
from builder.model import PageProjection, canonical_json, digest
from builder.pages.related import related
from builder.pages.site_content import fund_codes
from builder.slot_params.generated import RelatedParams


@dataclass(frozen=True, kw_only=True)
class RelatedLinks:
    """The related links of published briefings."""

    store: Store
    keys: Mapping[str, str]  # by the briefing's path

    def key_of(self, path: str) -> str:
        """The key of a briefing's links; "" where it has none, such as a draft."""
        return self.keys.get(path, "")

    def of(self, path: str) -> RelatedParams:
        """A briefing's links."""
        links_key = self.key_of(path)
        return RelatedParams.from_json(json.loads(self.store.need(links_key))) if links_key else RelatedParams()


def related_links(briefings: Sequence[PageProjection], *, store: Store, code: str) -> RelatedLinks:
    """The links of these briefings, which are sorted from the newest; from the store where links depend on nothing new."""
    shown = [
        (
            page.path,
            page.url,
            page.meta.title,
            page.meta.date[:10],
            page.meta.topics,
            fund_codes(page),
            page.meta.column,
            page.meta.authors,
        )
        for page in briefings
    ]
    keys_key = key("related-links", code, digest(canonical_json(shown)))
    known = store.get(keys_key)
    if known is None:
        links = {path: canonical_json(params.to_json()) for path, params in related(briefings).items()}
        keys = {path: f"related:{digest(encoded)}" for path, encoded in links.items()}
        known = canonical_json(keys)
        store.put_many({keys[path]: encoded for path, encoded in links.items()})
        store.put(keys_key, known)
    return RelatedLinks(store=store, keys=json.loads(known))
