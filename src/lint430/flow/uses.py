"""Where variables of given names are read, set or passed on, in code, shell commands and manifests alike; checks of forbidden names ask here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lint430 import facts
from lint430.flow.index import Index
from lint430.flow.results import Arm, Branch, CallEvent, EnvironmentRead, ExitEvent, FileFlow, Scope
from lint430.model import Span

Wanted = Callable[[str], bool]
"""Tells whether a variable's name is one that is asked for."""

_ASSIGNED = re.compile(r"(?:--(?:env|build-arg)[= ])?([A-Za-z_]\w*)=(.*)", re.DOTALL)
_PASSED = re.compile(r"(?:--(?:env|build-arg)=)?([A-Za-z_]\w*)")
_PASSING = frozenset(("-e", "--env", "--build-arg", "--passenv"))
_COMMANDS = frozenset(("env", "docker", "podman", "nerdctl", "docker-compose", "kubectl", "cross-env", "sudo", "make", "dotenv", "export"))
_LISTS = re.compile(r"(?:^|\.)(?:globalEnv|globalPassThroughEnv|passThroughEnv|env|passenv|pass_env|passEnv|environment)(?:\.\d+)?$")
_WORDS = re.compile(r"[A-Za-z_]\w*")
MAX_NESTING = 60
"""Tests nested deeper than this are not followed."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a variable is used."""

    name: str
    """The variable."""
    kind: str
    """``read``, ``set`` or ``pass``."""
    span: Span
    """Of the name, or of the read."""
    values: tuple[str, ...] = ()
    """For a set: the texts it can be, where they are known."""
    value_span: Span | None = None
    """For a set: where the value stands."""
    arms: tuple[Arm, ...] = ()
    """The branches around it."""
    scope: Scope | None = None
    """The function around it; None in a manifest."""
    where: str = ""
    """For a manifest: what holds it."""


def uses(flow: FileFlow, wanted: Wanted) -> list[Use]:
    """List the uses in source order, one per place; a read that only makes the run fail where the variable is set is none."""
    found: list[Use] = [
        *_in_manifest(flow, wanted),
        *_reads(flow, wanted),
        *_writes(flow, wanted),
        *(_syntax(flow, flow.once(_settings), wanted) if any(map(wanted, flow.once(_mentioned))) else ()),
    ]
    found.sort(key=lambda u: (u.span.line, u.span.column, u.kind != "set"))
    kept: dict[tuple[int, str], Use] = {}
    for use in found:
        key = (use.span.line, use.name)
        known = kept.get(key)
        if (
            known is None
            or (known.kind != "set" and use.kind == "set")
            or (known.kind == use.kind == "set" and use.values and not known.values)
        ):
            kept[key] = use
    return list(kept.values())


# --- code ------------------------------------------------------------------------------------------------------------------------


def _reads(flow: FileFlow, wanted: Wanted) -> Iterator[Use]:
    for read in flow.reads:
        if wanted(read.name) and not (_removes(flow, read) or _enforced(flow, read)):
            yield Use(read.name, "read", read.span, arms=read.arms, scope=read.scope)


def _removes(flow: FileFlow, read: EnvironmentRead) -> bool:
    """Tell whether a read is the result, thrown away, of removing the variable: ``os.environ.pop("X", None)``."""
    node = read.node
    if not (isinstance(node, facts.Call) and isinstance(node.function, facts.Attribute) and node.function.name == "pop"):
        return False
    return isinstance(flow.once(Index).parents.get(id(node)), facts.Evaluate)


def _writes(flow: FileFlow, wanted: Wanted) -> Iterator[Use]:
    for write in flow.writes:
        if write.value is not None and wanted(write.name):
            expr = write.value.expr
            texts = tuple(c for c in write.value.constants if isinstance(c, str))
            if write.node is expr and texts and all(_is_prose(text) for text in texts):
                continue
            yield Use(write.name, "set", write.span, texts, None if expr is None else expr.span, write.arms, write.scope)


def _is_prose(text: str) -> bool:
    """Tell whether a record's text under a name documents the name."""
    return not text.startswith("-") and len(text.split()) > 1


def _settings(flow: FileFlow) -> list[facts.Node]:
    """List the nodes of a file that may set a variable without a write event."""
    index = flow.once(Index)
    return [*index.of(facts.Assign), *index.of(facts.Sequence), *index.of(facts.Record), *index.of(facts.Call)]


def _mentioned(flow: FileFlow) -> set[str]:
    """Name what those nodes may set or pass on, whoever asks for it: a name that is nowhere among them is in none of the uses they show."""
    found: set[str] = set()

    def note(name: str) -> bool:
        found.add(name)
        return False

    for _ in _syntax(flow, flow.once(_settings), note):
        pass
    return found


def _syntax(flow: FileFlow, nodes: list[facts.Node], wanted: Wanted, *, shell: bool | None = None) -> Iterator[Use]:
    """See what is no write event: records of variables, shell assignments, variables on command lines."""
    shell = flow.module.language == "bash" if shell is None else shell
    for node in nodes:
        match node:
            case facts.Call():
                command = node.kind in ("command", "substitution")
                for argument in node.arguments:
                    if argument.name is not None and wanted(argument.name) and ((texts := _texts(flow, argument.value)) or command):
                        yield Use(argument.name, "set", argument.value.span, texts, argument.value.span)
                if command:
                    yield from _command(flow, node, wanted)
                match node.function:
                    case facts.Name(id="append") | facts.Attribute(name="append"):
                        yield from _listed(flow, tuple(a.value for a in node.arguments), wanted)
                    case _:
                        pass
            case facts.Assign(target=facts.Name(id=name), value=value) if shell and value is not None and wanted(name):
                yield Use(name, "set", node.target.span, _texts(flow, value), value.span)
            case facts.Assign(target=facts.Index(key=facts.Literal(value=str() as name)) | facts.Attribute(name=name), value=value) if (
                value is not None and wanted(name)
            ):
                # A copy of the environment that is handed to a process: `env["X"] = …`.
                yield Use(name, "set", node.target.span, _texts(flow, value), value.span)
            case facts.Sequence():
                yield from _listed(flow, node.items, wanted)
            case facts.Record() if node.type is None:
                for entry in node.entries:
                    key = entry.key
                    written = key.value if isinstance(key, facts.Literal) else key.id if isinstance(key, facts.Name) else None
                    if key is None or not isinstance(written, str) or not wanted(written):
                        continue
                    texts = tuple(t for t in _texts(flow, entry.value) if not _is_prose(t))
                    if texts:
                        yield Use(written, "set", key.span, texts, entry.value.span)


def _listed(flow: FileFlow, items: tuple[facts.Expr, ...], wanted: Wanted) -> Iterator[Use]:
    """See a process's environment as a list: ``append(os.Environ(), "X=1")``."""
    for item in items:
        match = _ASSIGNED.fullmatch(_head(item) or "")
        if match and wanted(match[1]) and not re.search(r"\s", match[2]):
            yield Use(
                match[1], "set", item.span, (match[2],) if isinstance(item, facts.Literal) else _tail(flow, item, match[2]), item.span
            )


def _command(flow: FileFlow, call: facts.Call, wanted: Wanted) -> Iterator[Use]:
    if not isinstance(call.function, facts.Name) or call.function.id.rpartition("/")[2] not in _COMMANDS:
        return
    passing = call.function.id == "export"
    for argument in call.arguments:
        word = argument.value
        head = _head(word)
        if head is not None and (match := _ASSIGNED.fullmatch(head)) and wanted(match[1]):
            literal = isinstance(word, facts.Literal)
            yield Use(match[1], "set", word.span, (match[2].strip("'\""),) if literal else _tail(flow, word, match[2]), word.span)
        elif head is not None and (match := _PASSED.fullmatch(head)) and wanted(match[1]) and (passing or head.startswith("-")):
            yield Use(match[1], "pass", word.span)
        passing = (head in _PASSING) or call.function.id == "export"


def _head(word: facts.Expr) -> str | None:
    if isinstance(word, facts.Combine) and word.parts:
        word = word.parts[0]
    return word.value if isinstance(word, facts.Literal) and isinstance(word.value, str) else None


def _tail(flow: FileFlow, word: facts.Expr, begin: str) -> tuple[str, ...]:
    """Give what follows ``X=`` in a word of two parts."""
    if begin == "" and isinstance(word, facts.Combine) and len(word.parts) == 2:
        return _texts(flow, word.parts[1])
    return ()


def _texts(flow: FileFlow, expr: facts.Expr) -> tuple[str, ...]:
    constants = (expr.value,) if isinstance(expr, facts.Literal) else flow.value(expr).constants
    return tuple(c for c in constants if isinstance(c, str))


# --- manifests -------------------------------------------------------------------------------------------------------------------


def _in_manifest(flow: FileFlow, wanted: Wanted) -> Iterator[Use]:
    module = flow.module
    for setting in module.settings:
        if wanted(setting.name):
            kind = "pass" if setting.value is None and setting.value_span is None else "set"
            texts = () if setting.value is None else (setting.value,)
            yield Use(setting.name, kind, setting.span, texts, setting.value_span, where=setting.where)
    for option in module.options:
        if isinstance(option.value, str) and _LISTS.search(option.key):
            for word in _WORDS.findall(option.value):
                if wanted(word):
                    yield Use(word, "pass", option.span, where="other")
    for script in module.scripts:
        yield from _script(flow, script.module, wanted)


def _script(flow: FileFlow, module: facts.Module, wanted: Wanted) -> Iterator[Use]:
    """See a command line, whose own assignments come first; a failing guard around a read is enforcement."""
    guards: list[Span] = []
    nodes = module.nodes()
    for node in nodes:
        match node:
            case facts.If() if _truth(node.test, lambda e: _names(e, wanted)) is not None and _fails_in(
                node.body if _truth(node.test, lambda e: _names(e, wanted)) else node.orelse
            ):
                guards.append(node.span)
            case facts.Logic() if _truth(node.left, lambda e: _names(e, wanted)) is (node.operator == "and") and _fails_in((node.right,)):
                guards.append(node.span)
    targets = {id(n.target) for n in nodes if isinstance(n, facts.Assign)}
    yield from _syntax(flow, nodes, wanted, shell=True)
    for node in nodes:
        if isinstance(node, facts.Name) and id(node) not in targets and wanted(node.id) and not any(g.contains(node.span) for g in guards):
            yield Use(node.id, "read", node.span, where="other")


def _names(expr: facts.Expr, wanted: Wanted) -> bool:
    return any(isinstance(n, facts.Name) and wanted(n.id) for n in facts.walk([expr]))


def _fails_in(nodes: tuple[facts.Expr | facts.Stmt, ...]) -> bool:
    for node in facts.walk(list(nodes)):
        if isinstance(node, facts.Raise):
            return True
        if (
            isinstance(node, facts.Call)
            and isinstance(node.function, facts.Name)
            and node.function.id in ("exit", "false", "die", "fail", "abort")
        ):
            status = node.arguments[0].value if node.arguments else None
            return not (isinstance(status, facts.Literal) and str(status.value) == "0")
    return False


# --- enforcement -----------------------------------------------------------------------------------------------------------------


def _enforced(flow: FileFlow, read: EnvironmentRead) -> bool:
    """Tell whether a variable is read only to fail where it is set."""
    for call in flow.calls:
        if call.meaning is not None and call.meaning.kind == "assert" and any(read in v.reads for v in (*call.arguments, *call.subjects)):
            return True
    deciding = [b for b in flow.branches if read in b.condition.reads]
    return bool(deciding) and any(_fails_when_set(flow, branch, read) for branch in deciding)


def _fails_when_set(flow: FileFlow, branch: Branch, read: EnvironmentRead) -> bool:
    node = branch.node
    if isinstance(node, facts.If):
        index = _arm_when_set(node, lambda e: read in flow.value(e).reads)
    elif isinstance(node, facts.Logic):
        truth = _truth(node.left, lambda e: read in flow.value(e).reads)
        index = 1 if truth is (node.operator == "and") else None
    else:
        return False
    if index is None:
        return False
    events: list[CallEvent | ExitEvent] = [*flow.calls, *flow.exits]
    return any(_fails(e) for e in events if any(a.branch is branch and a.index == index for a in e.arms))


def _arm_when_set(node: facts.If, about: Callable[[facts.Expr], bool]) -> int | None:
    index = 0
    link = node
    while True:
        truth = _truth(link.test, about)
        if truth:
            return index
        index += 1
        if truth is None or not link.orelse:
            return None
        following = link.orelse[0]
        if not (isinstance(following, facts.If) and following.chained):
            return index
        link = following


def _fails(event: CallEvent | ExitEvent) -> bool:
    if isinstance(event, ExitEvent):
        return event.kind == "raise"
    if event.meaning is not None and event.meaning.kind == "exit":
        status = event.arguments[0].constants if event.arguments else (0,)
        return 0 not in status and "0" not in status
    return (event.meaning is not None and event.meaning.kind == "fail") or bool(event.effects & {"fail", "exit"})


def _truth(expr: facts.Expr, about: Callable[[facts.Expr], bool], depth: int = 0) -> bool | None:
    """Tell how a test comes out when the variable that it is about is set to something; None when that is open or it is about something else."""
    if depth > MAX_NESTING:
        return None
    match expr:
        case facts.Not():
            inner = _truth(expr.operand, about, depth + 1)
            return None if inner is None else not inner
        case facts.Cast():
            return _truth(expr.value, about, depth + 1)
        case facts.Logic(operator="and" | "or"):
            sides = [s for s in (_truth(expr.left, about, depth + 1), _truth(expr.right, about, depth + 1)) if s is not None]
            return sides[0] if sides and all(s is sides[0] for s in sides) else None
        case facts.Compare():
            asked = next((side for side in (expr.left, expr.right) if about(side)), None)
            if asked is None:
                return (expr.operator == "in") if about(expr) and expr.operator in ("in", "not in") else None
            other = expr.right if asked is expr.left else expr.left
            empty = isinstance(other, facts.Literal) and other.value in ("", None)
            if expr.operator in ("==", "is", "in", "match"):
                return not empty
            return empty if expr.operator in ("!=", "is not") else (True if expr.operator == ">" else None)
        case _:
            return True if about(expr) else None
