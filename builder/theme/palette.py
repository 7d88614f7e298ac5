"""The colours of a site's own, made legible in both schemes, as rules for the style sheet. Used by `frame_files`; `build` tells
what became of them.

Contrast is that of WCAG 2.2: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from __future__ import annotations

from builder.settings.theme_settings import ThemeSettings

LEAST = 4.5  # contrast of text, WCAG AA
# Behind links, the surface of each scheme that is nearest to them: --fb-surface by day, --fb-raised by night (tokens.css).
_BEHIND = {"light": "#f7f8fa", "dark": "#212937"}
_ENDS = {"light": "#000000", "dark": "#ffffff"}  # towards which a colour moves until it can be read


def contrast(first: str, second: str) -> float:
    """How much two colours like "#14508c" differ, from 1 to 21."""
    dark, light = sorted((_luminance(first), _luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def legible(colour: str, scheme: str) -> str:
    """The colour, or the nearest one towards black by day and white by night that can be read on the scheme's surface."""
    for step in range(65):
        mixed = _mixed(colour, _ENDS[scheme], step / 64)
        if contrast(mixed, _BEHIND[scheme]) >= LEAST:
            return mixed
    raise AssertionError("black and white can be read on any surface of ours")


def palette_rules(theme: ThemeSettings) -> str:
    """The rules of the site's colours; "" where it has none of its own."""
    light = _scheme_rules(theme.primary, theme.accent or theme.primary, "light", '[data-md-color-scheme="default"]')
    dark = _scheme_rules(
        theme.dark_primary, theme.dark_accent or theme.dark_primary, "dark", '[data-md-color-scheme="slate"]'
    )
    printed = f":root{{--fb-accent:{legible(theme.accent or theme.primary, 'light')}}}" if light else ""
    return f"{printed}@media screen{{{light}{dark}}}" if light or dark else ""


def palette_notes(theme: ThemeSettings) -> list[str]:
    """What is told of colours that could not be read as they are."""
    notes = []
    for role, colour, scheme in (("accent", theme.accent, "light"), ("accent", theme.dark_accent, "dark")):
        used = legible(colour, scheme) if colour else ""
        if used != colour:
            ratio = contrast(colour, _BEHIND[scheme])
            notes.append(
                f"mkdocs.yml: palette: {role} {colour} has contrast {ratio:.1f} on the {scheme} scheme, and text needs {LEAST}: "
                f"links there are {used}."
            )
    return notes


def _scheme_rules(header: str, links: str, scheme: str, selector: str) -> str:
    rules = f"{selector}{{--fb-accent:{legible(links, scheme)}}}" if links else ""
    if not header:
        return rules
    words = max("#ffffff", "#000000", key=lambda colour: contrast(colour, header))
    in_header = f"{selector} .fb-header"
    return (
        f"{rules}{in_header}{{border-color:{header};background:{header};color:{words}}}"
        f"{in_header} :is(.fb-tool,.fb-brand):is(:hover,:focus,[aria-pressed=true]){{color:{words}}}"
        f"{in_header} :is(.fb-tool,.fb-brand):focus-visible{{outline-color:{words}}}"
        # On a phone the menu is a panel of its own, with the colours of pages.
        f"@media(min-width:48em){{{in_header} :is(.fb-menu>ul>li>a,.fb-section>summary){{color:{words};outline-color:{words}}}"
        f"{in_header} .fb-menu>ul>li>a:is(:hover,[aria-current]){{text-decoration:underline;text-underline-offset:.4em}}}}"
        f".no-js{in_header} .fb-menu a{{color:{words}}}"
    )


def _channels(colour: str) -> list[int]:
    return [int(colour[start : start + 2], 16) for start in (1, 3, 5)]


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(first + (second - first) * share):02x}" for first, second in pairs)
