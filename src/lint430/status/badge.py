"""The ``badge`` format: an SVG that says how many suites are compliant, and the same for a badge server's endpoint."""

from __future__ import annotations

import json

from lint430.status import templating
from lint430.status.measure import Status

_LABEL = "430 compliant"
_COLORS = {"brightgreen": "#2b7a0b", "yellow": "#8a6100", "red": "#b3261e", "lightgrey": "#5f6368"}
"""Colours by the names of badge servers, dark enough for white text."""
_NARROW, _WIDE, _USUAL = frozenset(" .,:;!|'`/()[]iljtfrI1"), frozenset("mwMW%@"), 7.0


def endpoint(status: Status) -> str:
    """Give the JSON that a badge server reads."""
    value, color = _value(status)
    return json.dumps({"schemaVersion": 1, "label": _LABEL, "message": value, "color": color}, indent=2) + "\n"


def render(status: Status) -> str:
    """Give the SVG."""
    value, color = _value(status)
    left, right = _width(_LABEL) + 10, _width(value) + 10
    return templating.render("badge.svg.j2", {}, label=_LABEL, value=value, color=_COLORS[color], left=left, right=right)


def _value(status: Status) -> tuple[str, str]:
    good, total = status.metrics["compliant"], status.metrics["suites"]
    color = "lightgrey" if not total else "brightgreen" if good == total else "yellow" if good * 2 >= total else "red"
    return f"{good}/{total}", color


def _width(text: str) -> int:
    """Guess the width of a text in 11 px Verdana; the SVG then fits the text to it."""
    return round(sum(4.0 if char in _NARROW else 10.0 if char in _WIDE else _USUAL for char in text))
