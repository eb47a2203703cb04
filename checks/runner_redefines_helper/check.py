"""ITM409: a runner with its own copy of a shared function."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners import SHARED, functions
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM409",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report each definition, or where the file that holds it comes in."""
    del context
    runner = flow.runner
    if runner is None:
        return
    own = [(node.name, node.span) for node in functions(runner.nodes) if node.name in SHARED]
    # A file that brings several in is one line to change.
    foreign = {span: name for name, span in runner.foreign.items()}
    for name, span in (*own, *((name, span) for span, name in foreign.items())):
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=span,
            message=f"This is a second `{name}`, which will part from the shared one: delete it and source `tools/integration-runner/{SHARED[name]}`",
        )
