"""Which findings a change is answerable for: those on its lines, those whose cause lies in its files, and those that were not there before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from lint430.model import Finding, Run
from lint430.repository.changes import Changes

Key = tuple[str, str, int, str]


def focused(run: Run, sides: Sequence[tuple[Changes, Callable[[], Run]]]) -> Run:
    """Leave only what is the change's doing, measured against each of the states before; one is asked for only where the lines do not tell."""
    findings = list(run.findings)
    silenced = list(run.suppressed)
    for changes, before in sides:
        doubtful = {id(f) for f in findings if not touches(changes, f)}
        quiet = {id(s) for s in silenced if not (touches(changes, s.finding) or changes.covers(s.path, s.line))}
        if not doubtful and not quiet:
            continue
        then = before()
        old = _levels(then.findings)
        hidden = _levels([one.finding for one in then.suppressed])
        findings = [f for f in findings if id(f) not in doubtful or _is_new(changes, f, old)]
        silenced = [s for s in silenced if id(s) not in quiet or _is_new(changes, s.finding, hidden)]
    # What the baseline holds is nothing new, whatever state it is measured against: it counts where the change is at work.
    known = [f for f in run.known if any(touches(changes, f) for changes, _ in sides)]
    listed = [*findings, *known, *(one.finding for one in silenced)]
    shown = {f.path for f in listed} | {step.path for f in listed for step in f.trace}
    lines = {path: text for path, text in run.lines.items() if path in shown}
    content = {path: data for path, data in run.content.items() if path in shown}
    return replace(run, findings=findings, known=known, suppressed=silenced, lines=lines, content=content)


def touches(changes: Changes, finding: Finding) -> bool:
    """Tell whether a finding stands on a changed line, or the mode's way to it runs through one, or through another file that was changed."""
    return changes.covers(finding.path, finding.span.line) or any(
        changes.covers(step.path, step.line) or (step.path != finding.path and changes.edited(step.path)) for step in finding.trace
    )


def _is_new(changes: Changes, finding: Finding, old: Mapping[Key, int]) -> bool:
    """Tell whether a finding on a line that did not change was not there before, or at a lower level."""
    path, line = changes.origin(finding.path, finding.span.line)
    level = old.get((finding.code, path, line, finding.about))
    return level is None or _level(finding) < level


def _levels(findings: Iterable[Finding]) -> dict[Key, int]:
    """Give the level of each finding, 0 for the gravest."""
    return {(finding.code, finding.path, finding.span.line, finding.about): _level(finding) for finding in findings}


def _level(finding: Finding) -> int:
    return 0 if finding.severity is None else finding.severity.rank
