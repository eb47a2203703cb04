"""ITM405: a runner that does not export the mode it resolved."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners import TOP
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM405",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report the assignment that is not exported, or exports something else; else the first line."""
    del context
    runner = flow.runner
    if runner is None or runner.blind or runner.modes_without("resolve"):
        return
    if all(runner.exports(mode) for mode in runner.courses):
        return
    tries = [step for kind in ("prefix", "export", "assign") for step in runner.everywhere(kind) if step.own]
    yield Finding(
        code=CHECK.code,
        path=flow.file.path,
        span=tries[0].place if tries else TOP,
        message='The resolved mode is not exported to the suite: write `export INTEGRATION_MODE="${MODE}"` before it runs',
    )
