"""ITM304: the switches that decided about integration tests before there was a mode."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.naming import Names
from lint430.flow.results import FileFlow
from lint430.flow.uses import uses
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM304",
    severity=Severity.ERROR,
    roles=frozenset(Role) - {Role.OTHER},
    languages=frozenset({"python", "typescript", "go", "bash", "manifest"}),
    since="0.1.0",
    needs_contract=True,
)

_VERBS = {"read": "read", "set": "set", "pass": "passed on"}


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report every read, setting and passing on of a legacy toggle."""
    names = Names(context.config)
    # A product's own flags look like the wildcards by accident: only exact names count in application code.
    exact = flow.file.role is Role.RUNTIME
    for use in uses(flow, lambda name: names.is_toggle(name, exact_only=exact) and not names.is_variable(name)):
        instead = "choose the client by `INTEGRATION_MODE` in the harness" if flow.file.role is not Role.RUNTIME else "remove it"
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=use.span,
            message=f"The legacy toggle `{use.name}` is {_VERBS[use.kind]} here: it is retired and hides tests; {instead} and run the same tests in every mode",
        )
