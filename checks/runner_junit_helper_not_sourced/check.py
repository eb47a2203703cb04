"""ITM403: a runner that does not source `junit-path.sh`."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners import TOP
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM403",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


_HELPER = "junit-path.sh"


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report a copy that is sourced instead, a source that only one mode reaches, else the first line."""
    del context
    runner = flow.runner
    if runner is None or runner.blind or runner.defines("resolve_junit_path"):
        return
    without = runner.modes_without("junit-helper")
    if not without:
        return
    copies = [step for step in runner.everywhere("source") if step.words[0].endswith(_HELPER)]
    place = next((step.place for step in (*copies, *runner.everywhere("junit-helper"))), TOP)
    where = "" if len(without) == len(runner.courses) else f" in mode `{without[0]}`"
    yield Finding(
        code=CHECK.code,
        path=flow.file.path,
        span=place,
        message=f"This runner does not source the shared `{_HELPER}`{where}: source `tools/integration-runner/{_HELPER}`",
    )
