"""Languages: each folder here reads one grammar and lowers it into facts. A folder is the registry.

A language folder's ``__init__.py`` holds only ``LANGUAGE = Language(…)``; the grammar is loaded by :func:`load` when a file of it is read.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from lint430.facts import Module


@dataclass(frozen=True, slots=True)
class Getter:
    """A function that reads the environment when given a variable's name."""

    name: int = 0
    """Which argument holds the name."""
    default: int | None = None
    """Which argument holds the default, if any."""
    default_keyword: str | None = None
    """The keyword of the default, if any."""
    returns: str = "value"
    """``value``; ``presence`` (a boolean); ``pair`` (value, presence)."""
    dynamic: bool = False
    """It only reads the environment when the name is a mode variable or plainly one (a general getter such as ``config.get``)."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a call is to a test."""

    kind: str
    """``assert`` · ``fail`` (stops the test as failed) · ``skip`` · ``skip-if`` (given a condition) · ``run-if`` (the same, inverted) · ``disabled``
    (a test that never runs: ``it.skip``, ``xit``, ``todo``, ``xfail``) · ``only`` · ``test`` (registers a test) · ``group`` (``describe``) · ``hook`` (before) ·
    ``teardown`` (after, ``t.Cleanup``) · ``double`` · ``poll`` (a retried predicate) · ``exit`` (ends the process or the run) · ``mark`` (a pytest marker) · ``log`` · ``quiet`` (a command
    whose status says nothing of what is tested)."""
    condition: int | None = None
    """For ``skip-if``/``run-if``: which argument is the condition."""
    condition_keyword: str | None = None
    reason: int | None = None
    """Which argument is the reason."""
    body: int | None = None
    """For tests, groups, hooks: which argument is the function (-1: the last). For a server: which is the handler (None: it is given handlers later)."""
    expected: tuple[int, ...] | None = None
    """For ``assert``: which arguments are compared (None: all of them)."""
    makes: str = ""
    """For ``double``: what is made. ``module`` (another module in a module's place), ``member`` (the same for a member of something), ``answer`` (what a spy gives
    back), ``server`` (a server, given its handlers), ``object`` (a bare recorder), ``switch`` (a library's interception turned on); empty for the rest."""
    replacement: int | None = None
    """For ``module`` and ``member``: which argument is what stands in (-1: the last)."""
    requires: str = ""
    """For ``skip-if`` without a condition: what the call itself asks for, such as ``a package``."""


def _means_nothing(path: str) -> None:
    del path


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the paths of a language mean. Paths are those of :mod:`lint430.facts`; ``()`` stands for a call's result: ``expect().not.toBe``.

    A parameter of unknown type has the path ``<name>``: ``<mocker>.patch``, ``<t>.skip``.
    """

    environment_maps: frozenset[str] = frozenset()
    """Mappings of variables: ``os.environ``, ``process.env``, ``import.meta.env``."""
    environment_getters: Mapping[str, Getter] = field(default_factory=dict)
    """Functions that read one variable, by path."""
    map_getters: Mapping[str, Getter] = field(default_factory=dict)
    """Methods of an environment mapping that read one variable: ``get``."""
    environment_objects: frozenset[str] = frozenset()
    """Functions and constructors that give an environment mapping or reader: ``environs.Env``, ``decouple.Config``; calling or indexing the result with a name reads it."""
    conversions: frozenset[str] = frozenset()
    """Functions whose result is computed from their arguments and says the same: ``str``, ``strings.ToLower``, ``Boolean``, ``slices:Contains``."""
    conversion_methods: frozenset[str] = frozenset()
    """Methods that, called on a mode text or boolean (or given one: ``["a"].includes(mode)``), keep it derived: ``lower``, ``toLowerCase``, ``includes``."""
    memberships: frozenset[str] = frozenset()
    """Methods that ask whether a list, known or not, holds what they are given: ``includes``."""
    wrappers: frozenset[str] = frozenset()
    """Functions that give back the function they are given, perhaps memoised, or call it later: ``functools.lru_cache``, ``sync:OnceValue``, ``useCallback``."""
    continuations: frozenset[str] = frozenset()
    """Methods that call the function they are given with the receiver, and give its result: a promise's ``then``."""
    passing: frozenset[str] = frozenset()
    """Methods that give back their receiver, whatever they are given: a promise's ``catch`` and ``finally``."""
    mappers: frozenset[str] = frozenset()
    """Methods of a list that call the function they are given with each item, and list what it gives: ``map``."""
    mergers: frozenset[str] = frozenset()
    """Functions that put the members of records together: ``Object.assign``."""
    gatherers: frozenset[str] = frozenset()
    """Functions that wait for all items of a list and give them: ``Promise.all``."""
    racers: frozenset[str] = frozenset()
    """Functions that give one item of a list: ``Promise.race``."""
    loaders: frozenset[str] = frozenset()
    """Functions that give the module of a name: ``import``, ``require``."""
    late: frozenset[str] = frozenset()
    """Functions (by path, or by last name, written ``.lazy``) given one that loads a module, whose result stands for its default export."""
    callers: frozenset[str] = frozenset()
    """Functions that call the function they are given now and give its result: ``useMemo``, ``sync:OnceFunc``."""
    ternaries: frozenset[str] = frozenset()
    """Functions that stand for a conditional expression: given a condition and both values."""
    predicates: frozenset[str] = frozenset()
    """Functions and methods (by last name, written ``.filter``) given a predicate that selects: ``filter``, ``.some``, ``any``, ``sorted``."""
    settings_bases: frozenset[str] = frozenset()
    """Base classes whose fields are read from the environment: ``pydantic_settings.BaseSettings``, ``pydantic.BaseSettings``."""
    hoists: bool = False
    """Whether ``var`` and function declarations are visible before their line."""
    ambient: bool = False
    """Whether an unbound name reads the environment (Bash)."""
    global_objects: frozenset[str] = frozenset()
    """Objects whose members are names of every file of the program (``globalThis``)."""
    own_variables: frozenset[str] = frozenset()
    """Names that the language itself gives a value, so that reading them reads no environment: ``RANDOM``, ``OSTYPE``."""
    block_scopes: bool = False
    """Whether a block opens a scope."""
    plain_values: re.Pattern[str] | None = None
    """Paths of outside members and calls (``errors:New()``) that are plain values, such as status codes and errors to compare with."""
    meaning: Callable[[str], Meaning | None] = _means_nothing
    """What a call of this path is to a test."""
    self_name: str | None = None
    """The name of the receiver where it is implicit (``this``)."""
    environment_lists: Mapping[str, int] = field(default_factory=dict)
    """Functions that read one input from several variables, by last name, with the first argument that names one: ``AliasChoices``."""
    marks: frozenset[str] = frozenset()
    """What holds marks besides decorators: ``pytestmark``, ``marks``. Where there are any, a mark counts where it takes hold, not where it is made."""
    test_options: Mapping[str, str] = field(default_factory=dict)
    """Options of a registered test that switch it off or focus it, with the kind of meaning they have: ``skip``, ``only``."""
    test_objects: frozenset[str] = frozenset()
    """Names under which a test has its own object: ``t``, ``self``."""
    assertion_subjects: frozenset[str] = frozenset()
    """What an assertion starts with and asserts nothing alone: ``expect``."""
    assertion_roots: frozenset[str] = frozenset()
    """Names of assertion libraries: called on one of these, only the arguments can say anything of the service."""
    failing: frozenset[str] = frozenset()
    """Functions, by path or last name, that fail where what they look at is not as wanted: ``raise_for_status``, gomock's controller."""
    commands_fail: bool = False
    """Whether a test fails with its first failing command (bats)."""
    surroundings: frozenset[str] = frozenset()
    """Objects that a test may replace parts of without a stand-in for a service: ``console``, ``Date``."""
    function_doubles: frozenset[str] = frozenset()
    """Functions that make a function which records its calls, and is a double where it takes a function's place: ``vi.fn``."""
    globals: frozenset[str] = frozenset()
    """Names of the object that holds the globals."""
    generated_doubles: re.Pattern[str] | None = None
    """Packages that hold doubles written by a generator: ``…/mocks``."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language: which files are its, and how they become facts."""

    name: str
    """Its folder's name."""
    extensions: frozenset[str] = frozenset()
    """With the dot."""
    filenames: tuple[str, ...] = ()
    """Glob patterns of whole file names without a telling extension: ``Dockerfile*``, ``.env*``."""
    interpreters: frozenset[str] = frozenset()
    """Names after ``#!`` (last path part, version digits dropped)."""
    module: str = "lowering"
    """The submodule that has ``lower(path: str, data: bytes) -> Module``."""
    is_manifest: bool = False
    """Whether it holds settings and scripts instead of code."""


@functools.cache
def languages() -> Mapping[str, Language]:
    """List the languages by name: one per folder here."""
    found = {}
    for info in pkgutil.iter_modules(__path__):
        if info.ispkg:
            language = cast(Language, importlib.import_module(f"{__name__}.{info.name}").LANGUAGE)
            found[language.name] = language
    return found


@functools.cache
def vocabulary(name: str) -> Vocabulary:
    """Give the vocabulary of a language; an empty one for manifests."""
    language = languages()[name]
    if language.is_manifest:
        return Vocabulary()
    module: Any = importlib.import_module(f"{__name__}.{name}.vocabulary")
    return cast(Vocabulary, module.VOCABULARY)


@functools.cache
def _lower(name: str) -> Callable[[str, bytes], Module]:
    language = languages()[name]
    module: Any = importlib.import_module(f"{__name__}.{name}.{language.module}")
    return cast(Callable[[str, bytes], Module], module.lower)


def lower(name: str, path: str, data: bytes) -> Module:
    """Lower one file of the named language into facts. Never raises on bad input: what cannot be read is in ``Module.errors``."""
    return _lower(name)(path, data)
