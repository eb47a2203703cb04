"""ITM201: a skip that the mode decides."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity, Step

CHECK = Check(
    code="ITM201",
    severity=Severity.ERROR,
    roles=frozenset({Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report what the mode decides about the tests of the file."""
    del context
    for verdict in flow.verdicts:
        origin = verdict.origin
        if verdict.kind != "skip" or origin is None:
            continue
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=verdict.span,
            message=f"This skip is decided by {origin}: the test runs in one mode only; choose a client by the mode in the harness and run the same test in both",
            trace=(*origin.trace, Step(flow.file.path, verdict.span.line, verdict.span.column, "decides what happens here")),
            also_suppressed_at=() if verdict.construct is None else (verdict.construct.line,),
        )
