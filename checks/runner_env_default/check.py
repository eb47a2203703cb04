"""ITM407: a runner that fills in a variable with a default."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners import expansions
from lint430.model import Check, Finding, Role, Severity
from lint430.shell import Text, Word

CHECK = Check(
    code="ITM407",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report each expansion with a non-empty default, the outermost where they nest."""
    del context
    runner = flow.runner
    if runner is None:
        return
    inner: set[int] = set()
    for part in runner.expansions:
        if part.operator not in (":-", "-", ":=", "="):
            continue
        below = {id(p) for p in expansions(part.operands)}
        inner |= below
        if id(part) in inner or part.prefix or not _is_filled(part.operands) or runner.is_own(part.name):
            continue
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=part.span,
            message=f"`{part.name}` gets a default here: whoever forgets to set it tests something else; require it, or test it with `${{{part.name}:-}}`",
        )


def _is_filled(operands: tuple[Word, ...]) -> bool:
    return any(not isinstance(part, Text) or part.text for word in operands for part in word.parts)
