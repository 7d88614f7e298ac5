"""Slots become fragments in order, as the store keeps them, with the files that go with them."""

from __future__ import annotations

from builder.model import Fragment, digest
from builder.parallel.fragment_rendering import (
    EncodedSlot,
    RenderedFragment,
    RenderOptions,
    _rendered,
    decode_fragment,
    render_slots,
)
from builder.problem import Problem
from tests.site import SmallSite
from tests.site_build.opened_run import number_slot, opened


def render(site: SmallSite, *slots: EncodedSlot) -> list[RenderedFragment | Problem]:
    """These slots, rendered with the data of the site."""
    with opened(site) as run:
        return render_slots(
            slots, run.data.answers, RenderOptions(rising="red", cache=site.root / ".briefings").tools()
        )


def encoded(series: str, measure: str, window: str = "") -> EncodedSlot:
    """A slot of a number, as it passes to another process."""
    slot = number_slot(series, measure, window=window)
    return EncodedSlot(slot.block, slot.params.to_json(), slot.language)


def test_fragments_and_problems_come_in_the_order_of_their_slots(site: SmallSite) -> None:
    slots = [encoded("fund:990101", "nav"), encoded("fund:990101", "return", "5y"), encoded("index:X90713", "close")]
    first, problem, last = render(site, *slots)
    assert isinstance(problem, Problem) and problem.id == "no-answer"
    assert isinstance(first, RenderedFragment) and isinstance(last, RenderedFragment)
    assert 'data-measure="nav"' in decode_fragment(first.encoded).html
    assert 'data-measure="close"' in decode_fragment(last.encoded).html
    assert (first.digest, first.files) == (digest(first.encoded), {})


def test_equal_slots_have_equal_fragments(site: SmallSite) -> None:
    first, again = render(site, encoded("fund:990101", "nav"), encoded("fund:990101", "nav"))
    assert first == again


def test_texts_and_pictures_of_a_fragment_come_back_as_they_were() -> None:
    fragment = Fragment(
        html="<p>图</p>\n<p>表</p>", files={"charts/a.csv": "date,甲\n", "charts/a.png": b"\x89PNG\n\x00"}
    )
    rendered = _rendered(fragment)
    assert decode_fragment(rendered.encoded) == fragment
    assert rendered.files == {path: digest(content) for path, content in fragment.files.items()}
    assert _rendered(Fragment(html="<p>图</p>")).encoded == "\n<p>图</p>"
