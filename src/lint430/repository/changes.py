"""What a change did to files: which lines are new, where the others stood before, what stood there instead. Values only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch of lines that was replaced; lines count from 0 here."""

    old: int
    """Where it began before."""
    removed: tuple[bytes, ...]
    """The lines that stood there, without their ends."""
    new: int
    """Where it begins now."""
    added: tuple[bytes, ...]
    """The lines that stand there now."""


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one file."""

    old: str | None
    """Its path before; None for a new one."""
    new: str | None
    """Its path now; None for a deleted one."""
    edits: tuple[Edit, ...] = ()
    """What was replaced, from top to bottom; nothing for a file that is new as a whole and has no known lines."""
    has_lines: bool = True
    """False where the lines are not known: binary as far as git is concerned."""
    old_mode: str = ""
    """The mode before, such as ``100755``, where it is known."""
    blob: str = ""
    """The name of git's object with the content before, where there is one."""
    kept: tuple[tuple[int, bytes], ...] = ()
    """The lines around that stand there still, each with its place now."""


class Changes:
    """Everything that one change did."""

    def __init__(self, changes: Iterable[Change]) -> None:
        """Take what happened to each file."""
        self.all: Sequence[Change] = tuple(changes)
        self._by_path = {change.new: change for change in self.all if change.new is not None}

    def covers(self, path: str, line: int) -> bool:
        """Tell whether a line, from 1, is new or was changed; every line of a new file is."""
        change = self._by_path.get(path)
        if change is None:
            return False
        return change.old is None or any(edit.new < line <= edit.new + len(edit.added) for edit in change.edits)

    def edited(self, path: str) -> bool:
        """Tell whether a file is new or has other lines than before."""
        change = self._by_path.get(path)
        return change is not None and (change.old is None or bool(change.edits))

    def origin(self, path: str, line: int) -> tuple[str, int]:
        """Give the path and the line, from 1, that a line had before; for one that is not new."""
        change = self._by_path.get(path)
        if change is None or change.old is None:
            return path, line
        above = [edit for edit in change.edits if edit.new + len(edit.added) < line]
        return change.old, line + sum(len(edit.removed) - len(edit.added) for edit in above)


def compared(old: bytes, new: bytes) -> tuple[Edit, ...]:
    """Find the edits between two contents, where nobody else says."""
    import difflib

    before, after = lines_of(old), lines_of(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=len(before) > 5_000)
    return tuple(
        Edit(first, tuple(before[first:last]), start, tuple(after[start:end]))
        for kind, first, last, start, end in matcher.get_opcodes()
        if kind != "equal"
    )


def reverted(content: bytes, edits: Sequence[Edit]) -> bytes:
    """Give what a content was before the edits; line ends as they were."""
    pieces = content.split(b"\n")
    last = pieces.pop()
    lines = [piece + b"\n" for piece in pieces] + ([last] if last else [])
    found: list[bytes] = []
    at = 0
    for edit in edits:
        found += lines[at : edit.new]
        found += [line + b"\n" for line in edit.removed]
        at = edit.new + len(edit.added)
    return b"".join([*found, *lines[at:]])


def lines_of(content: bytes) -> list[bytes]:
    """Split a content as a patch does: at LF, which no line keeps."""
    lines = content.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return lines
