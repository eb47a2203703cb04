"""Which files there are: what git lists, or a plain walk that honours ``.gitignore``; sorted, relative to the root, with ``/``."""

from __future__ import annotations

import errno
import functools
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lint430.config import Config, Configs, globs

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

EXCLUDED_FOLDERS = frozenset(
    [
        "node_modules",
        "bower_components",
        "jspm_packages",
        ".yarn",
        ".pnpm-store",
        "vendor",
        "third_party",
        "third-party",
        "site-packages",
        ".git",
        ".hg",
        ".svn",
        ".jj",
        ".venv",
        "venv",
        "virtualenv",
        "__pycache__",
        ".tox",
        ".nox",
        ".eggs",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
        "dist",
        ".next",
        ".nuxt",
        ".svelte-kit",
        ".turbo",
        ".parcel-cache",
        ".nx",
        ".terraform",
        ".gradle",
        ".idea",
        "generated",
        "__generated__",
        "storybook-static",
        "playwright-report",
        "lcov-report",
        "htmlcov",
    ]
)
"""Folders of other people's code, generated code and caches, skipped at any depth."""
EXCLUDED_UNLESS_TRACKED = frozenset(["build", "out", "target", "coverage", "env"])
"""Names that both build output and source folders have: skipped only where git does not track the file."""
EXCLUDED_FILES = [
    "*.min.js",
    "*.min.mjs",
    "*.min.cjs",
    "*.bundle.js",
    "*.pb.go",
    "*.pb.gw.go",
    "*_pb2.py",
    "*_pb2.pyi",
    "*_pb2_grpc.py",
    "*_pb.ts",
    "*_pb.js",
    "*_pb.d.ts",
    "*.pb.ts",
    "*_connect.ts",
    "*_connect.js",
    "*.gen.go",
    "*.gen.ts",
    "*.generated.*",
    "*_generated.*",
    "zz_generated*",
    "package-lock.json",
    "npm-shrinkwrap.json",
    "pnpm-lock.yaml",
    "yarn.lock",
    "bun.lock",
    "poetry.lock",
    "uv.lock",
    "Pipfile.lock",
    "go.sum",
    "*.map",
]
"""Names of generated files, skipped anywhere."""
_OWN_NAMES = frozenset(("services", "packages", "apps"))
"""Below these a folder's name is a product's (``services/vendor``), except for names no product has."""
_PRODUCT_NAMES = frozenset(("vendor", "third_party", "third-party", "dist", "generated", *EXCLUDED_UNLESS_TRACKED))
_FILES = re.compile("|".join(re.escape(p).replace(r"\*", ".*") for p in EXCLUDED_FILES))
GIT_VARIABLES = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_LITERAL_PATHSPECS",
)
"""Variables by which a surrounding git, such as that of a hook, would lead another one astray."""
_LISTED = re.compile(rb"([A-Z?]) (?:(\d{6}) [0-9a-f]+ \d\t)?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing at a path."""

    path: str
    """Relative to the root, with ``/``; bytes that are no UTF-8 are kept as surrogates."""
    size: int = 0
    """In bytes."""
    executable: bool = False
    """Whether the owner's execute bit is set."""
    kind: str = "file"
    """``file``; or what cannot be read: ``broken-link``, ``link-loop``, ``special`` (a FIFO, socket or device), ``unreadable`` (a folder that cannot be listed)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A path given by the user that leads nowhere."""

    message: str
    """What is wrong, on one line."""
    suggestion: str | None = None
    """What to do about it."""

    def __str__(self) -> str:
        return self.message + (f"; {self.suggestion}" if self.suggestion else "")


@dataclass(frozen=True, slots=True)
class Discovery:
    """What there is, and what of it was asked for."""

    entries: Sequence[Entry]
    """What the given paths select, sorted by path."""
    paths: Sequence[str]
    """Every path of the repository that is not excluded, selected or not, sorted."""
    problems: Sequence[Problem] = ()
    """Given paths that lead nowhere, in the order of their names."""


def repository_root(start: Path) -> Path:
    """Find the root above a path: the nearest folder with ``.git`` (a file in work trees and submodules), else with a ``lint430.toml``, else the path's own."""
    here = Path(os.path.realpath(start))
    if not here.is_dir():
        here = here.parent
    above = (here, *here.parents)
    for folder in above:
        if os.path.lexists(folder / ".git"):
            return folder
    for folder in above:
        if (folder / "lint430.toml").is_file():
            return folder
    return here


def is_repository(root: Path) -> bool:
    """Tell whether a root is marked as one; where :func:`repository_root` finds no mark, it gives just the folder."""
    return os.path.lexists(root / ".git") or (root / "lint430.toml").is_file()


def discover(root: Path, configs: Config | Configs, paths: Sequence[str | Path] = (), base: Path | None = None) -> Discovery:
    """List the files below a root.

    ``paths`` narrows what is selected: a folder selects what lies below it, a file itself; excludes hold for both. Relative ones start at
    ``base``, by default the root. None selects everything. For files in a folder that is no repository the files beside them are the
    surroundings: what else lies below may be a whole disk. Raises :class:`~lint430.config.ConfigError` for a bad nested configuration.
    """
    top = os.path.realpath(root)
    asked = _git(top)
    listed, runnable = asked or (_walk(top, deep=not _is_loose(top, paths, base)), frozenset())
    excluded = _Excludes(configs)
    known = sorted(path for path, tracked in listed.items() if not excluded.covers(path, tracked=tracked))
    wanted, problems = _select(top, paths, base)
    entries, present = [], []
    for path in known:
        selected = wanted is None or wanted.covers(path)
        kind = listed[path]
        if not selected and kind is not None:
            present.append(path)
            continue
        entry = _entry(top, path)
        if entry is None:
            continue
        present.append(path)
        if selected:
            entries.append(entry)
    odd = {entry.path for entry in entries if asked and listed[entry.path] and entry.executable != (entry.path in runnable)}
    if odd and not _has_modes(top):
        entries = [replace(entry, executable=entry.path in runnable) if entry.path in odd else entry for entry in entries]
    return Discovery(entries, present, problems)


def _is_loose(top: str, paths: Sequence[str | Path], base: Path | None) -> bool:
    """Tell whether only files are asked for that lie in a folder which is no repository."""
    given = [os.path.normpath(os.path.join(os.path.realpath(base or top), path)) for path in paths]
    return bool(given) and not is_repository(Path(top)) and all(os.path.dirname(path) == top and not os.path.isdir(path) for path in given)


def kept(paths: Iterable[str], configs: Config | Configs) -> list[str]:
    """List those of the tracked paths that nothing excludes, sorted."""
    excluded = _Excludes(configs)
    return sorted(path for path in paths if not excluded.covers(path, tracked=True))


def is_excluded(path: str, configs: Config | Configs) -> bool:
    """Tell whether the built-in excludes or those of the configuration cover a path; for an editor's buffer."""
    return _Excludes(configs).covers(path, tracked=True)


def is_ignored(root: Path, path: str) -> bool:
    """Tell whether git would leave out a file that is not there yet; without git nothing is."""
    import subprocess

    environment = {name: value for name, value in os.environ.items() if name not in GIT_VARIABLES}
    command = ["git", "-c", "core.fsmonitor=false", "check-ignore", "-q", "--", path]
    try:
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    except (OSError, ValueError):
        return False
    return done.returncode == 0


# --- excludes --------------------------------------------------------------------------------------------------------------------


class _Excludes:
    """The built-in excludes and the configured ones; a folder that is excluded takes all it holds along, nested configurations included."""

    def __init__(self, configs: Config | Configs) -> None:
        self._configs = configs
        self._folders: dict[tuple[str, bool], bool] = {}

    def covers(self, path: str, *, tracked: bool | None) -> bool:
        folder, _, name = path.rpartition("/")
        if self._folder(folder, bool(tracked)):
            return True
        return self._decide(path, folder, _FILES.fullmatch(name) is not None)

    def _folder(self, folder: str, tracked: bool) -> bool:
        missing = []
        while folder and (found := self._folders.get((folder, tracked))) is None:
            missing.append(folder)
            folder = folder.rpartition("/")[0]
        outcome = bool(folder) and bool(found)
        for below in reversed(missing):
            if not outcome:
                above, _, name = below.rpartition("/")
                named = name in EXCLUDED_FOLDERS or (name in EXCLUDED_UNLESS_TRACKED and not tracked)
                if named and name in _PRODUCT_NAMES and above.rpartition("/")[2] in _OWN_NAMES:
                    named = False
                outcome = self._decide(below + "/", above, named)
            self._folders[(below, tracked)] = outcome
        return outcome

    def _decide(self, path: str, folder: str, built_in: bool) -> bool:
        patterns = self._configs.for_path(f"{folder}/x" if folder else "x").exclude
        if not patterns:
            return built_in
        decided = globs(patterns).decide(path)
        return built_in if decided is None else decided


# --- what is asked for -----------------------------------------------------------------------------------------------------------


class _Wanted:
    """The files and folders that the user named."""

    def __init__(self) -> None:
        self.files: set[str] = set()
        self.folders: set[str] = set()

    def covers(self, path: str) -> bool:
        if path in self.files:
            return True
        while path:
            path = path.rpartition("/")[0]
            if path in self.folders:
                return True
        return "" in self.folders


def _select(root: str, paths: Sequence[str | Path], base: Path | None) -> tuple[_Wanted | None, list[Problem]]:
    """Resolve the given paths; None selects everything."""
    if not paths:
        return None, []
    wanted = _Wanted()
    problems = set()
    for given in paths:
        shown = os.fspath(given)
        absolute = os.path.normpath(os.path.join(os.path.realpath(base or root), shown))
        if "\0" in shown or not os.path.lexists(absolute):
            problems.add(Problem(f"`{shown}` does not exist", _similar(absolute)))
            continue
        # A link that leads nowhere is kept as itself, so that it is reported as what it is.
        real = os.path.realpath(absolute)
        if not os.path.exists(absolute):
            real = os.path.join(os.path.realpath(os.path.dirname(absolute)), os.path.basename(absolute))
        if real != root and not real.startswith(root.rstrip("/") + "/"):
            problems.add(Problem(f"`{shown}` is outside the repository `{root}`", "run lint430 in the repository that holds it"))
            continue
        relative = "" if real == root else os.path.relpath(real, root).replace(os.sep, "/")
        (wanted.folders if os.path.isdir(real) else wanted.files).add(relative)
    return wanted, sorted(problems, key=lambda problem: problem.message)


def _similar(path: str) -> str | None:
    import difflib

    folder, name = os.path.split(path)
    try:
        near = difflib.get_close_matches(name, os.listdir(folder), n=1)
    except (OSError, ValueError):
        return None
    return f"did you mean `{near[0]}`?" if near else None


# --- what is there ---------------------------------------------------------------------------------------------------------------


def _entry(root: str, path: str) -> Entry | None:
    """Look at one path without opening it; None for what vanished, for folders, and for links that lead to something (their target counts)."""
    full = f"{root}/{path}"
    try:
        found = os.lstat(full)
        if stat.S_ISLNK(found.st_mode):
            return _link(full, path)
    except OSError as error:
        return Entry(path, kind="unreadable") if error.errno == errno.EACCES else None
    if stat.S_ISREG(found.st_mode):
        return Entry(path, found.st_size, bool(found.st_mode & stat.S_IXUSR))
    if stat.S_ISDIR(found.st_mode):
        # Only a walk gives folders: those it could not list.
        return Entry(path, kind="unreadable") if not os.access(full, os.R_OK | os.X_OK) else None
    return Entry(path, kind="special")


def _link(full: str, path: str) -> Entry | None:
    try:
        os.stat(full)
    except OSError as error:
        if error.errno == errno.ELOOP:
            return Entry(path, kind="link-loop")
        return Entry(path, kind="broken-link") if error.errno in (errno.ENOENT, errno.ENOTDIR) else None
    return None


def _has_modes(root: str) -> bool:
    """Tell whether a file's execute bit on disk means anything to git: where it does not (``core.fileMode``), only the one in the index does."""
    import subprocess

    command = ["git", "config", "--type=bool", "core.fileMode"]
    environment = {name: value for name, value in os.environ.items() if name not in GIT_VARIABLES}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    return done.stdout != b"false\n"


def _git(root: str) -> tuple[dict[str, bool | None], frozenset[str]] | None:
    """Ask git for the files it tracks (True) or would (False), and which of them have an execute bit in the index.

    None marks what has to be looked at. No answer where git cannot be used.
    """
    import subprocess

    # A repository's own settings can name a program for git to run (core.fsmonitor); nothing of what is linted is ever executed.
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "ls-files"]
    command += ["-z", "-t", "--stage", "--cached", "--others", "--deleted", "--exclude-standard"]
    environment = {name: value for name, value in os.environ.items() if name not in GIT_VARIABLES}
    try:
        done = subprocess.run(
            command,
            cwd=root,
            env=environment | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            capture_output=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return None
    if done.returncode != 0:
        return None
    found: dict[str, bool | None] = {}
    deleted = set()
    runnable = set()
    for record in done.stdout.split(b"\0"):
        line = _LISTED.fullmatch(record)
        if line is None or line[3].endswith(b"/"):
            # A nested repository is listed as a folder and is its owner's.
            continue
        path = os.fsdecode(line[3])
        if line[1] == b"R":
            deleted.add(path)
        elif line[2] != b"160000":
            certain = line[2] != b"120000" and line[1] == b"H"
            found[path] = True if certain else False if line[1] == b"?" else None
            if line[2] == b"100755":
                runnable.add(path)
    for path in deleted:
        found.pop(path, None)
    # An untracked link is only known as such by a look.
    found = {path: None if how is False and os.path.islink(f"{root}/{path}") else how for path, how in found.items()}
    return found, frozenset(runnable)


def _walk(root: str, *, deep: bool = True) -> dict[str, bool | None]:
    """List the files below a root without git: links not followed, nested repositories left out, ``.gitignore`` files honoured."""
    found: dict[str, bool | None] = {}
    stack: list[tuple[str, tuple[tuple[str, GitIgnoreSpec], ...]]] = [("", ())]
    while stack:
        folder, ignores = stack.pop()
        try:
            with os.scandir(f"{root}/{folder}" if folder else root) as listing:
                items = list(listing)
        except OSError:
            found[folder] = None
            continue
        names = {item.name for item in items}
        if folder and ".git" in names:
            continue
        if ".gitignore" in names:
            ignores = (*ignores, *_ignore_file(f"{root}/{folder}/.gitignore" if folder else f"{root}/.gitignore", folder))
        for item in items:
            path = f"{folder}/{item.name}" if folder else item.name
            is_folder = item.is_dir(follow_symlinks=False)
            if item.name == ".git" or _is_ignored(path + "/" if is_folder else path, ignores):
                continue
            if not is_folder:
                found[path] = None if item.is_symlink() or not item.is_file(follow_symlinks=False) else False
            elif deep and (item.name not in EXCLUDED_FOLDERS or item.name in _PRODUCT_NAMES or _may_come_back(item.name)):
                stack.append((path, ignores))
    found.pop("", None)
    return found


def _may_come_back(name: str) -> bool:
    """Tell whether a built-in exclude could be taken back by a configuration: all but the folders of tools, which are too large to walk for nothing."""
    return not name.startswith(".") and name not in ("node_modules", "__pycache__", "bower_components")


def _ignore_file(path: str, folder: str) -> Iterator[tuple[str, GitIgnoreSpec]]:
    from pathspec import GitIgnoreSpec

    try:
        text = Path(path).read_bytes().decode("utf-8", "surrogateescape")
    except OSError:
        return
    lines = [line for line in text.splitlines() if _is_pattern(line)]
    yield (f"{folder}/" if folder else "", GitIgnoreSpec.from_lines(lines))


@functools.cache
def _is_pattern(line: str) -> bool:
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    try:
        GitIgnoreSpecPattern(line)
    except (ValueError, re.error):
        return False
    return True


def _is_ignored(path: str, ignores: tuple[tuple[str, GitIgnoreSpec], ...]) -> bool:
    """Ask the ``.gitignore`` files, the nearest first; the first that knows the path decides."""
    for prefix, spec in reversed(ignores):
        verdict = spec.check_file(path[len(prefix) :]).include
        if verdict is not None:
            return verdict
    return False
