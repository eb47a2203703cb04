"""The flake8 plugin: the command line's findings for Python files. flake8 itself is never imported, and nothing heavy before there is work."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from lint430 import __version__
from lint430.model import Finding, Run, Severity
from lint430.repository.discover import is_repository, repository_root

if TYPE_CHECKING:
    from lint430.integrations.apart import Begun

Row = tuple[int, int, str, type]
"""A line from 1, a column from 0, the code and the message, and what flake8 never looks at."""
_PREFIX = "ITM"
_UNCHECKED = "ITM902"


class _Index(NamedTuple):
    """The run over one repository."""

    texts: Mapping[str, str]
    """The digest of every text that it judged, by path."""
    findings: Mapping[str, Sequence[Finding]]
    """What is shown of it, by path."""


class Plugin:
    """Gives flake8 the findings of one file; what holds for one run of flake8 is kept on the class."""

    name = "lint430"
    version = __version__
    _level: ClassVar[Severity] = Severity.NOTE
    _use_cache: ClassVar[bool] = True
    _is_wanted: ClassVar[bool] = True
    _all_noqa: ClassVar[bool] = False
    _from_stdin: ClassVar[bool] = False
    _folders: ClassVar[list[str]] = []
    _roots: ClassVar[dict[str, Path]] = {}
    _loose: ClassVar[set[Path]] = set()
    _indexes: ClassVar[dict[Path, _Index]] = {}
    _begun: ClassVar[dict[Path, Begun]] = {}
    _process: ClassVar[int] = 0

    def __init__(self, tree: object, filename: str, lines: list[str]) -> None:
        """Find what there is; a wrong configuration is a finding of the file that it keeps from being checked.

        Nothing is raised for it: a process of flake8's pool that raises can leave the others waiting for each other.
        """
        from lint430.config import ConfigError

        del tree
        if os.getpid() != self._process:
            self._settle()
        try:
            self._rows = list(self._found(filename, lines)) if self._is_wanted else []
        except ConfigError as error:
            self._rows = [(1, 0, f"{_UNCHECKED} This file was not checked: {error}", type(self))]

    def run(self) -> Iterator[Row]:
        """Give the findings."""
        yield from self._rows

    @classmethod
    def add_options(cls, manager: Any) -> None:
        """Add the options to flake8's own."""
        manager.add_option(
            "--lint430-level",
            choices=[level.value for level in Severity],
            default=Severity.NOTE.value,
            parse_from_config=True,
            help="The least level of lint430's findings that is shown. (Default: %(default)s)",
        )
        manager.add_option(
            "--lint430-no-cache",
            action="store_true",
            default=False,
            parse_from_config=True,
            help="Keep nothing of lint430's findings for later runs.",
        )

    @classmethod
    def parse_options(cls, options: Any) -> None:
        """Take the options of a run; what an earlier run in this process found is forgotten."""
        cls._process = os.getpid()
        cls._level = Severity(options.lint430_level)
        cls._use_cache = not options.lint430_no_cache
        cls._all_noqa = options.disable_noqa
        cls._from_stdin = "-" in options.filenames
        selected = [*(options.select or ()), *(options.extend_select or ())] if options.select else [_PREFIX]
        cls._is_wanted = any(code.startswith(_PREFIX) or _PREFIX.startswith(code) for code in selected)
        cls._folders = sorted(filter(os.path.isdir, map(os.path.realpath, options.filenames or ["."])), key=len)
        for begun in cls._begun.values():
            begun.close()
        cls._roots, cls._loose, cls._indexes, cls._begun = {}, set(), {}, {}
        if cls._is_wanted and not cls._from_stdin:
            cls._look_ahead(options.filenames)

    @classmethod
    def _look_ahead(cls, names: Sequence[str]) -> None:
        """Load what is there already, once for all the processes that flake8 forks, and begin the rest while flake8 looks for its files."""
        from lint430.cache import Stored
        from lint430.config import ConfigError
        from lint430.integrations.index import ahead

        places = [name if os.path.isdir(name) else os.path.dirname(name) for name in map(os.path.realpath, names or ["."])]
        for root in {root for root in map(cls._root, places) if root not in cls._loose}:
            try:
                there = ahead(root, use_cache=cls._use_cache)
            except ConfigError as error:
                # Once for the run, before there is a file: on one line, as flake8 says what is wrong with its own settings.
                raise SystemExit(f"lint430: error: {error}") from None
            if isinstance(there, Stored):
                cls._indexes[root] = _Index(there.texts, cls._shown(there.run))
            elif there is not None:
                cls._begun[root] = there

    @classmethod
    def _settle(cls) -> None:
        """Keep the garbage collector of a process of flake8's pool from looking again and again through what all of them were forked with."""
        gc.freeze()
        cls._process = os.getpid()

    @classmethod
    def _found(cls, filename: str, lines: list[str]) -> Iterator[Row]:
        if filename in ("stdin", "-", ""):
            # A text without a name has no role.
            return
        real = os.path.realpath(filename)
        root = cls._root(os.path.dirname(real))
        path = os.path.relpath(real, root).replace(os.sep, "/")
        mine = cls._findings(root, path, "".join(lines))
        if not mine:
            return
        from lint430.reporters import column

        # Only flake8 has the lines at hand; those of the run are not kept.
        text = Run("", (), lines={path: [line.rstrip("\r\n") for line in lines]})
        for finding in mine:
            at = column(text, path, finding.span.line, finding.span.column)
            yield finding.span.line, at - 1, f"{finding.code} {finding.message}", cls

    @classmethod
    def _root(cls, folder: str) -> Path:
        """Give the repository around a folder; where there is none, the outermost of flake8's own arguments, else the folder as it is."""
        if folder not in cls._roots:
            root = repository_root(Path(folder))
            if not is_repository(root):
                around = next((given for given in cls._folders if f"{folder}/".startswith(f"{given.rstrip(os.sep)}/")), None)
                root = root if around is None else Path(around)
                if around is None:
                    cls._loose.add(root)
            cls._roots[folder] = root
        return cls._roots[folder]

    @classmethod
    def _findings(cls, root: Path, path: str, text: str) -> Sequence[Finding]:
        """Give a file's findings: of the run over the repository, or of one for a text that is not the one on disk."""
        from lint430.integrations.index import decoded, text_digest

        if root in cls._loose:
            # A file outside any repository: what lies below its folder may be a whole disk.
            return cls._buffer(root, path, text)
        digest = text_digest(text)
        if cls._from_stdin:
            try:
                saved = text_digest(decoded((root / path).read_bytes()))
            except OSError:
                saved = ""
            if digest != saved:
                return cls._buffer(root, path, text)
        index = cls._index(root)
        # A file that is not listed was left out, or could not be read: its text tells nothing.
        return index.findings.get(path, ()) if index.texts.get(path, digest) == digest else cls._buffer(root, path, text)

    @classmethod
    def _index(cls, root: Path) -> _Index:
        if root not in cls._indexes:
            from lint430.cache import decode
            from lint430.integrations.index import load

            begun = cls._begun.pop(root, None)
            made = None if begun is None else begun.result()
            stored = (None if made is None else decode(made)) or load(root, use_cache=cls._use_cache)
            cls._indexes[root] = _Index(stored.texts, cls._shown(stored.run))
        return cls._indexes[root]

    @classmethod
    def _buffer(cls, root: Path, path: str, text: str) -> Sequence[Finding]:
        from lint430.config import Configs
        from lint430.engine import run_buffer
        from lint430.integrations.index import tell

        outcome = run_buffer(root, Configs(root), path, text.encode("utf-8", "surrogatepass"))
        tell(outcome)
        return cls._shown(outcome.run).get(path, ())

    @classmethod
    def _shown(cls, run: Run) -> dict[str, list[Finding]]:
        """Give what is shown of a run, by path and in the order of the places."""
        findings = [*run.findings, *(one.finding for one in run.suppressed if one.noqa and cls._all_noqa)]
        by_path: dict[str, list[Finding]] = {}
        for finding in sorted(findings, key=_place):
            if finding.severity is None or finding.severity.rank <= cls._level.rank:
                by_path.setdefault(finding.path, []).append(finding)
        return by_path


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.span.line, finding.span.column, finding.code
