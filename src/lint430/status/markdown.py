"""The ``markdown`` format: the status document, section by section."""

from __future__ import annotations

from collections.abc import Sequence

from lint430.repository.suites import SHARED_HELPERS
from lint430.status import figures, templating
from lint430.status.compare import Comparison
from lint430.status.measure import COMPLIANT, DEFINITION, LANGUAGES, Row, Status


def render(status: Status, since: Comparison | None = None) -> str:
    """Give the whole document."""
    filters = {"code": templating.code, "cell": templating.cell, "line": templating.line, "scalar": templating.scalar}
    return templating.render(
        "report.md.j2",
        filters | {"joined": templating.joined, "mocks_cell": figures.mocks_cell, "violations_cell": figures.violations_cell},
        status=status,
        since=since,
        settings=status.settings,
        metrics=status.metrics,
        summary=figures.summary(status),
        tables=[(_heading(kind, language), figures.KIND_TITLES[kind], rows) for kind, language, rows in status.tables()],
        gaps=[row for row in status.rows if _has_gap(row)],
        services=[row for row in status.rows if row.has_mocks is not None],
        with_mocks=figures.doubles(status),
        legend=figures.legend(status),
        top_level=figures.top_level,
        patterns=figures.patterns(status),
        runner_findings=figures.runner_findings(status),
        work=figures.work(status),
        dashboard=figures.dashboard(status),
        definition=DEFINITION,
        helpers=_helpers(status.helpers),
        runners=sorted(row.runner for row in status.rows if row.runner is not None),
    )


def _heading(kind: str, language: str) -> str:
    title = f"{figures.KIND_TITLES[kind]}s"
    return f"{language} {title}" if language in LANGUAGES.values() else f"Other {title}"


def _has_gap(row: Row) -> bool:
    return bool(row.status != COMPLIANT or row.findings or row.beside or row.suppressed or row.said.notes or row.said.owner)


def _helpers(paths: Sequence[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Group the shared helpers by folder, each file with what it is, as one aligned listing."""
    folders: dict[str, list[tuple[str, str]]] = {}
    for path in paths:
        above, _, name = f"/{path}".partition(f"/{SHARED_HELPERS}/")
        folder = f"{above}/{SHARED_HELPERS}/".lstrip("/")
        folders.setdefault(folder, []).append((name, figures.HELPER_COMMENTS.get(name, "")))
    return [(folder, [(name.ljust(24) if comment else name, comment) for name, comment in listed]) for folder, listed in folders.items()]
