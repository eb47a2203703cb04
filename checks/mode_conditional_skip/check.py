"""ITM201: a skip that the mode decides."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow, reported
from lint430.model import Check, Finding, Role, Severity

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
    yield from reported(
        flow,
        "skip",
        CHECK.code,
        lambda origin: (
            f"This skip is decided by {origin}: the test runs in one mode only; choose a client by the mode in the harness and run the same test in both"
        ),
    )
