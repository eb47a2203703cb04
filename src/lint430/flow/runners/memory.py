"""What a way through a script has left behind: variables, options, traps, output."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lint430 import shell
from lint430.flow.runners.texts import UNKNOWN
from lint430.model import Span


@dataclass(frozen=True, slots=True)
class Variable:
    """What a variable holds."""

    value: str | tuple[str, ...] | None
    exported: bool = False
    resolved: bool = False
    """Whether it comes from the mode helper."""
    modal: bool = False
    """Whether it comes from the mode, resolved or not."""
    place: Span | None = None
    """Where it was last given a value."""


@dataclass(slots=True)
class State:
    """What a way through the script has left behind."""

    variables: dict[str, Variable] = field(default_factory=dict)
    options: frozenset[str] = frozenset()
    functions: dict[str, tuple[shell.Function, str]] = field(default_factory=dict)
    traps: dict[str, tuple[str, Span]] = field(default_factory=dict)
    status: int | None = 0
    pipe: tuple[int | None, ...] = ()
    background: int | None = 0
    suite_at: Span | None = None
    """Where the suite ran, in a world where it fails."""
    swallowed_at: Span | None = None
    """What first kept the suite's failure from ending the script."""
    helper_at: Span | None = None
    """Where the mode helper was called, in a world where it fails."""
    hidden_at: Span | None = None
    """Where the mode helper's failure was lost."""
    asked: Span | None = None
    relaxed_at: Span | None = None
    """The last ``set +e``."""

    def copy(self) -> State:
        """Give a copy for another way."""
        return replace(self, variables=dict(self.variables), functions=dict(self.functions), traps=dict(self.traps))


@dataclass(frozen=True, slots=True)
class Piece:
    """Something written at once."""

    text: str
    place: Span
    sure: bool
    order: int
    own: bool


@dataclass(slots=True, eq=False)
class Sink:
    """Where output goes."""

    to: str
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Condition:
    """A condition under which commands run."""

    place: Span
    asks_mode: bool
    """Whether the mode decides it."""


def whole(sink: Sink) -> str:
    """Give what a sink took in; of several ways, nobody knows which."""
    if all(piece.sure for piece in sink.pieces):
        return "".join(piece.text for piece in sink.pieces)
    ways = {piece.text for piece in sink.pieces}
    return ways.pop() if len(ways) == 1 else UNKNOWN


def joined(first: State, second: State) -> State:
    """Give what two ways have in common."""
    variables: dict[str, Variable] = {}
    for name in dict.fromkeys((*first.variables, *second.variables)):
        one, two = first.variables.get(name), second.variables.get(name)
        if one is None or two is None or one.value != two.value:
            known = one or two
            place = None if known is None else known.place
            exported = any(v is not None and v.exported for v in (one, two))
            resolved = any(v is not None and v.resolved for v in (one, two))
            modal = any(v is not None and v.modal for v in (one, two))
            lists = [v.value for v in (one, two) if v is not None and isinstance(v.value, tuple)]
            variables[name] = Variable(_longest(lists) if lists else UNKNOWN, exported, resolved, modal, place)
        else:
            variables[name] = replace(one, exported=one.exported or two.exported, resolved=one.resolved or two.resolved)
    return replace(
        first,
        variables=variables,
        options=first.options & second.options,
        functions={**second.functions, **first.functions},
        traps={**second.traps, **first.traps},
        status=first.status if first.status == second.status else None,
        suite_at=first.suite_at if second.suite_at is not None else None,
        swallowed_at=first.swallowed_at or second.swallowed_at,
        helper_at=first.helper_at or second.helper_at,
        hidden_at=first.hidden_at or second.hidden_at,
        asked=first.asked or second.asked,
        relaxed_at=first.relaxed_at or second.relaxed_at,
    )


def _longest(lists: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Give an array that is one of several: what it may hold, of unknown length."""
    longest = max(lists, key=len)
    return (*(() if any(not one for one in lists) else longest), UNKNOWN)
