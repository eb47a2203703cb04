"""The ``text`` format: the status on one screen."""

from __future__ import annotations

from collections.abc import Sequence

from lint430.status import figures
from lint430.status.compare import Comparison
from lint430.status.measure import Status
from lint430.terminal import cells, visible


def render(status: Status, since: Comparison | None = None) -> str:
    """Give the summary, a line per suite, E2E, and what changed."""
    at = f" ({status.commit[:12]})" if status.commit else ""
    lines = [f"{status.settings.title}, {status.date or 'unknown date'}{at}", ""]
    lines += _table([(label.replace("`", ""), str(count), percent) for label, count, percent in figures.summary(status)])
    rows = [
        (
            row.label,
            f"{row.language} {row.suite.kind}",
            row.status,
            f"helper {'yes' if row.mode_helper else 'no'}",
            f"mocks {'n/a' if row.has_mocks is None else figures.mocks_cell(row).lower()}",
            figures.violations_cell(row),
            row.said.priority or "-",
        )
        for row in status.rows
    ]
    lines += ["", *_table(rows)] if rows else ["", "No integration suite."]
    if status.features:
        features = [(f"e2e {f.name}", str(len(f.specs)), f.state) for f in status.features]
        lines += ["", *_table(features)]
    if since is not None:
        lines += ["", f"Since {since.revision} ({(since.commit or '')[:12]}):", *(_changes(since) or ["  nothing changed"])]
    return "".join(f"{visible(line).rstrip()}\n" for line in lines)


def _changes(since: Comparison) -> list[str]:
    lines = [f"  - {phrase}" for phrase in since.worse] + [f"  + {phrase}" for phrase in since.better]
    for suite in since.suites:
        lines += [f"  {suite.path}", *(f"    - {phrase}" for phrase in suite.worse), *(f"    + {phrase}" for phrase in suite.better)]
    return lines


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Align the columns of some rows."""
    widths = [max(cells(visible(text)) for text in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(visible(text) + " " * (width - cells(visible(text))) for text, width in zip(row, widths, strict=True)) for row in rows
    ]
