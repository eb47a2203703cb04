"""ITM301: JEST_EXTRA_ARGS, the side door through which tests were chosen from outside."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.uses import Use, uses
from lint430.model import Check, Finding, Role, Severity, Step

CHECK = Check(
    code="ITM301",
    severity=Severity.ERROR,
    roles=frozenset(Role) - {Role.OTHER},
    languages=frozenset({"python", "typescript", "go", "bash", "manifest"}),
    since="0.1.0",
)

_NAME = "JEST_EXTRA_ARGS"
_VERBS = {"read": "read", "set": "set", "pass": "passed on"}


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report where the variable is built or, where the file only takes it, where it is read or passed on."""
    del context
    found = uses(flow, lambda name: name == _NAME)
    # A script that builds the variable and hands it over is one cause; each line of a manifest is a setting of its own.
    for use in found if flow.module.language == "manifest" else _built(found):
        trace: tuple[Step, ...] = ()
        origin = next((arm.branch.origin for arm in use.arms if arm.branch.origin is not None), None)
        if origin is not None:
            trace = (*origin.trace, Step(flow.file.path, use.span.line, use.span.column, f"decides what `{_NAME}` is"))
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=use.span,
            message=(
                f"`{_NAME}` is {_VERBS[use.kind]} here: it changes from outside which tests run and how; "
                "put the arguments into the jest configuration, the same ones for every mode"
            ),
            trace=trace,
        )


def _built(found: list[Use]) -> list[Use]:
    """Choose the one place of a file: set under a branch, else set to something, else the first."""
    given = [u for u in found if u.kind == "set"]
    branched = [u for u in given if any(arm.branch.origin is not None for arm in u.arms)]
    filled = [u for u in given if u.values != ("",)]
    return (branched or filled or found)[:1]
