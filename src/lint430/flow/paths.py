"""What a call says by its path alone, worked out once for each path: most calls are nothing that flow has to look into."""

from __future__ import annotations

from dataclasses import dataclass

from lint430.flow import boxes, options, sources
from lint430.flow.naming import Names, last_part
from lint430.flow.values import Abstract
from lint430.languages import Meaning, Vocabulary

PARTIALS = frozenset(("functools.partial", "functools.partialmethod"))
NAMESPACES = frozenset(
    ("types.SimpleNamespace", "argparse.Namespace", "collections.namedtuple()", "dict", "flask.Config", "box.Box", "munch.Munch")
)
ATTRIBUTE_SETTERS = frozenset(("setattr", "object.__setattr__"))
ADDERS = frozenset(("append", "appendleft", "add", "push", "unshift", "insert"))
CONTAINERS = frozenset(
    (
        *("new Map", "Map", "new Proxy", "Proxy", "dict", "Object.freeze", "types.MappingProxyType"),
        *("new Set", "Set", "frozenset", "set", "tuple", "list"),
    )
)
"""What gives back what it is given, as a container of another kind."""
_METHODS = ADDERS | {"get", "Get", "pop", "update", "setdefault"}
_CALLS = PARTIALS | NAMESPACES | ATTRIBUTE_SETTERS | CONTAINERS | {"super", "send", "receive", "getattr"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a path and a method's name say of a call, whatever it is given."""

    meaning: Meaning | None
    """What it is to a test, unless it is known code."""
    reads: bool
    """Whether :func:`lint430.flow.sources.call` has to look at it for its path."""
    boxes: bool
    """Likewise :func:`lint430.flow.boxes.used` and :func:`lint430.flow.boxes.made`."""
    options: bool
    """Likewise :func:`lint430.flow.options.call`."""
    hands_on: bool
    """Whether it may convert, select, call or give back what it is given."""


class Paths:
    """The paths of one language under one configuration."""

    def __init__(self, words: Vocabulary, names: Names) -> None:
        self._words = words
        self._names = names
        self._known: dict[tuple[str, str], Said] = {}
        self._plain: dict[str, bool] = {}
        self._outside: dict[str, Abstract] = {}

    def said(self, path: str, method: str) -> Said:
        """Tell what a call says by its path and, for a method's, the name it is called by."""
        known = self._known.get((path, method))
        if known is None:
            known = self._known[path, method] = Said(
                self._words.meaning(path) if path else None,
                sources.asks(self._words, self._names, path),
                boxes.asks(path, method),
                options.asks(path, method),
                _hands_on(self._words, path, method),
            )
        return known

    def is_plain(self, path: str) -> bool:
        """Tell whether an outside path is a plain value: a status code, an error to compare with."""
        known = self._plain.get(path)
        if known is None:
            pattern = self._words.plain_values
            known = self._plain[path] = pattern is not None and pattern.search(path) is not None
        return known

    def outside(self, path: str) -> Abstract:
        """Give the value of which only its path is known, the same one each time."""
        known = self._outside.get(path)
        if known is None:
            known = self._outside[path] = Abstract(path=path, environment=path in self._words.environment_maps, pure=self.is_plain(path))
        return known


def _hands_on(words: Vocabulary, path: str, method: str) -> bool:
    last = last_part(path) if path else method
    stripped = path.replace("()", "")
    by_path = (words.loaders, words.mergers, words.gatherers, words.racers, words.wrappers, words.callers, words.late, words.predicates)
    return (
        path in _CALLS
        or method in _METHODS
        or path in words.conversions
        or last in words.conversions
        or any(path in named or f".{last}" in named for named in by_path)
        or stripped in words.wrappers
        or any(method in named for named in (words.mappers, words.continuations, words.passing, words.conversion_methods))
    )
