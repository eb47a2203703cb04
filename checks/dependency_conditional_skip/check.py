"""ITM206: a skip because a variable is missing or a service does not answer."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.dependencies import absences
from lint430.flow.naming import Names
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM206",
    severity=Severity.ERROR,
    roles=frozenset({Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
    suites_only=True,
)

_WHEN = {
    "a package": "a package is not installed",
    "a dependency": "a dependency is missing",
    "a result": "what was asked for did not come",
    "success": "what was tried fails",
    "an answer": "a dependency does not answer",
}


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report skips and guards that depend on what happens to be there."""
    names = Names(context.config)
    for absence in absences(flow):
        if any(names.is_toggle(read.name) for read in absence.reads):
            continue
        why = f"`{absence.reads[0].name}` is not as wanted" if absence.reads else _WHEN[absence.missing]
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=absence.span,
            message=f"This test is skipped when {why}: nobody sees that it did not run; fail with a clear message instead",
            also_suppressed_at=() if absence.construct is None else (absence.construct.line,),
        )
