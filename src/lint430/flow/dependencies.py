"""Skips that depend on what happens to be there: a variable, a package, a service that answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.index import Index
from lint430.flow.results import Branch, CallEvent, EnvironmentRead, FileFlow, Scope, Verdict
from lint430.model import Span

_PROBE = re.compile(
    r"reach|avail|(?:^|_|\b)(?:ping|dial|probe|is_?up|is_?open|listening|alive|health\w*|online|ready|running|connect\w*|has_?(?:docker|redis|kafka|postgres|db|database)|lookpath|which)(?:\b|_|$)"
    r"|can_?connect|is_?(?:ready|running|healthy|connected|reachable)|wait_?for|check_?(?:port|service|connection)|port_?open|create_connection|pg_isready|curl|^nc$|^command$|status_?code$",
    re.IGNORECASE,
)
_ERROR = re.compile(r"^(?:err|error|e|ex|exc|exception|\w+(?:Err|Error|_err|_error)|err[A-Z]\w*)$")
_REASON = re.compile(
    r"(?:un|not |isn't |n't )(?:reach|avail|answer|respond|running|ready|up\b|configured|set\b|deployed|found|installed|provided|connected|listening)|"
    r"(?:could|can) ?not (?:connect|reach|open|dial|resolve)|can't (?:connect|reach)|failed to (?:connect|reach|dial|ping)|no (?:connection|credentials|token|api key|database|broker)"
    r"|(?:is|are|appears?) (?:down|offline|missing)|unreachable|unavailable|missing (?:env|variable|credential|\w+_\w+)|requires? (?:a )?(?:running|live|local|docker|\w+_\w+)"
    r"|\b(?:set|export|define) [`'\"$]*(?-i:[A-Z][A-Z0-9]*_[A-Z0-9_]+)"
    r"|(?-i:\b[A-Z][A-Z0-9]*_[A-Z0-9_]+)[`'\"]* (?:(?:is|are) (?:required|needed|unset)|must be (?:set|given|defined))",
    re.IGNORECASE,
)
_PLATFORM_REASON = re.compile(r"\bversions?\b|\bplatform\b|\b(?:32|64)-bit\b|\bpython ?\d", re.IGNORECASE)
_PLATFORM_ERRORS = frozenset(
    ("OverflowError", "NotImplementedError", "UnicodeError", "UnicodeDecodeError", "UnicodeEncodeError", "MemoryError")
)
"""Exceptions that say what this interpreter or machine cannot do, not that a service is away."""
_UNJUDGED = re.compile(
    r"platform|version|[wW]indows|[wW]in32|[dD]arwin|[lL]inux|[mM]ac[oO][sS]|GOOS|GOARCH|(?:^|[.:])Short|os\.name|process\.(?:arch|versions)|update|uname|sys\.|NumCPU|cpu_count|Geteuid|getuid"
)
"""What a condition may ask of the platform, the runtime or the command line."""


@dataclass(frozen=True, slots=True)
class Absence:
    """A skip, or a guard that leaves a test, with what has to be missing for it."""

    span: Span
    """Of the skip."""
    missing: str
    """``a variable``, ``a package``, ``an answer`` (of a probe), ``a result`` (of what may fail), ``success`` (of what was tried) or ``a dependency``."""
    reads: tuple[EnvironmentRead, ...] = ()
    """The variables that decide, if any."""
    construct: Span | None = None


def absences(flow: FileFlow) -> list[Absence]:
    """List the skips that something missing decides, in source order, one per place; those of the mode are left to verdicts."""
    found: dict[tuple[int, int], Absence] = {}
    for one in sorted((*_judged(flow), *_given(flow), *_handled(flow)), key=lambda a: (a.span.line, a.span.column)):
        found.setdefault((one.span.line, one.span.column), one)
    return list(found.values())


def _judged(flow: FileFlow) -> Iterator[Absence]:
    """See skips and guards under a condition."""
    for verdict in flow.verdicts:
        if verdict.kind != "skip" or verdict.origin is not None:
            continue
        event = verdict.event if isinstance(verdict.event, CallEvent) else None
        missing = "a variable" if verdict.reads else _missing(flow, _conditions(verdict.branch), event, _scope(verdict))
        if missing is not None:
            yield Absence(verdict.span, missing, verdict.reads, verdict.construct)


def _given(flow: FileFlow) -> Iterator[Absence]:
    """See skips that are given the outcome of a probe, or ask themselves: ``describe.skipIf(!available)``, ``importorskip``."""
    for call in flow.once(Index).meaningful:
        if call.meaning is None or not call.means("skip-if", "run-if"):
            continue
        if call.meaning.requires:
            yield Absence(call.span, call.meaning.requires)
            continue
        for value in call.conditions()[:1]:
            missing = None if value.expr is None or value.origin or value.reads else _missing(flow, [value.expr], call, call.scope)
            if missing is not None:
                yield Absence(call.span, missing)


def _handled(flow: FileFlow) -> Iterator[Absence]:
    """See skips and guards in handlers: what was tried did not answer."""
    index = flow.once(Index)
    for tried in index.of(facts.Try):
        for handler in tried.handlers:
            if handler.types and all(_is_platform(flow, kind) for kind in handler.types):
                continue
            skip = _skip(flow, handler.body)
            left = _guard(flow, handler.body) if skip is None else skip.span
            if left is not None and not (skip is not None and _PLATFORM_REASON.search(_reason(skip))):
                yield Absence(left, "success", construct=tried.span)
    for call in index.of(facts.Call):
        if isinstance(call.function, facts.Attribute) and call.function.name == "catch":
            for argument in call.arguments:
                skip = _skip(flow, argument.value.body) if isinstance(argument.value, facts.Function) else None
                if skip is not None:
                    yield Absence(skip.span, "success", construct=call.span)


def _is_platform(flow: FileFlow, kind: facts.Expr) -> bool:
    if isinstance(kind, facts.Sequence):
        return all(_is_platform(flow, item) for item in kind.items)
    return (flow.value(kind).path or "") in _PLATFORM_ERRORS


def _scope(verdict: Verdict) -> Scope | None:
    return None if verdict.branch is None else verdict.branch.scope


def _missing(flow: FileFlow, conditions: list[facts.Expr], skip: CallEvent | None, scope: Scope | None) -> str | None:
    """Say what has to be missing for conditions that no variable decides; None when something else does, such as the platform."""
    words = [word for condition in conditions for word in _words(flow, condition)]
    if not words or any(_UNJUDGED.search(word) for word in words):
        return None
    if any(_PROBE.search(word) for word in words) or any(map(_asks_error, conditions)):
        return "an answer"
    if _may_be_nothing(flow, conditions, scope):
        return "a result"
    return "a dependency" if skip is not None and _REASON.search(_reason(skip)) else None


def _conditions(branch: Branch | None) -> list[facts.Expr]:
    match None if branch is None else branch.node:
        case facts.If() as link:
            found = [link.test]
            while link.orelse and isinstance(link.orelse[0], facts.If) and link.orelse[0].chained:
                link = link.orelse[0]
                found.append(link.test)
            return found
        case facts.Ternary(test=test):
            return [test]
        case facts.Logic(left=left):
            return [left]
        case _:
            return []


def _words(flow: FileFlow, condition: facts.Expr) -> list[str]:
    """List the names in a condition, with what the names stand for."""
    found: list[str] = []
    for node in facts.walk([condition]):
        if isinstance(node, facts.Name | facts.Attribute):
            found += [facts.last_name(node), (flow.value(node).path or "").removesuffix("()")]
    return [word for word in found if word]


def _asks_error(condition: facts.Expr) -> bool:
    """Tell whether a condition asks for an error: ``err != nil``, ``if (error)``."""
    asked = [condition, *(n.left for n in facts.walk([condition]) if isinstance(n, facts.Compare) and n.operator in ("!=", "is not"))]
    return any(isinstance(expr, facts.Name) and _ERROR.match(expr.id) for expr in asked)


def _may_be_nothing(flow: FileFlow, conditions: list[facts.Expr], scope: Scope | None) -> bool:
    """Tell whether conditions ask for something whose failure was turned into nothing: ``await fetch(url).catch(() => null)``."""
    asked = {node.id for node in facts.walk([*conditions]) if isinstance(node, facts.Name)}
    nodes = facts.walk(list(scope.function.body)) if scope is not None and scope.function is not None else []
    if not any(_assigns(node, asked) for node in nodes):
        # A name of the whole file, given its value in a hook.
        nodes = [*flow.once(Index).of(facts.Assign), *flow.once(Index).of(facts.Try)]
    for node in nodes:
        match node:
            case facts.Assign(value=value) if value is not None and _assigns(node, asked):
                value = facts.bare(value)
                if isinstance(value, facts.Call) and isinstance(value.function, facts.Attribute) and value.function.name == "catch":
                    return True
            case facts.Try(body=body, handlers=handlers) if not any(
                isinstance(n, facts.Raise) for h in handlers for n in facts.walk(list(h.body))
            ):
                if any(_assigns(n, asked) and isinstance(n, facts.Assign) and not n.declares for n in facts.walk(list(body))):
                    return True
            case _:
                pass
    return False


def _assigns(node: facts.Node, names: set[str]) -> bool:
    return isinstance(node, facts.Assign) and isinstance(node.target, facts.Name) and node.target.id in names


def _reason(event: CallEvent) -> str:
    """Give the text that says why, whichever argument holds it."""
    nodes = facts.walk([argument.value for argument in event.node.arguments])
    return " ".join(node.value for node in nodes if isinstance(node, facts.Literal) and isinstance(node.value, str))


def _skip(flow: FileFlow, body: tuple[facts.Stmt, ...]) -> CallEvent | None:
    calls = flow.once(Index).calls
    for node in facts.walk(list(body)):
        call = calls.get(id(node))
        if call is not None and call.means("skip", "disabled") and call.decorates is None:
            if not any(arm.branch.origin is not None for arm in call.arms):
                return call
    return None


def _guard(flow: FileFlow, body: tuple[facts.Stmt, ...]) -> Span | None:
    """Find a return of a handler, of nothing or a constant, in a test that has assertions after it."""
    for stmt in body:
        event = flow.once(Index).exits.get(id(stmt))
        if event is None or event.kind != "return" or not (event.value is None or isinstance(event.value.expr, facts.Literal)):
            continue
        test = event.scope.test_scope()
        if test is not None and event.scope is test:
            later = (call for call in flow.once(Index).meaningful if call.order > event.order and call.means("assert"))
            if any(call.scope.test_scope() is test for call in later):
                return event.span
    return None
