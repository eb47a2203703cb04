"""ITM503: doubles without a fixtures module."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.model import Check, Finding, Role, Severity, Span
from lint430.repository.inventory import Inventory

CHECK = Check(
    code="ITM503",
    severity=Severity.NOTE,
    roles=frozenset({Role.RUNNER, Role.TEST_CONFIG, Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check_suite(suite: Inventory, context: Context) -> Iterator[Finding]:
    """Report a service whose ``__mocks__`` has doubles and no fixtures."""
    del context
    if suite.suite.kind != "service" or not suite.doubles or suite.fixtures is not None or suite.place is None:
        return
    yield Finding(
        code=CHECK.code,
        path=suite.place,
        span=Span(1, 1, 1, 1),
        message=f"`{suite.mocks}/` has no fixtures module: keep the data that the doubles answer with in one typed `fixtures` file",
    )
