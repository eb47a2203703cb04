"""ITM404: a runner whose mode does not come from `integration_mode`."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners import TOP
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM404",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report where the mode is read instead, else the first line."""
    del context
    runner = flow.runner
    if runner is None or runner.blind or not runner.modes_without("resolve"):
        return
    some = runner.everywhere("resolve")
    yield Finding(
        code=CHECK.code,
        path=flow.file.path,
        span=some[0].place if some else runner.mode_source or TOP,
        message='This runner does not take the mode from the shared helper: write `MODE="$(integration_mode)"`, which stops at an unknown value',
    )
