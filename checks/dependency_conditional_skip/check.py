"""ITM206: a skip because a variable is missing or a service does not answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.naming import Names
from lint430.flow.results import Branch, CallEvent, ExitEvent, FileFlow, Verdict
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM206",
    severity=Severity.ERROR,
    roles=frozenset({Role.INTEGRATION_TEST, Role.HARNESS}),
    languages=frozenset({"python", "typescript", "go", "bash"}),
    since="0.1.0",
    suites_only=True,
)

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
_UNJUDGED = re.compile(
    r"platform|version|[wW]indows|[wW]in32|[dD]arwin|[lL]inux|[mM]ac[oO][sS]|GOOS|GOARCH|(?:^|[.:])Short|os\.name|process\.(?:arch|versions)|update|uname|sys\.|NumCPU|cpu_count|Geteuid|getuid"
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report skips and guards that depend on what happens to be there."""
    names = Names(context.config)
    seen: set[tuple[int, int]] = set()
    skips = [*_by_condition(flow, names), *_by_import(flow), *_by_probe(flow), *_by_handler(flow)]
    for span, why, construct in sorted(skips, key=lambda found: (found[0].line, found[0].column)):
        if (span.line, span.column) not in seen:
            seen.add((span.line, span.column))
            yield Finding(
                code=CHECK.code,
                path=flow.file.path,
                span=span,
                message=f"This test is skipped when {why}: nobody sees that it did not run; fail with a clear message instead",
                also_suppressed_at=() if construct is None else (construct.line,),
            )


def _by_condition(flow: FileFlow, names: Names) -> Iterator[tuple[Span, str, Span | None]]:
    for verdict in flow.verdicts:
        if verdict.kind != "skip" or verdict.origin is not None or any(names.is_toggle(read.name) for read in verdict.reads):
            continue
        why = f"`{verdict.reads[0].name}` is not as wanted" if verdict.reads else _absence(flow, verdict)
        if why is not None:
            yield verdict.span, why, verdict.construct


def _absence(flow: FileFlow, verdict: Verdict) -> str | None:
    """Say what has to be missing for a skip that no variable decides; None when something else does, such as the platform."""
    branch = verdict.branch
    if branch is None:
        return None
    conditions = _conditions(branch)
    words = [word for condition in conditions for word in _words(flow, condition)]
    if not words or any(_UNJUDGED.search(word) for word in words):
        return None
    if any(_PROBE.search(word) for word in words) or any(_asks_error(condition) for condition in conditions):
        return "a dependency does not answer"
    if any(_may_be_nothing(flow, branch, condition) for condition in conditions):
        return "what was asked for did not come"
    if isinstance(verdict.event, CallEvent) and _REASON.search(_reason(verdict.event)):
        return "a dependency is missing"
    return None


def _conditions(branch: Branch) -> list[facts.Expr]:
    node = branch.node
    if isinstance(node, facts.If):
        found = [node.test]
        while node.orelse and isinstance(node.orelse[0], facts.If) and node.orelse[0].chained:
            node = node.orelse[0]
            found.append(node.test)
        return found
    if isinstance(node, facts.Ternary):
        return [node.test]
    return [node.left] if isinstance(node, facts.Logic) else []


def _words(flow: FileFlow, condition: facts.Expr) -> list[str]:
    """List the names in a condition, with what the names stand for."""
    found: list[str] = []
    for node in facts.walk([condition]):
        if isinstance(node, facts.Name | facts.Attribute):
            found += [node.id if isinstance(node, facts.Name) else node.name, (flow.value(node).path or "").removesuffix("()")]
    return [word for word in found if word]


def _asks_error(condition: facts.Expr) -> bool:
    """Tell whether a condition asks for an error: ``err != nil``, ``if (error)``."""
    for node in facts.walk([condition]):
        if isinstance(node, facts.Compare) and node.operator in ("!=", "is not"):
            node = node.left
        elif node is not condition:
            continue
        if isinstance(node, facts.Name) and _ERROR.match(node.id):
            return True
    return False


def _may_be_nothing(flow: FileFlow, branch: Branch, condition: facts.Expr) -> bool:
    """Tell whether a condition asks for something whose failure was turned into nothing: ``await fetch(url).catch(() => null)``."""
    asked = {node.id for node in facts.walk([condition]) if isinstance(node, facts.Name)}
    own = facts.walk(list(branch.scope.function.body)) if branch.scope.function is not None else []
    if not any(isinstance(n, facts.Assign) and isinstance(n.target, facts.Name) and n.target.id in asked for n in own):
        # A name of the whole file, given its value in a hook.
        own = facts.walk(list(flow.module.body))
    for node in own:
        match node:
            case facts.Assign(target=facts.Name(id=name), value=value) if name in asked and value is not None:
                while isinstance(value, facts.Cast):
                    value = value.value
                if isinstance(value, facts.Call) and isinstance(value.function, facts.Attribute) and value.function.name == "catch":
                    return True
            case facts.Try(handlers=handlers) if not any(isinstance(n, facts.Raise) for h in handlers for n in facts.walk(list(h.body))):
                inside = [n for n in facts.walk(list(node.body)) if isinstance(n, facts.Assign) and not n.declares]
                if any(isinstance(n.target, facts.Name) and n.target.id in asked for n in inside):
                    return True
            case _:
                pass
    return False


def _reason(event: CallEvent) -> str:
    """Give the text that says why, whichever argument holds it."""
    texts = [node.value for argument in event.node.arguments for node in facts.walk([argument.value]) if isinstance(node, facts.Literal)]
    return " ".join(text for text in texts if isinstance(text, str))


def _by_import(flow: FileFlow) -> Iterator[tuple[Span, str, Span | None]]:
    for call in flow.calls:
        if call.path == "pytest.importorskip":
            yield call.span, "a package is not installed", None


def _by_probe(flow: FileFlow) -> Iterator[tuple[Span, str, Span | None]]:
    """See skips that are given the outcome of a probe: ``describe.skipIf(!available)``, ``skipif(not reachable(), …)``."""
    for call in flow.calls:
        meaning = call.meaning
        if meaning is None or meaning.kind not in ("skip-if", "run-if") or call.path == "pytest.importorskip":
            continue
        for value, name in zip(call.arguments[:1], call.names[:1], strict=True):
            if value.expr is None or value.origin is not None or value.reads or name not in (None, meaning.condition_keyword):
                continue
            words = _words(flow, value.expr)
            if words and not any(_UNJUDGED.search(word) for word in words):
                if any(_PROBE.search(word) for word in words) or _REASON.search(_reason(call)):
                    yield call.span, "a dependency does not answer", None


def _by_handler(flow: FileFlow) -> Iterator[tuple[Span, str, Span | None]]:
    """See skips and guards inside the handlers of tests: what was tried did not answer."""
    calls = {id(call.node): call for call in flow.calls}
    exits = {id(event.node): event for event in flow.exits}
    for node in facts.walk(list(flow.module.body)):
        for handler in node.handlers if isinstance(node, facts.Try) else ():
            if handler.types and all(_is_platform(flow, kind) for kind in handler.types):
                continue
            event = _skip_in(list(handler.body), calls)
            if event is not None:
                if not _PLATFORM_REASON.search(_reason(event)):
                    yield event.span, "what was tried fails", node.span
                continue
            left = _guard(flow, handler, exits)
            if left is not None:
                yield left.span, "what was tried fails", node.span
        if isinstance(node, facts.Call) and isinstance(node.function, facts.Attribute) and node.function.name == "catch":
            yield from _by_callback(node, calls)


def _is_platform(flow: FileFlow, kind: facts.Expr) -> bool:
    """Tell whether an exception says what this interpreter or machine cannot do, not that a service is away."""
    if isinstance(kind, facts.Sequence):
        return all(_is_platform(flow, item) for item in kind.items)
    return (flow.value(kind).path or "") in _PLATFORM_ERRORS


def _by_callback(node: facts.Call, calls: dict[int, CallEvent]) -> Iterator[tuple[Span, str, Span | None]]:
    for argument in node.arguments:
        if isinstance(argument.value, facts.Function):
            event = _skip_in(list(argument.value.body), calls)
            if event is not None:
                yield event.span, "what was tried fails", node.span


def _skip_in(body: list[facts.Stmt], calls: dict[int, CallEvent]) -> CallEvent | None:
    for node in facts.walk(list(body)):
        call = calls.get(id(node))
        if call is not None and call.meaning is not None and call.meaning.kind in ("skip", "disabled") and call.decorates is None:
            if not any(arm.branch.origin is not None for arm in call.arms):
                return call
    return None


def _guard(flow: FileFlow, handler: facts.Handler, exits: dict[int, ExitEvent]) -> ExitEvent | None:
    """Find a bare return of a handler in a test that has assertions after it."""
    for stmt in handler.body:
        event = exits.get(id(stmt))
        if event is None or event.kind != "return" or event.value is not None:
            continue
        test = event.scope.test_scope()
        if test is None or event.scope is not test:
            continue
        if any(
            call.order > event.order and call.scope.test_scope() is test and call.meaning is not None and call.meaning.kind == "assert"
            for call in flow.calls
        ):
            return event
    return None
