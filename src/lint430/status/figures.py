"""What the documents say in common: shares, headings, the dashboard, work items. Values in, texts and tables out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lint430.model import Finding
from lint430.status.measure import CLUSTER_ONLY, COMPLIANT, MISSING, PARTIAL, Row, Status, errors, position

KIND_TITLES = {"service": "Service", "package": "Package", "primitive": "Primitive", "pack": "Pack"}


@dataclass(frozen=True, slots=True)
class Work:
    """One row of the work items."""

    task: str
    """What is to be done."""
    suite: str
    """Where."""
    effort: str
    """How much of it there is, or that it is done."""
    done: bool
    """Whether people say that it is."""


def share(part: int, whole: int) -> str:
    """Give a percentage: 100% only for all, 0% only for none; all of nothing is everything."""
    if part == whole:
        return "100%"
    percent = round(100 * part / whole)
    return f"{min(max(percent, 1 if part else 0), 99)}%"


def none_of(part: int, whole: int) -> str:
    """Give the percentage of what should not be: none of nothing is nothing."""
    return share(part, whole) if whole else "0%"


def summary(status: Status) -> list[tuple[str, int, str]]:
    """Give the rows of the executive summary: metric, count, percentage; what is wrong has a row only where it occurs."""
    m = status.metrics
    rows = [
        ("Total integration test suites", m["suites"], "100%"),
        ("Using `integration-mode.sh`", m["mode_helper"], share(m["mode_helper"], m["suites"])),
        ("Dual-mode compliant", m["compliant"], share(m["compliant"], m["suites"])),
        ("Cluster-only (violations)", m["cluster_only"], none_of(m["cluster_only"], m["suites"])),
        ("Services with `__mocks__/`", m["services_with_mocks"], share(m["services_with_mocks"], m["services"])),
        ("E2E cluster-only (by design)", m["e2e_compliant"], share(m["e2e_compliant"], m["e2e_suites"])),
    ]
    for label, name in (
        ("Partial (violations)", "partial"),
        ("Missing `__mocks__/` (violations)", "missing"),
        ("Suites with suppressions", "suites_with_suppressions"),
    ):
        if m[name]:
            rows.append((label, m[name], share(m[name], m["suites"])))
    if m["baselined"]:
        rows.append(("Findings in the baseline", m["baselined"], share(m["baselined"], m["errors"] + m["warnings"] + m["notes"])))
    return rows


def dashboard(status: Status) -> list[tuple[str, str, str]]:
    """Give the rows of the weekly dashboard: metric, current, target."""
    m, targets = status.metrics, status.settings.targets
    return [
        ("Services with `__mocks__/`", f"{m['services_with_mocks']}/{m['services']}", targets["services-with-mocks"]),
        ("Dual-mode compliant runners", f"{m['compliant_runners']}/{m['suites']}", targets["compliant-runners"]),
        ("`JEST_EXTRA_ARGS` usage", str(m["jest_extra_args"]), targets["jest-extra-args"]),
        ("Cluster-only services", str(m["cluster_only"]), targets["cluster-only"]),
    ]


def legend(status: Status) -> list[tuple[str, str]]:
    """Give what each status means."""
    said = status.settings.legend
    return [(state, said[state.lower()]) for state in (COMPLIANT, PARTIAL, CLUSTER_ONLY, MISSING)]


def doubles(status: Status) -> list[Row]:
    """Give a row for each folder of doubles that there are, in the order that people want them in."""
    rows: dict[str | None, Row] = {}
    for row in status.rows:
        if row.mock_files and row.has_mocks is not False:
            rows.setdefault(row.mocks, row)
    return sorted(rows.values(), key=lambda row: position(row.suite.path, status.settings.mocks_order))


def mocks_cell(row: Row) -> str:
    """Say whether a suite has doubles, and what people say where it needs none."""
    if row.has_mocks is None:
        return f"N/A ({row.said.mocks_note})" if row.said.mocks_note else "N/A"
    return "Yes" if row.has_mocks else "No"


def violations_cell(row: Row) -> str:
    """Name the errors of a row, and say how many findings comments silence there."""
    named = ", ".join(row.violations) or "None"
    return f"{named} ({len(row.suppressed)} suppressed)" if row.suppressed else named


def patterns(status: Status) -> list[tuple[str, int]]:
    """Give the steps that compliant runners take, each with how many do."""
    taken = [row.practices for row in status.rows if row.practices is not None]
    return [
        ("Source `tools/integration-runner/integration-mode.sh`", sum(one.mode_helper for one in taken)),
        ("Source `tools/integration-runner/junit-path.sh`", sum(one.junit_helper for one in taken)),
        ("Export `INTEGRATION_MODE`", sum(one.export for one in taken)),
        ("Emit structured JSON log", sum(row.definition_of_done["start_event"] is True for row in status.rows)),
    ]


def runner_findings(status: Status) -> list[Finding]:
    """List what is wrong with runners, missing ones and the shared helpers included."""
    # What a suite lacks is reported on its runner too, for want of a better place.
    own = [
        f
        for row in status.rows
        for f in row.findings
        if f.code.startswith("ITM4") or f.code == "ITM502" or (f.path == row.runner and not f.code.startswith("ITM5"))
    ]
    return _once([*own, *status.shared_findings])


def work(status: Status) -> dict[str | None, list[Work]]:
    """Give the work by priority, None for what has none: what the findings ask for, then what people wrote down."""
    found: dict[str | None, list[Work]] = {priority: [] for priority in status.settings.priorities}
    for row in status.rows:
        for name, number in _counted(errors(row.findings)).items():
            item = Work(f"Resolve {name}", row.label, f"{number} finding{'s' if number > 1 else ''}", done=False)
            found.setdefault(row.said.priority, []).append(item)
    apart = errors((*status.e2e_findings, *status.shared_findings, *status.other_findings))
    for name, number in _counted(apart).items():
        found.setdefault(None, []).append(Work(f"Resolve {name}", "", f"{number} finding{'s' if number > 1 else ''}", done=False))
    labels = {row.suite.path: row.label for row in status.rows}
    for said in status.settings.work:
        done = said.effort.strip().lower() == "done"
        found[said.priority].append(Work(said.task, labels.get(said.suite, said.suite.rpartition("/")[2]), said.effort, done))
    return found


def _counted(findings: Iterable[Finding]) -> Mapping[str, int]:
    counted: dict[str, int] = {}
    for finding in sorted(findings, key=lambda f: f.code):
        name = f"`{finding.name}` ({finding.code})"
        counted[name] = counted.get(name, 0) + 1
    return counted


def _once(findings: Iterable[Finding]) -> list[Finding]:
    return sorted({id(f): f for f in findings}.values(), key=lambda f: (f.path, f.span.line, f.code))


def top_level(files: Iterable[str]) -> list[str]:
    """Name what lies directly in a folder, folders with a slash, files of data and code alike."""
    return sorted({name if not slash else f"{name}/" for name, slash, _ in (file.partition("/") for file in files)})


HELPER_COMMENTS = {
    "integration-mode.sh": "Bash mode helper",
    "integration_mode.py": "Python mode helper",
    "junit-path.sh": "JUnit artifact path resolver",
    "run-jest-integration.sh": "Shared Jest runner",
    "ts/mode.ts": "TypeScript mode helper",
}
"""What the contract's shared helpers are, by their path in their folder."""
