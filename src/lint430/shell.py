"""The facts of a shell script as the shell runs it: commands with their words, lists, pipelines, redirections, tests.

:mod:`lint430.facts` says where values flow; this tree keeps what that leaves out: the order of steps, exit statuses, what goes where.
Positions are those of the facts. The set of nodes is closed.
"""

from __future__ import annotations

from dataclasses import dataclass

from lint430.model import Span

# --- words -----------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class Text:
    """Literal text, escapes resolved."""

    text: str
    quoted: bool = False


@dataclass(slots=True, eq=False)
class Expand:
    """``$X``, ``${X:-y}``, ``${X[@]}``, ``${!X}``, ``${#X}``."""

    span: Span
    name: str
    index: str | None = None
    """The text between brackets; ``@`` and ``*`` for the whole array."""
    prefix: str = ""
    """``!`` (the variable that it names) or ``#`` (its length)."""
    operator: str = ""
    """``:-``, ``=``, ``:?``, ``+``, ``%%``, ``//``, ``,,``, ``:`` …"""
    operands: tuple[Word, ...] = ()
    """What follows the operator; two for a replacement."""
    quoted: bool = False


@dataclass(slots=True, eq=False)
class Substitute:
    """``$(…)`` or a process substitution."""

    span: Span
    body: tuple[Node, ...]
    kind: str = "$("
    """``$(``, ``<(`` or ``>(``."""
    quoted: bool = False


@dataclass(slots=True, eq=False)
class Calculate:
    """``$((…))``."""

    span: Span
    inside: Word
    """What stands between the parentheses, expansions read."""
    quoted: bool = False


Part = Text | Expand | Substitute | Calculate


@dataclass(slots=True, eq=False)
class Word:
    """One word; several parts are joined."""

    span: Span
    parts: tuple[Part, ...] = ()


# --- commands --------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class Set:
    """An assignment: alone, before a command, or given to ``export``, ``local`` and the like."""

    span: Span
    name: str
    value: Word | tuple[Word, ...]
    """Several words for an array."""
    appends: bool = False
    index: str | None = None


@dataclass(slots=True, eq=False)
class Simple:
    """A simple command; without words, only assignments."""

    span: Span
    words: tuple[Word | Set, ...] = ()
    """A :class:`Set` only after ``export``, ``local``, ``declare``, ``readonly``."""
    sets: tuple[Set, ...] = ()
    """Assignments before the command."""


@dataclass(slots=True, eq=False)
class Test:
    """``[[ … ]]`` or ``[ … ]``: operators as text, operands as words, in order."""

    span: Span
    tokens: tuple[Word | str, ...]


@dataclass(slots=True, eq=False)
class Calculation:
    """``(( … ))``."""

    span: Span
    inside: Word
    """What stands between the parentheses, expansions read."""


@dataclass(slots=True, eq=False)
class Negation:
    """``! command``."""

    span: Span
    body: Node


@dataclass(slots=True, eq=False)
class AndOr:
    """Commands joined by ``&&`` and ``||``."""

    span: Span
    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(slots=True, eq=False)
class Pipeline:
    """Commands joined by pipes."""

    span: Span
    commands: tuple[Node, ...]


@dataclass(slots=True, eq=False)
class Background:
    """``command &``."""

    span: Span
    body: Node


@dataclass(slots=True, eq=False)
class Redirect:
    """One redirection."""

    span: Span
    operator: str
    """``>``, ``>>``, ``>&``, ``&>``, ``<``, ``<<`` (a here-document), ``<<<``."""
    target: Word
    """The file, the descriptor, or the text given."""
    descriptor: str = ""
    """As written before the operator; empty for the usual one."""


@dataclass(slots=True, eq=False)
class Redirected:
    """A command with redirections."""

    span: Span
    body: Node | None
    redirects: tuple[Redirect, ...]


@dataclass(slots=True, eq=False)
class Group:
    """``{ … }`` or ``( … )``."""

    span: Span
    body: tuple[Node, ...]
    subshell: bool = False


@dataclass(slots=True, eq=False)
class Arm:
    """One condition of an ``if`` with what it guards."""

    span: Span
    """Of the condition; of the word ``else`` where there is none."""
    test: tuple[Node, ...] | None
    body: tuple[Node, ...]


@dataclass(slots=True, eq=False)
class If:
    """``if``, its ``elif`` and its ``else``, in order."""

    span: Span
    arms: tuple[Arm, ...]


@dataclass(slots=True, eq=False)
class For:
    """``for x in words``; ``None`` for the positional parameters."""

    span: Span
    variable: str
    words: tuple[Word, ...] | None
    body: tuple[Node, ...]


@dataclass(slots=True, eq=False)
class While:
    """``while`` and ``until``; without a test, a loop of unknown length."""

    span: Span
    test: tuple[Node, ...]
    body: tuple[Node, ...]
    until: bool = False


@dataclass(slots=True, eq=False)
class Choice:
    """One arm of a ``case``."""

    span: Span
    patterns: tuple[Word, ...]
    body: tuple[Node, ...]
    falls_through: bool = False


@dataclass(slots=True, eq=False)
class Case:
    """``case … in``."""

    span: Span
    subject: Word
    choices: tuple[Choice, ...]


@dataclass(slots=True, eq=False)
class Function:
    """A function definition."""

    span: Span
    name: str
    body: Node


Node = Simple | Test | Calculation | Negation | AndOr | Pipeline | Background | Redirected | Group | If | For | While | Case | Function


def words_of(nodes: tuple[Node, ...]) -> list[Word]:
    """List every word below some commands, those inside substitutions and operands included, in source order."""
    return [item for item in _walk(nodes) if isinstance(item, Word)]


def commands_of(nodes: tuple[Node, ...]) -> list[Node]:
    """List some commands and every command below them, in source order."""
    return [item for item in _walk(nodes) if isinstance(item, Node)]


def _walk(nodes: tuple[Node, ...]) -> list[object]:
    found: list[object] = []
    stack: list[object] = list(reversed(nodes))
    while stack:
        item = stack.pop()
        found.append(item)
        stack.extend(reversed(_below(item)))
    return found


def _below(item: object) -> list[object]:
    match item:
        case Word():
            return list(item.parts)
        case Expand():
            return list(item.operands)
        case Substitute() | Group():
            return list(item.body)
        case Calculate() | Calculation():
            return [item.inside]
        case Set():
            return [item.value] if isinstance(item.value, Word) else list(item.value)
        case Simple():
            return [*item.sets, *item.words]
        case Test():
            return [token for token in item.tokens if isinstance(token, Word)]
        case Negation() | Background() | Function():
            return [item.body]
        case AndOr():
            return [item.first, *(node for _, node in item.rest)]
        case Pipeline():
            return list(item.commands)
        case Redirected():
            return [*([] if item.body is None else [item.body]), *(r.target for r in item.redirects)]
        case If():
            return [node for arm in item.arms for node in (*(arm.test or ()), *arm.body)]
        case For():
            return [*(item.words or ()), *item.body]
        case While():
            return [*item.test, *item.body]
        case Case():
            return [item.subject, *(node for choice in item.choices for node in (*choice.patterns, *choice.body))]
        case _:
            return []
