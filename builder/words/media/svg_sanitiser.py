"""The sanitiser of drawings: an SVG file without all that could run or load something. `picture_files` uses it.

Python's own XML parser reads a drawing; what it reads is written again, if it is on the lists below: no scripts, handlers, links,
animation or foreign objects. An address may name an element of the same drawing or hold a picture; a style may call no function
that loads. See docs/decisions/0028-pictures-that-are-safe.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from builder.problem import Failed, Problem
from builder.words.media.svg_expansion import MOST_DRAWN, DrawnElements

_SVG, _XLINK, _XML = (
    "http://www.w3.org/2000/svg",
    "http://www.w3.org/1999/xlink",
    "http://www.w3.org/XML/1998/namespace",
)
_PREFIXES = {"": "", _XLINK: "xlink:", _XML: "xml:"}  # of attributes, by namespace
_DEEPEST = 500  # elements in each other: browsers read drawings recursively
_ELEMENTS = {
    *("svg", "g", "defs", "symbol", "use", "switch", "title", "desc", "style", "view"),
    *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "text", "tspan", "textPath"),
    *("linearGradient", "radialGradient", "stop", "pattern", "clipPath", "mask", "marker", "filter"),
    *("feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix", "feDiffuseLighting"),
    *("feDisplacementMap", "feDistantLight", "feDropShadow", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR"),
    *("feGaussianBlur", "feMerge", "feMergeNode", "feMorphology", "feOffset", "fePointLight", "feSpecularLighting"),
    *("feSpotLight", "feTile", "feTurbulence", "a"),  # `a` is written as `g`
}
_ATTRIBUTES = {
    *(
        "id",
        "class",
        "style",
        "href",
        "xlink:href",
        "xml:space",
        "xml:lang",
        "lang",
        "version",
        "viewBox",
        "preserveAspectRatio",
        "transform",
    ),
    *("x", "y", "x1", "y1", "x2", "y2", "width", "height", "cx", "cy", "r", "rx", "ry", "d", "points", "pathLength"),
    *("dx", "dy", "rotate", "textLength", "lengthAdjust", "startOffset", "method", "spacing", "side", "role"),
    *("fx", "fy", "fr", "offset", "gradientUnits", "gradientTransform", "spreadMethod", "patternUnits"),
    *("patternContentUnits", "patternTransform", "clipPathUnits", "maskUnits", "maskContentUnits", "markerUnits"),
    *("markerWidth", "markerHeight", "refX", "refY", "orient", "filterUnits", "primitiveUnits", "systemLanguage"),
    *("in", "in2", "result", "mode", "type", "values", "tableValues", "slope", "intercept", "amplitude", "exponent"),
    *("operator", "k1", "k2", "k3", "k4", "order", "kernelMatrix", "divisor", "bias", "targetX", "targetY", "edgeMode"),
    *("preserveAlpha", "surfaceScale", "diffuseConstant", "specularConstant", "specularExponent", "azimuth"),
    *("elevation", "scale", "xChannelSelector", "yChannelSelector", "stdDeviation", "radius", "z", "pointsAtX"),
    *("pointsAtY", "pointsAtZ", "limitingConeAngle", "baseFrequency", "numOctaves", "seed", "stitchTiles"),
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap"),
    *("stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "color", "opacity", "display"),
    *("visibility", "overflow", "clip-path", "clip-rule", "mask", "filter", "flood-color", "flood-opacity"),
    *("lighting-color", "marker-start", "marker-mid", "marker-end", "paint-order", "vector-effect", "stop-color"),
    *("stop-opacity", "color-interpolation", "color-interpolation-filters", "shape-rendering", "text-rendering"),
    *("image-rendering", "font", "font-family", "font-size", "font-style", "font-variant", "font-weight"),
    *("font-stretch", "font-size-adjust", "letter-spacing", "word-spacing", "text-anchor", "text-decoration"),
    *("dominant-baseline", "alignment-baseline", "baseline-shift", "direction", "unicode-bidi", "writing-mode"),
    *("mix-blend-mode", "isolation", "media"),
}
_IN_PLACE_OF_WORDS = ("text", "image", "use")  # what a <switch> can show where browsers cannot show its words
_EMBEDDED = (
    r"data:(?:image/(?:png|jpe?g|gif|webp)|(?:application/(?:x-)?|)font[-/][a-z0-9-]+);base64,[A-Za-z0-9+/=\s]*+"
)
_ADDRESS = re.compile(rf"\s*+(?:#[^\s\"'()\\<>]++|{_EMBEDDED})\s*+")
_URL = re.compile(rf"url\(\s*+([\"']?)(?:#[^\s\"'()\\<>]++|{_EMBEDDED})\1\s*+\)", re.IGNORECASE)
_FUNCTION = re.compile(r"(?<![\w-])([\w-]*+)\(")
_AT_RULE = re.compile(r"@([\w-]*+)")
_FUNCTIONS = {
    *("", "and", "or", "not", "is", "where", "nth-child", "nth-of-type", "nth-last-child", "nth-last-of-type", "lang"),
    *("rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "color-mix", "light-dark"),
    *("var", "calc", "min", "max", "clamp", "matrix", "matrix3d", "translate", "translatex", "translatey", "scale"),
    *("scalex", "scaley", "rotate", "skew", "skewx", "skewy", "cubic-bezier", "steps", "local", "format"),
    *("blur", "brightness", "contrast", "drop-shadow", "grayscale", "hue-rotate", "invert", "opacity", "saturate"),
    *("sepia", "polygon", "circle", "ellipse", "inset", "path"),
}
_AT_RULES = {"media", "supports", "font-face", "keyframes", "-webkit-keyframes"}


def sanitised(drawing: bytes, path: str) -> bytes:
    """The drawing with all that is harmless in it, as UTF-8; the same bytes for the same drawing.

    `path` is the file's. Raises Failed where the file is no SVG, where readers would miss something without what must be
    taken out (a style sheet or a picture that is loaded, words in a foreign object), or where it draws too much.
    """
    return _DrawingWriter(path).written(drawing)


class _DrawingWriter:
    """Writes a drawing, event by event of the parser."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._out: list[str] = []
        self._depth = 0
        self._dropped_name = ""
        self._dropped_at = 0  # depth of the element that is being dropped with all in it; 0 where none is
        self._lost_words = 0  # line of words in an element that is dropped, until its <switch> shows others
        self._switches: list[int] = []  # depths of the <switch> elements that are open
        self._drawn = DrawnElements()
        self._is_open = False  # the last start tag has no ">" yet
        self._sheet: list[str] | None = None  # the text of the style sheet that is being read
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.EntityDeclHandler = self._text, self._declaration

    def written(self, drawing: bytes) -> bytes:
        """The whole drawing."""
        try:
            self._parser.Parse(drawing, True)
        except expat.ExpatError as error:
            message = f"not a drawing that browsers read: {expat.ErrorString(error.code)}"
            raise self._failed(message, "export it as SVG again", error.lineno) from None
        except (ValueError, LookupError) as error:  # an encoding that the parser does not know
            raise self._failed(f"not a drawing that browsers read: {error}", "export it as UTF-8") from None
        if self._drawn.count() > MOST_DRAWN:
            message = f"more than {MOST_DRAWN:,} elements are drawn, those that are shown again counted each time"
            raise self._failed(message, "export it with fewer elements, or as a PNG picture")
        return ("".join(self._out) + "\n").encode()

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        line = self._parser.CurrentLineNumber
        if self._depth > _DEEPEST:
            message = f"more than {_DEEPEST} elements in each other"
            raise self._failed(message, "export the drawing with fewer groups", line)
        namespace, _, element = name.rpartition(" ")
        if self._depth == 1 and element != "svg":
            raise self._failed("the file is no SVG drawing", "its first element must be <svg xmlns=…>", line)
        if self._dropped_at:
            return
        # A drawing without a namespace shows nothing in a browser; it is meant to.
        if namespace not in ("", _SVG) or element not in _ELEMENTS:
            self._dropped_at, self._dropped_name = self._depth, element
            return
        harmless = {_attribute_name(name): value for name, value in attributes.items()}
        harmless = {
            name: value for name, value in harmless.items() if name in _ATTRIBUTES and _is_harmless(name, value)
        }
        loads = any(name.rpartition(" ")[2] == "href" and value.strip() for name, value in attributes.items())
        if element in ("image", "use") and loads and not harmless.keys() & {"href", "xlink:href"}:
            message = "the drawing shows a picture or a part that lies outside it, or is another drawing"
            raise self._failed(message, "embed pictures as data:image/png;base64,…", line)
        if self._switches and element in _IN_PLACE_OF_WORDS:
            self._lost_words = 0
        if element == "switch":
            self._switches.append(self._depth)
        element = "g" if element == "a" else element
        self._drawn.begin(element, harmless)
        if self._depth == 1:
            harmless = {"xmlns": _SVG, "xmlns:xlink": _XLINK, **harmless}
        self._close_tag()
        self._out.append(f"<{element}" + "".join(f" {name}={quoteattr(value)}" for name, value in harmless.items()))
        self._is_open = True
        self._sheet = [] if element == "style" else None

    def _end(self, name: str) -> None:
        if self._dropped_at:
            if self._dropped_at == self._depth:
                self._dropped_at = 0
        else:
            element = name.rpartition(" ")[2]
            if element == "switch":
                self._switches.pop()
                self._check_words()
            self._drawn.end()
            if self._sheet is not None:
                self._end_sheet("".join(self._sheet))
            self._out.append("/>" if self._is_open else f"</{'g' if element == 'a' else element}>")
            self._is_open = False
        self._depth -= 1

    def _text(self, text: str) -> None:
        if self._dropped_at:
            if self._dropped_name == "foreignObject" and text.strip():
                self._lost_words = self._lost_words or self._parser.CurrentLineNumber
                if not self._switches:
                    self._check_words()
            return
        self._close_tag()
        self._out.append(escape(text))
        if self._sheet is not None:
            self._sheet.append(text)

    def _end_sheet(self, sheet: str) -> None:
        if not _is_harmless_style(sheet):
            message = "the style sheet of the drawing loads something"
            hint = "embed pictures and fonts as data:…, or export it with styles as attributes"
            raise self._failed(message, hint, self._parser.CurrentLineNumber)
        self._drawn.add_sheet(sheet)
        self._sheet = None

    def _check_words(self) -> None:
        if self._lost_words:
            message = "words in <foreignObject> would be lost: browsers do not show it in a picture"
            raise self._failed(
                message, "export the drawing with its words as SVG text, or as a PNG picture", self._lost_words
            )

    def _declaration(self, *declaration: object) -> None:
        raise self._failed("the drawing declares entities", "export it as plain SVG", self._parser.CurrentLineNumber)

    def _close_tag(self) -> None:
        if self._is_open:
            self._out.append(">")
            self._is_open = False

    def _failed(self, message: str, hint: str, line: int = 0) -> Failed:
        return Failed([Problem(id="bad-picture", path=self._path, line=line, message=message, hint=hint)])


def _attribute_name(name: str) -> str:
    """An attribute's name with the usual prefix; "" where its namespace is not one of drawings."""
    namespace, _, own = name.rpartition(" ")
    return f"{_PREFIXES[namespace]}{own}" if namespace in _PREFIXES else ""


def _is_harmless(attribute: str, value: str) -> bool:
    if attribute.endswith("href"):
        return _ADDRESS.fullmatch(value) is not None
    return ("(" not in value and "\\" not in value) or _is_harmless_style(value)


def _is_harmless_style(text: str) -> bool:
    """Whether a style loads nothing: it has no escapes, and only functions and rules of the lists."""
    text = _URL.sub("", text)
    names = (match[1].casefold() for match in _FUNCTION.finditer(text))
    rules = (match[1].casefold() for match in _AT_RULE.finditer(text))
    return "\\" not in text and _FUNCTIONS.issuperset(names) and _AT_RULES.issuperset(rules)
