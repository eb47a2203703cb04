"""ITM408: a runner that installs something."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners.installs import installs
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM408",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report each command that installs, where it is written down."""
    del context
    runner = flow.runner
    seen: set[Span] = set()
    for step in runner.everywhere("command", "suite") if runner is not None else ():
        place = step.literal or step.place
        what = installs(list(step.words))
        if what is not None and place not in seen:
            seen.add(place)
            yield Finding(
                code=CHECK.code,
                path=flow.file.path,
                span=place,
                message=f"The runner installs here (`{what}`): what it tests would depend on the day; install in the image or in a step before it",
            )
