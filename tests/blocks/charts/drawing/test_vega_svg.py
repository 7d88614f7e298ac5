"""What is left of Vega's SVG on a page."""

import re
from xml.etree import ElementTree

import pytest

from builder.blocks.charts.drawing.vega_svg import relative, slim, unwrapped, with_text_alternatives

VEGA = """<svg xmlns="http://www.w3.org/2000/svg" width="520" height="300"><g fill="none" transform="translate(40,8)">
<g class="mark-group role-frame root" role="graphics-object" aria-roledescription="group mark container">
<path class="background" d="M0,0h10v10z" stroke="none"/>{inside}</g></g></svg>"""


def test_roles_styles_ids_and_links_do_not_survive() -> None:
    inside = (
        '<path id="a" style="mix-blend-mode:multiply" onclick="x()" aria-label="v: 1" role="graphics-symbol" '
        'd="M0,0L1,1" stroke="var(--c1)"/><a href="http://example.org"><text fill="currentColor">x</text></a>'
        '<script>x()</script><image href="http://example.org/x.png"/><foreignObject/>'
    )
    assert slim(VEGA.format(inside=inside)) == (
        '<svg viewBox="0 0 520 300" role="img" focusable="false" font-size="16" font-family="sans-serif">'
        '<g transform="translate(40,8)" fill="none"><path d="M0,0l1,1" stroke="var(--c1)"/></g></svg>'
    )


def test_text_of_a_series_stays_text() -> None:
    drawn = slim(VEGA.format(inside='<text fill="currentColor">&lt;/svg&gt;&lt;script&gt;x&lt;/script&gt;</text>'))
    assert "<script" not in drawn
    assert ElementTree.fromstring(drawn).findtext(".//text") == "</svg><script>x</script>"


@pytest.mark.parametrize("paint", ["url(#gradient)", "url(http://example.org/x)", "red;x:y"])
def test_only_the_pages_own_colours_paint(paint: str) -> None:
    assert f'fill="{paint}"' not in slim(VEGA.format(inside=f'<path d="M0,0L1,1" fill="{paint}"/>'))


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M0,192L0.975,191.04L1.95,191.1", "M0,192l1-1,1,.1"),
        ("M10,10L20,10L20,30L20,50Z", "M10,10h10v20,20z"),
        ("M0,0h300v18h-300Z", "M0,0h300v18h-300z"),
        ("M0,0L5,5M50,50L60,60", "M0,0l5,5M50,50l10,10"),
        ("M3.24,0A3.24,3.24,0,1,1,-3.24,0", "M3.2,0A3.2,3.2,0,1,1,-3.2,0"),
    ],
)
def test_a_path_becomes_short_steps(path: str, short: str) -> None:
    assert relative(path) == short


def test_rounding_does_not_add_up_along_a_path() -> None:
    path = "M0,0" + "".join(f"L{number * 0.333:.4f},{number * 0.1499:.4f}" for number in range(1, 1000))
    steps = relative(path).removeprefix("M0,0")
    right = down = 0.0
    import re

    for letter, rest in re.findall(r"([lhv])([^lhv]*)", steps):
        numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+", rest)]
        right += sum(numbers[::2]) if letter == "l" else sum(numbers) if letter == "h" else 0
        down += sum(numbers[1::2]) if letter == "l" else sum(numbers) if letter == "v" else 0
    assert abs(right - 999 * 0.333) < 0.06 and abs(down - 999 * 0.1499) < 0.06


def test_a_label_that_is_hidden_is_not_written() -> None:
    text = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text opacity="0">a</text><text>b</text></svg>'
    assert ">a<" not in slim(text) and ">b<" in slim(text)


def test_an_authors_own_colours_and_gradients_stay_under_ids_of_their_own() -> None:
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><defs><linearGradient id="g_0" x1="0" x2="1">'
        '<stop offset="0" stop-color="#fff"/><stop offset="1" stop-color="javascript:x"/></linearGradient></defs>'
        '<rect width="1" height="1" fill="url(#g_0)"/><rect width="2" height="1" fill="rgb(1, 2, 3)"/>'
        '<rect width="3" height="1" fill="url(https://x)"/><image href="x"/></svg>'
    )
    drawn, other = slim(text, own=True), slim(text.replace("#fff", "#eee"), own=True)
    (name,) = set(re.findall(r'id="([^"]+)"', drawn))
    assert f'fill="url(#{name})"' in drawn and 'fill="rgb(1, 2, 3)"' in drawn and 'stop-color="#fff"' in drawn
    assert name not in other and "javascript" not in drawn and "https" not in drawn and "<image" not in drawn
    assert "url(" not in slim(text) and "#fff" not in slim(text)


def test_text_alternatives_come_first_and_are_text_whatever_they_say() -> None:
    drawing = slim(VEGA.format(inside='<text fill="currentColor">a</text>'))
    root = ElementTree.fromstring(with_text_alternatives(drawing, "</title><script>", "一 & 二"))
    assert [child.tag for child in root][:2] == ["title", "desc"]
    assert (root.findtext("title"), root.findtext("desc")) == ("</title><script>", "一 & 二")


def test_a_drawing_is_unwrapped_into_its_size_and_its_content() -> None:
    drawing = slim(VEGA.format(inside='<text fill="currentColor">a</text>'))
    opening, width, height, inside = unwrapped(drawing)
    assert (width, height, opening + inside) == (520, 300, drawing)
    with pytest.raises(ValueError, match="not a drawing"):
        unwrapped("<svg>")
