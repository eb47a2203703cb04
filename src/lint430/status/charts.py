"""Line charts of recorded numbers: SVG without styles, scripts or ids, so that the page's themes colour it and equal numbers give equal text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import pygal
from markupsafe import Markup
from pygal.style import Style

_WIDTH, _HEIGHT, _LETTERS = 360, 170, 11
"""The view box, and the size of its letters."""
_DOTS = 60
"""More records than these are drawn as a line with its last dot only."""
_CEILING = 10**9
"""Larger numbers, which only a damaged history has, are drawn at this height."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_FRACTION = re.compile(r"\d+\.\d+")
_PLACES = {"d", "x", "y", "cx", "cy", "width", "height"}
"""Attributes that say where something is."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One metric over the recorded history."""

    title: str
    """What it is called."""
    days: tuple[str, ...]
    """The day of each record, in the order of the records; at least one."""
    values: tuple[int, ...]
    """The number in each record."""
    goals: tuple[int, ...]
    """The number each record should have had; empty where no target is known."""
    target: str
    """The target as people wrote it, or nothing."""

    @property
    def said(self) -> str:
        """Give the chart in a sentence, for who does not see it."""
        known = f"; target {self.target}" if self.target else ""
        if len(self.values) == 1:
            return f"{self.title}: {self.values[0]} on {self.days[0]}{known}"
        lowest, highest = min(self.values), max(self.values)
        return (
            f"{self.title}: from {self.values[0]} on {self.days[0]} to {self.values[-1]} on {self.days[-1]}, "
            f"{len(self.values)} records between {lowest} and {highest}{known}"
        )


def draw(trend: Trend) -> Markup:
    """Give the chart as an SVG element for the page."""
    days, values, goals = list(trend.days), [_bounded(value) for value in trend.values], [_bounded(goal) for goal in trend.goals]
    ticks = _ticks(max(values + goals))
    padded: list[int | None] = [*values]
    if len(values) == 1:
        # One record is a dot in the middle; the target is a line all the same.
        days, padded, goals = ["", days[0], ""], [None, values[0], None], goals * 3
    chart = pygal.Line(
        width=_WIDTH,
        height=_HEIGHT,
        margin=4,
        margin_top=10,
        margin_right=8,
        spacing=5,
        style=Style(label_font_size=_LETTERS, major_label_font_size=_LETTERS),
        show_legend=False,
        truncate_label=-1,
        show_minor_x_labels=False,
        range=(0, ticks[-1]),
        dots_size=2.5,
        disable_xml_declaration=True,
        no_prefix=True,
        js=(),
    )
    chart.y_labels = ticks
    chart.x_labels = _labelled(days)
    chart.x_labels_major = [day for day in chart.x_labels if day]
    if goals:
        chart.add(None, goals, show_dots=False)
    chart.add(None, padded, show_dots=True)
    return _for_the_page(chart.render(is_unicode=True), trend, bool(goals))


def _bounded(value: int) -> int:
    return min(max(value, 0), _CEILING)


def _ticks(highest: int) -> list[int]:
    """Give whole numbers from 0 to at least the highest one, at most four, in steps of 1, 2 or 5 and their tens."""
    size = 1
    while True:
        for step in (size, 2 * size, 5 * size):
            if 3 * step >= highest:
                return [step * at for at in range(max(1, -(-highest // step)) + 1)]
        size *= 10


def _labelled(days: Sequence[str]) -> list[str]:
    """Keep the first day, the last, and one between; more would run into each other."""
    last = len(days) - 1
    shown = {0, last} | ({last // 2} if last > 1 and days[last // 2] not in (days[0], days[last]) else set())
    return [day if at in shown and _DAY.fullmatch(day) else "" for at, day in enumerate(days)]


def _for_the_page(text: str, trend: Trend, has_goal: bool) -> Markup:
    """Take out what is for an image of its own: styles, a script's settings, the day of drawing; name the dots for a pointer."""
    root = ElementTree.fromstring(text)
    _tidy(root)
    root.attrib = {"class": "chart", "viewBox": root.get("viewBox", ""), "role": "img", "aria-label": trend.said}
    for series in root.iterfind(".//g[@class]"):
        if series.get("class", "").startswith("series"):
            series.set("class", "goal" if has_goal and "serie-0" in series.get("class", "") else "values")
    for label in root.iterfind(".//g[@class='axis x']//text"):
        # In the middle of their places, the outer days would hang over the edges.
        part = float(label.get("x", "0")) / _WIDTH
        label.set("text-anchor", "start" if part < 1 / 6 else "end" if part > 5 / 6 else "middle")
    overlay = next(group for group in root.iter("g") if group.find("g[@class='dots']") is not None)
    dots = overlay.findall("g[@class='dots']")
    for dot, day, value in zip(dots, trend.days, trend.values, strict=True):
        dot[:] = [ElementTree.Element("title"), *dot.findall("circle")]
        dot[0].text = f"{day}: {value}"
    dots[-1].set("class", "dots last")
    for dot in dots[:-1] if len(dots) > _DOTS else ():
        overlay.remove(dot)
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _tidy(element: ElementTree.Element) -> None:
    """Keep the shapes and letters that show, at tenths of a unit: no machine draws them elsewhere."""
    element.tag = element.tag.rpartition("}")[2]
    for name in _PLACES & element.attrib.keys():
        element.set(name, _FRACTION.sub(lambda found: f"{float(found[0]):.1f}", element.attrib[name]))
    for child in list(element):
        _tidy(child)
        empty = child.tag in ("g", "text") and not len(child) and not child.text
        if empty or child.tag in ("defs", "title") or "tooltip" in child.get("class", "").split()[:1]:
            element.remove(child)
