"""Boxes: objects that hold one value given to them somewhere and hand it out elsewhere, such as React contexts and context variables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lint430 import facts
from lint430.flow.values import UNKNOWN, Abstract, ClassInfo, join_all

if TYPE_CHECKING:
    from lint430.flow.evaluate import State

_MAKERS = re.compile(
    r"^contextvars\.ContextVar$|^(?:[\w@/-]+:|React\.|.*:default\.)(?:createContext|useRef|createRef|BehaviorSubject|AsyncLocalStorage|atom|writable)$"
)
_STATES = re.compile(r"^(?:[\w@/-]+:|React\.|.*:default\.)(?:useState|createSignal)$")
_STORES = re.compile(r"^(?:zustand(?:/\w+)?:(?:default\.)?(?:create|createStore|createWithEqualityFn)(?:\(\))?|pinia:defineStore)$")
"""Makers of stores: given a function that gives the state, or a record with one; the store is called for the state, or with a selector of it."""
_GIVERS = re.compile(r"^(?:[\w@/-]+:|React\.|.*:default\.)(?:useContext|use|useAtomValue|get)$")
_TYPES = re.compile(r"^(?:sync|go\.uber\.org)/atomic:(?:Bool|Value|Pointer|String)$")
_PUTTERS = frozenset(("set", "next", "run", "enterWith", "Store", "Set", "setState"))
_GETTERS = frozenset(("get", "getValue", "getStore", "Load", "Get", "getState", "getInitialState"))
_HELD = frozenset(("value", "current"))
_CELL = "$held"


def asks(path: str, method: str) -> bool:
    """Tell whether a path, or the name a method is called by, makes a call one for :func:`used` or :func:`made`, whatever is called and given."""
    patterns = (_MAKERS, _STATES, _STORES, _GIVERS)
    return path == "context:WithValue" or method == "Value" or any(pattern.search(path) for pattern in patterns)


def made(state: State, expr: facts.Call, path: str, arguments: list[tuple[facts.Argument, Abstract]]) -> Abstract | None:
    """Give the box that a call makes, or None for any other call."""
    if _STATES.search(path) and arguments:
        held = _result(state, arguments[0][1], expr)
        return Abstract(fields={"0": held, "1": UNKNOWN}, path=f"{path}()")
    if _STORES.search(path) and arguments:
        return _store(state, expr, path, arguments)
    if not _MAKERS.search(path):
        return None
    info = state.box(expr)
    given = next((v for a, v in arguments if a.name == "default"), None)
    if given is None and arguments and not path.endswith("ContextVar"):
        given = arguments[0][1]
    if given is not None:
        state.set_cell(info, _CELL, given)
    return Abstract(inst=info, path=f"{path}()", deps={}, fields=None)


def declared(state: State, annotation: facts.Expr) -> Abstract | None:
    """Give the box that a variable or field of this type is: ``var live atomic.Bool``; None for any other type."""
    path = state.quiet_path(annotation if not isinstance(annotation, facts.Index) else annotation.object)
    return Abstract(inst=state.box(annotation), path=path) if _TYPES.search(path) else None


def used(
    state: State,
    expr: facts.Call,
    path: str,
    receiver: tuple[facts.Expr, Abstract] | None,
    callee: Abstract,
    arguments: list[tuple[facts.Argument, Abstract]],
) -> Abstract | None:
    """Give what a call takes out of a box, noting what it puts in; None where no box is meant."""
    if _GIVERS.search(path) and arguments and is_box(arguments[0][1]):
        return held(state, arguments[0][1])
    if is_box(callee) and not isinstance(expr.function, facts.Attribute):
        return _selected(state, expr, held(state, callee), arguments)
    if path == "context:WithValue" and len(arguments) == 3:
        cell = _cell(state, arguments[1][1])
        if cell is not None:
            state.set_cell(*cell, arguments[2][1])
        return None
    if receiver is None or not isinstance(expr.function, facts.Attribute):
        return None
    if expr.function.name == "Value" and len(arguments) == 1 and state.module.language == "go":
        cell = _cell(state, arguments[0][1])
        return None if cell is None else cell[0].asked(cell[1], state.path)
    box, name = receiver[1], expr.function.name
    if not is_box(box) or box.inst is None:
        return None
    if name in _PUTTERS and arguments:
        state.set_cell(box.inst, _CELL, arguments[0][1])
        return UNKNOWN
    if name == "Provider":
        provided = (arguments[0][1].fields or {}).get("value") if arguments else None
        if provided is not None:
            state.set_cell(box.inst, _CELL, provided)
        return UNKNOWN
    return held(state, box) if name in _GETTERS else None


def _store(state: State, expr: facts.Call, path: str, arguments: list[tuple[facts.Argument, Abstract]]) -> Abstract:
    info = state.box(expr)
    for _, value in arguments:
        made = value if value.closures else (value.fields or {}).get("state", UNKNOWN)
        if made.closures:
            state.set_cell(info, _CELL, state.invoke(made, [], expr))
    return Abstract(inst=info, path=f"{path}()")


def _selected(state: State, expr: facts.Call, whole: Abstract, arguments: list[tuple[facts.Argument, Abstract]]) -> Abstract:
    """Give a store's state, or what a selector takes of it."""
    if arguments and arguments[0][1].closures:
        return state.invoke(arguments[0][1], [(facts.Argument(expr), whole)], expr)
    return whole


def _cell(state: State, key: Abstract) -> tuple[ClassInfo, str] | None:
    """Give where a Go context keeps what it has under a key: with the key's type, by the key's constants."""
    info = key.inst
    if info is None and key.enum:
        named = state.lookup(key.enum)
        info = None if named is None else named.cls
    if info is None:
        return None
    told = [key.constants, *((name, value.constants) for name, value in sorted((key.fields or {}).items()))]
    return info, f"$context:{told}"


def is_box(value: Abstract) -> bool:
    """Tell whether a value is a box."""
    return value.inst is not None and value.inst.node.kind == "box"


def held(state: State, box: Abstract) -> Abstract:
    """Give what a box can hold."""
    return UNKNOWN if box.inst is None else box.inst.asked(_CELL, state.path) or UNKNOWN


def member(state: State, box: Abstract, name: str) -> Abstract | None:
    """Give what reading a member of a box takes out of it."""
    return held(state, box) if name in _HELD else None


def put_member(state: State, box: Abstract, name: str, value: Abstract) -> bool:
    """Note an assignment to the member that holds a box's value; tell whether it was one."""
    if name in _HELD and box.inst is not None:
        state.set_cell(box.inst, _CELL, value)
        return True
    return False


def box_class(state: State, expr: facts.Expr) -> ClassInfo:
    """Describe the box that one call makes, or one declaration."""
    return ClassInfo(facts.Class(expr.span, "", (), (), (), kind="box"), state, state.environment)


def _result(state: State, value: Abstract, expr: facts.Call) -> Abstract:
    """Give an initial value, a function of it called."""
    return join_all([state.invoke(value, [], expr)]) if value.closures else value
