"""ITM505: integration tests in another language than the service's."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.model import Check, Finding, Role, Severity, Span
from lint430.repository.inventory import Inventory

CHECK = Check(
    code="ITM505",
    severity=Severity.ERROR,
    roles=frozenset({Role.INTEGRATION_TEST}),
    languages=frozenset({"typescript", "python", "go"}),
    since="0.1.0",
)

_FRAMEWORKS = {"typescript": "Jest", "python": "pytest", "go": "`go test`"}
_NAMES = {
    "typescript": "TypeScript",
    "python": "Python",
    "go": "Go",
    "java": "Java",
    "kt": "Kotlin",
    "rs": "Rust",
    "rb": "Ruby",
    "cs": "C#",
}


def check_suite(suite: Inventory, context: Context) -> Iterator[Finding]:
    """Report the first test of a suite that is in a foreign language; the message says how many there are."""
    del context
    foreign = suite.foreign_tests()
    own = sorted(suite.languages & _FRAMEWORKS.keys())
    if not foreign or not own:
        return
    path, language = foreign[0]
    more = f" (and {len(foreign) - 1} more)" if len(foreign) > 1 else ""
    yield Finding(
        code=CHECK.code,
        path=path,
        span=Span(1, 1, 1, 1),
        message=f"This integration test{more} is written in {_NAMES.get(language, language)}, `{suite.suite.name}` in "
        f"{' and '.join(_NAMES[name] for name in own)}: test a service in its own language, with {' or '.join(_FRAMEWORKS[name] for name in own)}",
    )
