"""Command-line options whose default, or whose variable, is the mode: Go flags, ``argparse``, ``click``, ``typer``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lint430 import facts
from lint430.flow.values import UNKNOWN, Abstract, Closure

if TYPE_CHECKING:
    from lint430.flow.evaluate import CallInfo, State

_FLAG = re.compile(r"(?:^|/)p?flag:(?:\w+(?:\(\))?\.)*(?:String|Bool)(Var)?P?$|\.(?:Persistent)?Flags\(\)\.(?:String|Bool)(Var)?P?$")
_OPTION = re.compile(r"^(?:click|typer|asyncclick|rich_click)\.(?:[oO]ption|[aA]rgument)$")
_PARSED = frozenset(("parse_args", "parse_known_args", "parse_intermixed_args"))

Arguments = list[tuple[facts.Argument, Abstract]]


def asks(path: str, method: str) -> bool:
    """Tell whether a path, or the name a method is called by, makes a call one for :func:`call`, whatever is given."""
    return method == "add_argument" or method in _PARSED or _FLAG.search(path) is not None or _OPTION.match(path) is not None


def call(state: State, expr: facts.Call, path: str, receiver: tuple[facts.Expr, Abstract] | None, arguments: Arguments) -> Abstract | None:
    """Give the value of a call that declares an option or parses the declared ones; None for any other call."""
    flag = _FLAG.search(path)
    if flag is not None:
        return _flag(state, arguments, into_first=bool(flag[1] or flag[2]))
    if _OPTION.match(path):
        return _declared(state, expr, arguments)
    method = expr.function.name if isinstance(expr.function, facts.Attribute) else ""
    if receiver is None or receiver[1].closures:
        return None
    if method == "add_argument":
        value = _keyword(arguments, "default")
        name = _dest(arguments)
        if value is not None and value.deps and name:
            state.bind_member(receiver[0], name, expr, value)
        return UNKNOWN
    if method in _PARSED and receiver[1].fields:
        return Abstract(fields=receiver[1].fields)
    return None


def decorate(state: State, closure: Closure, info: CallInfo) -> None:
    """Let the value of ``@click.option("--mode", envvar=…)`` flow into the parameter of that name."""
    if not _OPTION.match(info.path):
        return
    value = state.events.values.get(id(info.node), UNKNOWN)
    name = _dest(info.arguments)
    if value.deps and name:
        state.program.pass_arguments(state, closure, [(facts.Argument(info.node, name), value)], info.node)


def _flag(state: State, arguments: Arguments, *, into_first: bool) -> Abstract | None:
    value = next((v for _, v in arguments[1:] if v.deps), None)
    if value is None:
        return None
    if into_first:
        target = arguments[0][0].value
        state.bind(target, value)
        return UNKNOWN
    return Abstract(deps=value.deps, raw=value.raw)


def _declared(state: State, expr: facts.Call, arguments: Arguments) -> Abstract:
    variable = _keyword(arguments, "envvar")
    if variable is not None and len(variable.constants) == 1 and isinstance(variable.constants[0], str):
        return state.read(expr, variable.constants[0])
    default = _keyword(arguments, "default")
    return UNKNOWN if default is None else Abstract(deps=default.deps, raw=default.raw)


def _keyword(arguments: Arguments, name: str) -> Abstract | None:
    return next((v for a, v in arguments if a.name == name), None)


def _dest(arguments: Arguments) -> str:
    """Give the name that an option's value gets: ``dest=``, a bare name, else its first long spelling."""
    dest = _keyword(arguments, "dest")
    if dest is not None and dest.constants:
        return str(dest.constants[0])
    spelled = [str(v.constants[0]) for a, v in arguments if a.name is None and len(v.constants) == 1]
    bare = next((text for text in spelled if text.isidentifier()), None)
    long = next((text for text in spelled if text.startswith("--")), "")
    return bare or long.removeprefix("--").partition("/")[0].replace("-", "_")
