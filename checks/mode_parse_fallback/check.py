"""ITM211: a parser that takes an unknown mode for a known one."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.naming import Names
from lint430.flow.parsing import fallbacks
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity, Step

CHECK = Check(
    code="ITM211",
    severity=Severity.ERROR,
    roles=frozenset({Role.HELPER, Role.HARNESS, Role.INTEGRATION_TEST}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report every place where text that is no mode still becomes one."""
    if not context.config.values:
        return
    for fallback in fallbacks(flow, Names(context.config)):
        origin = fallback.origin
        source = "the mode's text" if origin is None else str(origin)
        trace = (
            ()
            if origin is None
            else (*origin.trace, Step(flow.file.path, fallback.span.line, fallback.span.column, "gives a mode for any other text"))
        )
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=fallback.span,
            message=f"An unknown value of {source} becomes {fallback.mode} here: a typo runs the wrong profile; accept {_listed(context)} and fail on anything else",
            trace=trace,
            also_suppressed_at=(fallback.construct.line,),
        )


def _listed(context: Context) -> str:
    return ", ".join(f"`{value}`" for value in context.config.values)
