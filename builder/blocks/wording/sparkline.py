"""The small line of a card: a history's last year as inline SVG that needs no script, no id and no colour of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

WIDTH, HEIGHT, MARGIN = 120, 36, 2
MOST = 60  # points: a phone shows no more

Points = Sequence[tuple[str, float]]


def line(points: Points) -> Markup:
    """The last year of a history as a line, hidden from screen readers; empty where there are fewer than two points."""
    shown = thinned(last_year(points))
    if len(shown) < 2:
        return Markup("")
    low, high = min(value for _, value in shown), max(value for _, value in shown)
    scale = (HEIGHT - 2 * MARGIN) / (high - low) if high > low else 0.0
    step = WIDTH / (len(shown) - 1)
    flat = HEIGHT / 2 if high == low else HEIGHT - MARGIN
    path = " ".join(f"{index * step:.1f},{flat - (value - low) * scale:.1f}" for index, (_, value) in enumerate(shown))
    direction = "up" if shown[-1][1] > shown[0][1] else "down" if shown[-1][1] < shown[0][1] else "flat"
    return Markup(
        f'<svg class="spark {direction}" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true" '
        f'focusable="false"><polyline points="{path}"/></svg>'
    )


def last_year(points: Points) -> Points:
    """The points of the year up to the last one; the day a year before it counts."""
    if not points:
        return points
    last = date.fromisoformat(points[-1][0])
    first = last.replace(year=last.year - 1, day=min(last.day, 28)).isoformat()
    return [point for point in points if point[0] >= first]


def thinned(points: Points) -> Points:
    """At most MOST of the points at even distances, with the first and the last."""
    if len(points) <= MOST:
        return points
    return [points[round(index * (len(points) - 1) / (MOST - 1))] for index in range(MOST)]
