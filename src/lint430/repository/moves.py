"""Which deleted file a new one continues, where git was not told that it moved. Values only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from functools import partial
from itertools import takewhile
from pathlib import PurePosixPath

from lint430.repository.changes import lines_of

_SIMILAR = 0.5
"""The share of lines that two files have in common at least; git's search for renames asks for as much."""
_MOST = 100_000
"""Pairs of files whose lines are compared; git gives up at some number, too."""


def origins(new: Mapping[str, bytes], gone: Mapping[str, bytes]) -> dict[str, str]:
    """Give the old path of each new file that continues a deleted one: the same content, else the most similar of the same name, else of the same ending."""
    found: dict[str, str] = {}
    left = {path for path, content in gone.items() if content}
    same = defaultdict(list)
    for old in sorted(left):
        same[(ending(old), gone[old])].append(old)
    for path, content in sorted(new.items()):
        alike = [old for old in same.get((ending(path), content), ()) if old in left]
        if alike:
            found[path] = max(alike, key=partial(_common, path))
            left.remove(found[path])
    lines = {path: Counter(lines_of(content)) for path, content in gone.items() if path in left}
    for trait in (_name, ending):
        _add_similar(found, {path: new[path] for path in sorted(new) if path not in found}, left, lines, trait)
    return found


def ending(path: str) -> str:
    """Give the ending of a file's name, with its dot; a file does not move to another one."""
    return PurePosixPath(path).suffix


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _common(one: str, other: str) -> int:
    """Count the parts of two paths that are the same, from the name upwards."""
    pairs = zip(one.split("/")[::-1], other.split("/")[::-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _add_similar(
    found: dict[str, str], new: Mapping[str, bytes], left: set[str], lines: Mapping[str, Counter[bytes]], trait: Callable[[str], str]
) -> None:
    """Add the most similar of those that share a trait, and take them from what is left."""
    groups = defaultdict(list)
    for old in sorted(left):
        groups[trait(old)].append(old)
    if sum(len(groups[trait(path)]) for path in new) > _MOST:
        return
    for path, content in new.items():
        own = Counter(lines_of(content))
        shares = [(_share(lines[old], own), old) for old in groups[trait(path)] if old in left]
        share, old = max(shares, default=(0.0, ""))
        if share >= _SIMILAR:
            found[path] = old
            left.remove(old)


def _share(before: Counter[bytes], after: Counter[bytes]) -> float:
    return 2 * (before & after).total() / (before.total() + after.total()) if before and after else 0.0
