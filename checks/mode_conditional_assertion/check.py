"""ITM202: an assertion that runs only for some mode."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow, reported
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM202",
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
        "assertion",
        CHECK.code,
        lambda origin: f"What is asserted from here on is decided by {origin}: one mode checks less; assert the same in both modes",
    )
