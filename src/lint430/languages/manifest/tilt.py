"""Reads Tiltfiles: Starlark has Python's grammar, so its calls are Python's; resources with their commands and variables are what counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lint430 import facts
from lint430.languages.manifest.gather import Gathered, command_line, literal
from lint430.languages.manifest.text import Scalar, Text, Writer

_COMMANDS: dict[str, tuple[int, tuple[str, ...]]] = {
    "local_resource": (1, ("cmd", "serve_cmd")),
    "test": (1, ("cmd", "serve_cmd")),
    "local": (0, ("command",)),
    "cmd_button": (-1, ("argv",)),
}
"""Functions that run commands: the place of the command among the arguments, and its keywords."""
_SOMEWHERE = "${env}"
"""Stands for variables that the file does not show."""
_DEPTH = 12


def read(path: str, out: Gathered) -> None:
    """Collect the resources of a Tiltfile as tasks, with their command lines and variables."""
    from lint430.languages.python.lowering import lower

    module = lower(path, out.source.data)
    out.errors += module.errors
    for comment in module.comments:
        out.comment(comment.span, comment.text, alone=comment.alone)
    nodes = facts.walk(list(module.body))
    names = {
        n.target.id: n.value for n in nodes if isinstance(n, facts.Assign) and isinstance(n.target, facts.Name) and n.value is not None
    }
    calls = [n for n in nodes if isinstance(n, facts.Call)]
    everywhere = set()
    for call in calls:
        function = call.function
        if isinstance(function, facts.Attribute) and function.name == "putenv" and len(call.arguments) > 1:
            everywhere |= _variable(call.arguments[0].value, call.arguments[1].value, out)
    for call in calls:
        if isinstance(call.function, facts.Name) and call.function.id in _COMMANDS:
            _resource(call, call.function.id, names, everywhere, out)


def _resource(call: facts.Call, kind: str, names: Mapping[str, facts.Expr], everywhere: set[str], out: Gathered) -> None:
    place, keywords = _COMMANDS[kind]
    plain = [a.value for a in call.arguments if a.name is None]
    given = [plain[place]] if 0 <= place < len(plain) else []
    given += [a.value for a in call.arguments if a.name in keywords]
    before = len(out.scripts)
    title = next((str(e.value) for e in plain[:1] if isinstance(e, facts.Literal)), kind)
    for expr in given:
        text = _command(expr, names, out)
        if text is not None:
            out.script(title, text)
    variables: set[str] = set()
    hidden = False
    for argument in call.arguments:
        if argument.name in ("env", "serve_env"):
            found = list(_environment(argument.value, names, out, 0))
            hidden = hidden or None in found
            variables |= {name for name in found if name is not None}
    scripts = tuple(out.scripts[before:])
    if scripts:
        defined = frozenset(variables | everywhere)
        folder = next(
            (str(a.value.value) for a in call.arguments if a.name in ("dir", "serve_dir") and isinstance(a.value, facts.Literal)), ""
        )
        out.tasks.append(facts.Task("step", title, call.span, scripts, defined, defined, (_SOMEWHERE,) if hidden else (), folder=folder))


def _environment(expr: facts.Expr, names: Mapping[str, facts.Expr], out: Gathered, depth: int) -> Iterator[str | None]:
    """List the variables of an environment; None where some cannot be seen."""
    match expr:
        case facts.Record():
            for entry in expr.entries:
                if entry.key is None:
                    yield from _environment(entry.value, names, out, depth + 1)
                else:
                    yield next(iter(_variable(entry.key, entry.value, out)), None)
        case facts.Call() if isinstance(expr.function, facts.Name) and expr.function.id == "dict":
            for argument in expr.arguments:
                if argument.name is not None:
                    yield argument.name
                else:
                    yield from _environment(argument.value, names, out, depth + 1)
        case facts.Name() if expr.id in names and depth < _DEPTH:
            yield from _environment(names[expr.id], names, out, depth + 1)
        case facts.Combine() | facts.Logic():
            for part in facts.children(expr):
                if isinstance(part, facts.Expr):
                    yield from _environment(part, names, out, depth + 1)
        case _:
            yield None


def _variable(key: facts.Expr, value: facts.Expr, out: Gathered) -> set[str]:
    if not isinstance(key, facts.Literal) or not isinstance(key.value, str):
        return set()
    text = str(value.value) if isinstance(value, facts.Literal) and value.value is not None else None
    out.setting(key.value, key.span, None if text is None else literal(text), value.span, "ci-env")
    return {key.value}


def _command(expr: facts.Expr, names: Mapping[str, facts.Expr], out: Gathered, depth: int = 0) -> Text | None:
    """Give a command as shell text; parts that only a run can tell become an unknown variable."""
    match expr:
        case facts.Literal():
            return _literal(expr, out)
        case facts.Name() if expr.id in names and depth < _DEPTH:
            return _command(names[expr.id], names, out, depth + 1)
        case facts.Sequence():
            return command_line([Scalar(e.span, text.value, text) for e in expr.items if (text := _text(e, names, out, depth)) is not None])
        case facts.Combine() | facts.Call():
            return _text(expr, names, out, depth)
        case _:
            return None


def _text(expr: facts.Expr, names: Mapping[str, facts.Expr], out: Gathered, depth: int) -> Text | None:
    if depth > _DEPTH:
        return None
    match expr:
        case facts.Literal():
            return _literal(expr, out)
        case facts.Name() if expr.id in names:
            return _text(names[expr.id], names, out, depth + 1)
        case facts.Combine() if expr.operator == "%" and expr.parts:
            return _filled(_text(expr.parts[0], names, out, depth + 1), "%s")
        case facts.Combine():
            writer = Writer()
            for part in expr.parts:
                text = _text(part, names, out, depth + 1)
                writer.add("${_}" if text is None else text.value, *(expr.span.line, part.span.column) if text is None else text.at(0))
            return writer.text()
        case facts.Call() if isinstance(expr.function, facts.Attribute) and expr.function.name == "format":
            return _filled(_text(expr.function.object, names, out, depth + 1), "{}")
        case facts.Call() if isinstance(expr.function, facts.Attribute) and expr.function.name == "join":
            return None
        case _:
            return Text("${_}", [(0, expr.span.line, expr.span.column)])


def _filled(text: Text | None, gap: str) -> Text | None:
    return None if text is None else Text(text.value.replace(gap, "${_}"), text.runs)


def _literal(expr: facts.Literal, out: Gathered) -> Text | None:
    """Give a string with the places of its lines; one with escapes stands as a whole where it begins."""
    if not isinstance(expr.value, str):
        return None
    span = expr.span
    raw = out.source.data[out.source.starts[span.line - 1] + span.column - 1 :].decode("utf-8", "replace")
    quote = next((q for q in ('"""', "'''", '"', "'") if raw.startswith(q)), None)
    if quote is None or "\\" in expr.value or not raw[len(quote) :].startswith(expr.value):
        return Text(expr.value, [(0, span.line, span.column)])
    writer = Writer()
    for index, line in enumerate(expr.value.split("\n")):
        if index:
            writer.add("\n", span.line + index, 1)
        writer.add(line, span.line + index, span.column + len(quote) if index == 0 else 1)
    return writer.text()
