"""ITM413: a runner that takes its steps out of order."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners import JUNIT_PATH, Step
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM413",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


_RANKS = {"mode-helper": 1, "resolve": 2, "export": 2, "require": 3, "ask": 3, "output": 4, "junit": 5, "suite": 5}
_NAMES = {
    1: "sourcing the mode helper",
    2: "resolving and exporting the mode",
    3: "the checks of cluster mode",
    4: "the start event",
    5: "the report's path and the suite",
}


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report the first step that is taken before one that it should follow."""
    del context
    runner = flow.runner
    for mode in runner.courses if runner is not None else ():
        early = _early(_first(runner.courses[mode].steps)) if runner is not None else None
        if early is not None:
            step, other = early
            yield Finding(
                code=CHECK.code,
                path=flow.file.path,
                span=step.place,
                message=f"This step comes too early: {_NAMES[_RANKS[other.kind]]} (line {other.place.line}) must come before {_NAMES[_RANKS[step.kind]]}",
            )
            return


def _first(steps: list[Step]) -> list[Step]:
    """Give the first step of each kind; a report's path that the event tells is part of the event."""
    found: dict[str, Step] = {}
    for step in steps:
        if step.kind in _RANKS and (step.kind != "export" or step.resolved):
            found.setdefault(step.kind, step)
    event, path = found.get("output"), found.get("junit")
    if event is not None and path is not None and JUNIT_PATH in event.words[0]:
        del found["junit"]
    return sorted(found.values(), key=lambda step: step.order)


def _early(steps: list[Step]) -> tuple[Step, Step] | None:
    for position, step in enumerate(steps):
        for other in steps[position + 1 :]:
            if _RANKS[other.kind] < _RANKS[step.kind] and other.place != step.place:
                return step, other
    return None
