"""Reading one file safely, and telling which language it is written in."""

from __future__ import annotations

import errno
import fnmatch
import os
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lint430.repository.discover import Entry

_SNIFFED = 8192
_REASONS = {
    "broken-link": "a link that leads nowhere",
    "link-loop": "a link that leads back to itself",
    "special": "no regular file",
    "unreadable": "permission denied",
    "directory": "a folder, not a file",
    "vanished": "vanished while it was being read",
    "binary": "binary, not text",
    "utf-16": "not UTF-8 but UTF-16: save it as UTF-8",
}


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file has no content."""

    kind: str
    """``oversized``, ``vanished``, ``permission``, ``binary``, ``broken-link``, ``link-loop``, ``special``, ``directory`` or ``failed``."""
    reason: str
    """The same for people: follows ``the file is``."""


def read(root: Path, entry: Entry, max_bytes: int) -> bytes | Unreadable:
    """Read the content of an entry, or say why that cannot be done. Never raises, never blocks, never follows a link."""
    if entry.kind != "file":
        return Unreadable("permission" if entry.kind == "unreadable" else entry.kind, _REASONS.get(entry.kind, entry.kind))
    found = _bytes(root, entry.path, max_bytes + 1, max_bytes)
    return found if isinstance(found, Unreadable) else judged(found, max_bytes)


def judged(found: bytes, max_bytes: int) -> bytes | Unreadable:
    """Give a content back, or say why it is none to check: too large, or no text."""
    if len(found) > max_bytes:
        return _oversized(len(found), max_bytes)
    if b"\0" in found[:_SNIFFED]:
        return Unreadable("binary", _REASONS["utf-16" if found[:2] in (b"\xff\xfe", b"\xfe\xff") else "binary"])
    return found


class Reader(Protocol):
    """Gives the content of entries, wherever they lie: on disk or in a commit."""

    def read(self, entry: Entry, max_bytes: int) -> bytes | Unreadable:
        """Read the content of an entry, or say why that cannot be done."""
        ...

    def first_bytes(self, entry: Entry) -> bytes:
        """Read the beginning of a file; empty where it cannot be read."""
        ...


@dataclass(frozen=True, slots=True)
class Disk:
    """Reads from a folder."""

    root: Path
    """The repository root."""

    def read(self, entry: Entry, max_bytes: int) -> bytes | Unreadable:
        """Read the content of an entry, or say why that cannot be done."""
        return read(self.root, entry, max_bytes)

    def first_bytes(self, entry: Entry) -> bytes:
        """Read the beginning of a file; empty where it cannot be read."""
        return first_bytes(self.root, entry)


@dataclass(frozen=True, slots=True)
class Overlay:
    """Reads one file from an editor's buffer and the others from a folder."""

    disk: Disk
    """The folder."""
    path: str
    """The file, relative to the repository root."""
    data: bytes
    """What the buffer holds."""

    def read(self, entry: Entry, max_bytes: int) -> bytes | Unreadable:
        """Read the content of an entry, or say why that cannot be done."""
        return judged(self.data, max_bytes) if entry.path == self.path else self.disk.read(entry, max_bytes)

    def first_bytes(self, entry: Entry) -> bytes:
        """Read the beginning of a file; empty where it cannot be read."""
        return self.data[:256] if entry.path == self.path else self.disk.first_bytes(entry)


def first_bytes(root: Path, entry: Entry, count: int = 256) -> bytes:
    """Read the beginning of a file, enough for its ``#!`` line; empty where it cannot be read."""
    found = _bytes(root, entry.path, count) if entry.kind == "file" else b""
    return b"" if isinstance(found, Unreadable) else found


def _bytes(root: Path, path: str, count: int, limit: int | None = None) -> bytes | Unreadable:
    """Read at most ``count`` bytes of a regular file that is no larger than ``limit``."""
    try:
        # Between discovery and now anything may have taken the file's place; a FIFO must not hang the run.
        handle = os.open(f"{os.fspath(root)}/{path}", os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        return _failure(error)
    except ValueError:
        return Unreadable("vanished", _REASONS["vanished"])
    try:
        found = os.fstat(handle)
        if stat.S_ISDIR(found.st_mode):
            return Unreadable("directory", _REASONS["directory"])
        if not stat.S_ISREG(found.st_mode):
            return Unreadable("special", _REASONS["special"])
        if limit is not None and found.st_size > limit:
            return _oversized(found.st_size, limit)
        data = bytearray()
        while len(data) < count and (more := os.read(handle, count - len(data))):
            data += more
    except OSError as error:
        return _failure(error)
    finally:
        os.close(handle)
    # A file may grow while it is read.
    return bytes(data) if limit is None or len(data) <= limit else _oversized(len(data), limit)


def _failure(error: OSError) -> Unreadable:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Unreadable("vanished", _REASONS["vanished"])
    if error.errno in (errno.EACCES, errno.EPERM):
        return Unreadable("permission", _REASONS["unreadable"])
    if error.errno == errno.ELOOP:
        return Unreadable("link-loop", "a link by now")
    return Unreadable("failed", f"not readable: {error.strerror or error}")


def _oversized(size: int, limit: int) -> Unreadable:
    return Unreadable("oversized", f"{size} bytes long, more than the {limit} that `max-file-size` allows")


# --- languages -------------------------------------------------------------------------------------------------------------------


class Readable(Protocol):
    """What tells the files of a language apart; :class:`lint430.languages.Language` is one."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def extensions(self) -> frozenset[str]:
        """With the dot."""

    @property
    def filenames(self) -> tuple[str, ...]:
        """Patterns of whole names."""

    @property
    def interpreters(self) -> frozenset[str]:
        """Names after ``#!``."""

    @property
    def is_manifest(self) -> bool:
        """Whether it holds settings instead of code."""


class LanguageTable:
    """Tells the language of a path: by a code extension, then by its whole name, then by another extension, and without one by its ``#!`` line."""

    def __init__(self, languages: Mapping[str, Readable] | Iterable[Readable]) -> None:
        listed = sorted(
            languages.values() if isinstance(languages, Mapping) else languages, key=lambda language: (language.is_manifest, language.name)
        )
        self._code: dict[str, str] = {}
        self._settings: dict[str, str] = {}
        self._interpreters: dict[str, str] = {}
        self._patterns: list[tuple[re.Pattern[str], str]] = []
        for language in listed:
            for extension in language.extensions:
                (self._settings if language.is_manifest else self._code).setdefault(extension.lower(), language.name)
            for interpreter in language.interpreters:
                self._interpreters.setdefault(interpreter, language.name)
            self._patterns += [(re.compile(fnmatch.translate(pattern)), language.name) for pattern in language.filenames]

    def by_name(self, path: str) -> str | None:
        """Give the language that the path alone tells."""
        name = path.rpartition("/")[2]
        extension = _extension(name)
        if (found := self._code.get(extension)) is not None:
            return found
        for pattern, language in self._patterns:
            if pattern.match(name):
                return language
        return self._settings.get(extension)

    def needs_bytes(self, path: str) -> bool:
        """Tell whether only the file's first line can say: it has no extension and no telling name."""
        return not _extension(path.rpartition("/")[2]) and self.by_name(path) is None

    def language_of(self, path: str, data: bytes = b"") -> str | None:
        """Give the language of a file from its path and, for one without an extension, its first bytes; None for no language known here."""
        if (found := self.by_name(path)) is not None or _extension(path.rpartition("/")[2]):
            return found
        return self._interpreters.get(interpreter(data) or "")


def _extension(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    return f".{extension.lower()}" if dot and stem else ""


def interpreter(data: bytes) -> str | None:
    """Give the program of a ``#!`` line, without its folder and version: ``python`` for ``#!/usr/bin/env -S python3.12 -u``."""
    if not data.startswith(b"#!"):
        return None
    words = data[2:].split(b"\n", 1)[0].decode("utf-8", "replace").split()
    if words and words[0].rpartition("/")[2] == "env":
        words = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
    return re.sub(r"[\d.]+$", "", words[0].rpartition("/")[2]) or None if words else None
