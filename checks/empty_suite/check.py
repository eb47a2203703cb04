"""ITM504: a suite with a runner and nothing to run."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.model import Check, Finding, Role, Severity, Span
from lint430.repository.inventory import Inventory

CHECK = Check(
    code="ITM504",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check_suite(suite: Inventory, context: Context) -> Iterator[Finding]:
    """Report a runner whose folder holds no test file."""
    del context
    if suite.runner is None or suite.tests or suite.doubtful:
        return
    yield Finding(
        code=CHECK.code,
        path=suite.runner,
        span=Span(1, 1, 1, 1),
        message=f"This runner's suite `{suite.suite.folder}` holds no test file: it passes and proves nothing; add tests or remove the suite",
    )
