"""ITM401: a runner without a Bash shebang, or not strict before its first step."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners import STRICT, TOP
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM401",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report the first line, or the `set` that comes too late or says too little."""
    del context
    runner = flow.runner
    if runner is None:
        return
    if not runner.is_bash:
        yield _finding(flow, TOP, "This runner does not start with a Bash shebang: begin it with `#!/usr/bin/env bash`")
        return
    if runner.is_strict_unseen:
        return
    first = runner.first_step
    held = runner.plain.state.options if first is None else first.options
    missing = STRICT - held
    if not missing:
        return
    named = ", ".join(f"`{option}`" for option in sorted(missing))
    tries = [step for step in runner.plain.of("option") if STRICT & set(step.words) and step.own]
    place = next((s for s in tries if first is None or s.order < first.order or missing <= set(s.words)), None)
    yield _finding(
        flow,
        TOP if place is None else place.place,
        f"This runner is not strict before its first step ({named} missing): put `set -euo pipefail` right after the shebang",
    )


def _finding(flow: FileFlow, span: Span, message: str) -> Finding:
    return Finding(code=CHECK.code, path=flow.file.path, span=span, message=message)
