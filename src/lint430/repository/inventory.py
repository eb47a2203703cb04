"""What each integration suite consists of: its runner, tests, harness, doubles, manifest and languages. Paths only; nothing is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lint430.model import Role, Suite
from lint430.repository.suites import RUNNER, SHARED_HELPERS, SuiteIndex, is_test_name, language_of_name

_MANIFESTS: dict[str, str] = {
    "package.json": "typescript",
    "pyproject.toml": "python",
    "go.mod": "go",
    "setup.py": "python",
    "setup.cfg": "python",
    "Pipfile": "python",
    "requirements.txt": "python",
    "deno.json": "typescript",
}
"""Files that declare what a service is written in; the first of several stands for the service."""
_OTHER_LANGUAGES = frozenset(("java", "kt", "rs", "rb", "php", "cs", "ex", "exs", "scala", "swift", "c", "cc", "cpp", "clj"))
"""Extensions of languages that the contract has no test framework for."""
_FOREIGN_TEST = re.compile(
    r".+(?:Tests?|IT|Spec)\.(?:java|kt|scala|cs|swift|php)|.+_(?:test|spec)\.(?:rs|rb|exs|cc|cpp)|test_.+\.(?:rs|rb)"
)
_DOUBTFUL = re.compile(r".+[._-](?:integration|int|it|specs?)\.\w+|.+\.(?:feature|hurl|robot|http|bru|k6\.js)", re.IGNORECASE)
_FIXTURES = re.compile(r"(?:.*[._-])?fixtures?(?:[._-].*)?", re.IGNORECASE)
_ENOUGH = 0.25
"""Share of a service's files that makes their language one of the service's, where no manifest says which it is."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """One suite with everything that belongs to it."""

    suite: Suite
    runner: str | None
    """Its ``run_integration_tests.sh``, also one that lies deeper in its folder."""
    tests: tuple[str, ...]
    """Its test files, by path."""
    doubtful: tuple[str, ...]
    """Files of its folder that are tests by another convention: ``billing.integration.ts``, ``login.feature``, ``health.hurl``."""
    harness: tuple[str, ...]
    """The other source files of its folder, scripts included."""
    mocks: str | None
    """The ``__mocks__`` folder of its service."""
    doubles: tuple[str, ...]
    """The source files below ``mocks``."""
    fixtures: str | None
    """The fixtures module among the doubles."""
    manifest: str | None
    """The file that declares the service, package or pack."""
    place: str | None
    """The file that a finding about something missing stands on: the runner, else the manifest, else the first source file; None in an empty folder."""
    languages: frozenset[str]
    """What the service is written in, by its manifests and runtime sources; empty when that is unknown."""
    outer: bool = False
    """Whether other suites lie within its folder."""

    def foreign_tests(self) -> list[tuple[str, str]]:
        """List the tests in a language that the service is not written in, each with that language."""
        if not self.languages:
            return []
        found = [(path, language_of_name(path) or _extension(path)) for path in self.tests]
        return [(path, language) for path, language in found if language not in self.languages and language not in _SHELLS]


_SHELLS = frozenset(("sh", "bats"))


def take_inventory(paths: Iterable[str], suites: Sequence[Suite], role_of: Callable[[str], Role]) -> list[Inventory]:
    """Give the inventory of every suite, from every path of the repository."""
    taker = _Taker(suites, role_of)
    for path in sorted(paths):
        taker.add(path)
    return [taker.inventory(suite) for suite in suites]


def present_helpers(paths: Iterable[str]) -> frozenset[str]:
    """List what the repository has below the shared helpers' folder, wherever that lies."""
    marker = f"/{SHARED_HELPERS}/"
    return frozenset(f"/{path}".rpartition(marker)[2] for path in paths if marker in f"/{path}")


class _Taker:
    """Sorts the paths of a repository into the suites they belong to."""

    def __init__(self, suites: Sequence[Suite], role_of: Callable[[str], Role]) -> None:
        self._index = SuiteIndex(suites)
        self._role_of = role_of
        self._inside: dict[str, list[str]] = {suite.folder: [] for suite in suites}
        self._doubles: dict[str, list[str]] = {}
        self._manifests: dict[str, dict[str, str]] = {}
        self._sources: dict[str, dict[str, int]] = {}
        self._owners = {suite.path for suite in suites} | {_home(suite) for suite in suites}

    def add(self, path: str) -> None:
        """Take note of one path."""
        folder, _, name = path.rpartition("/")
        if name in _MANIFESTS:
            self._manifests.setdefault(folder, {})[name] = path
        suite, inside = self._index.suite_of_folder(folder)
        if suite is not None and inside:
            self._inside[suite.folder].append(path)
        before, marker, _ = f"{folder}/".partition("__mocks__/")
        if marker and (not before or before.endswith("/")):
            self._doubles.setdefault(before.rstrip("/"), []).append(path)
        extension = _extension(path)
        language = language_of_name(path) or (extension if extension in _OTHER_LANGUAGES else None)
        if language is None or suite is None or self._role_of(path) not in (Role.RUNTIME, Role.OTHER) or _FOREIGN_TEST.fullmatch(name):
            return
        above = folder
        while above:
            if above in self._owners:
                counted = self._sources.setdefault(above, {})
                counted[language] = counted.get(language, 0) + 1
            above = above.rpartition("/")[0]

    def inventory(self, suite: Suite) -> Inventory:
        """Give what was found of a suite."""
        inside = self._inside[suite.folder]
        sources = [p for p in inside if _is_source(p)]
        tests = [p for p in sources if is_test_name(p.rpartition("/")[2]) or _FOREIGN_TEST.fullmatch(p.rpartition("/")[2])]
        harness = [p for p in sources if p not in set(tests) and not p.endswith(f"/{RUNNER}")]
        runner = suite.runner or next((p for p in inside if p.rpartition("/")[2] == RUNNER), None)
        mocks, doubles = self._mocks(suite)
        manifest = self._manifest(suite)
        first = min([*tests, *harness], default=None)
        return Inventory(
            suite=suite,
            runner=runner,
            tests=tuple(tests),
            doubtful=tuple(p for p in inside if p not in set(tests) and _DOUBTFUL.fullmatch(p.rpartition("/")[2])),
            harness=tuple(harness),
            mocks=mocks,
            doubles=tuple(doubles),
            fixtures=next((p for p in self._doubles.get(_above(mocks), ()) if _is_fixtures(p)), None) if mocks else None,
            manifest=manifest,
            place=runner or manifest or first,
            languages=self._languages(suite),
            outer=any(folder.startswith(f"{suite.folder}/") for folder in self._inside),
        )

    def _mocks(self, suite: Suite) -> tuple[str | None, list[str]]:
        """Give the ``__mocks__`` of a service: at its top, or beside the ``__tests__`` of a part of it."""
        found: tuple[str | None, list[str]] = (None, [])
        for folder in dict.fromkeys((_home(suite), *_folders_between(suite.path, _home(suite)))):
            listed = self._doubles.get(folder)
            if listed is not None:
                doubles = [path for path in listed if _is_source(path)]
                if doubles:
                    return f"{folder}/__mocks__", doubles
                found = (f"{folder}/__mocks__", [])
        return found

    def _manifest(self, suite: Suite) -> str | None:
        """Give the manifest nearest to a suite's tests within its service, one of their language first."""
        for folder in dict.fromkeys((_home(suite), *_folders_between(suite.path, _home(suite)), suite.folder)):
            listed = self._manifests.get(folder, {})
            names = [name for name in _MANIFESTS if name in listed]
            names.sort(key=lambda name: _MANIFESTS[name] != suite.language)
            if names:
                return listed[names[0]]
        return None

    def _languages(self, suite: Suite) -> frozenset[str]:
        """Give what the code around a suite is written in; nothing for a pack and for the whole repository, which are no service."""
        if suite.kind == "pack" or suite.path == ".":
            return frozenset()
        home = _home(suite)
        folders = list(dict.fromkeys((home, *_folders_between(suite.path, home))))
        counted = next((self._sources[f] for f in folders if f in self._sources), {})
        total = sum(counted.values())
        most = frozenset(language for language, count in counted.items() if count >= total * _ENOUGH)
        declared = next((frozenset(_MANIFESTS[n] for n in self._manifests[f]) for f in folders if f in self._manifests), frozenset())
        if declared:
            parts = {_MANIFESTS[n] for f, names in self._manifests.items() if _is_part(f, home) for n in names} & most
            return ((declared & counted.keys()) or (declared | counted.keys())) | parts
        return frozenset() if most & _OTHER_LANGUAGES else most


def _home(suite: Suite) -> str:
    """Give the folder that a suite tests: the one around ``__tests__``, else that of the service."""
    head, marker, _ = f"{suite.folder}/".rpartition("/__tests__/integration/")
    return head if marker and (head == suite.path or head.startswith(f"{suite.path}/")) else suite.path


def _is_part(folder: str, home: str) -> bool:
    """Tell whether a folder below a service may be a part of it with a language of its own: ``web/`` of a Go service, not its tests."""
    return folder.startswith(f"{home}/") and _NO_PART.isdisjoint(folder[len(home) :].split("/"))


_NO_PART = frozenset(("__tests__", "__mocks__", "tests", "test", "e2e", "scripts", "tools"))


def _folders_between(top: str, folder: str) -> list[str]:
    """List the folders from ``folder`` up to ``top``, the nearest first."""
    found = []
    while folder == top or folder.startswith(f"{top}/"):
        found.append(folder)
        folder = folder.rpartition("/")[0]
    return found


def _above(folder: str | None) -> str:
    return "" if folder is None else folder.rpartition("/")[0]


def _extension(path: str) -> str:
    stem, _, extension = path.rpartition("/")[2].rpartition(".")
    return extension.lower() if stem else ""


def _is_source(path: str) -> bool:
    extension = _extension(path)
    return language_of_name(path) is not None or extension in _SHELLS or extension in ("bash", *_OTHER_LANGUAGES)


def _is_fixtures(path: str) -> bool:
    """Tell whether a file below ``__mocks__`` holds fixtures, by its name or that of its folder."""
    parts = path.rpartition("__mocks__/")[2].split("/")
    return any(_FIXTURES.fullmatch(part.partition(".")[0] if part is parts[-1] else part) or _FIXTURES.fullmatch(part) for part in parts)
