"""Reads unified diffs, git's and plain ones, as data: never applied, never trusted."""

from __future__ import annotations

import os
import posixpath
import re
from dataclasses import dataclass, field

from lint430.repository.changes import Change, Edit

_HUNK = re.compile(rb"@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@")
_PAIRS = {(b"a", b"b"), (b"i", b"w"), (b"c", b"i"), (b"c", b"w"), (b"o", b"w"), (b"1", b"2"), (b"b", b"a"), (b"w", b"i"), (b"old", b"new")}
"""The prefixes that tools put before the two names of a file; git's ``diff.mnemonicPrefix`` has most of them."""
_FIRSTS = {first for first, _ in _PAIRS} - {b"old", b"new"}
_ESCAPE = re.compile(rb'\\([0-7]{3}|[abfnrtv"\\])')
_ESCAPED = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v", b'"': b'"', b"\\": b"\\"}
_NOWHERE = b"/dev/null"
_QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')
_COMMIT = re.compile(rb"(?:commit|From) [0-9a-f]{40,64}\b")
"""How a commit begins in what ``git log`` and ``git format-patch`` write, which show no diff of a merge without conflicts."""
_SUBMODULE = re.compile(rb"Submodule \S+ ")
"""How ``diff.submodule`` makes git tell of a submodule."""
_COLOR = re.compile(rb"\x1b\[[0-9;]*[mK]")
_COLORED = re.compile(rb"^(?:\x1b\[[0-9;]*m)+(?:diff --git|---) ", re.MULTILINE)
"""The name of a file as git writes it with ``color.ui = always``."""
_TIMELESS = re.compile(rb"(?:1970-01-01|1969-12-31) ")


class PatchError(Exception):
    """A patch that cannot be read; the message says where and why."""


@dataclass(slots=True)
class _Section:
    """One file of a patch as it is written."""

    header: bytes = b""
    """What follows ``diff --git``."""
    old: bytes | None = None
    new: bytes | None = None
    moved_from: bytes | None = None
    moved_to: bytes | None = None
    copied: bool = False
    created: bool = False
    deleted: bool = False
    timeless: tuple[bool, bool] = (False, False)
    """Whether a plain diff dates the two sides at the beginning of time: so it marks one that is not there."""
    old_mode: bytes = b""
    blob: bytes = b""
    has_lines: bool = True
    edits: list[Edit] = field(default_factory=list)
    kept: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def is_created(self) -> bool:
        """Tell whether the old side is not there; a file can be that old and yet hold lines."""
        return self.created or (self.timeless[0] and not self.kept and not any(edit.removed for edit in self.edits))

    @property
    def is_deleted(self) -> bool:
        """Tell whether the new side is not there."""
        return self.deleted or (self.timeless[1] and not self.kept and not any(edit.added for edit in self.edits))

    @property
    def is_idle(self) -> bool:
        """Tell whether nothing happened: git so lists a file whose times alone changed."""
        told = self.old or self.moved_from or self.created or self.deleted or self.old_mode or self.blob
        return self.has_lines and not self.edits and not told


def parse(data: bytes) -> list[Change]:
    """Give what a patch changes; nothing for an empty one, and for a commit without changes. Raises :class:`PatchError`."""
    return [change for commit in series(data) for change in commit]


def series(data: bytes) -> list[list[Change]]:
    """Give what each commit of a patch changes, in the order they are written. Raises :class:`PatchError`."""
    if _COLORED.search(data):
        data = _COLOR.sub(b"", data)
    commits = _Reader(data).commits()
    sections = [section for commit in commits for section in commit]
    if not sections and data.strip() and not (_COMMIT.match(data) or _SUBMODULE.match(data)):
        raise PatchError("it holds no unified diff")
    bare = _is_bare(sections)
    return [[_change(section, bare) for section in commit if not section.is_idle] for commit in commits]


class _Reader:
    """Goes through the lines of a patch; prose between the files is skipped."""

    def __init__(self, data: bytes) -> None:
        self._lines = data.split(b"\n")
        self._at = 0
        self._found: list[list[_Section]] = [[]]

    def commits(self) -> list[list[_Section]]:
        current: _Section | None = None
        while self._at < len(self._lines):
            line = self._lines[self._at].rstrip(b"\r")
            following = self._lines[self._at + 1] if self._at + 1 < len(self._lines) else b""
            self._at += 1
            if line.startswith(b"diff --git "):
                current = self._begin(_Section(line[11:]))
            elif line.startswith((b"diff --cc ", b"diff --combined ")):
                raise PatchError(f"line {self._at}: a combined diff has several old sides; make one against a single commit")
            elif line.startswith(b"--- ") and following.startswith(b"+++ "):
                if current is None or current.old is not None or current.edits:
                    current = self._begin(_Section())
                (current.old, before), (current.new, after) = _name(line[4:]), _name(following.rstrip(b"\r")[4:])
                current.timeless = before, after
                self._at += 1
            elif _COMMIT.match(line):
                current = None
                self._found.append([])
            elif line.startswith(b"@@ "):
                if current is None or current.old is None:
                    raise PatchError(f"line {self._at}: a hunk without the names of a file above it")
                self._hunk(current, line)
            elif current is not None and not current.edits:
                _extended(current, line)
        return self._found

    def _begin(self, section: _Section) -> _Section:
        self._found[-1].append(section)
        return section

    def _hunk(self, section: _Section, line: bytes) -> None:
        match = _HUNK.match(line)
        if match is None:
            raise PatchError(f"line {self._at}: no hunk begins like that")
        started = self._at
        old_left, new_left = (int(match[group]) if match[group] is not None else 1 for group in (2, 4))
        # Of a side without lines the header names the line before.
        old, new = int(match[1]) - (old_left > 0), int(match[3]) - (new_left > 0)
        last = section.edits[-1] if section.edits else None
        if min(old, new) < 0 or (last is not None and new < last.new + len(last.added)):
            raise PatchError(f"line {started}: the hunk lies above the one before it")
        removed: list[bytes] = []
        added: list[bytes] = []

        def flush() -> None:
            nonlocal old, new
            if removed or added:
                section.edits.append(Edit(old, tuple(removed), new, tuple(added)))
            old, new = old + len(removed), new + len(added)
            removed.clear()
            added.clear()

        while old_left > 0 or new_left > 0:
            if self._at >= len(self._lines):
                raise PatchError(f"line {started}: the hunk is shorter than it says")
            line = self._lines[self._at]
            self._at += 1
            sign, text = line[:1], line[1:]
            if sign == b"-":
                removed.append(text)
                old_left -= 1
            elif sign == b"+":
                added.append(text)
                new_left -= 1
            elif sign in (b" ", b"\r", b""):
                # Mail programs and `diff.suppressBlankEmpty` strip the blank of an empty line.
                flush()
                section.kept.append((new, text))
                old, new, old_left, new_left = old + 1, new + 1, old_left - 1, new_left - 1
            elif sign != b"\\":
                raise PatchError(f"line {self._at}: no line of a hunk begins like that")
        if old_left < 0 or new_left < 0:
            raise PatchError(f"line {started}: the hunk is longer than it says")
        flush()


def _extended(section: _Section, line: bytes) -> None:
    """Read a line of git's between the header and the hunks."""
    if line.startswith(b"old mode "):
        section.old_mode = line[9:]
    elif line.startswith(b"new file mode "):
        section.created = True
    elif line.startswith(b"deleted file mode "):
        section.deleted, section.old_mode = True, line[18:]
    elif line.startswith((b"rename from ", b"copy from ")):
        section.moved_from, section.copied = _unquoted(line.partition(b" from ")[2]), line.startswith(b"copy")
    elif line.startswith((b"rename to ", b"copy to ")):
        section.moved_to = _unquoted(line.partition(b" to ")[2])
    elif line.startswith(b"index "):
        names, _, mode = line[6:].partition(b" ")
        section.blob, section.old_mode = names.partition(b"..")[0], mode or section.old_mode
    elif line.startswith(b"Binary files ") or line == b"GIT binary patch":
        section.has_lines = False


def _name(text: bytes) -> tuple[bytes, bool]:
    """Read the name of a ``---`` or ``+++`` line: quoted, or up to the tab before a time; tell whether that is the beginning of time."""
    match = _QUOTED.match(text)
    name, stamp = (_unquoted(match[0]), text[match.end() :].lstrip(b"\t")) if match else text.partition(b"\t")[::2]
    return name, _TIMELESS.match(stamp) is not None


def _unquoted(text: bytes) -> bytes:
    if not (text.startswith(b'"') and text.endswith(b'"') and len(text) > 1):
        return text
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1]) or bytes([int(match[1], 8) & 255]), text[1:-1])


def _pair(section: _Section) -> tuple[bytes, bytes] | None:
    """Give the two names as they are written, where both sides have one."""
    if section.old is not None and section.new is not None and _NOWHERE not in (section.old, section.new):
        return section.old, section.new
    return _header_pair(section.header) if section.header else None


def _header_pair(header: bytes) -> tuple[bytes, bytes] | None:
    """Split the names after ``diff --git``: equal but for their prefixes, or quoted."""
    quoted = re.fullmatch(rb'("(?:[^"\\]|\\.)*"|\S+) ("(?:[^"\\]|\\.)*"|\S+)', header)
    if quoted is not None:
        return _unquoted(quoted[1]), _unquoted(quoted[2])
    middle = len(header) // 2
    left, right = header[:middle], header[middle + 1 :]
    if header[middle : middle + 1] == b" " and (left == right or left.partition(b"/")[2] == right.partition(b"/")[2]):
        return left, right
    return None


def _is_bare(sections: list[_Section]) -> bool:
    """Tell whether the names have no prefixes (``--no-prefix``): some file has the same name on both sides."""
    pairs = [pair for section in sections if (pair := _pair(section)) is not None]
    return any(left == right for left, right in pairs)


def _change(section: _Section, bare: bool) -> Change:
    old, new = section.old, section.new
    if old is None or new is None:
        pair = _header_pair(section.header)
        if pair is None and (section.moved_from is None or section.moved_to is None):
            raise PatchError("a file's name cannot be made out")
        old, new = pair or (b"", b"")
    pair = _pair(section)
    prefixed = not bare and (pair is None or (pair[0].partition(b"/")[0], pair[1].partition(b"/")[0]) in _PAIRS or _share(*pair))
    before = section.moved_from or (None if section.is_created or old == _NOWHERE else _stripped(old, prefixed, pair is None))
    after = section.moved_to or (None if section.is_deleted or new == _NOWHERE else _stripped(new, prefixed, pair is None))
    if section.copied:
        before = None
    if section.moved_from is None and before is not None and after is not None and before != after:
        # Plain diff names a copy beside the file (`limit.ts.orig`): the new side is what there is.
        before = after
    return Change(
        _path(before),
        _path(after),
        tuple(section.edits),
        section.has_lines,
        section.old_mode.decode("ascii", "replace"),
        section.blob.decode("ascii", "replace"),
        tuple(section.kept),
    )


def _share(left: bytes, right: bytes) -> bool:
    """Tell whether two names differ in their first folder only: ``diff -ru before/ after/``."""
    return left != right and bool(left.partition(b"/")[2]) and left.partition(b"/")[2] == right.partition(b"/")[2]


def _stripped(name: bytes, prefixed: bool, alone: bool) -> bytes:
    first, slash, rest = name.partition(b"/")
    return rest if prefixed and slash and (not alone or first in _FIRSTS) else name


def _path(name: bytes | None) -> str | None:
    if name is None:
        return None
    path = posixpath.normpath(os.fsdecode(name))
    if path.startswith(("/", "../")) or path in (".", "..") or "\0" in path:
        raise PatchError(f"`{path}` is no path from the repository's root")
    return path
