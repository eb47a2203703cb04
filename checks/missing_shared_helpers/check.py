"""ITM506: a shared helper that runners need is not there."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context, Repository
from lint430.model import Check, Finding, Role, Severity, Span
from lint430.repository.inventory import present_helpers
from lint430.repository.suites import RUNNER, SHARED_HELPERS

CHECK = Check(
    code="ITM506",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER, Role.HARNESS, Role.INTEGRATION_TEST}),
    languages=frozenset({"bash", "typescript", "python"}),
    since="0.1.0",
)


def check_repository(repository: Repository, context: Context) -> Iterator[Finding]:
    """Report each missing helper once, on the first runner of a suite that needs it."""
    del context
    if not any(path.rpartition("/")[2] == RUNNER for path in repository.paths):
        return
    present = present_helpers(repository.paths)
    places = {path: suite.place for suite in repository.suites for path in (suite.runner, *suite.tests, *suite.harness) if path is not None}
    seen: set[str] = set()
    for reference in repository.references:
        needed = reference.needed[0]
        if needed in seen or not present.isdisjoint(reference.needed):
            continue
        seen.add(needed)
        place = places.get(reference.path) or reference.path
        user = "This runner" if place == reference.path else f"`{reference.path}`"
        yield Finding(
            code=CHECK.code,
            path=place,
            span=Span(1, 1, 1, 1),
            message=f"{user} needs `{SHARED_HELPERS}/{needed}` (line {reference.line}), which does not exist: "
            "restore the shared helper instead of working around it",
            about=needed,
        )
