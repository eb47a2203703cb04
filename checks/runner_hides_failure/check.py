"""ITM412: a runner that ends well although its suite, or the mode helper, failed."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM412",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report what hides the suite's failure, and the call whose failure is lost."""
    del context
    runner = flow.runner
    if runner is None:
        return
    lost = runner.lost_helper
    if lost is not None:
        message = 'The failure of `integration_mode` is hidden here, so that an unknown mode goes on: assign it plainly, `MODE="$(integration_mode)"`'
        yield Finding(code=CHECK.code, path=flow.file.path, span=lost, message=message)
    for place in runner.hidden_failures:
        message = "The suite's failure is hidden here, so that the run ends well: let its status become the script's"
        yield Finding(code=CHECK.code, path=flow.file.path, span=place, message=message)
