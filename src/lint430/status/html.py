"""The ``html`` format: the status as one page that needs nothing else, on a screen, on paper and offline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from lint430.model import Finding
from lint430.status import charts, figures, templating
from lint430.status.charts import Trend
from lint430.status.compare import Comparison
from lint430.status.history import Point
from lint430.status.measure import DEFINITION, STATES, Row, Status
from lint430.terminal import visible

_AROUND = 2
"""Lines shown around a finding."""
_LONGEST = 240
"""Characters shown of a line."""
_TRENDS = (
    ("compliant_runners", "Dual-mode compliant suites", "compliant-runners", "suites"),
    ("services_with_mocks", "Services with doubles", "services-with-mocks", "services"),
    ("jest_extra_args", "JEST_EXTRA_ARGS usage", "jest-extra-args", None),
    ("cluster_only", "Cluster-only suites", "cluster-only", None),
    ("errors", "Errors", None, None),
    ("suppressed", "Suppressed findings", None, None),
)
"""The metrics whose way is drawn: what they are called, the name of their target, the metric that a percentage is of."""
_PERCENTAGE, _NUMBER = re.compile(r"([0-9]{1,3}) ?%"), re.compile(r"([0-9]{1,9})(?: ?/ ?[0-9]+)?")
_POINTS = {
    "mode_helper": ("Mode helper", "Runner sources `integration-mode.sh`"),
    "mocks": ("Doubles", DEFINITION["mocks"]),
    "both_modes": ("Both modes", DEFINITION["both_modes"]),
    "no_filtering": ("No filtering", DEFINITION["no_filtering"]),
    "identical_tests": ("Identical tests", DEFINITION["identical_tests"]),
    "start_event": ("Start event", DEFINITION["start_event"]),
}
"""The columns of the matrix: short names, and what each point asks for."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One number of the summary."""

    label: str
    """What is counted."""
    value: int
    """How many there are."""
    whole: int | None
    """Of how many; None where there is no whole."""
    tone: str
    """How it looks: ``good``, ``bad``, ``warn`` or ``na``."""

    @property
    def percent(self) -> str:
        """Give the share, in words; nothing of nothing is no share."""
        return "" if not self.whole else figures.share(self.value, self.whole)


def render(status: Status, since: Comparison | None = None, history: Sequence[Point] = ()) -> str:
    """Give the whole page."""
    apart = (*status.e2e_findings, *status.shared_findings, *status.other_findings)
    counts = {state: sum(row.status == state for row in status.rows) for state in STATES}
    return templating.render(
        "report.html.j2",
        {
            "prose": prose,
            "visible": visible,
            "breakable": breakable,
            "mocks_cell": figures.mocks_cell,
            "violations_cell": figures.violations_cell,
            "draw": charts.draw,
        },
        status=status,
        since=since,
        settings=status.settings,
        tiles=_tiles(status),
        counts={state: count for state, count in counts.items() if count},
        points=_POINTS,
        held=_held,
        anchors=_anchors(status.rows),
        apart=apart,
        languages=list(dict.fromkeys(row.language for row in status.rows)),
        checks=_checks(status, apart),
        worst_first=lambda found: sorted(found, key=lambda finding: finding.severity.rank),
        codes_of=lambda row: " ".join(sorted(_names(row))),
        excerpt=lambda finding: _excerpt(status, finding),
        source=lambda path, line: _source(status, path, line),
        trends=_trends(status, history),
        history=[(visible(point.date), [point.metrics.get(name, "–") for name, *_ in _TRENDS]) for point in history],
        columns=[title for _, title, *_ in _TRENDS],
    )


def prose(text: str) -> Markup:
    """Show a line of Markdown: its code as code, its bold as bold, its links as links, the rest as written."""
    parts = re.split(r"`([^`]+)`", visible(text.replace("\n", " ")))
    return Markup("").join(Markup("<code>{}</code>").format(part) if at % 2 else _linked(part) for at, part in enumerate(parts))


def _linked(text: str) -> Markup:
    """Show links to the web as such, and of those to files beside the document the words: the page may lie anywhere."""
    parts = re.split(r"\[([^\[\]]+)\]\((https?://[^()\s]+|\.{1,2}/[^()\s]*)\)", text)
    shown = Markup("")
    for before, words, address in zip(parts[::3], [*parts[1::3], ""], [*parts[2::3], ""], strict=True):
        shown += _bold(before)
        shown += Markup('<a href="{}">{}</a>').format(address, words) if address.startswith("http") else escape(words)
    return shown


def _bold(text: str) -> Markup:
    parts = re.split(r"\*\*(\S(?:[^*]*\S)?)\*\*", text)
    return Markup("").join(Markup("<b>{}</b>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts))


def breakable(path: str) -> Markup:
    """Show a path or a name that breaks after its slashes and underscores before it breaks anywhere else."""
    return Markup("<wbr>").join(escape(part) for part in re.split(r"(?<=[/_])(?=[^/_])", visible(path)))


def _tiles(status: Status) -> list[Tile]:
    m = status.metrics
    return [
        Tile("suites are compliant", m["compliant"], m["suites"], _full(m["compliant"], m["suites"])),
        Tile("services with doubles", m["services_with_mocks"], m["services"], _full(m["services_with_mocks"], m["services"])),
        Tile("runners with the mode helper", m["mode_helper"], m["suites"], _full(m["mode_helper"], m["suites"])),
        Tile("E2E suites without violation", m["e2e_compliant"], m["e2e_suites"], _full(m["e2e_compliant"], m["e2e_suites"])),
        Tile("cluster-only suites", m["cluster_only"], None, "bad" if m["cluster_only"] else "good"),
        Tile("uses of JEST_EXTRA_ARGS", m["jest_extra_args"], None, "bad" if m["jest_extra_args"] else "good"),
        Tile("errors", m["errors"], None, "bad" if m["errors"] else "good"),
        Tile("suppressed findings", m["suppressed"], None, "warn" if m["suppressed"] else "good"),
    ]


def _full(part: int, whole: int) -> str:
    return "na" if not whole else "good" if part == whole else "bad" if part * 2 < whole else "warn"


def _held(row: Row, point: str) -> bool | None:
    return row.mode_helper if point == "mode_helper" else row.definition_of_done[point]


def _anchors(rows: Sequence[Row]) -> dict[str, str]:
    """Name the section of each suite, by the suite's folder; no two share a name."""
    anchors: dict[str, str] = {}
    taken: set[str] = set()
    for row in rows:
        plain = name = "suite-" + re.sub(r"[^\w-]+", "-", row.suite.folder)
        number = 1
        while name in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name)
        anchors[row.suite.folder] = name
    return anchors


def _names(row: Row) -> dict[str, str]:
    """Give the checks that say something of a suite, suppressed or not: names by their codes."""
    found = (*row.findings, *row.beside, *(one.finding for one in row.suppressed))
    return {finding.code: finding.name for finding in found}


def _checks(status: Status, apart: Iterable[Finding]) -> list[tuple[str, str]]:
    names = {finding.code: finding.name for finding in (*apart, *(one.finding for one in status.other_suppressed))}
    for row in status.rows:
        names |= _names(row)
    return sorted(names.items())


def _excerpt(status: Status, finding: Finding) -> list[tuple[int, str, bool]]:
    """Give the lines around a finding: number, text, whether it is the one."""
    lines = status.lines.get(finding.path, ())
    # What follows the file's last line break is no line, unless the finding is there.
    end = len(lines) - (finding.span.line < len(lines) and not lines[-1])
    first, last = max(1, finding.span.line - _AROUND), min(end, finding.span.line + _AROUND)
    return [(number, _shown(lines[number - 1]), number == finding.span.line) for number in range(first, last + 1)]


def _source(status: Status, path: str, line: int) -> str:
    """Give a line of a file, or nothing where the file's lines are not kept."""
    lines = status.lines.get(path, ())
    return _shown(lines[line - 1]).strip() if 0 < line <= len(lines) else ""


def _shown(line: str) -> str:
    text = line.rstrip().replace("\t", "    ")
    return visible(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")


def _trends(status: Status, history: Sequence[Point]) -> list[Trend]:
    """Give the way of each metric that was recorded, its target as the goal of every record."""
    trends: list[Trend] = []
    for name, title, target, whole in _TRENDS:
        known = [point for point in history if name in point.metrics]
        said = "" if target is None else status.settings.targets[target]
        if known:
            days = tuple(visible(point.date) for point in known)
            trends.append(Trend(title, days, tuple(point.metrics[name] for point in known), _goals(said, known, whole), visible(said)))
    return trends


def _goals(target: str, points: Sequence[Point], whole: str | None) -> tuple[int, ...]:
    """Read a target: a number, the part of ``15/15``, or a percentage of what there was; nothing where it is none of these."""
    if (share := _PERCENTAGE.fullmatch(target.strip())) is not None:
        wholes = [point.metrics[whole] for point in points if whole is not None and whole in point.metrics]
        return tuple(-(-number * int(share[1]) // 100) for number in wholes) if len(wholes) == len(points) else ()
    number = _NUMBER.fullmatch(target.strip())
    return () if number is None else (int(number[1]),) * len(points)
