"""ITM208: one input that several variables can give."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.alternatives import alternatives
from lint430.flow.context import Context
from lint430.flow.naming import Names
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM208",
    severity=Severity.WARNING,
    roles=frozenset({Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
    suites_only=True,
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report inputs for which a second variable is asked when the first is not set."""
    names = Names(context.config)
    for found in alternatives(flow):
        if all(map(names.is_process_variable, found.variables)) or any(map(names.is_toggle, found.variables)):
            continue
        listed = " or ".join(f"`{variable}`" for variable in found.variables)
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=found.span,
            message=f"One input is read from {listed}, so nobody knows which one a run used: keep one variable and require it",
        )
