"""Integration suites: which folders hold one, whose it is, and which files belong to it. Paths only; nothing is read."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence

from lint430.config import Settings, globs
from lint430.model import Suite

RUNNER = "run_integration_tests.sh"
"""The name of a suite's only entry point."""
SHARED_HELPERS = "tools/integration-runner"
"""Where the repository keeps the mode helper."""

_TEST_NAME = re.compile(
    r""".+[._](?:test|spec)(?:-d)?\.[cm]?[jt]sx?       # a.test.ts, a.spec.tsx, a_test.js
    | .+[.-](?:e2e-spec|e2e|cy|integration-spec|int-spec)\.[cm]?[jt]sx?
    | test[-_.].+\.[cm]?js                             # node:test
    | (?:test_.+|.+_tests?|.+\.test|tests?)\.py
    | .+_test\.go
    | .+\.bats | (?:test[-_].+|.+[-_.]test)\.sh""",
    re.VERBOSE,
)
_NO_TEST = re.compile(r"test[-_.](?:helpers?|utils?|setup|support)\.(?:[cm]?js|sh)|test_helper\..*|run-(?:.+-)?e2e\.[cm]?[jt]s")
_LANGUAGES = {
    **dict.fromkeys(("ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"), "typescript"),
    "py": "python",
    "go": "go",
}
_PRIMITIVE = re.compile(r"((?:.*/)?primitives/[^/]+/[^/]+/tests)/(.+)")
_MARKER = re.compile(
    rb"(?m)^\s*(?:@|pytestmark\s*=.*)pytest\.mark\.integration\b|^//\s*(?:go:build|\+build)\s.*\bintegration\b|@group\s+integration\b"
)
"""What marks a test file's tests as integration tests: a pytest marker, a build tag, a Jest group."""
_E2E = re.compile(r"(?:^|/)services/[^/]+/__tests__/e2e/")
_MARKED = re.compile(r"(?:^|[/._-])integration(?:[/._-]|$)", re.IGNORECASE)
_GROUPS = {"services": "service", "packages": "package"}


@functools.lru_cache(maxsize=65536)
def is_test_name(name: str) -> bool:
    """Tell whether a file's name is that of a test in some framework: ``*.test.*``, ``test_*.py``, ``*_test.go``, ``*.bats`` and the like."""
    return _TEST_NAME.fullmatch(name) is not None and _NO_TEST.fullmatch(name) is None


def language_of_name(path: str) -> str | None:
    """Give the language that a file's name tells (``typescript`` for JavaScript, too), where it is one of the contract's."""
    return _LANGUAGES.get(path.rpartition(".")[2].lower())


def contract_in_force(paths: Iterable[str], config: Settings, suites: Sequence[Suite] = ()) -> bool:
    """Tell whether the repository knows of the contract: a suite, a runner, the shared helpers or a configuration exists."""
    if suites or any(not one.is_default for one in config.every()):
        return True
    runner, helpers = "/" + RUNNER, f"/{SHARED_HELPERS}/"
    return any(path.endswith(runner) or path == RUNNER or helpers in f"/{path}" for path in paths)


def has_e2e_suite(paths: Iterable[str]) -> bool:
    """Tell whether a service has a folder ``__tests__/e2e``."""
    return any(_E2E.search(path) for path in paths)


def find_suites(paths: Sequence[str], config: Settings, marked: Collection[str] = ()) -> list[Suite]:
    """List the suites among the paths of a repository, by folder.

    ``marked`` names files known to carry an integration marker: with one, a primitive's ``tests`` is a suite even without a runner.
    """
    finder = _Finder(paths, frozenset(marked))
    finder.conventional()
    finder.configured(config)
    finder.runners()
    finder.primitives()
    if contract_in_force(paths, config):
        finder.packs()
    return finder.suites()


def marked_primitives(paths: Iterable[str], content: Callable[[str], bytes | None]) -> list[str]:
    """List the tests of primitives that carry an integration marker; only tests below ``primitives/*/*/tests`` are looked into."""
    return [
        path for path in paths if _PRIMITIVE.match(path) and is_test_name(path.rpartition("/")[2]) and _MARKER.search(content(path) or b"")
    ]


class _Finder:
    """Collects suite folders from the paths of a repository."""

    def __init__(self, paths: Sequence[str], marked: frozenset[str]) -> None:
        self._paths = sorted(paths)
        self._marked = marked
        self._folders: dict[str, str | None] = {}
        self._homes: set[str] = set()
        for path in self._paths:
            folder = path.rpartition("/")[0]
            while folder not in self._homes:
                self._homes.add(folder)
                folder = folder.rpartition("/")[0]

    def conventional(self) -> None:
        """Add every ``__tests__/integration``."""
        for folder in self._homes:
            if f"/{folder}".endswith("/__tests__/integration"):
                self._folders[folder] = None

    def configured(self, config: Settings) -> None:
        """Add the topmost folders that a configured glob names."""
        for one in config.every():
            if not one.suites:
                continue
            wanted = globs(tuple(re.sub(r"/(?:\*\*(?:/\*)?)?$", "", glob) or glob for glob in one.suites))
            chosen: set[str] = set()
            for folder in sorted(self._homes - {""}):
                if wanted.matches(folder + "/") and not any(folder.startswith(f"{above}/") for above in chosen):
                    chosen.add(folder)
            for folder in chosen:
                self._folders.setdefault(folder, None)

    def runners(self) -> None:
        """Add the folders of runners; one above its tests takes the test folder instead, so that no runtime code becomes harness."""
        for path in self._paths:
            folder, _, name = path.rpartition("/")
            if name != RUNNER or f"/{SHARED_HELPERS}/" in f"/{path}":
                continue
            if self._folders.get(folder, "") is None:
                self._folders[folder] = path
                continue
            around = next((known for known in self._folders if folder.startswith(f"{known}/")), None)
            if around is not None and not self._has_tests(folder):
                continue
            home = self._test_folder(folder)
            if self._folders.get(home) is None:
                self._folders[home] = path

    def primitives(self) -> None:
        """Add ``primitives/<kind>/<name>/tests`` where something says that its tests are integration tests."""
        for path in self._paths:
            found = _PRIMITIVE.match(path)
            if found is None or found[1] in self._folders:
                continue
            if path in self._marked or (_MARKED.search(found[2]) and is_test_name(path.rpartition("/")[2])):
                self._folders[found[1]] = None

    def packs(self) -> None:
        """Add ``tests/integration/<pack>`` where it holds tests, and ``tests/integration`` where tests lie in it directly."""
        for path in self._paths:
            found = re.match(r"(tests/integration(?:/[^/]+(?=/))?)/", path)
            if found is not None and found[1] not in self._folders and is_test_name(path.rpartition("/")[2]):
                self._folders[found[1]] = None

    def suites(self) -> list[Suite]:
        """Give what was found."""
        tests: dict[str, Counter[str]] = {folder: Counter() for folder in self._folders}
        for path in self._paths:
            folder, _, name = path.rpartition("/")
            language = language_of_name(name)
            if language is None or not is_test_name(name):
                continue
            while folder not in tests and folder:
                folder = folder.rpartition("/")[0]
            if folder in tests:
                tests[folder][language] += 1
        found = []
        for folder in sorted(self._folders):
            owner, kind = _owner(folder)
            counted = sorted(tests[folder].items(), key=lambda pair: (-pair[1], pair[0]))
            language = counted[0][0] if counted else None
            found.append(Suite(owner, owner.rpartition("/")[2], kind, folder, self._folders[folder], language))
        return found

    def _has_tests(self, folder: str) -> bool:
        return any(path.startswith(f"{folder}/") and is_test_name(path.rpartition("/")[2]) for path in self._paths)

    def _test_folder(self, folder: str) -> str:
        """Give the folder of the tests that a runner in ``folder`` starts: itself, except at the top of a service, a package or the repository."""
        owner = folder.rpartition("/")[0]
        if folder and owner.rpartition("/")[2] not in ("services", "packages", "apps"):
            return folder
        prefix = f"{folder}/" if folder else ""
        for below in ("__tests__/integration", "tests/integration", "test/integration", "__tests__", "tests", "test", "integration"):
            if prefix + below in self._homes:
                return prefix + below
        direct = any(path.rpartition("/")[0] == folder and is_test_name(path.rpartition("/")[2]) for path in self._paths)
        return folder if folder and direct else f"{prefix}__tests__/integration"


def _owner(folder: str) -> tuple[str, str]:
    """Give the folder that a suite belongs to, and its kind."""
    parts = folder.split("/")
    for at, part in enumerate(parts[:-1]):
        if part in _GROUPS:
            return "/".join(parts[: at + 2]), _GROUPS[part]
        if part == "primitives" and len(parts) > at + 2:
            return "/".join(parts[: at + 3]), "primitive"
    if parts[-2:] == ["__tests__", "integration"]:
        # Outside services/ a suite needs no __mocks__/, as a package's does not.
        return "/".join(parts[:-2]) or ".", "package"
    return folder or ".", "pack"


class SuiteIndex:
    """Tells the suite of a path."""

    def __init__(self, suites: Sequence[Suite]) -> None:
        self.suites = tuple(suites)
        self._folders = {suite.folder: suite for suite in suites}
        self._owners: dict[str, Suite] = {}
        for suite in suites:
            if suite.kind != "pack":
                self._owners.setdefault("" if suite.path == "." else suite.path, suite)
        self._known: dict[str, tuple[Suite | None, bool]] = {}

    def suite_of(self, path: str) -> tuple[Suite | None, bool]:
        """Give the suite that a file belongs to, and whether the file lies in its test folder rather than elsewhere in the service or package."""
        return self.suite_of_folder(path.rpartition("/")[0])

    def suite_of_folder(self, folder: str) -> tuple[Suite | None, bool]:
        """Give the same for any file of a folder."""
        found = self._known.get(folder)
        if found is None:
            found = self._known[folder] = self._search(folder)
        return found

    def _search(self, folder: str) -> tuple[Suite | None, bool]:
        owner = None
        here = folder
        while True:
            if here in self._folders:
                return self._folders[here], True
            owner = owner or self._owners.get(here)
            if not here:
                return owner, False
            here = here.rpartition("/")[0]
