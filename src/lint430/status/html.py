"""The ``html`` format: the status as one page that needs nothing else, on a screen, on paper and offline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from lint430.model import Finding
from lint430.status import figures, templating
from lint430.status.compare import Comparison
from lint430.status.history import Point
from lint430.status.measure import DEFINITION, Row, Status
from lint430.terminal import visible

_AROUND = 2
"""Lines shown around a finding."""
_WIDTH, _HEIGHT, _MARGIN = 300.0, 90.0, 8.0
"""The size of a chart, in units of its view box."""
_TRENDS = (
    ("compliant", "Compliant suites"),
    ("services_with_mocks", "Services with doubles"),
    ("jest_extra_args", "JEST_EXTRA_ARGS usage"),
    ("cluster_only", "Cluster-only suites"),
    ("errors", "Errors"),
    ("suppressed", "Suppressed findings"),
)
"""The metrics whose way is drawn, with what they are called."""
_POINTS = {
    "mocks": "Doubles",
    "both_modes": "Both modes",
    "no_filtering": "No filtering",
    "identical_tests": "Identical tests",
    "start_event": "Start event",
}
"""Short names of the definition's points."""


@dataclass(frozen=True, slots=True)
class Trend:
    """One metric over the recorded history."""

    title: str
    """What it is called."""
    values: tuple[tuple[str, int], ...]
    """Day and number, in the order of the records."""
    dots: tuple[tuple[float, float, str], ...]
    """Where each stands in the chart, and what it says."""

    @property
    def line(self) -> str:
        """Give the points of the line."""
        return " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in self.dots)


def render(status: Status, since: Comparison | None = None, history: Sequence[Point] = ()) -> str:
    """Give the whole page."""
    codes = sorted({f.code for row in status.rows for f in (*row.findings, *row.beside)})
    return templating.render(
        "report.html.j2",
        {"prose": prose, "visible": visible, "mocks_cell": figures.mocks_cell, "violations_cell": figures.violations_cell},
        status=status,
        since=since,
        settings=status.settings,
        summary=figures.summary(status),
        points=_POINTS,
        definition=DEFINITION,
        languages=list(dict.fromkeys(row.language for row in status.rows)),
        states=list(dict.fromkeys(row.status for row in status.rows)),
        codes=codes,
        codes_of=_codes,
        excerpt=lambda finding: _excerpt(status, finding),
        anchor=lambda row: re.sub(r"[^\w-]", "-", row.suite.folder),
        trends=_trends(history),
        recorded=len(history),
    )


def prose(text: str) -> Markup:
    """Show a line of Markdown: its code as code, the rest as written."""
    parts = re.split(r"`([^`]+)`", visible(text.replace("\n", " ")))
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts))


def _codes(row: Row) -> str:
    return " ".join(sorted({finding.code for finding in (*row.findings, *row.beside)}))


def _excerpt(status: Status, finding: Finding) -> list[tuple[int, str, bool]]:
    """Give the lines around a finding: number, text, whether it is the one."""
    lines = status.lines.get(finding.path, ())
    first, last = max(1, finding.span.line - _AROUND), min(len(lines), finding.span.line + _AROUND)
    return [
        (number, visible(lines[number - 1][:240].replace("\t", "    ")), number == finding.span.line) for number in range(first, last + 1)
    ]


def _trends(history: Sequence[Point]) -> list[Trend]:
    return [_trend(name, title, history) for name, title in _TRENDS]


def _trend(name: str, title: str, history: Sequence[Point]) -> Trend:
    values = tuple((point.date, point.metrics[name]) for point in history if name in point.metrics)
    top = max((value for _, value in values), default=0) or 1
    step = (_WIDTH - 2 * _MARGIN) / max(len(values) - 1, 1)
    dots = tuple(
        (_MARGIN + at * step, _HEIGHT - _MARGIN - (_HEIGHT - 2 * _MARGIN) * value / top, f"{date}: {value}")
        for at, (date, value) in enumerate(values)
    )
    return Trend(title, values, dots)
