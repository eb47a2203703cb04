"""ITM101: application code that takes another path under test."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import Branch, FileFlow
from lint430.model import Check, Finding, Role, Severity, Step

CHECK = Check(
    code="ITM101",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNTIME}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
)

_WORDS = {
    "if": "This branch",
    "switch": "This switch",
    "ternary": "This conditional expression",
    "logic": "This short circuit",
    "loop": "This loop",
    "table": "This look-up",
    "filter": "This filter",
    "predicate": "This selection",
    "dispatch": "This dispatch by name",
}


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report every branch that the mode decides."""
    del context
    for branch in flow.mode_branches():
        origin = branch.origin
        if origin is None:
            continue
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=branch.span,
            message=(
                f"{_WORDS[branch.kind]} in application code is decided by {origin}: production runs another path than the tests do; "
                "give the code its client or setting from outside instead"
            ),
            trace=(*origin.trace, _last(flow, branch)),
            also_suppressed_at=(branch.construct.line,),
        )


def _last(flow: FileFlow, branch: Branch) -> Step:
    return Step(flow.file.path, branch.span.line, branch.span.column, "decides the path taken here")
