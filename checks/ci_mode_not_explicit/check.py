"""ITM603: CI starts an integration suite and does not say in which mode."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context, Repository
from lint430.model import Check, Finding, Role, Severity

CHECK = Check(
    code="ITM603",
    severity=Severity.WARNING,
    roles=frozenset({Role.CI, Role.TEST_CONFIG, Role.TOOLING, Role.HARNESS, Role.HELPER, Role.RUNTIME}),
    languages=frozenset({"manifest", "bash"}),
    since="0.1.0",
)

_PLACES = {
    "step": "This step",
    "action": "This action",
    "service": "This service",
    "target": "Target",
    "script": "Script",
    "shell": "This script",
}


def check_repository(repository: Repository, context: Context) -> Iterator[Finding]:
    """Report each task that starts a suite in no stated mode, at its first such command."""
    if not context.config.values:
        # Where only being set counts, unset says which mode it is.
        return
    variable = context.config.variables[0]
    seen: set[tuple[str, str, str]] = set()
    for start in repository.starts():
        key = (start.path, start.kind, start.task)
        if key in seen:
            continue
        seen.add(key)
        what = _PLACES.get(start.kind, "This")
        named = f" `{start.task}`" if start.kind in ("target", "script") else ""
        caller = "" if start.caller == start.path else f" when `{start.caller}` runs it"
        yield Finding(
            code=CHECK.code,
            path=start.path,
            span=start.span,
            message=f"{what}{named} starts an integration suite without setting `{variable}`{caller}: say which mode it runs in, in its environment",
        )
