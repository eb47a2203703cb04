"""ITM205: a test that never runs, or one that keeps the others from running."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.switches import switches
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM205",
    severity=Severity.WARNING,
    roles=frozenset({Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
    suites_only=True,
)

_MESSAGES = {
    "disabled": "This test is switched off and nobody will notice what it no longer covers: fix it, or delete it with a ticket",
    "only": "This focus keeps every other test of the run from running: remove it",
    "skip": "This skip is unconditional, so the test is only a placeholder: write it, or delete it with a ticket",
}


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report tests that nothing but an edit can bring back."""
    del context
    for switch in flow.once(switches):
        yield Finding(code=CHECK.code, path=flow.file.path, span=switch.span, message=_MESSAGES[switch.kind])
