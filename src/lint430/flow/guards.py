"""Which branches only stop the run: a mode that is not wanted throws, and nothing else depends on it."""

from __future__ import annotations

from lint430 import facts
from lint430.flow.naming import Names
from lint430.flow.results import Branch, FileFlow

_STOPS = frozenset(("exit", "fail"))
_DEPTH = 6


def only_refuses(flow: FileFlow, branch: Branch, names: Names) -> bool:
    """Tell whether a branch does nothing but fail the run where the mode is not a live one."""
    node = branch.node
    live = frozenset(value.lower() for value in names.config.live_values)
    if isinstance(node, facts.If):
        is_live = _means_live(node.test, flow, live, 0)
        refuses, accepts = _stops(node.body, flow), _stops(node.orelse, flow)
        return (refuses and is_live is not True) or (accepts and is_live is not False)
    if isinstance(node, facts.Switch):
        others = [case for case in node.cases if not _is_live_case(case, live)]
        return bool(others) and all(_stops(case.body, flow) or not case.body for case in others) and bool(others[-1].body)
    return False


def _is_live_case(case: facts.Case, live: frozenset[str]) -> bool:
    return any(isinstance(p, facts.Literal) and str(p.value).lower() in live for p in case.patterns)


def _means_live(expr: facts.Expr, flow: FileFlow, live: frozenset[str], depth: int) -> bool | None:
    """Tell whether a condition holds for a live mode (True), for another one (False), or cannot be told (None)."""
    if depth > _DEPTH:
        return None
    match expr:
        case facts.Not():
            inner = _means_live(expr.operand, flow, live, depth + 1)
            return None if inner is None else not inner
        case facts.Compare() if expr.operator in ("==", "!=", "is", "is not", "in", "not in"):
            texts = [
                str(n.value).lower() for n in facts.walk([expr.left, expr.right]) if isinstance(n, facts.Literal) and n.value is not None
            ]
            if not texts:
                return None
            is_live = any(text in live for text in texts)
            return is_live if expr.operator in ("==", "is", "in") else not is_live
        case facts.Logic():
            sides = (_means_live(expr.left, flow, live, depth + 1), _means_live(expr.right, flow, live, depth + 1))
            return False if False in sides else True if True in sides else None
        case facts.Cast():
            return _means_live(expr.value, flow, live, depth + 1)
        case facts.Name():
            given = next(
                (s.value for s in flow.module.nodes() if isinstance(s, facts.Assign) and _binds(s, expr.id) and s.value is not None),
                None,
            )
            return None if given is None else _means_live(given, flow, live, depth + 1)
        case _:
            return None


def _binds(stmt: facts.Assign, name: str) -> bool:
    return isinstance(stmt.target, facts.Name) and stmt.target.id == name


def _stops(body: tuple[facts.Stmt, ...], flow: FileFlow) -> bool:
    """Tell whether statements end the run as failed on every path, and do nothing else that lasts."""
    if not body:
        return False
    last = body[-1]
    if any(isinstance(stmt, facts.Assign | facts.Define | facts.Return | facts.Loop) for stmt in body):
        return False
    match last:
        case facts.Raise():
            return True
        case facts.If():
            return _stops(last.body, flow) and _stops(last.orelse, flow)
        case facts.Block():
            return _stops(last.body, flow)
        case facts.Evaluate():
            calls = [c for c in flow.calls if any(c.node is n for n in facts.walk([last.value]))]
            return any(
                ((c.meaning is not None and c.meaning.kind in _STOPS) or _STOPS & c.effects) and not _succeeds(c.node) for c in calls
            )
        case _:
            return False


def _succeeds(call: facts.Call) -> bool:
    """Tell whether an exit says that all is well: ``process.exit(0)``."""
    first = call.arguments[0].value if call.arguments else None
    return isinstance(first, facts.Literal) and first.value in (0, None) and not isinstance(first.value, str)
