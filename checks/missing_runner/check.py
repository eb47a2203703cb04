"""ITM502: an integration suite without its runner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.model import Check, Finding, Role, Severity, Span
from lint430.repository.inventory import Inventory
from lint430.repository.suites import RUNNER

CHECK = Check(
    code="ITM502",
    severity=Severity.ERROR,
    roles=frozenset({Role.TEST_CONFIG, Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"manifest", "typescript", "python", "go"}),
    since="0.1.0",
)

_CONVENTIONAL = re.compile(r"(?:^|/)(?:__tests__/integration|tests/integration/[^/]+|primitives/[^/]+/[^/]+/tests(?:/.*)?)$")
"""Folders that are suites by the contract, whatever a configuration says."""


def check_suite(suite: Inventory, context: Context) -> Iterator[Finding]:
    """Report a suite with source files and no runner; one that only gathers other suites needs none."""
    if suite.runner is not None or suite.place is None or not (suite.tests or suite.harness) or (suite.outer and not suite.tests):
        return
    if not _CONVENTIONAL.search(suite.suite.folder) and not any(path.endswith(RUNNER) for path in context.paths):
        # A repository that only says where its tests are, and starts them in its own way.
        return
    yield Finding(
        code=CHECK.code,
        path=suite.place,
        span=Span(1, 1, 1, 1),
        message=f"The integration suite in `{suite.suite.folder}` has no `{RUNNER}`: the runner is its only entry point, "
        "for laptops and CI alike; add one there",
    )
