"""``lint430.toml`` or ``[tool.lint430]``: the settings, validated; an unknown key is an error with a suggestion."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Protocol

from lint430.model import Role, Severity

DEFAULT_VARIABLES = ("INTEGRATION_MODE", "NEXT_PUBLIC_INTEGRATION_MODE")
DEFAULT_VALUES = ("repo", "local", "cluster")
DEFAULT_HELPERS = (
    "getIntegrationMode",
    "get_integration_mode",
    "integration_mode",
    "integrationMode",
    "IntegrationMode",
    "resolveIntegrationMode",
    "resolve_integration_mode",
    "isClusterMode",
    "is_cluster_mode",
    "require_cluster_mode",
)
_DEFAULT_LIVE = ("cluster",)
_DEFAULT_UNSET = "repo"
DEFAULT_TOGGLES = ("RUN_INTEGRATION_TESTS", "*_USE_LIVE_DB", "*_INTEGRATION_ENABLED", "SKIP_*_TESTS", "INTEGRATION_TEST_MODE")
DEFAULT_PROCESS_VARIABLES = (
    "CI",
    "HOME",
    "PATH",
    "USER",
    "SHELL",
    "PWD",
    "TMPDIR",
    "TMP",
    "TEMP",
    "TZ",
    "LANG",
    "LC_*",
    "LOG_LEVEL",
    "NODE_ENV",
    "GITHUB_*",
    "JEST_*",
    "VITEST_*",
    "PYTEST_*",
    "BATS_*",
)


@dataclass(frozen=True, slots=True)
class SuiteNotes:
    """What people say of one suite, ``[status.suites."services/billing"]``: nothing of it can be measured."""

    priority: str | None = None
    """``priority``: one of ``[status.priorities]``."""
    owner: str | None = None
    """``owner``."""
    quality: str | None = None
    """``quality``: a word on its doubles."""
    mocks_note: str | None = None
    """``mocks-note``: why it needs no doubles, after the ``N/A`` of its row."""
    notes: tuple[str, ...] = ()
    """``notes``: Markdown, one item each."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A text of the status document that is about what is not measured, ``[[status.out-of-scope]]``."""

    title: str
    """``title``: its heading."""
    text: str
    """``text``: Markdown."""


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A piece of work that no finding shows, ``[[status.work]]``: most often one that is done."""

    task: str
    """``task``: Markdown."""
    suite: str
    """``suite``: a suite's path, or any other name."""
    priority: str
    """``priority``: one of ``[status.priorities]``."""
    effort: str
    """``effort``: ``Done``, ``2 days``."""


DEFAULT_TARGETS = {"services-with-mocks": "100%", "compliant-runners": "100%", "jest-extra-args": "0", "cluster-only": "0"}
DEFAULT_LEGEND = {
    "compliant": "Meets the target state",
    "partial": "Has mock mode, and violations",
    "cluster-only": "Requires cluster mode, no mock implementation",
    "missing": "No `__mocks__/` directory",
}


@dataclass(frozen=True, slots=True)
class StatusSettings:
    """``[status]``: what people say in the status document; everything else there is measured."""

    title: str = "Unified Test Infrastructure Status"
    """``title``."""
    overview: str = (
        "This document tracks the integration suites of this repository against the test contract. It is written by `lint430 status`."
    )
    """``overview``: Markdown, the first paragraph."""
    front_matter: Mapping[str, str] = field(default_factory=dict)
    """``[status.front-matter]``: further fields of the document's head."""
    priorities: Mapping[str, str] = field(default_factory=lambda: {"P1": "Critical", "P2": "High", "P3": "Medium"})
    """``[status.priorities]``: the meaning of each, the most urgent first."""
    targets: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_TARGETS))
    """``[status.targets]``: what each metric of the dashboard should be."""
    legend: Mapping[str, str] = field(default_factory=lambda: dict(DEFAULT_LEGEND))
    """``[status.legend]``: what each status means to the document's readers."""
    features: tuple[str, ...] = ()
    """``features``: E2E features in the order of their table; others follow by name."""
    mocks_order: tuple[str, ...] = ()
    """``mocks-order``: suites in the order of the inventory of doubles; others follow in the order of the suites."""
    build_only: tuple[str, ...] = ()
    """``build-only``: components without a suite, one line of Markdown each."""
    out_of_scope: tuple[Chapter, ...] = ()
    """``[[status.out-of-scope]]``: chapters on what is not measured."""
    work: tuple[WorkItem, ...] = ()
    """``[[status.work]]``: work that no finding shows."""
    suites: Mapping[str, SuiteNotes] = field(default_factory=dict)
    """``[status.suites]``: what people say of each suite, by its path."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings that hold for one file; nothing of the default names is wired in elsewhere."""

    variables: tuple[str, ...] = DEFAULT_VARIABLES
    """``mode-variables``: the names whose value is the mode."""
    values: tuple[str, ...] = DEFAULT_VALUES
    """``mode-values``: lower case; empty means set or unset, true or false."""
    live_values: tuple[str, ...] = _DEFAULT_LIVE
    """``live-values``: the values that mean the real thing."""
    default_value: str | None = _DEFAULT_UNSET
    """``default-value``: what unset means."""
    helpers: tuple[str, ...] = DEFAULT_HELPERS
    """``mode-helpers``: function names (``getMode``) or dotted ones (``testmode.IsLive``) whose result is the mode."""
    helper_modules: tuple[str, ...] = ()
    """``mode-modules``: module paths (``@acme/mode``, ``acme.testmode``) everything callable of which is a mode helper."""
    attributes: tuple[str, ...] = ()
    """``mode-attributes``: ``cfg.IsCluster``, or ``.IsCluster`` for any object."""
    toggles: tuple[str, ...] = DEFAULT_TOGGLES
    """``legacy-toggles``: names and globs."""
    process_variables: tuple[str, ...] = DEFAULT_PROCESS_VARIABLES
    """``process-variables``: names and globs no service owns, so a default for them is fine."""
    product_words: tuple[str, ...] = ()
    """``product-words``: file stems, folders or markers in which a mode word is a product's name."""
    roles: tuple[tuple[str, str], ...] = ()
    """``[roles]``: (glob, role) pairs, tried before the built-in ones, in order."""
    suites: tuple[str, ...] = ()
    """``[suites] folders``: globs of further suite folders."""
    levels: Mapping[str, Severity] = field(default_factory=dict)
    """``[levels]``: severity by code."""
    per_path_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """``[per-path-ignores]``: (glob, codes) pairs."""
    select: tuple[str, ...] = ("ITM",)
    """``select``: codes, prefixes or names."""
    ignore: tuple[str, ...] = ()
    """``ignore``: codes, prefixes or names."""
    exclude: tuple[str, ...] = ()
    """``exclude``: globs in ``.gitignore`` syntax, relative to the file that holds them."""
    require_reason: bool = False
    """``require-suppression-reason``."""
    max_bytes: int = 4 * 1024 * 1024
    """``max-file-size`` in bytes."""
    baseline: str = ".lint430/baseline.json"
    """``baseline``: the file of the findings that the repository lives with for now; only that of the repository's root is used."""
    status: StatusSettings = StatusSettings()
    """``[status]``; only that of the repository's root is used."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each setting came from, by its key: a file with a line, or ``default``."""
    is_default: bool = True
    """Whether no configuration file spoke."""
    places: Mapping[str, str] = field(default_factory=dict)
    """Where each selector stands, by ``key.selector`` (``select.ITM2``, ``levels.ITM101``): a file with a line."""

    def for_path(self, path: str) -> Config:  # noqa: ARG002 - a single configuration holds everywhere
        """Give this configuration for any path, so that one stands wherever :class:`Configs` may."""
        return self

    def every(self) -> list[Config]:
        """List this one configuration."""
        return [self]


class Settings(Protocol):
    """One configuration, or several with their subtrees."""

    def for_path(self, path: str) -> Config:
        """Give the configuration that holds for a file."""

    def every(self) -> list[Config]:
        """List the configurations met so far, the root's first."""


class ConfigError(Exception):
    """A setting that cannot be used; the message names the file, the line, and what would be right."""


@dataclass(frozen=True, slots=True)
class UnknownSelector:
    """A code, prefix or name in the configuration that fits no check."""

    selector: str
    """As written."""
    key: str
    """The key it stands under: ``select``, ``ignore``, ``levels``, ``per-path-ignores``."""
    where: str
    """The file with the line."""
    suggestion: str | None
    """The nearest code or name, if one is near."""

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.where}: unknown check `{self.selector}` in `{self.key}`{_did_you_mean(self.suggestion)}"


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the configuration file."""

    name: str
    """As spelled in the file."""
    attribute: str
    """The field of :class:`Config`."""
    kind: str
    """What its value is: ``names`` (variables), ``strings``, ``words`` (lower-cased), ``globs``, ``selectors``, ``word``, ``boolean``, ``size``, ``file``, or a table:
    ``roles``, ``suites``, ``levels``, ``ignores``, ``status``."""


KEYS = (
    Key("mode-variables", "variables", "names"),
    Key("mode-values", "values", "words"),
    Key("live-values", "live_values", "words"),
    Key("default-value", "default_value", "word"),
    Key("mode-helpers", "helpers", "strings"),
    Key("mode-modules", "helper_modules", "strings"),
    Key("mode-attributes", "attributes", "strings"),
    Key("legacy-toggles", "toggles", "strings"),
    Key("process-variables", "process_variables", "strings"),
    Key("product-words", "product_words", "strings"),
    Key("roles", "roles", "roles"),
    Key("suites", "suites", "suites"),
    Key("levels", "levels", "levels"),
    Key("per-path-ignores", "per_path_ignores", "ignores"),
    Key("select", "select", "selectors"),
    Key("ignore", "ignore", "selectors"),
    Key("exclude", "exclude", "globs"),
    Key("require-suppression-reason", "require_reason", "boolean"),
    Key("max-file-size", "max_bytes", "size"),
    Key("baseline", "baseline", "file"),
    Key("status", "status", "status"),
)

_STATUS: dict[str, type] = {
    "title": str,
    "overview": str,
    "front-matter": dict,
    "priorities": dict,
    "targets": dict,
    "legend": dict,
    "features": list,
    "mocks-order": list,
    "build-only": list,
    "out-of-scope": list,
    "work": list,
    "suites": dict,
}
_NOTES: dict[str, type] = {"priority": str, "owner": str, "quality": str, "mocks-note": str, "notes": list}
_LEVELS = ("error", "warning", "note", "off")
_UNITS = {"": 1, "b": 1, "kb": 1000, "kib": 1024, "mb": 1000**2, "mib": 1024**2, "gb": 1000**3, "gib": 1024**3}
_CODE = re.compile(r"[A-Z]+[0-9]*")


# --- globs -----------------------------------------------------------------------------------------------------------------------


class Globs:
    """Patterns in ``.gitignore`` syntax, ``{a,b}`` allowed, matched against paths from the repository root."""

    def __init__(self, patterns: Iterable[str]) -> None:
        # pathspec costs 15 ms to import; a repository without globs never pays.
        from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

        rules: list[tuple[str, bool]] = []
        for pattern in patterns:
            for plain in _expand(pattern):
                regex, include = GitIgnoreSpecPattern.pattern_to_regex(plain)
                if regex is not None and include is not None:
                    # Its named group could stand only once in a joined expression.
                    rules.append((re.sub(r"\(\?P<\w+>", "(?:", str(regex)), include))
        if all(include for _, include in rules):
            joined = "|".join(f"(?:{regex})" for regex, _ in rules)
            self._rules = [(re.compile(joined), True)] if rules else []
        else:
            self._rules = [(re.compile(regex), include) for regex, include in reversed(rules)]

    def is_empty(self) -> bool:
        """Tell whether no pattern was usable: blank ones, comments and unclosed brackets fit nothing."""
        return not self._rules

    def decide(self, path: str) -> bool | None:
        """Tell whether the last pattern that fits includes (True) or excludes (False) the path; None when none fits. A folder ends with ``/``."""
        for regex, include in self._rules:
            if regex.match(path):
                return include
        return None

    def matches(self, path: str) -> bool:
        """Tell whether the patterns include the path."""
        return self.decide(path) is True


@functools.cache
def globs(patterns: tuple[str, ...]) -> Globs:
    """Give the compiled form of some patterns."""
    return Globs(patterns)


def _expand(pattern: str) -> list[str]:
    """Write out ``{a,b}``; at most some hundred patterns, so that no input explodes."""
    done: list[str] = []
    todo = [pattern]
    while todo and len(done) + len(todo) < 500:
        one = todo.pop()
        braces = re.search(r"\{([^{}]*,[^{}]*)\}", one)
        if braces is None:
            done.append(one)
        else:
            todo += [one[: braces.start()] + choice + one[braces.end() :] for choice in reversed(braces[1].split(","))]
    return done + todo


def _rebase(glob: str, folder: str) -> str:
    """Turn a glob that is relative to a folder into one relative to the root."""
    sign = "!" if glob.startswith("!") else ""
    body = glob.removeprefix("!")
    if body.startswith("./"):
        body = body[1:]
    if not folder:
        return sign + body
    escaped = re.sub(r"([\\*?\[\]!#{}])", r"\\\1", folder)
    anchored = "/" in body.rstrip("/")
    return f"{sign}/{escaped}/{body.lstrip('/')}" if anchored else f"{sign}/{escaped}/**/{body}"


# --- selectors -------------------------------------------------------------------------------------------------------------------


def matches(selector: str, code: str, name: str) -> bool:
    """Tell whether a selector (code, prefix such as ``ITM2``, or name) covers a check."""
    if _CODE.fullmatch(selector):
        return code.startswith(selector)
    return selector.replace("_", "-") == name.replace("_", "-")


def _strength(selectors: Iterable[str], code: str, name: str) -> int:
    """Give the number of letters of ``code`` the most specific matching selector fixes, -1 for no match."""
    fitting = (len(s) if _CODE.fullmatch(s) else len(code) for s in selectors if matches(s, code, name))
    return max(fitting, default=-1)


def is_selected(config: Config, code: str, name: str) -> bool:
    """Tell whether a check runs: the most specific of ``select`` and ``ignore`` decides, ``ignore`` on a tie."""
    return _strength(config.select, code, name) > _strength(config.ignore, code, name)


def level_of(config: Config, code: str, name: str) -> Severity | None:
    """Give the level the configuration sets for a check, by its most specific entry; None where it sets none."""
    fitting = [(_strength((selector,), code, name), level) for selector, level in config.levels.items() if matches(selector, code, name)]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def is_ignored_at(config: Config, path: str, code: str, name: str) -> bool:
    """Tell whether ``[per-path-ignores]`` silences a check for a file."""
    return any(
        any(matches(selector, code, name) for selector in selectors) and globs((glob,)).matches(path)
        for glob, selectors in config.per_path_ignores
    )


def unknown_selectors(config: Config, known: Mapping[str, str]) -> list[UnknownSelector]:
    """List the selectors that fit none of the known checks, given as names by code."""
    listed = [("select", s) for s in config.select] + [("ignore", s) for s in config.ignore] + [("levels", s) for s in config.levels]
    listed += [("per-path-ignores", s) for _, selectors in config.per_path_ignores for s in selectors]
    found = []
    for key, selector in dict.fromkeys(listed):
        if any(matches(selector, code, name) for code, name in known.items()):
            continue
        shown = "levels" if key == "ignore" and f"ignore.{selector}" not in config.places and f"levels.{selector}" in config.places else key
        where = config.places.get(f"{shown}.{selector}", config.sources.get(shown, "default"))
        found.append(UnknownSelector(selector, shown, where, nearest(selector, [*known, *known.values()])))
    return found


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Give the choice that looks most like a misspelt word, or None."""
    import difflib

    folded = {choice.lower().replace("_", "-"): choice for choice in choices}
    near = difflib.get_close_matches(word.lower().replace("_", "-"), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def _did_you_mean(suggestion: str | None) -> str:
    return f"; did you mean `{suggestion}`?" if suggestion else ""


# --- loading ---------------------------------------------------------------------------------------------------------------------

_DOTTED = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'))*"""
_HEADER = re.compile(rf"\s*\[\[?\s*({_DOTTED})\s*\]\]?\s*(?:#.*)?$")
_ASSIGNMENT = re.compile(rf"\s*({_DOTTED})\s*=(.*)$", re.DOTALL)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_TOKEN = re.compile(r'''"""|\'\'\'|"(?:\\.|[^"\\])*"|'[^']*'|#.*|[\[\]{}]''')


class _Places:
    """The lines of a TOML text on which its keys stand; tomllib keeps none."""

    def __init__(self, label: str, text: str, table: tuple[str, ...]) -> None:
        self._label = label
        self._table = table
        self._lines = text.split("\n")
        self._found: dict[tuple[str, ...], int] = {}
        header: tuple[str, ...] = ()
        depth, fence = 0, ""
        for number, line in enumerate(self._lines, 1):
            rest = line
            if not fence and depth == 0:
                if opened := _HEADER.match(line):
                    header = self._parts(opened[1])
                    self._found.setdefault(header, number)
                    continue
                if assigned := _ASSIGNMENT.match(line):
                    path = header + self._parts(assigned[1])
                    for length in range(len(header) + 1, len(path) + 1):
                        self._found.setdefault(path[:length], number)
                    rest = assigned[2]
            depth, fence = self._scan(rest, depth, fence)

    @staticmethod
    def _parts(dotted: str) -> tuple[str, ...]:
        return tuple(part.strip("\"'") for part in _PART.findall(dotted))

    @staticmethod
    def _scan(text: str, depth: int, fence: str) -> tuple[int, str]:
        """Follow brackets and multi-line strings to the end of a line."""
        at = 0
        while True:
            if fence:
                end = text.find(fence, at)
                if end < 0:
                    return depth, fence
                at, fence = end + 3, ""
            token = _TOKEN.search(text, at)
            if token is None:
                return max(depth, 0), ""
            at = token.end()
            if len(token[0]) == 3 and token[0] in ('"""', "'''"):
                fence = token[0]
            elif token[0] in "[{":
                depth += 1
            elif token[0] in "]}":
                depth -= 1

    def line(self, *path: str) -> int:
        """Give the line of a key, or of the nearest table around it."""
        full = self._table + path
        for length in range(len(full), 0, -1):
            if (number := self._found.get(full[:length])) is not None:
                return number
        return 1

    def at(self, *path: str, item: str | None = None) -> str:
        """Give ``file:line`` of a key, or of one string in its list."""
        number = self.line(*path)
        if item is not None:
            following = min((n for n in self._found.values() if n > number), default=len(self._lines) + 1)
            for candidate in range(number, following):
                if f'"{item}"' in self._lines[candidate - 1] or f"'{item}'" in self._lines[candidate - 1]:
                    return f"{self._label}:{candidate}"
        return f"{self._label}:{number}"


def load(path: Path, folder: str = "") -> Config:
    """Read a ``lint430.toml``, or the ``[tool.lint430]`` of a ``pyproject.toml``.

    ``folder`` is where the file lies from the repository root: its globs are relative to it, and what it gives is relative to the root.
    A ``pyproject.toml`` without the table gives the defaults. Raises :class:`ConfigError`.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{_label(path.name, folder)}: cannot be read: {error.strerror or error}") from None
    return decode(data, path.name, folder)


def _label(name: str, folder: str) -> str:
    return f"{folder}/{name}" if folder else name


def decode(data: bytes, name: str, folder: str = "") -> Config:
    """Read the bytes of a configuration of that name; see :func:`load`."""
    label = _label(name, folder)
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{label}:{data.count(10, 0, error.start) + 1}: not UTF-8") from None
    return parse(text, label, folder, pyproject=name == "pyproject.toml")


def parse(text: str, label: str = "lint430.toml", folder: str = "", *, pyproject: bool = False) -> Config:
    """Read the text of a configuration; see :func:`load`."""
    import tomllib

    try:
        document: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        placed = re.fullmatch(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", str(error), re.DOTALL)
        what, line = (placed[1], placed[2]) if placed else (str(error), "1")
        raise ConfigError(f"{label}:{line or text.rstrip().count(chr(10)) + 1}: not valid TOML: {what}") from None
    except RecursionError:
        raise ConfigError(f"{label}:1: not valid TOML: nested too deeply") from None
    table: tuple[str, ...] = ()
    if pyproject:
        tools = document.get("tool", {})
        document = tools.get("lint430") if isinstance(tools, dict) else None
        if document is None:
            return Config()
        table = ("tool", "lint430")
    places = _Places(label, text, table)
    if not isinstance(document, dict):
        raise ConfigError(f"{places.at()}: `tool.lint430` must be a table")
    return _Reader(document, places, folder).config()


class _Reader:
    """Turns a table of settings into a :class:`Config`, or says what is wrong with it."""

    def __init__(self, table: Mapping[str, Any], places: _Places, folder: str) -> None:
        self._table = table
        self._places = places
        self._folder = folder
        self._selectors: dict[str, str] = {}

    def config(self) -> Config:
        """Give the settings with their defaults filled in."""
        names = {key.name: key for key in KEYS}
        for name in self._table:
            if name not in names:
                raise ConfigError(f"{self._places.at(name)}: unknown key `{name}`{_did_you_mean(nearest(name, names))}")
        given = {key.attribute: self._value(key) for key in KEYS if key.name in self._table}
        off = given["levels"].pop("off", ()) if "levels" in given else ()
        filled = given | self._mode(given)
        if "process_variables" in given:
            filled["process_variables"] = _union(DEFAULT_PROCESS_VARIABLES, given["process_variables"])
        if off:
            filled["ignore"] = _union(given.get("ignore", ()), off)
        sources = {key.name: self._places.at(key.name) if key.name in self._table else "default" for key in KEYS}
        return replace(Config(), **filled, sources=sources, places=self._selectors, is_default=False)

    def _mode(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Settle what belongs to the variable: naming another one leaves the default values, helpers and toggles behind."""
        other = "variables" in given and not set(given["variables"]) & set(DEFAULT_VARIABLES)
        values = given.get("values", () if other else DEFAULT_VALUES)
        live = given.get("live_values", () if other else tuple(v for v in _DEFAULT_LIVE if v in values))
        default = given.get("default_value", None if other or _DEFAULT_UNSET not in values else _DEFAULT_UNSET) or None
        for name, listed in (("live-values", live), ("default-value", (default,) if default else ())):
            for value in listed:
                if values and value not in values:
                    where = self._places.at(name, item=value)
                    raise ConfigError(f"{where}: `{name}` has `{value}`, which is no mode value{_did_you_mean(nearest(value, values))}")
        helpers = given.get("helpers", ()) if other else _union(DEFAULT_HELPERS, given.get("helpers", ()))
        toggles = given.get("toggles", () if other else DEFAULT_TOGGLES)
        return {"values": values, "live_values": live, "default_value": default, "helpers": helpers, "toggles": toggles}

    def _value(self, key: Key) -> Any:
        value = self._table[key.name]
        match key.kind:
            case "names":
                return self._variables(key.name)
            case "strings":
                return self._strings(value, key.name)
            case "words":
                return _union(word.lower() for word in self._strings(value, key.name))
            case "globs":
                return self._globs(value, key.name)
            case "selectors":
                return self._listed_selectors(value, key.name, key.name)
            case "word":
                return self._expect(value, str, "a string", key.name).lower()
            case "boolean":
                return self._expect(value, bool, "true or false", key.name)
            case "size":
                return self._size(value, key.name)
            case "file":
                return self._file(key.name)
            case "roles":
                return self._roles(key.name)
            case "suites":
                return self._suites(key.name)
            case "levels":
                return self._levels(key.name)
            case "status":
                return self._status(key.name)
            case _:
                return tuple(
                    (self._glob(glob, key.name, glob), self._listed_selectors(codes, key.name, key.name, glob))
                    for glob, codes in self._expect(value, dict, "a table of globs", key.name).items()
                )

    def _expect(self, value: Any, kind: type, what: str, *path: str) -> Any:
        if not isinstance(value, kind):
            raise ConfigError(f"{self._places.at(*path)}: `{'.'.join(path)}` must be {what}, not {_shown(value)}")
        return value

    def _strings(self, value: Any, *path: str) -> tuple[str, ...]:
        if isinstance(value, str):
            raise ConfigError(f'{self._places.at(*path)}: `{".".join(path)}` must be a list of strings: write ["{value}"]')
        for item in self._expect(value, list, "a list of strings", *path):
            if not isinstance(item, str):
                raise ConfigError(f"{self._places.at(*path)}: `{'.'.join(path)}` must hold strings only, not {_shown(item)}")
            if not item.strip():
                raise ConfigError(f"{self._places.at(*path, item=item)}: `{'.'.join(path)}` holds an empty string")
        return _union(value)

    def _variables(self, name: str) -> tuple[str, ...]:
        names = self._strings(self._table[name], name)
        for variable in names:
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", variable):
                bare = variable.strip("${}% ")
                suggestion = bare if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", bare) else None
                where = self._places.at(name, item=variable)
                raise ConfigError(f"{where}: `{variable}` is no variable's name{_did_you_mean(suggestion)}")
        return names

    def _file(self, name: str) -> str:
        given: str = self._expect(self._table[name], str, "the path of a file", name)
        parts = [part for part in given.split("/") if part not in ("", ".")]
        if given.startswith("/") or ".." in parts or not parts:
            raise ConfigError(f'{self._places.at(name)}: `{name}` must be the path of a file below the configuration, not "{given}"')
        return "/".join([self._folder, *parts] if self._folder else parts)

    def _glob(self, glob: str, *path: str) -> str:
        if ".." in glob.split("/"):
            raise ConfigError(
                f"{self._places.at(*path, item=glob)}: `{glob}` leaves the folder of the configuration; move the entry to a file above"
            )
        try:
            usable = not globs((glob,)).is_empty()
        except (ValueError, re.error):
            usable = False
        if not usable:
            raise ConfigError(f"{self._places.at(*path, item=glob)}: `{glob}` is no valid glob")
        return _rebase(glob, self._folder)

    def _globs(self, value: Any, *path: str) -> tuple[str, ...]:
        return tuple(self._glob(glob, *path) for glob in self._strings(value, *path))

    def _listed_selectors(self, value: Any, key: str, *path: str) -> tuple[str, ...]:
        selectors = self._strings(value, *path)
        for selector in selectors:
            self._selectors.setdefault(f"{key}.{selector}", self._places.at(*path, item=selector))
        return selectors

    def _roles(self, name: str) -> tuple[tuple[str, str], ...]:
        pairs: list[tuple[str, str]] = []
        known = {role.value: role.value for role in Role}
        for role, patterns in self._expect(self._table[name], dict, "a table of roles", name).items():
            if role.replace("_", "-") not in known:
                raise ConfigError(f"{self._places.at(name, role)}: unknown role `{role}`{_did_you_mean(nearest(role, known))}")
            pairs += [(glob, role.replace("_", "-")) for glob in self._globs(patterns, name, role)]
        return tuple(pairs)

    def _suites(self, name: str) -> tuple[str, ...]:
        table = self._expect(self._table[name], dict, "a table with `folders`", name)
        for key in table:
            if key != "folders":
                raise ConfigError(f"{self._places.at(name, key)}: unknown key `{name}.{key}`{_did_you_mean('folders')}")
        return self._globs(table.get("folders", []), name, "folders")

    def _levels(self, name: str) -> dict[str, Any]:
        """Give severities by selector, with those that are off under ``off``."""
        levels: dict[str, Any] = {}
        off: list[str] = []
        for selector, level in self._expect(self._table[name], dict, "a table of levels", name).items():
            where = self._places.at(name, selector)
            if not isinstance(level, str) or level.lower() not in _LEVELS:
                suggestion = nearest(level, _LEVELS) if isinstance(level, str) else None
                raise ConfigError(
                    f"{where}: `{selector}` must be one of {', '.join(_LEVELS)}, not {_shown(level)}{_did_you_mean(suggestion)}"
                )
            self._selectors[f"levels.{selector}"] = where
            if level.lower() == "off":
                off.append(selector)
            else:
                levels[selector] = Severity(level.lower())
        return levels | ({"off": tuple(off)} if off else {})

    def _status(self, name: str) -> StatusSettings:
        table = self._fields(self._table[name], _STATUS, name)
        given: dict[str, Any] = {key.replace("-", "_"): value for key, value in table.items() if key in ("title", "overview")}
        for key in ("build-only", "features", "mocks-order"):
            if key in table:
                given[key.replace("-", "_")] = self._strings(table[key], name, key)
        for key in ("front-matter", "priorities"):
            if key in table:
                given[key.replace("-", "_")] = self._texts(table[key], name, key)
        for key, default in (("targets", DEFAULT_TARGETS), ("legend", DEFAULT_LEGEND)):
            if key in table:
                given[key] = default | self._fields(table[key], dict.fromkeys(default, str), name, key)
        for key, kind in (("out-of-scope", Chapter), ("work", WorkItem)):
            items = self._expect(table.get(key, []), list, "a list of tables", name, key)
            shape = dict.fromkeys((one.name for one in fields(kind)), str)
            given[key.replace("-", "_")] = tuple(kind(**self._fields(item, shape, name, key, every=True)) for item in items)
        given["mocks_order"] = tuple(path.strip("/") for path in given.get("mocks_order", ()))
        suites = self._expect(table.get("suites", {}), dict, "a table by suite", name, "suites")
        given["suites"] = {path.strip("/"): self._notes(notes, name, "suites", path) for path, notes in suites.items()}
        settings = replace(StatusSettings(), **given)
        for path, notes in settings.suites.items():
            self._priority(notes.priority, settings, name, "suites", path, "priority")
        for item in settings.work:
            self._priority(item.priority, settings, name, "work")
        return settings

    def _notes(self, value: Any, *path: str) -> SuiteNotes:
        table = self._fields(value, _NOTES, *path)
        notes = self._strings(table["notes"], *path, "notes") if "notes" in table else ()
        return SuiteNotes(table.get("priority"), table.get("owner"), table.get("quality"), table.get("mocks-note"), notes)

    def _priority(self, given: str | None, settings: StatusSettings, *path: str) -> None:
        if given is not None and given not in settings.priorities:
            hint = _did_you_mean(nearest(given, settings.priorities))
            raise ConfigError(f"{self._places.at(*path)}: `{given}` is none of the priorities {', '.join(settings.priorities)}{hint}")

    def _fields(self, value: Any, shape: Mapping[str, type], *path: str, every: bool = False) -> dict[str, Any]:
        """Give a table whose keys are known, each of its type."""
        dotted = ".".join(path)
        table: dict[str, Any] = self._expect(value, dict, "a table", *path)
        for key, found in table.items():
            if key not in shape:
                raise ConfigError(f"{self._places.at(*path, key)}: unknown key `{dotted}.{key}`{_did_you_mean(nearest(key, shape))}")
            if shape[key] is str:
                self._expect(found, str, "a string", *path, key)
        if every and (missing := [key for key in shape if key not in table]):
            raise ConfigError(f"{self._places.at(*path)}: `{dotted}` lacks `{missing[0]}`")
        return table

    def _texts(self, value: Any, *path: str) -> dict[str, str]:
        table = self._expect(value, dict, "a table of strings", *path)
        return {key: self._expect(text, str, "a string", *path, key) for key, text in table.items()}

    def _size(self, value: Any, name: str) -> int:
        if isinstance(value, str) and (written := re.fullmatch(r"(\d{1,12})\s*([A-Za-z]*)", value)) and written[2].lower() in _UNITS:
            value = int(written[1]) * _UNITS[written[2].lower()]
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise ConfigError(f'{self._places.at(name)}: `{name}` must be a number of bytes or a text such as "4 MiB", not {_shown(value)}')
        return value


def _union(*lists: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for one in lists for item in one))


def _shown(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"'
        case int() | float():
            return str(value)
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return f"a {type(value).__name__}"


def resolved(config: Config) -> dict[str, Any]:
    """Give the settings in the spelling of the file, every key present; ``default-value`` is an empty string where unset means nothing."""
    shown: dict[str, Any] = {}
    for key in KEYS:
        value = getattr(config, key.attribute)
        match key.kind:
            case "word":
                shown[key.name] = value or ""
            case "roles":
                by_role: dict[str, list[str]] = {}
                for glob, role in value:
                    by_role.setdefault(role, []).append(glob)
                shown[key.name] = by_role
            case "suites":
                shown[key.name] = {"folders": list(value)}
            case "levels":
                shown[key.name] = {selector: str(level) for selector, level in value.items()}
            case "ignores":
                shown[key.name] = {glob: list(selectors) for glob, selectors in value}
            case "status":
                shown[key.name] = _shown_status(value)
            case _:
                shown[key.name] = list(value) if isinstance(value, tuple) else value
    return shown


def _shown_status(settings: StatusSettings) -> dict[str, Any]:
    notes = {path: {key.replace("_", "-"): value for key, value in asdict(one).items() if value} for path, one in settings.suites.items()}
    shown = asdict(settings) | {
        "suites": {path: one | ({"notes": list(one["notes"])} if "notes" in one else {}) for path, one in notes.items()}
    }
    return {key.replace("_", "-"): list(value) if isinstance(value, tuple) else value for key, value in shown.items()}


def schema() -> dict[str, Any]:
    """Give the JSON schema of the configuration file (draft 2020-12)."""
    import json
    from importlib import resources

    document: dict[str, Any] = json.loads(resources.files("lint430").joinpath("config.schema.json").read_text(encoding="utf-8"))
    return document


# --- several configurations ------------------------------------------------------------------------------------------------------


class Configs:
    """The configurations of a repository: the nearest file above a path holds for it, whole; settings of files further up are not inherited."""

    def __init__(self, root: Path, explicit: Path | None = None, content: Callable[[str], bytes | None] | None = None) -> None:
        """Start at a repository root; an explicit file holds everywhere, its globs relative to the root.

        ``content`` gives files by their path where they are not on disk.
        """
        self._root = os.fspath(root)
        self._content = self._on_disk if content is None else content
        self._folders: dict[str, Config] = {}
        self.files: dict[str, bytes] = {}
        """The files read so far, by path."""
        self._explicit = None if explicit is None else load(explicit)

    def for_path(self, path: str) -> Config:
        """Give the configuration that holds for a file. Raises :class:`ConfigError`."""
        return self.for_folder(path.rpartition("/")[0])

    def for_folder(self, folder: str) -> Config:
        """Give the configuration that holds for a folder, ``""`` being the root. Raises :class:`ConfigError`."""
        if self._explicit is not None:
            return self._explicit
        missing = []
        while (found := self._folders.get(folder)) is None:
            missing.append(folder)
            found = self._read(folder)
            if found is not None or not folder:
                found = found or Config()
                break
            folder = folder.rpartition("/")[0]
        for below in missing:
            self._folders[below] = found
        return found

    def every(self) -> list[Config]:
        """List the configurations met so far, the root's first."""
        found = [self.for_folder("")]
        for folder in sorted(self._folders):
            if all(self._folders[folder] is not known for known in found):
                found.append(self._folders[folder])
        return found

    def _read(self, folder: str) -> Config | None:
        """Read the configuration that lies in a folder, if one does; ``lint430.toml`` goes before ``pyproject.toml``."""
        prefix = f"{folder}/" if folder else ""
        own = self._content(f"{prefix}lint430.toml")
        if own is not None:
            self.files[f"{prefix}lint430.toml"] = own
            return decode(own, "lint430.toml", folder)
        shared = self._content(f"{prefix}pyproject.toml")
        if shared is not None:
            self.files[f"{prefix}pyproject.toml"] = shared
        if shared is not None and b"lint430" in shared and not (config := decode(shared, "pyproject.toml", folder)).is_default:
            return config
        return None

    def _on_disk(self, path: str) -> bytes | None:
        """Give a configuration's bytes; None where there is none, or a ``pyproject.toml`` that others may not read."""
        full = f"{self._root}/{path}"
        if not os.path.isfile(full):
            return None
        try:
            return Path(full).read_bytes()
        except OSError as error:
            if path.endswith("pyproject.toml"):
                return None
            raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
