"""ITM602: an E2E spec or Playwright config that branches on the mode or boots mocks."""

from __future__ import annotations

from collections.abc import Iterator

from lint430.flow.boots import boots
from lint430.flow.context import Context
from lint430.flow.guards import only_refuses
from lint430.flow.naming import Names
from lint430.flow.results import FileFlow, Origin
from lint430.model import Check, Finding, Role, Severity, Span, Step

CHECK = Check(
    code="ITM602",
    severity=Severity.ERROR,
    roles=frozenset({Role.E2E}),
    languages=frozenset({"typescript", "python", "go"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report each branch and condition that the mode decides, and once per file that doubles are started."""
    names = Names(context.config)
    spans: list[Span] = []
    for branch in flow.mode_branches():
        if branch.origin is not None and not only_refuses(flow, branch, names):
            spans.append(branch.construct)
            yield _branch(flow, branch.span, branch.origin, branch.construct)
    for verdict in flow.verdicts:
        given = verdict.branch is None and verdict.origin is not None
        if given and verdict.origin is not None and not any(span.contains(verdict.span) for span in spans):
            spans.append(verdict.span)
            yield _branch(flow, verdict.span, verdict.origin, verdict.construct or verdict.span)
    # A branch shows by itself that the contract is known; doubles in E2E are everyday elsewhere.
    started = boots(flow, context.config) if context.contract_in_force else None
    if started is not None and not any(span.contains(started[0]) for span in spans):
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=started[0],
            message=f"{started[1]}: E2E runs against the real services only; drop the doubles and test what is deployed",
        )


def _branch(flow: FileFlow, span: Span, origin: Origin, construct: Span) -> Finding:
    return Finding(
        code=CHECK.code,
        path=flow.file.path,
        span=span,
        message=f"What this E2E file does is decided by {origin}: E2E suites are always `cluster`; drop the branch, or fail when the mode is another",
        trace=(*origin.trace, Step(flow.file.path, span.line, span.column, "decides what happens here")),
        also_suppressed_at=(construct.line,),
    )
