"""ITM406: a runner that does not print its start event as one JSON line."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners import EVENT, TEXT, TOP, Step
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM406",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report the command that prints it wrongly, or in one mode only; else the first line."""
    del context
    runner = flow.runner
    if runner is None:
        return
    events = {mode: runner.steps(mode, "output") for mode in runner.courses}
    written = [step for steps in events.values() for step in steps]
    if not written:
        if not runner.blind:
            yield _finding(flow, TOP, "This runner does not announce itself")
        return
    for mode, steps in events.items():
        if not steps:
            yield _finding(flow, written[0].place, f"The start event is not printed in mode `{mode}`")
            return
        problems = [_problem(step, None if runner.modes_without("resolve") else mode) for step in steps]
        if all(problems):
            yield _finding(flow, steps[0].place, f"The start event {problems[0]}")
            return


def _problem(step: Step, mode: str | None) -> str | None:
    """Say what is wrong with one printed event; without a mode, any will do."""
    if step.to == "file":
        return "goes to a file only"
    try:
        # A number that is not known stands for itself, whatever it is.
        event = json.loads(TEXT.sub("1", step.words[0].strip()))
    except ValueError:
        return "is not one line of JSON"
    if not isinstance(event, dict) or event.get("event") != EVENT:
        return f"is not an object whose `event` is `{EVENT}`"
    told = event.get("mode")
    if not isinstance(told, str) or (not told and mode is not None):
        return "does not say the mode"
    return "does not say the resolved mode" if mode not in (None, told.strip().lower()) and "1" not in told else None


def _finding(flow: FileFlow, span: Span, problem: str) -> Finding:
    return Finding(
        code=CHECK.code,
        path=flow.file.path,
        span=span,
        message=f'{problem}: print one JSON line to the terminal, `{{"event":"{EVENT}","mode":"…"}}` with the resolved mode',
    )
