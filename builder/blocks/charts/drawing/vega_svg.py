"""The SVG of a page, made of Vega's: smaller, without Vega's own roles and ids, painted in the page's colours. The process
that draws uses it; pages and pictures then put their own words into it.

Nothing remains that a strict content policy would block or that could lead elsewhere: elements and attributes come from
a list, and no style, script, link or id is on it.
"""

from __future__ import annotations

import re
from html import escape
from xml.etree import ElementTree

from markupsafe import escape as escape_for_page

from builder.model import digest

_ELEMENTS = ("svg", "g", "path", "line", "rect", "text", "tspan", "circle")
_ROUNDED = ("x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "width", "height", "transform")
_STROKE = ("fill-opacity", "stroke-opacity", "opacity", "stroke-width", "stroke-dasharray")
_WORDS = ("stroke-linecap", "stroke-linejoin", "text-anchor", "font-weight")
_ATTRIBUTES = ("d", *_ROUNDED, "fill", "stroke", *_STROKE, *_WORDS)
# What an attribute is when it is not there; fill and stroke depend on the elements around.
_DEFAULTS = {
    "opacity": "1",
    "fill-opacity": "1",
    "stroke-opacity": "1",
    "stroke-width": "1",
    "text-anchor": "start",
    "font-weight": "normal",
    "transform": "translate(0,0)",
    "x2": "0",
    "y2": "0",
    "stroke-dasharray": "",
    "stroke-linejoin": "miter",
    "stroke-linecap": "butt",
}
_NUMBER = re.compile(r"-?(?:\d++(?:\.\d++)?|\.\d++)(?:e-?\d++)?")
_COLOUR = re.compile(r"var\(--[a-z0-9-]+\)|currentColor|none")
_LITERAL = re.compile(r"#[0-9a-fA-F]{3,8}|rgba?\([\d.,%]+\)|hsla?\([\d.,%]+\)|[a-z]{3,20}")
_REFERENCE = re.compile(r"url\(#([A-Za-z0-9_]+)\)")
_REFERRED = ("defs", "linearGradient", "stop", "clipPath")
_STEP = re.compile(r"([MLHVZmlhvz])([^A-Za-z]*)")
_OPENING = re.compile(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)"[^>]*>')  # as `slim` writes it: no value contains ">"


def slim(svg: str, *, own: bool = False) -> str:
    """A drawing's `<svg>` with its text, shapes and page colours, and nothing else.

    An author's `own` drawing also has literal colours, and the gradients and clips that it refers to, under ids that no
    other drawing of a page has.
    """
    root = ElementTree.fromstring(svg)
    size = f"0 0 {_short(root.get('width', '0'))} {_short(root.get('height', '0'))}"
    prefix = f"c{digest(svg)[:10]}-" if own else ""
    inside = "".join(_write(child, prefix) for child in root)
    return f'<svg viewBox="{size}" role="img" focusable="false" font-size="16" font-family="sans-serif">{inside}</svg>'


def unwrapped(svg: str) -> tuple[str, float, float, str]:
    """The opening tag of a drawing that `slim` made, its width, its height, and all behind the tag. Raises ValueError for
    anything else."""
    opening = _OPENING.match(svg)
    if opening is None:
        raise ValueError(f"not a drawing: {svg[:60]}")
    return opening[0], float(opening[1]), float(opening[2]), svg[opening.end() :]


def with_text_alternatives(svg: str, title: str, description: str) -> str:
    """A drawing that `slim` made, with its title and description for readers who do not see it."""
    opening, _, _, inside = unwrapped(svg)
    return f"{opening}<title>{escape_for_page(title)}</title><desc>{escape_for_page(description)}</desc>{inside}"


def _write(element: ElementTree.Element, prefix: str) -> str:
    name = element.tag.rpartition("}")[2]
    attributes = {key: value for key, value in _attributes(element, prefix) if _DEFAULTS.get(key) != value}
    if name in _REFERRED and prefix:
        inside = "".join(_write(child, prefix) for child in element)
        return f"<{name}{_written(attributes | _referred(element, prefix))}>{inside}</{name}>"
    if name not in _ELEMENTS or element.get("display") == "none" or _is_unseen(name, element, attributes):
        return ""
    text = escape(element.text or "", quote=False) if name in ("text", "tspan") else ""
    inside = text + "".join(_write(child, prefix) for child in element)
    if name == "g" and (not inside or not attributes):
        return inside
    opening = f"<{name}{_written(attributes)}"
    return f"{opening}>{inside}</{name}>" if inside else f"{opening}/>"


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())


def _referred(element: ElementTree.Element, prefix: str) -> dict[str, str]:
    """The attributes that only gradients, stops and clips have; an id gets this drawing's prefix."""
    attributes = {"id": prefix + str(element.get("id"))} if element.get("id") else {}
    colour = element.get("stop-color")
    offset = element.get("offset")
    attributes |= {"offset": offset} if offset and _NUMBER.fullmatch(offset) else {}
    return attributes | ({"stop-color": _colour(colour, prefix)} if colour else {})


def _is_unseen(name: str, element: ElementTree.Element, attributes: dict[str, str]) -> bool:
    if attributes.get("opacity") == "0":  # a label that Vega hides because it would touch another
        return True
    if name == "path" and element.get("class") in ("background", "foreground"):
        return True
    return (
        name in ("path", "line", "rect")
        and attributes.get("fill", "none") == attributes.get("stroke", "none") == "none"
    )


def _attributes(element: ElementTree.Element, prefix: str) -> list[tuple[str, str]]:
    attributes = []
    for key in _ATTRIBUTES:
        value = element.get(key)
        if value is None:
            continue
        if key == "d":
            value = relative(value)
        elif key in ("fill", "stroke"):
            value = _colour(value, prefix)
        elif key not in _WORDS:
            value = _NUMBER.sub(lambda match: _short(match[0]), value)
        attributes.append((key, value))
    clip = _REFERENCE.fullmatch(element.get("clip-path", ""))
    if clip and prefix:
        attributes.append(("clip-path", f"url(#{prefix}{clip[1]})"))
    return attributes


def _colour(value: str, prefix: str) -> str:
    if prefix and (_LITERAL.fullmatch(value) or _LITERAL.fullmatch(value.replace(" ", ""))):
        return value
    if prefix and (gradient := _REFERENCE.fullmatch(value)):
        return f"url(#{prefix}{gradient[1]})"
    return value if _COLOUR.fullmatch(value) else "currentColor"


def _short(number: str) -> str:
    text = f"{float(number):.2f}" if abs(float(number)) < 1 else f"{float(number):.1f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def relative(path: str) -> str:
    """A path of straight lines with steps in tenths, each from where the last one ended; other paths only rounded."""
    if re.search(r"[^MLHVZmlhvz\d.,\s+e-]", path):
        return _NUMBER.sub(lambda match: _short(match[0]), path)
    out, pen, begin = [], (0, 0), (0, 0)
    exact = (0.0, 0.0)
    for letter, rest in _STEP.findall(path):
        numbers = [float(number) for number in _NUMBER.findall(rest)]
        if letter in "Zz":
            out.append("z")
            pen, exact = begin, (begin[0] / 10, begin[1] / 10)
            continue
        exact = _target(letter, numbers, exact)
        target = (round(exact[0] * 10), round(exact[1] * 10))
        if letter in "Mm":
            out.append(f"M{_tenths(target[0])}{_joined(target[1])}")
            begin = target
        elif target != pen:
            out.append(_step(target[0] - pen[0], target[1] - pen[1]))
        pen = target
    return _packed(out)


def _target(letter: str, numbers: list[float], pen: tuple[float, float]) -> tuple[float, float]:
    """Where a step of a path leads from where the pen is."""
    origin = pen if letter.islower() else (0.0, 0.0)
    if letter in "Hh":
        return (origin[0] + numbers[0], pen[1])
    if letter in "Vv":
        return (pen[0], origin[1] + numbers[0])
    return (origin[0] + numbers[0], origin[1] + numbers[1])


def _step(right: int, down: int) -> str:
    if down == 0:
        return f"h{_tenths(right)}"
    if right == 0:
        return f"v{_tenths(down)}"
    return f"l{_tenths(right)}{_joined(down)}"


def _tenths(value: int) -> str:
    sign, value = ("-" if value < 0 else ""), abs(value)
    whole, tenth = divmod(value, 10)
    return f"{sign}{whole or ('' if tenth else '0')}{f'.{tenth}' if tenth else ''}"


def _joined(value: int) -> str:
    text = _tenths(value)
    return text if text.startswith("-") else f",{text}"


def _packed(steps: list[str]) -> str:
    """Steps as one text, a letter not repeated where it is the same as the one before."""
    out = ""
    for index, step in enumerate(steps):
        same = index and step[0] == steps[index - 1][0] and step[0] in "lhv"
        out += (step[1:] if step[1] == "-" else f",{step[1:]}") if same else step
    return out
