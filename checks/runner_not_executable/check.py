"""ITM414: a runner without its execute bit."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners import TOP
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM414",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report the first line of a runner that cannot be started."""
    del context
    if not flow.file.executable:
        message = "This runner is not executable: run `git update-index --chmod=+x` on it, or `chmod +x`, and commit"
        yield Finding(code=CHECK.code, path=flow.file.path, span=TOP, message=message)
