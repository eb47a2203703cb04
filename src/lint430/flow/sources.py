"""Where the mode comes from: reads of the environment in every form, mode helpers, settings classes, schemas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lint430 import facts
from lint430.flow import boxes
from lint430.flow.naming import Names, last_part
from lint430.flow.values import UNKNOWN, Abstract, ClassInfo, Read, Token, Trail, join_all, merge_deps
from lint430.languages import Getter, Vocabulary
from lint430.model import Role, Span

if TYPE_CHECKING:
    from lint430.flow.evaluate import State
    from lint430.flow.paths import Said

_PARSERS = frozenset(
    ("parse", "safeParse", "parseAsync", "validateSync", "validate", "cast", "assert", "check", "decode", "Parse", "load", "model_validate")
)
_MAKERS = re.compile(r"(?:createEnv|cleanEnv|envsafe|makeValidator|parseEnv|loadEnv|defineEnv|validateEnv|customCleanEnv)(?:\(\))?$")
_SETTERS = re.compile(r"(?:^|[.:>])(?:setenv|Setenv|stubEnv|setEnv|set_env|putenv|setdefault)$")
_UNSETTERS = re.compile(r"(?:^|[.:>])(?:delenv|Unsetenv|unsetenv|pop|delete)$")
_GETTERISH = re.compile(r"(?:^|_|\b)(?:get|env|read|require|must|fetch|look|config|setting|var|option|string|value)", re.IGNORECASE)
_PREFIXED = re.compile(r"(?:^|/)envconfig(?:/v\d+)?:(?:Must)?Process$")
_OPTIONED = re.compile(r"(?:^|/)env(?:/v\d+)?:ParseWithOptions$")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
_MAX_PREFIXES = 8
"""A struct that holds itself would be given ever longer ones."""
_REQUESTS = re.compile(r"(?:SearchParams|[hH]eaders|[cC]ookies|[qQ]uery|[pP]arams|FormData|formData|[sS]torage)(?:\(\))?>?$")
"""What a request carries is no setting, whatever it is called."""
_CONVICT = re.compile(r"^convict:(?:default)?$")
_TAG = re.compile(r'(\w+):"((?:[^"\\]|\\.)*)"')


def read(
    state: State,
    node: facts.Expr | facts.Stmt | facts.Field,
    name: str,
    *,
    helper: bool = False,
    presence: bool = False,
    span: Span | None = None,
    explicit: bool = True,
    via_import: bool = False,
) -> Abstract:
    """Note a read of the environment and give its value."""
    from lint430.flow.evaluate import ReadInfo  # the two modules need each other only here

    place = span or node.span
    is_mode = helper or state.settings.is_variable(name)
    source = Read(state.path, place, name, is_mode)
    if source not in state.events.reads:
        state.events.reads[source] = ReadInfo(
            source, state.scope, state.arms, node, helper=helper, presence=presence, explicit=explicit, via_import=via_import
        )
    step = state.step(place, f"calls `{name}`" if helper and name.endswith("()") else f"reads {name}")
    return Abstract(deps={Token(source): Trail(step, None)}, raw=not presence)


def asks(words: Vocabulary, names: Names, path: str) -> bool:
    """Tell whether a path alone makes a call one for :func:`call`, whatever is called and given."""
    last = last_part(path)
    objects = words.environment_objects
    return (
        names.is_helper(path)
        or names.is_helper_name(path)
        or any(pattern.search(path) for pattern in (_SETTERS, _UNSETTERS, _PREFIXED, _OPTIONED, _MAKERS, _CONVICT))
        or any(owner.removesuffix("()") in objects for owner in (path, path.rpartition("().")[0]))
        or path in objects
        or path in words.environment_getters
        or f".{last}" in words.environment_getters
        or _GETTERISH.search(last) is not None
    )


def call(
    state: State,
    expr: facts.Call,
    path: str,
    callee: Abstract,
    receiver: tuple[facts.Expr, Abstract] | None,
    arguments: list[tuple[facts.Argument, Abstract]],
    said: Said,
) -> Abstract | None:
    """Give the value of a call that reads the environment, asks a mode helper or parses a schema; None for any other."""
    known = callee.closures or callee.cls is not None or callee.environment or (receiver is not None and receiver[1].environment)
    if not known and not said.reads:
        return _schema(state, expr, receiver, arguments, maker=False)
    names = state.settings
    last = last_part(path)
    if _is_helper(state, expr, path, callee):
        return read(state, expr, f"{last}()", helper=True, span=expr.function.span, via_import=_imported_helper(state, expr))
    _note_writes(state, expr, path, receiver, arguments)
    _note_prefix(state, path, arguments)
    if receiver is not None and receiver[1].environment and isinstance(expr.function, facts.Attribute):
        getter = state.vocabulary.map_getters.get(expr.function.name)
        if getter is not None:
            found = _get(state, expr, getter, arguments)
            name = _constant_name(arguments, getter.name)
            return found if name is None else state.or_given(found, receiver[1], name)
        if expr.function.name == "copy":
            return receiver[1]
    if callee.environment and arguments:
        return _get(state, expr, Getter(), arguments)
    if path in state.vocabulary.environment_objects or path.removesuffix("()") in state.vocabulary.environment_objects:
        if arguments and arguments[0][1].constants and isinstance(arguments[0][1].constants[0], str):
            getter = Getter(default=1, default_keyword="default")
            return _get(state, expr, getter, arguments)
        return Abstract(path=f"{path}()")
    head = path.rpartition("().")[0]
    if head and head.removesuffix("()") in state.vocabulary.environment_objects and arguments:
        return _get(state, expr, Getter(default=1, default_keyword="default"), arguments)
    getter = state.vocabulary.environment_getters.get(path)
    if getter is None and not callee.closures:
        getter = state.vocabulary.environment_getters.get(f".{last}")
    if getter is not None:
        if not getter.dynamic:
            return _get(state, expr, getter, arguments)
        key = _constant_name(arguments, getter.name)
        if key is not None and names.is_setting(key, state.program.prefixes) and not _REQUESTS.search(path.rpartition(".")[0]):
            return _get(state, expr, getter, arguments)
    elif not callee.closures and callee.cls is None and arguments:
        key = _constant_name(arguments, 0)
        if (
            key is not None
            and (names.is_variable(key) or names.is_toggle(key))
            and len(arguments) <= 2
            and _GETTERISH.search(last or "")
            and not _SETTERS.search(path)
        ):
            meaning = state.vocabulary.meaning(path)
            if meaning is None:
                return _get(state, expr, Getter(default=1), arguments)
    if _CONVICT.match(path) and arguments:
        return Abstract(fields=_described(state, arguments[0][0].value))
    return _schema(state, expr, receiver, arguments, maker=_MAKERS.search(path) is not None)


def _described(state: State, expr: facts.Expr, prefix: str = "") -> dict[str, Abstract]:
    """Give the settings that records describe by the variable they are read from: ``{ mode: { env: "X" } }``."""
    found: dict[str, Abstract] = {}
    for entry in expr.entries if isinstance(expr, facts.Record) else ():
        name = None if entry.key is None else state._key(entry.key)
        if name is None or not isinstance(entry.value, facts.Record):
            continue
        variable = next((e.value for e in entry.value.entries if e.key is not None and state._key(e.key) == "env"), None)
        if isinstance(variable, facts.Literal) and isinstance(variable.value, str):
            found[f"{prefix}{name}"] = read(state, variable, variable.value)
        else:
            found.update(_described(state, entry.value, f"{prefix}{name}."))
    return found


def _constant_name(arguments: list[tuple[facts.Argument, Abstract]], index: int) -> str | None:
    if index < len(arguments):
        constants = arguments[index][1].constants
        if len(constants) == 1 and isinstance(constants[0], str):
            return constants[0]
    return None


def _is_helper(state: State, expr: facts.Call, path: str, callee: Abstract) -> bool:
    names = state.settings
    for closure in callee.closures:
        if closure.state is not state and closure.state.file.role is Role.HELPER:
            return state.file.role is not Role.HELPER and _asks_mode(state, path, closure.function.name or "")
    if callee.closures or callee.cls is not None:
        return bool(path) and names.is_helper(path) and path.rpartition(".")[2] not in state.module_functions()
    if not path:
        return False
    if expr.kind in ("command", "substitution"):
        return names.is_helper_name(path) and path != "require_cluster_mode"
    if names.is_helper(path):
        return True
    # A linked name keeps the path of its import, so an unresolved helper is known by where it would have come from.
    return False


def _asks_mode(state: State, path: str, name: str) -> bool:
    last = path.rpartition(".")[2].rpartition(":")[2]
    return (
        state.settings.is_helper_name(last)
        or state.settings.is_helper_name(name)
        or bool(re.search(r"mode|cluster|mock|live|profile", name, re.IGNORECASE))
    )


def _imported_helper(state: State, expr: facts.Call) -> bool:
    return expr.kind == "call" and state.file.role is Role.RUNTIME


def _get(state: State, expr: facts.Call, getter: Getter, arguments: list[tuple[facts.Argument, Abstract]]) -> Abstract:
    positional = [(a, v) for a, v in arguments if a.name is None]
    if getter.name >= len(positional):
        return UNKNOWN
    key = positional[getter.name][1]
    default = positional[getter.default] if getter.default is not None and getter.default < len(positional) else None
    if default is None and getter.default_keyword:
        default = next(((a, v) for a, v in arguments if a.name == getter.default_keyword), None)
    if not key.constants:
        if key.sym is not None:
            found = state._member_of_parameter(key, "$env").but(path=None, raw=getter.returns == "value")
        else:
            return UNKNOWN
    else:
        mode = [c for c in key.constants if isinstance(c, str)]
        reads = []
        for name in mode:
            spelled = name
            if getter.dynamic and not state.settings.is_variable(name):
                spelled = next((v for v in state.settings.config.variables), name)
            reads.append(read(state, expr, spelled, presence=getter.returns == "presence"))
        found = join_all(reads)
    if default is not None:
        state._default(found, default[0].value, default[1])
        found = found.but(deps=merge_deps(found.deps, default[1].deps))
    if getter.returns == "pair":
        present = Abstract(deps=found.deps)
        return Abstract(fields={"0": found, "1": present}, deps=found.deps, raw=True)
    return found


def _note_writes(
    state: State,
    expr: facts.Call,
    path: str,
    receiver: tuple[facts.Expr, Abstract] | None,
    arguments: list[tuple[facts.Argument, Abstract]],
) -> None:
    if _SETTERS.search(path) and len(arguments) >= 2:
        name = _constant_name(arguments, 0)
        if name is not None:
            state._write(name, arguments[0][0].value.span, arguments[1][0].value, arguments[1][1], expr)
    elif _UNSETTERS.search(path) and arguments and (receiver is None or receiver[1].environment or "env" in path.lower()):
        name = _constant_name(arguments, 0)
        if name is not None:
            state._write(name, arguments[0][0].value.span, None, UNKNOWN, expr)


def _note_prefix(state: State, path: str, arguments: list[tuple[facts.Argument, Abstract]]) -> None:
    """Note the prefix under which a Go settings library fills a struct."""
    if _PREFIXED.search(path) and len(arguments) == 2:
        prefix = _constant_name(arguments, 0)
        if prefix is not None:
            _prefix(state, arguments[1][1].inst, f"{prefix.upper()}_" if prefix else "")
    elif _OPTIONED.search(path) and len(arguments) == 2:
        given = (arguments[1][1].fields or {}).get("Prefix", UNKNOWN).constants
        if len(given) == 1 and isinstance(given[0], str):
            _prefix(state, arguments[0][1].inst, given[0])


def _prefix(state: State, info: ClassInfo | None, prefix: str) -> None:
    if info is not None and prefix not in info.prefixes and len(info.prefixes) < _MAX_PREFIXES:
        info.prefixes.append(prefix)
        state.program.note_change(info.state)


def _schema(
    state: State,
    expr: facts.Call,
    receiver: tuple[facts.Expr, Abstract] | None,
    arguments: list[tuple[facts.Argument, Abstract]],
    *,
    maker: bool,
) -> Abstract | None:
    """See a record of validators applied to the environment as one read per key."""
    given = any(v.environment or (v.fields and any(m.environment for m in v.fields.values())) for _, v in arguments)
    method = expr.function.name if isinstance(expr.function, facts.Attribute) else ""
    if not given and not maker:
        return _validated(method, receiver, arguments)
    entries: dict[str, facts.Entry] = {}
    schema = None if receiver is None else receiver[1].schema
    if schema is not None and (method in _PARSERS or given):
        record = _schema_record(state, receiver[0] if receiver else expr)
        entries.update(record)
    for argument, value in arguments:
        entries.update(_record_entries(state, argument.value) if value.schema is None else _schema_record(state, argument.value))
        schema = schema or value.schema
    fields: dict[str, Abstract] = {}
    if schema is not None and given and not entries:
        # The schema stands in another file.
        fields = {name: read(state, expr, name, explicit=False) for name in schema}
    if not entries and not fields:
        return None
    mapped = _mapped(arguments)
    for name, entry in entries.items():
        if name in mapped:
            fields[name] = mapped[name]
            continue
        found = read(state, entry.value, name, span=entry.key.span if entry.key else entry.value.span, explicit=False)
        default = schema_default(entry.value)
        if default is not None:
            state._default(found, default, state.expression(default))
        fields[name] = found
    result = Abstract(fields=fields)
    if method == "safeParse":
        return Abstract(fields={"data": result})
    return result if method != "validate" else Abstract(fields={**fields, "value": result})


def _mapped(arguments: list[tuple[facts.Argument, Abstract]]) -> dict[str, Abstract]:
    """Give what a schema's keys are taken from where a record says so: ``runtimeEnv: { MODE: process.env.X }``."""
    found: dict[str, Abstract] = {}
    for _, value in arguments:
        for record in (value, *(value.fields or {}).values()):
            for name, member in (record.fields or {}).items():
                if any(isinstance(token.base, Read) for token in member.deps):
                    found.setdefault(name, member)
    return found


def _validated(
    method: str, receiver: tuple[facts.Expr, Abstract] | None, arguments: list[tuple[facts.Argument, Abstract]]
) -> Abstract | None:
    """See a validator give back the record it was given: ``schema.parse({ mode: process.env.X })``."""
    if method not in _PARSERS or receiver is None or receiver[1].sym is not None or len(arguments) != 1:
        return None
    given = arguments[0][1]
    if given.fields is None or not any(value.deps for value in given.fields.values()):
        return None
    kept = Abstract(fields=given.fields)
    return Abstract(fields={"data": kept}) if method == "safeParse" else kept


def _schema_record(state: State, expr: facts.Expr) -> dict[str, facts.Entry]:
    """Find the record that a schema was built from, through names of this file."""
    found: dict[str, facts.Entry] = {}
    seen: set[str] = set()
    stack: list[facts.Expr | facts.Stmt] = [expr]
    while stack:
        node = stack.pop()
        if isinstance(node, facts.Name) and node.id not in seen:
            seen.add(node.id)
            definition = state.definition(node.id)
            if definition is not None:
                stack.append(definition)
        elif isinstance(node, facts.Record):
            found.update(_record_entries(state, node))
        elif isinstance(node, facts.Call):
            stack += [node.function, *(a.value for a in node.arguments)]
        elif isinstance(node, facts.Attribute):
            stack.append(node.object)
    return found


def _record_entries(state: State, expr: facts.Expr) -> dict[str, facts.Entry]:
    found: dict[str, facts.Entry] = {}
    if isinstance(expr, facts.Record):
        for entry in expr.entries:
            name = state._key(entry.key) if isinstance(entry.key, facts.Name | facts.Literal) else None
            if name is None:
                continue
            if isinstance(entry.value, facts.Record):
                found.update(_record_entries(state, entry.value))
            elif (
                name.isupper() and isinstance(entry.value, facts.Call | facts.Name) and not state.expression_quiet(entry.value).environment
            ):
                found[name] = entry
    return found


def schema_default(expr: facts.Expr) -> facts.Expr | None:
    """Find the default of a validator: ``z.string().default("x")``, ``str({ default: "x" })``."""
    while isinstance(expr, facts.Call):
        if isinstance(expr.function, facts.Attribute) and expr.function.name in ("default", "catch", "prefault") and expr.arguments:
            return expr.arguments[0].value
        for argument in expr.arguments:
            if isinstance(argument.value, facts.Record):
                for entry in argument.value.entries:
                    key = entry.key
                    name = key.id if isinstance(key, facts.Name) else getattr(key, "value", None)
                    if name in ("default", "devDefault"):
                        return entry.value
        expr = expr.function.object if isinstance(expr.function, facts.Attribute) else facts.Literal(expr.span, None)
    return None


def class_fields(state: State, info: ClassInfo) -> None:
    """Give a class's fields their first values: defaults, enumeration members, settings bound to the environment."""
    node = info.node
    prefix = _settings_prefix(info)
    position = 0
    for field in node.fields:
        value = UNKNOWN if field.value is None else state.expression(field.value)
        typed = UNKNOWN if field.annotation is None else boxes.declared(state, field.annotation) or state.typed(field.annotation)
        if node.kind == "enum":
            state.set_cell(info, field.name, value.but(enum=node.name, pure=True))
            position += 1
            continue
        tagged = _tagged(state, info, field, typed.inst)
        bound = None
        default: facts.Expr | None = None
        if tagged is not None:
            bound, text = tagged
            default = facts.Literal(field.span, text) if text else None
        elif info.settings:
            bound, default = _settings_variable(state, field, prefix)
        if bound is not None:
            found = read(state, field, bound, span=field.span)
            if default is not None:
                state._default(found, default, state.expression(default))
            value = state.named(found, field.span, field.name)
        else:
            value = _field_factory(state, field, value)
            value = state.named(value, field.span, field.name) if value.deps else value
        if typed.inst is not None and value.inst is None:
            value = value.but(inst=typed.inst)
        elif typed.path and value.path is None:
            value = value.but(path=typed.path)
        if value is not UNKNOWN:
            state.set_cell(info, field.name, value)
        if state.vocabulary.self_name is None:
            state.environment.vars.setdefault(field.name, value)


def _field_factory(state: State, field: facts.Field, value: Abstract) -> Abstract:
    """See through ``field(default_factory=lambda: …)`` and ``Field(default=…)``."""
    if isinstance(field.value, facts.Call) and not value.deps:
        for argument in field.value.arguments:
            if argument.name in ("default_factory", "factory"):
                return state.invoke(state.expression(argument.value), [], field.value)
            if argument.name == "default":
                return state.expression(argument.value)
    return value


def _settings_prefix(info: ClassInfo) -> str:
    for field in info.node.fields:
        if field.name == "model_config" and field.value is not None:
            for argument in getattr(field.value, "arguments", ()):
                if argument.name == "env_prefix" and isinstance(argument.value, facts.Literal):
                    return str(argument.value.value)
            for entry in getattr(field.value, "entries", ()):
                if isinstance(entry.key, facts.Literal) and entry.key.value == "env_prefix" and isinstance(entry.value, facts.Literal):
                    return str(entry.value.value)
    for stmt in info.node.body:
        if isinstance(stmt, facts.Class) and stmt.name == "Config":
            for field in stmt.fields:
                if field.name == "env_prefix" and isinstance(field.value, facts.Literal):
                    return str(field.value.value)
    for argument in info.node.keywords:
        if argument.name == "env_prefix" and isinstance(argument.value, facts.Literal):
            return str(argument.value.value)
    return ""


def _settings_variable(state: State, field: facts.Field, prefix: str) -> tuple[str | None, facts.Expr | None]:
    """Give the variable a settings field is bound to, and its default."""
    if field.name in ("model_config", "Config"):
        return None, None
    calls = [field.value] if isinstance(field.value, facts.Call) else []
    if isinstance(field.annotation, facts.Index) and isinstance(field.annotation.key, facts.Sequence):
        calls += [item for item in field.annotation.key.items if isinstance(item, facts.Call)]
    default = field.value if field.value is not None and not isinstance(field.value, facts.Call) else None
    name = None
    for call_expr in calls:
        for index, argument in enumerate(call_expr.arguments):
            if argument.name in ("alias", "validation_alias", "env"):
                names = _alias_names(state, argument.value)
                name = next((n for n in names if state.settings.is_setting(n)), names[0] if names else None)
            elif argument.name == "default" or (argument.name is None and index == 0 and call_expr is field.value):
                default = argument.value
    name = name or f"{prefix}{field.name}"
    folded = next((v for v in state.settings.config.variables if v.upper() == name.upper()), name.upper())
    if isinstance(default, facts.Opaque):
        default = None
    return folded, default


def _alias_names(state: State, expr: facts.Expr) -> list[str]:
    if isinstance(expr, facts.Call):
        return [n for argument in expr.arguments for n in _alias_names(state, argument.value)]
    if isinstance(expr, facts.Sequence):
        return [n for item in expr.items for n in _alias_names(state, item)]
    return [c for c in state.expression(expr).constants if isinstance(c, str)]


def _tagged(state: State, info: ClassInfo, field: facts.Field, inner: ClassInfo | None) -> tuple[str, str] | None:
    """Give the variable and default of a Go field: its tag names it, or a settings library composes it from a prefix and the field's name."""
    tags: dict[str, str] = dict(_TAG.findall(field.tag))
    name, *options = tags.get("env", tags.get("envconfig", "")).split(",")
    given = dict(option.strip().partition("=")[::2] for option in options)
    if not name and inner is not None and inner.node.kind == "struct":
        _prefix_inner(state, info, inner, field, tags.get("envPrefix") or given.get("prefix"))
        return None
    default = tags.get("envDefault") or tags.get("default") or given.get("default") or ""
    setting = tags.get("mapstructure", tags.get("koanf", "")).partition(",")[0]
    if not name and setting and state.settings.is_setting(setting):
        return next((v for v in state.settings.config.variables if state.settings.is_setting(setting)), setting), default
    if not name and info.prefixes and "env" not in tags and field.name[:1].isupper():
        name = "_".join(_WORD.findall(field.name)) if tags.get("split_words") == "true" else field.name
    if not name:
        return None
    composed = [f"{prefix}{name}" if "env" in tags else f"{prefix}{name}".upper() for prefix in info.prefixes]
    names = [*composed, name] if "env" in tags or "envconfig" in tags else composed
    return next((n for n in names if state.settings.is_variable(n)), names[0]), default


def _prefix_inner(state: State, info: ClassInfo, inner: ClassInfo, field: facts.Field, given: str | None) -> None:
    """Pass the prefixes of a struct on to one inside it."""
    if given is not None:
        for prefix in info.prefixes or [""]:
            _prefix(state, inner, f"{prefix}{given}")
        return
    embedded = any(base is field.annotation for base in info.node.bases)
    for prefix in info.prefixes:
        _prefix(state, inner, prefix if embedded or not prefix else f"{prefix}{field.name.upper()}_")
