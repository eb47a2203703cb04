"""ITM210: a literal that is no mode, compared with the mode or given to it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.literals import Meeting, compared, defaulted, given, listed
from lint430.flow.naming import Names
from lint430.flow.results import CallEvent, FileFlow
from lint430.model import Check, Finding, Role, Severity, Span, Step
from lint430.repository.suites import is_test_name

CHECK = Check(
    code="ITM210",
    severity=Severity.ERROR,
    roles=frozenset(Role) - {Role.OTHER, Role.UNIT_TEST},
    languages=frozenset({"python", "typescript", "go", "bash", "manifest"}),
    since="0.1.0",
)

_JUDGED = frozenset(("skip", "assertion", "expectation", "selection"))
_COMPUTED = re.compile(r"[$`{}<>%]|^@|^-")
_REJECTS = re.compile(r"raises|throw|reject|panic|error|exit|status|returncode|fail|false", re.IGNORECASE)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report comparisons with, settings to and declarations of values that no mode has."""
    names = Names(context.config)
    values = context.config.values
    if not values or (flow.file.role is Role.HELPER and is_test_name(flow.file.name)):
        return
    reported: set[int] = set()
    for meeting in _unknown(flow, names):
        if meeting.span.line in reported:
            continue
        reported.add(meeting.span.line)
        origin = meeting.origin
        what = f"`{context.config.variables[0]}`" if origin is None else str(origin)
        last = Step(flow.file.path, meeting.span.line, meeting.span.column, f"{meeting.verb} `{meeting.text}`")
        yield Finding(
            code=CHECK.code,
            path=flow.file.path,
            span=meeting.span,
            message=f"{what} is {meeting.verb} `{meeting.text}`, which is no mode: use one of {', '.join(f'`{v}`' for v in values)}",
            trace=() if origin is None else (*origin.trace, last),
            also_suppressed_at=(meeting.construct.line,),
        )


def _unknown(flow: FileFlow, names: Names) -> Iterator[Meeting]:
    """List the texts that are no mode, a declared list only where nothing compares what it allows."""
    found = [meeting for meeting in compared(flow) if _is_unknown(names, meeting)]
    texts = {meeting.text for meeting in found}
    yield from (m for m in found if not _inside_finding(flow, m.span) and not _asserts_failure(flow, m))
    yield from (m for m in listed(flow) if _is_unknown(names, m) and m.text not in texts)
    # In a suite, and in a runner, a default is a finding of its own; so is what application code does with the read.
    judged = flow.file.in_suite_folder or flow.file.role in (Role.RUNNER, Role.RUNTIME, Role.E2E)
    for meeting in (*given(flow, names), *(() if judged else defaulted(flow))):
        if _is_unknown(names, meeting) and not _asserts_failure(flow, meeting):
            yield meeting


def _is_unknown(names: Names, meeting: Meeting) -> bool:
    return bool(meeting.text.strip()) and not names.is_mode_value(meeting.text) and _COMPUTED.search(meeting.text) is None


def _inside_finding(flow: FileFlow, span: Span) -> bool:
    """Tell whether a literal stands in a condition that another check reports."""
    for verdict in flow.verdicts:
        if verdict.kind in _JUDGED and verdict.origin is not None and (verdict.construct or verdict.span).contains(span):
            return True
    if flow.file.role not in (Role.RUNTIME, Role.E2E):
        return False
    return any(b.construct.contains(span) and not _in_arm(b.node, span) for b in flow.mode_branches())


def _in_arm(node: facts.Expr | facts.Stmt, span: Span) -> bool:
    """Tell whether a place is in what the arms of a branch do, not among its conditions."""
    arms: list[facts.Stmt] = []
    match node:
        case facts.If():
            link = node
            while link.orelse and isinstance(link.orelse[0], facts.If) and link.orelse[0].chained:
                arms += link.body
                link = link.orelse[0]
            arms += [*link.body, *link.orelse]
        case facts.Switch():
            arms += [stmt for case in node.cases for stmt in case.body]
        case facts.Loop():
            arms += node.body
        case _:
            pass
    return any(stmt.span.contains(span) for stmt in arms)


def _asserts_failure(flow: FileFlow, meeting: Meeting) -> bool:
    """Tell whether the literal stands in a test that wants an unknown value to fail."""
    test = None if meeting.scope is None else meeting.scope.test_scope()
    return test is not None and any(_rejects(call) for call in flow.calls if call.scope.test_scope() is test)


def _rejects(call: CallEvent) -> bool:
    if not call.means("assert", "fail"):
        return "raises" in call.path
    nodes = facts.walk([value.expr for value in (*call.arguments, *call.subjects) if value.expr is not None])
    texts = [facts.last_name(node) for node in nodes if isinstance(node, facts.Name | facts.Attribute)]
    return any(_REJECTS.search(text) for text in (re.split(r"[.:]", call.path)[-1], *texts))
