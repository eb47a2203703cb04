"""The findings of a whole repository, worked out once and shared between processes through a file in the user's cache folder."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import re
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import lint430
from lint430.cache import Stored, decode, encode
from lint430.config import Configs
from lint430.integrations.apart import Begun, apart, begin
from lint430.repository.discover import Discovery, discover
from lint430.repository.reading import Disk
from lint430.repository.stamps import Stamps, Watched, unchanged

if TYPE_CHECKING:
    from lint430.engine import Outcome

PATIENCE = 300.0
"""Seconds to wait for another process that works the findings out, before doing so here."""
_PAUSE = 0.02
_KEPT = 30 * 86400
"""Seconds after which an unused file of the cache is removed."""


def text_digest(text: str) -> str:
    """Give the digest of a text, however its lines end."""
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


def decoded(data: bytes) -> str:
    """Decode a Python file as flake8 does: by its mark or its coding cookie, else as Latin-1."""
    import io
    import tokenize

    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding)
    except (SyntaxError, UnicodeError, LookupError):
        return data.decode("latin-1")


def ahead(root: Path, *, use_cache: bool = True) -> Stored | Begun | None:
    """Give the findings of a repository that some process has worked out, where nothing they depend on has changed; else begin to work them out.

    None where nothing can be begun beside this process. Raises as :func:`load`.
    """
    stored, work = _sought(root, use_cache)
    return stored or begin(lambda: encode(work()))


def load(root: Path, *, use_cache: bool = True) -> Stored:
    """Give the findings of a repository as it is on disk, if need be by a run. Raises :class:`~lint430.config.ConfigError`."""
    stored, work = _sought(root, use_cache)
    if stored is None:
        # In a process of its own, where that can be done: this one is flake8's, and goes on.
        made = apart(lambda: encode(work()))
        stored = None if made is None else decode(made)
    return stored or work()


def tell(outcome: Outcome) -> None:
    """Say on standard error what failed inside."""
    from lint430.integrations.console import complain

    for failure in outcome.failures:
        complain(f"{failure}; the rest was checked")


def _sought(root: Path, use_cache: bool) -> tuple[Stored | None, Callable[[], Stored]]:
    """Give the findings that are kept, if they are still true, and what works them out."""
    configs = Configs(root)
    found = discover(root, configs)
    folder = _folder() if use_cache else None
    if folder is None:
        return None, lambda: _checked(root, configs, found)
    place = _place(folder, root)
    return _kept(place, root, configs, found), lambda: _shared(place, root, configs, found)


def _shared(place: Path, root: Path, configs: Configs, found: Discovery) -> Stored:
    """Check the repository and keep the findings, while other processes that need them wait."""
    with _alone(place.with_suffix(".lock")):
        # Whoever held the lock has probably done the work.
        stored = _kept(place, root, configs, found)
        if stored is None:
            stored = _checked(root, configs, found)
            _keep(place, stored)
        return stored


def _checked(root: Path, configs: Configs, found: Discovery) -> Stored:
    """Check the repository; what it depends on is looked at first, so that a change in between is noticed next time."""
    from lint430.engine import Options, run

    now = time.time_ns()
    stamps = Stamps(root, found, (), now)
    watched = Watched(Disk(root), stamps.recent)
    outcome = run(root, configs, options=Options(languages=frozenset({"python"})), reader=watched)
    beyond = sorted(watched.asked - set(found.paths))
    if beyond:
        stamps = Stamps(root, found, beyond, now)
    texts = {file.path: text_digest(decoded(file.data)) for file in outcome.files if file.language == "python"}
    tell(outcome)
    plain = replace(outcome.run, root="", lines={}, content={})
    return Stored(stamps.state(_tool(), configs), plain, texts, beyond, watched.digests)


def _kept(place: Path, root: Path, configs: Configs, found: Discovery) -> Stored | None:
    """Give what the cache holds, if it is still true."""
    try:
        stored = decode(place.read_bytes())
    except OSError:
        return None
    if stored is None:
        return None
    now = time.time_ns()
    stamps = Stamps(root, found, stored.beyond, now)
    if stamps.state(_tool(), configs) != stored.state or not unchanged(root, configs, stored.recent):
        return None
    if stored.recent and stamps.recent.isdisjoint(key.removesuffix("\0") for key in stored.recent):
        # Old enough by now: from here on their times tell.
        stored = replace(stored, recent={})
        _keep(place, stored)
    else:
        with contextlib.suppress(OSError):
            if now - place.stat().st_mtime_ns > 1_000_000_000 * _KEPT // 2:
                os.utime(place)
    return stored


def _keep(place: Path, stored: Stored) -> None:
    """Write a file of the cache, whole or not at all; one that cannot be written is done without."""
    name = ""
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".new", dir=place.parent)
        with open(handle, "wb") as file:
            file.write(encode(stored))
        os.replace(name, place)
        _tidy(place.parent)
    except OSError:
        if name:
            Path(name).unlink(missing_ok=True)


def _tidy(folder: Path) -> None:
    """Remove what nobody has asked for in a long time."""
    limit = time.time() - _KEPT
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if path.suffix in (".json", ".new") and path.stat().st_mtime < limit:
                path.unlink()
                path.with_suffix(".lock").unlink(missing_ok=True)


@functools.cache
def _tool() -> str:
    """Name what makes the findings: this code, as installed or as being edited, and what it parses with."""
    from importlib import import_module, metadata

    needed = sorted({re.split(r"[^\w.-]", need)[0] for need in metadata.requires("lint430") or ()})
    parts = [f"{name} {metadata.version(name)}" for name in needed if name.startswith(("tree-sitter", "pathspec"))]
    sources = [path for top in lint430.__path__ for path in Path(top).rglob("*.py")]
    sources += [path for top in import_module("lint430.checks").__path__ for path in Path(top).glob("*/*.py")]
    for path in sorted(sources):
        seen = path.stat()
        parts.append(f"{path} {seen.st_size} {seen.st_mtime_ns}")
    return "\n".join([lint430.__version__, sys.version, *parts])


# --- where it lies ---------------------------------------------------------------------------------------------------------------


def _place(folder: Path, root: Path) -> Path:
    return folder / f"{hashlib.sha256(os.fsencode(root)).hexdigest()[:32]}.json"


def _folder() -> Path | None:
    """Give the folder of the cache, made if need be: the user's, else one in the folder for temporary files that is nobody else's."""
    for folder in (_users_folder(), Path(tempfile.gettempdir()) / f"lint430-{getattr(os, 'getuid', lambda: 'cache')()}"):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            seen = folder.lstat()
        except (OSError, RuntimeError):
            continue
        foreign = hasattr(os, "getuid") and (seen.st_uid != os.getuid() or seen.st_mode & 0o022)
        if stat.S_ISDIR(seen.st_mode) and not foreign and os.access(folder, os.W_OK | os.X_OK):
            return folder
    return None


def _users_folder() -> Path:
    if given := os.environ.get("LINT430_CACHE_DIR"):
        return Path(given).absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / "lint430" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/lint430"
    given = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(given) if os.path.isabs(given) else Path.home() / ".cache") / "lint430"


@contextlib.contextmanager
def _alone(place: Path) -> Iterator[None]:
    """Hold a lock while others wait; it goes with the process that holds it, so it is never left behind. Without patience left nobody waits."""
    try:
        handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield
        return
    try:
        limit = time.monotonic() + PATIENCE
        while not _locked(handle) and time.monotonic() < limit:
            time.sleep(_PAUSE)
        yield
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
