"""ITM415: a runner that refuses every mode but cluster."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM415",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report the guard that turns the other modes away."""
    del context
    place = None if flow.runner is None else flow.runner.refusal
    if place is not None:
        message = "This runner refuses to run outside the cluster: let it run there on the doubles of `__mocks__/`, with the same command"
        yield Finding(code=CHECK.code, path=flow.file.path, span=place, message=message)
