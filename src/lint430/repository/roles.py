"""The role of a file, from its path: the rules of the contract's section 4, configured globs first, then the first that fits."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lint430.config import Config, Settings, globs
from lint430.model import Role
from lint430.repository.suites import RUNNER, SHARED_HELPERS, SuiteIndex, is_test_name

SOURCE_EXTENSIONS = frozenset(
    ["py", "pyi", "pyw", "ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "go", "sh", "bash", "ksh", "zsh", "bats"]
)
"""Extensions of code."""
_MANIFEST_EXTENSIONS = frozenset(["yaml", "yml"])
"""Extensions of files that may say what ships: any YAML file can be a workload's manifest."""
_PROSE_NAMES = re.compile(
    r"licen[cs]e.*|readme.*|changelog.*|changes|notice.*|authors|contributors|copying.*|codeowners|owners|version|py\.typed", re.IGNORECASE
)

_KIND = r"(?:utils?|support|helpers?|kit|harness|lib|env|fixtures?|data|setup|servers?|doubles?|suites?|cases|resources)"
_WHAT = r"(?:integration|e2e|unit|acceptance|functional|smoke|contract|system|load|perf|performance|component)"
_SUPPORT_FOLDER = re.compile(
    rf"_{{0,2}}tests?_{{0,2}}(?:[-_]?{_KIND})?|testing(?:[-_]?{_KIND})?|{_WHAT}[-_]?tests?|jest|vitest|_{{0,2}}fixtures_{{0,2}}|e2e|playwright|cypress",
    re.IGNORECASE,
)
_E2E_FOLDER = re.compile(r"e2e(?:[-_]?tests?)?|playwright(?:[-_]?tests?)?", re.IGNORECASE)
_DEFAULT_TEST_FOLDERS = frozenset(("tests", "test", "__tests__", "spec", "specs"))
_NOT_E2E = frozenset(("unit", "integration"))
_TOOLING_FOLDERS = frozenset(("tools", "scripts", "hack", ".husky", ".vscode", ".devcontainer"))
_CI_FOLDER = re.compile(
    r"(?:.*/)?(?:\.github/(?:workflows|actions)|\.gitlab|\.circleci|\.buildkite|\.tekton|tekton|\.woodpecker|\.ci)(?:/.*)?|ci(?:/.*)?"
)

_TEST_IMAGES = re.compile(r"(?:^|/)(?:[\w.-]+[-_]tests?|\.github)(?:/|$)")
"""Folders whose images are built for tests and CI, though the name ``Dockerfile`` does not say so."""

_PLAYWRIGHT_CONFIG = re.compile(r"playwright(?:[.-][\w-]+)*\.config\.[cm]?[jt]s|playwright-ct\.config\.[cm]?[jt]s")
_UNIT_CONFIG = re.compile(r"(?:jest|vitest)(?:[.-][\w-]+)*\.config\.[cm]?[jt]s(?:on)?")
_SPEC = re.compile(r".+\.spec\.[cm]?[jt]sx?")
_CODE_EXTENSION = r"\.[cm]?[jt]sx?"

_NAMES = re.compile(
    rf"""(?P<setup>(?i:conftest\.py | test_helper\.(?:bash|sh)
      | (?:jest|vitest)[.-]?(?:[\w-]+[.-])?(?:set-?up|env|environment|global-?(?:setup|teardown)|teardown|polyfills?|mocks?)[\w.-]*{_CODE_EXTENSION}
      | set-?up-?(?:jest|vitest|tests?|test-?env|after-?env|files?)[\w.-]*{_CODE_EXTENSION}
      | tests?[.-]?(?:set-?up|utils?|helpers?|support)(?:[.-][\w-]+)*{_CODE_EXTENSION}
      | global-?(?:set-?up|teardown){_CODE_EXTENSION}))
    | (?P<config>(?:jest|vitest)(?:[.-][\w-]+)*\.(?:config|conf|preset|workspace|projects|base)(?:[.-][\w-]+)*\.[cm]?[jt]s(?:on)?
      | (?:jest-preset|jest-e2e)\.(?:js|json) | karma\.conf\.[jt]s | \.mocharc(?:\..+)? | wdio[\w.-]*\.conf\.[jt]s | cypress\.config\.[cm]?[jt]s | cypress\.json
      | \.?pytest\.(?:ini|toml) | tox\.(?:ini|toml) | setup\.cfg | \.coveragerc | (?:package|turbo|nx|project|lerna)\.json | pyproject\.toml | Pipfile
      | (?:[\w.-]*requirements[\w.-]*)\.(?:txt|in) | go\.mod | \.testcaferc\..+ | nightwatch(?:\.conf)?\.[cm]?[jt]s(?:on)?
      | \.env\.(?:test|testing|integration|e2e|ci)(?:[._-].*)? | \.?gotestsum.* )
    | (?P<ci>\.gitlab-ci(?:[.-].+)?\.ya?ml | \.?travis\.ya?ml | azure-pipelines[\w.-]*\.ya?ml | bitbucket-pipelines\.ya?ml | cloudbuild[\w.-]*\.(?:ya?ml|json)
      | buildspec[\w.-]*\.ya?ml | appveyor\.ya?ml | \.drone\.ya?ml | \.cirrus\.ya?ml | skaffold[\w.-]*\.ya?ml | codefresh[\w.-]*\.ya?ml
      | Jenkinsfile.* | .+\.jenkinsfile | Tiltfile.* | .+\.tiltfile | (?:GNU)?[Mm]akefile(?:\..+)? | .+\.mk | \.?[Jj]ustfile | .+\.just | [Tt]askfile[\w.-]*\.ya?ml | Earthfile
      | (?:docker-)?compose[\w.-]*\.ya?ml | .+[.-]compose\.ya?ml | (?:.+[.-])?values(?:[.-][\w.-]+)?\.ya?ml | Procfile\.test )
    | (?P<tooling>noxfile\.py | fabfile\.py | dodo\.py | [Gg]ulpfile[\w.-]*\.[\w.]+ | [Gg]runtfile\.\w+ | magefile\.go
      | \.env(?:\..+)?\.(?:example|sample|template|dist|defaults) | \.env[._-](?:example|sample|template|dist) | \.envrc(?:\..+)? | (?:.+\.)?env\.example | example\.env )
    | (?P<modules>tasks\.py | setup\.py)
    | (?P<testimage>(?:.*[._-])?Dockerfile[._-](?:.*[._-])?(?:tests?|testing|integration|e2e|ci)(?:[._-].*)?
      | (?:.*[._-])?(?:tests?|testing|integration|e2e)[._-](?:.*[._-])?Dockerfile | (?:tests?|integration|e2e)\.(?:Dockerfile|Containerfile) )
    | (?P<ships>(?:.*[._-])?(?:Dockerfile|Containerfile)(?:[._-].*)? | .+\.(?:Dockerfile|dockerfile|containerfile)
      | \.env(?:\..*)? | .+\.env | Procfile | (?:vercel|app|amplify|now|firebase)\.json | (?:fly|netlify|wrangler|railway|render)[\w.]*\.toml )""",
    re.VERBOSE,
)


class _Folder:
    """What a folder says about the files in it."""

    __slots__ = ("ci", "e2e", "helper", "in_suite", "mock", "package", "playwright", "support", "tooling")

    def __init__(self) -> None:
        self.helper = self.mock = self.e2e = self.in_suite = self.support = self.ci = self.tooling = self.package = False
        self.playwright = ""
        """``specs`` where ``*.spec.ts`` are Playwright's, ``all`` where every source file serves E2E, empty elsewhere."""


class Roles:
    """Gives the role of each path of a repository."""

    def __init__(self, config: Settings, paths: Iterable[str], suites: SuiteIndex) -> None:
        """Take the configuration, every known path (for what stands beside a file), and the suites."""
        self._config = config
        self._suites = suites
        self._playwright: set[str] = set()
        self._unit_configs: set[str] = set()
        self._packages: set[str] = set()
        for path in paths:
            folder, _, name = path.rpartition("/")
            if name == "__init__.py":
                self._packages.add(folder)
            elif ".config." in name:
                if _PLAYWRIGHT_CONFIG.fullmatch(name):
                    self._playwright.add(folder)
                elif _UNIT_CONFIG.fullmatch(name):
                    self._unit_configs.add(folder)
        self._folders: dict[str, _Folder] = {}
        self._modules: dict[tuple[str, ...], re.Pattern[str] | None] = {}

    def role_of(self, path: str) -> Role:
        """Give the role of a file."""
        folder, _, name = path.rpartition("/")
        config = self._config.for_path(path)
        if (configured := self._configured(config, path)) is not None:
            return configured
        where = self._folders.get(folder)
        if where is None:
            where = self._folders[folder] = self._folder(folder)
        stem, _, extension = name.rpartition(".")
        extension = extension.lower() if stem else ""
        source = extension in SOURCE_EXTENSIONS
        found = _NAMES.fullmatch(name)
        kind = found.lastgroup if found else None
        if not source and kind is None and not self._may_matter(name, extension):
            return Role.OTHER
        if where.helper or (config.helper_modules and self._is_module(config, path)):
            return Role.HELPER
        if name == RUNNER:
            return Role.RUNNER
        if where.mock:
            return Role.MOCK
        if self._is_e2e(where, name, source=source, configured=kind == "config"):
            return Role.E2E
        is_test = source and is_test_name(name)
        if is_test and where.in_suite:
            return Role.INTEGRATION_TEST
        if kind == "config":
            return Role.TEST_CONFIG
        if not is_test and (kind == "setup" or (source and (where.in_suite or where.support))):
            return Role.HARNESS
        if is_test:
            return Role.UNIT_TEST
        if kind == "ci" or where.ci:
            return Role.CI
        if where.tooling or kind == "tooling" or (kind == "modules" and not where.package):
            return Role.TOOLING
        if kind == "testimage" or where.in_suite or where.support or (kind == "ships" and _TEST_IMAGES.search(folder)):
            return Role.HARNESS
        return Role.RUNTIME

    def _configured(self, config: Config, path: str) -> Role | None:
        for glob, role in config.roles:
            if globs((glob,)).matches(path):
                return Role(role)
        return None

    @staticmethod
    def _may_matter(name: str, extension: str) -> bool:
        """Tell whether a file that is no source file and has no telling name may still be judged: YAML, and scripts without an extension."""
        return extension in _MANIFEST_EXTENSIONS or ("." not in name and _PROSE_NAMES.fullmatch(name) is None)

    def _is_e2e(self, where: _Folder, name: str, *, source: bool, configured: bool) -> bool:
        if where.e2e:
            return source
        if _PLAYWRIGHT_CONFIG.fullmatch(name) or re.fullmatch(rf".+\.cy{_CODE_EXTENSION}", name):
            return True
        if where.playwright == "all":
            return source and not configured
        return where.playwright == "specs" and _SPEC.fullmatch(name) is not None

    def _is_module(self, config: Config, path: str) -> bool:
        """Tell whether a path is that of a configured mode module."""
        modules = config.helper_modules
        if modules not in self._modules:
            self._modules[modules] = _module_paths(modules)
        pattern = self._modules[modules]
        return pattern is not None and pattern.search(path) is not None

    def _folder(self, folder: str) -> _Folder:
        where = _Folder()
        where.helper = f"/{SHARED_HELPERS}/" in f"/{folder}/"
        where.in_suite = self._suites.suite_of_folder(folder)[1]
        where.package = folder in self._packages
        where.ci = _CI_FOLDER.fullmatch(folder) is not None
        if folder:
            parts = folder.split("/")
            where.mock = "__mocks__" in parts
            where.e2e = "/__tests__/e2e/" in f"/{folder}/"
            where.tooling = not _TOOLING_FOLDERS.isdisjoint(parts)
            where.support = any(_SUPPORT_FOLDER.fullmatch(part) for part in parts)
        where.playwright = self._beside_playwright(folder)
        return where

    def _beside_playwright(self, folder: str) -> str:
        """Tell what a Playwright config in this folder or above makes of the files here."""
        below: list[str] = []
        here = folder
        while True:
            if here in self._playwright:
                break
            if not here:
                return ""
            here, _, last = here.rpartition("/")
            below.append(last)
        if not _NOT_E2E.isdisjoint(below):
            return ""
        if any(_E2E_FOLDER.fullmatch(part) for part in (here.rpartition("/")[2], *below)):
            return "all"
        if not below:
            return "specs"
        # Playwright's default folder is tests/, but so is everybody's: where a unit runner is configured too, its name says nothing.
        return "specs" if below[-1] in _DEFAULT_TEST_FOLDERS and here not in self._unit_configs else ""


def _module_paths(modules: tuple[str, ...]) -> re.Pattern[str] | None:
    """Give what the paths of configured modules look like: ``acme.testmode`` is ``…/acme/testmode.py`` or below ``…/acme/testmode/``."""
    forms: set[str] = set()
    for module in modules:
        path = re.sub(r"\.[cm]?[jt]sx?$|\.py$|\.go$", "", module.removeprefix("./")).strip("/")
        if "/" not in path:
            path = path.replace(".", "/")
        forms.add(path)
        host, *rest = path.split("/")
        if "." in host and len(rest) > 2:
            # github.com/acme/platform/internal/testmode lies in internal/testmode of its repository.
            forms.add("/".join(rest[2:]))
    forms.discard("")
    return re.compile(rf"(?:^|/)(?:{'|'.join(re.escape(form) for form in sorted(forms))})(?:\.\w+$|/)") if forms else None
