"""ITM204: an error that nobody hears of."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.handlers import Dropped, dropped
from lint430.flow.results import FileFlow
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM204",
    severity=Severity.ERROR,
    roles=frozenset({Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"python", "typescript", "go"}),
    since="0.1.0",
    suites_only=True,
)

_WHAT = {
    "handler": "This handler",
    "callback": "This rejection handler",
    "suppression": "This suppression",
    "blank": "The blank identifier",
    "panic": "This `recover()`",
}
_DOES = {
    "empty": "drops the error",
    "log": "only logs the error",
    "none": "turns the error into nothing",
    "constant": "replaces the error with a constant",
}


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report handlers after which a test goes on as if nothing had happened."""
    del context
    for found in dropped(flow):
        if found.effect == "constant" and found.place.scope.test_scope() is None:
            continue
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=found.span,
            message=f"{_WHAT[found.form]} {_DOES[found.effect]}: the test passes although something failed; {_advice(found)}",
            also_suppressed_at=(found.construct.line,),
        )


def _advice(found: Dropped) -> str:
    if found.form == "blank":
        return "name the error and fail the test on it, such as with `require.NoError(t, err)`"
    if found.form == "panic":
        return "let the panic fail the test, or assert it with `require.Panics`"
    return "let it propagate, or assert the error that is expected"
