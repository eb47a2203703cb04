"""Compares the status of two commits: what got better and what got worse, by metric and by suite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lint430.model import Finding
from lint430.status.measure import STATES, Row, Status

_GOOD = frozenset(("mode_helper", "compliant", "services_with_mocks", "compliant_runners", "e2e_compliant", "e2e_specs"))
"""Metrics of which more is better."""
_BAD = frozenset(
    (
        "partial",
        "cluster_only",
        "missing",
        "jest_extra_args",
        "e2e_violations",
        "errors",
        "warnings",
        "suppressed",
        "suites_with_suppressions",
        "baselined",
    )
)
"""Metrics of which less is better; the others are only counted."""


@dataclass(frozen=True, slots=True)
class SuiteChange:
    """What changed in one suite."""

    path: str
    """The suite's path; its folder where several suites share it."""
    was: str | None
    """Its status then; None for a new suite."""
    now: str | None
    """Its status now; None for one that is gone."""
    better: tuple[str, ...]
    """What got better, a phrase each."""
    worse: tuple[str, ...]
    """What got worse."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed since a commit."""

    revision: str
    """As the user named it."""
    commit: str | None
    """The commit it named."""
    date: str | None
    """The commit's day."""
    metrics: Mapping[str, tuple[int, int]]
    """The metrics that changed: then and now."""
    better: tuple[str, ...]
    """What got better in the repository as a whole, and outside the suites."""
    worse: tuple[str, ...]
    """What got worse there."""
    suites: tuple[SuiteChange, ...]
    """The suites that changed, by path."""


def compare(before: Status, after: Status, revision: str) -> Comparison:
    """Give what changed from one status to another."""
    changed = {name: (before.metrics[name], value) for name, value in after.metrics.items() if before.metrics[name] != value}
    better: list[str] = []
    worse: list[str] = []
    for name, (then, now) in changed.items():
        phrase = f"{name.replace('_', ' ')}: {then} → {now}"
        if name in _GOOD | _BAD:
            (better if (now > then) == (name in _GOOD) else worse).append(phrase)
    apart = [
        _moved((*one.e2e_findings, *one.shared_findings, *one.other_findings) for one in pair)
        for pair in ((before, after), (after, before))
    ]
    old, new = ({row.suite.folder: row for row in status.rows} for status in (before, after))
    shared = Counter(row.suite.path for row in (old | new).values())
    changes = []
    for folder, row in sorted((old | new).items(), key=lambda item: (item[1].suite.path, item[0])):
        change = _suite(folder if shared[row.suite.path] > 1 else row.suite.path, old.get(folder), new.get(folder))
        if change is not None:
            changes.append(change)
    return Comparison(
        revision,
        before.commit,
        before.date,
        changed,
        (*better, *_phrases(apart[0], "gone")),
        (*worse, *_phrases(apart[1], "new")),
        tuple(changes),
    )


def _suite(path: str, then: Row | None, now: Row | None) -> SuiteChange | None:
    better: list[str] = []
    worse: list[str] = []
    if then is None or now is None:
        (better if then is None else worse).append("new suite" if then is None else "the suite is gone")
    else:
        rank = STATES.index
        if then.status != now.status:
            (better if rank(now.status) < rank(then.status) else worse).append(f"{then.status} → {now.status}")
        for what, before, after in (
            ("mode helper", then.mode_helper, now.mode_helper),
            ("`__mocks__/`", then.has_mocks, now.has_mocks),
            ("runner", then.runner is not None, now.runner is not None),
        ):
            if before != after:
                (better if after else worse).append(f"{what}: {_word(before)} → {_word(after)}")
        if then.tests != now.tests:
            (better if now.tests > then.tests else worse).append(f"test files: {then.tests} → {now.tests}")
    listed = [() if row is None else (*row.findings, *row.beside) for row in (then, now)]
    better += _phrases(_moved(listed), "gone")
    worse += _phrases(_moved(reversed(listed)), "new")
    silenced = [Counter(() if row is None else ((one.finding.code, one.finding.path) for one in row.suppressed)) for row in (then, now)]
    better += _phrases(silenced[0] - silenced[1], "suppression gone")
    worse += _phrases(silenced[1] - silenced[0], "newly suppressed")
    if not better and not worse:
        return None
    return SuiteChange(path, None if then is None else then.status, None if now is None else now.status, tuple(better), tuple(worse))


def _word(value: bool | None) -> str:
    return {True: "Yes", False: "No", None: "N/A"}[value]


def _moved(pair: Iterable[Iterable[Finding]]) -> Counter[tuple[str, str]]:
    """Count the findings of the first that the second has not, by code and file: lines move with every edit."""
    first, second = (Counter((finding.code, finding.path) for finding in findings) for findings in pair)
    return first - second


def _phrases(counted: Counter[tuple[str, str]], what: str) -> list[str]:
    return [
        f"{what}: {code} in `{path}`" + (f" ({number} times)" if number > 1 else "") for (code, path), number in sorted(counted.items())
    ]
