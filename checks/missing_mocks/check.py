"""ITM501: a service with an integration suite and no doubles."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.model import Check, Finding, Role, Severity, Span
from lint430.repository.inventory import Inventory

CHECK = Check(
    code="ITM501",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER, Role.TEST_CONFIG, Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"bash", "manifest"}),
    since="0.1.0",
)


def check_suite(suite: Inventory, context: Context) -> Iterator[Finding]:
    """Report a service whose ``__mocks__`` is missing or holds no source file."""
    del context
    if suite.suite.kind != "service" or suite.doubles or suite.place is None:
        return
    wanted = f"{suite.suite.path}/__mocks__"
    what = f"`{suite.mocks}/` holds no source file" if suite.mocks is not None else f"`{wanted}/` does not exist"
    yield Finding(
        code=CHECK.code,
        path=suite.place,
        span=Span(1, 1, 1, 1),
        message=f"Service `{suite.suite.name}` has an integration suite, but {what}: without doubles the suite has nothing to run "
        f"against outside `cluster`; add `index`, `client` and `fixtures` there",
    )
