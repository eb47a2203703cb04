"""The run: discovery, roles, sifting, lowering, flow, checks; then stamping, suppression and order."""

from __future__ import annotations

import codecs
import contextlib
import gc
import re
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from lint430 import baseline as baselines
from lint430 import config as configuration
from lint430 import facts, registry, suppression
from lint430.baseline import Baseline, BaselineError, Comparison, Key
from lint430.config import Config, ConfigError, Configs
from lint430.fix.suppressions import removal
from lint430.flow import analyse
from lint430.flow.context import Context, Repository
from lint430.flow.link import Linker, Source
from lint430.flow.nearby import near
from lint430.flow.pipelines import Start, unstated_starts
from lint430.flow.references import may_need, references
from lint430.flow.results import FileFlow
from lint430.flow.runners import Practices
from lint430.languages import languages, lower
from lint430.languages.resolution import Resolver, Tree
from lint430.model import File, Finding, Role, Run, Severity, Span, Stats, Suite, Suppressed
from lint430.registry import Registered
from lint430.repository.before import State
from lint430.repository.discover import Discovery, Entry, Problem, discover, is_excluded, is_ignored
from lint430.repository.inventory import Inventory, take_inventory
from lint430.repository.reading import Changed, Disk, LanguageTable, Reader, Unreadable
from lint430.repository.roles import Roles
from lint430.repository.sift import DEMANDING, Needles
from lint430.repository.suites import SuiteIndex, contract_in_force, find_suites, has_e2e_suite, marked_primitives

NOT_PARSED = "ITM901"
UNREADABLE = "ITM902"
UNUSED = "ITM903"
BAD = "ITM904"

_COOKIE = re.compile(rb"(?:[^\n]*\n)?[^\n]*coding[:=][ \t]*([-\w.]+)")
_GLOBAL = re.compile(rb"\b(?:globalThis|global|window|self)\b\s*(?:[.\[,)]|as\b)")
"""An object whose members every file sees, in use or handed on: ``(global as any).sound = …``."""
_SNIFFED = 8192
_LARGEST = 1 << 28
"""Bytes of a baseline: a million entries."""
_START = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller asks of a run beyond the configuration."""

    cross_file: bool = True
    """Whether flow is followed from file to file."""
    sift: bool = True
    """Whether files that cannot matter are left unparsed; off only to prove that it changes nothing."""
    languages: frozenset[str] | None = None
    """Languages whose files are judged, and in which flow is followed; None for all."""
    only: frozenset[str] | None = None
    """Codes to run; None for what the configuration selects."""
    select: tuple[str, ...] = ()
    """Selectors that replace what the configuration selects and ignores; empty keeps it."""
    extend_select: tuple[str, ...] = ()
    """Selectors added to what is selected."""
    ignore: tuple[str, ...] = ()
    """Selectors taken away; on equal terms they win."""
    baseline: Baseline | None = None
    """What to compare the findings with; None for the repository's own baseline, where it has one."""
    use_baseline: bool = True
    """Whether they are compared with the repository's own."""
    progress: Callable[[str, int, int], None] | None = None
    """Called with what is being done (``read``, ``parse``, ``follow``, ``check``), files done and files in all."""

    def step(self, phase: str, done: int, total: int) -> None:
        """Tell how far a phase is, now and then."""
        if self.progress is not None and done % 32 == 0:
            self.progress(phase, done, total)


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that raised."""

    code: str
    """The check's code, or the phase that failed: ``parse``, ``flow``."""
    path: str
    """The file it looked at."""
    error: str
    """The exception, on one line."""

    def __str__(self) -> str:
        where = f" on `{self.path}`" if self.path else ""
        return f"internal error: {self.code} failed{where}: {self.error}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run with what a command line wants to say about it."""

    run: Run
    problems: Sequence[Problem] = ()
    """Paths of the command line that cannot be checked."""
    failures: Sequence[Failure] = ()
    """What went wrong inside; the analysis is then incomplete."""
    files: Sequence[File] = ()
    """The files that were asked for, with their roles."""
    influence: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For each file the others whose findings it has a hand in directly; :func:`lint430.flow.link.affected` follows it on."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    """Every path of the repository with its role."""
    inventories: Sequence[Inventory] = ()
    """What the suites that were asked for consist of, by folder; none where nothing speaks of the contract."""
    practices: Mapping[str, Practices] = field(default_factory=dict)
    """What each runner that was asked for does of the contract's steps, by its path."""
    comparison: Comparison | None = None
    """The findings beside the baseline, where there is one; the run holds what it says."""
    suppressions: Sequence[suppression.Suppression] = ()
    """The comments that silence findings, in the files that were asked for, with what they silence."""


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A file as it would be checked."""

    path: str
    """Relative to the root."""
    role: Role
    """What it is for."""
    language: str | None
    """The language that reads it; None for a file that is only known by its path."""
    suite: str | None
    """The path of its suite."""


@dataclass(slots=True)
class _Clock:
    seconds: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self.started
        self.started = now


def run(
    root: Path,
    configs: Config | Configs,
    paths: Sequence[str | Path] = (),
    options: Options | None = None,
    base: Path | None = None,
    changed: Mapping[str, bytes] | None = None,
    reader: Reader | None = None,
) -> Outcome:
    """Check a repository, or the given paths of it; a single file is analysed with the repository behind it.

    ``changed`` holds files whose content is another than on disk, ``reader`` reads the others from elsewhere.
    """
    clock = _Clock()
    found = discover(root, configs, paths, base)
    clock.lap("discover")
    return _run(found, Changed(reader or Disk(root), changed or {}), str(root), configs, options or Options(), clock)


def run_buffer(root: Path, configs: Config | Configs, path: str, data: bytes, options: Options | None = None) -> Outcome:
    """Check one file as an editor holds it, with the repository on disk behind it; one that discovery would leave out has no findings."""
    clock = _Clock()
    found = discover(root, configs, [path], root)
    entries = [replace(entry, size=len(data)) for entry in found.entries if entry.path == path]
    paths = found.paths
    if not entries and not (root / path).exists() and not is_excluded(path, configs) and not is_ignored(root, path):
        # Not saved yet.
        entries, paths = [Entry(path, len(data))], sorted({*paths, path})
    if not entries:
        return Outcome(Run(str(root), ()))
    clock.lap("discover")
    return _run(Discovery(entries, paths), Changed(Disk(root), {path: data}), str(root), configs, options or Options(), clock)


def run_state(state: State, configs: Config | Configs, options: Options | None = None) -> Outcome:
    """Check the repository as it is in the index, or as it was in a commit or before a change; nothing is checked out."""
    clock = _Clock()
    found = state.discovery(configs)
    clock.lap("discover")
    return _run(found, state, str(state.root), configs, options or Options(), clock)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep Python from looking for garbage: a run lets go of next to nothing before it ends, and half of its time went into looking."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@_uncollected()
def _run(found: Discovery, reader: Reader, root: str, configs: Config | Configs, options: Options, clock: _Clock) -> Outcome:
    for config in configs.every():
        if unknown := configuration.unknown_selectors(config, registry.names()):
            raise ConfigError(str(unknown[0]))
    config_for = _overriding(configs.for_path, options)
    wanted = {entry.path for entry in found.entries}
    entries = {entry.path: entry for entry in found.entries}

    def content(path: str) -> bytes | None:
        data = reader.read(Entry(path), configs.for_path(path).max_bytes)
        return None if isinstance(data, Unreadable) else data

    suites = find_suites(found.paths, configs, marked_primitives(found.paths, content))
    roles = Roles(configs, found.paths, SuiteIndex(suites))
    table = LanguageTable(languages())
    files, unreadable = _load(reader, configs, found, entries, roles, SuiteIndex(suites), table, options)
    clock.lap("read")
    by_role = {path: roles.role_of(path) for path in found.paths}
    outcome = check_files(
        [file for file in files if file.path in wanted or options.cross_file],
        config_for,
        suites,
        by_role,
        content,
        contract_in_force(found.paths, configs, suites),
        wanted,
        options,
        clock,
    )
    stamped = [_stamp(finding, config_for(finding.path), {}) for finding in unreadable if finding.path in wanted]
    kept = [f for f in stamped if f is not None]
    findings = sorted([*outcome.run.findings, *kept], key=_order)
    stats = replace(outcome.run.stats, files=len(wanted), suites=len(suites), seconds=clock.seconds)
    result = replace(outcome.run, root=root, findings=findings, stats=stats)
    outcome = replace(outcome, run=result, problems=found.problems, files=[f for f in files if f.path in wanted])
    baseline = options.baseline
    if baseline is None and options.use_baseline:
        baseline = _baseline(reader, configs)
    return outcome if baseline is None else _beside(baseline, outcome, found, configs, config_for, options)


def _baseline(reader: Reader, configs: Config | Configs) -> Baseline | None:
    """Read the repository's baseline, if it has one."""
    place = configs.for_path("").baseline
    data = reader.read(Entry(place), _LARGEST)
    if isinstance(data, Unreadable):
        if data.kind == "vanished":
            return None
        raise BaselineError(f"{place}: the baseline cannot be read: {data.reason}")
    return baselines.parse(data.decode("utf-8", "replace"), place)


def _beside(
    baseline: Baseline, outcome: Outcome, found: Discovery, configs: Config | Configs, config_for: Callable[[str], Config], options: Options
) -> Outcome:
    """Set a run beside a baseline: what that holds goes from the findings to the known ones."""
    run = outcome.run
    present = {*found.paths, *(entry.path for entry in found.entries)}
    wanted = {entry.path for entry in found.entries}
    if options.languages is not None:
        wanted = {file.path for file in outcome.files if file.language in options.languages}
    whole = len(wanted) == len(present)
    names = registry.names()
    broken = {f.path for f in (*run.findings, *(s.finding for s in run.suppressed)) if f.code in (NOT_PARSED, UNREADABLE)}

    def judged(key: Key) -> bool:
        # What was not looked at may still be there: other paths, other checks, what other files and unread lines would have shown.
        if not run.complete or not options.cross_file or (key.path not in wanted if key.path in present else not whole):
            return False
        if key.code in names and (options.only is not None and key.code not in options.only):
            return False
        if key.code in names and not configuration.is_selected(config_for(key.path), key.code, names[key.code]):
            return not configuration.is_selected(configs.for_path(key.path), key.code, names[key.code])
        return key.path not in broken or key.code in (NOT_PARSED, UNREADABLE)

    comparison = baselines.compare(baseline, run.findings, run.lines, present, judged)
    known = [replace(finding, baselined=True) for finding in comparison.known]
    return replace(outcome, run=replace(run, findings=list(comparison.new), known=known, has_baseline=True), comparison=comparison)


def survey(
    root: Path, configs: Config | Configs, paths: Sequence[str | Path] = (), base: Path | None = None
) -> tuple[list[Surveyed], Sequence[Problem]]:
    """List what a run would look at, without looking into it."""
    found = discover(root, configs, paths, base)
    reader = Disk(root)

    def content(path: str) -> bytes | None:
        data = reader.read(Entry(path), configs.for_path(path).max_bytes)
        return None if isinstance(data, Unreadable) else data

    index = SuiteIndex(find_suites(found.paths, configs, marked_primitives(found.paths, content)))
    roles = Roles(configs, found.paths, index)
    table = LanguageTable(languages())
    listed = []
    for entry in found.entries:
        language = table.language_of(entry.path, reader.first_bytes(entry) if table.needs_bytes(entry.path) else b"")
        suite, _ = index.suite_of(entry.path)
        listed.append(Surveyed(entry.path, roles.role_of(entry.path), language, None if suite is None else suite.path))
    return listed, found.problems


def _load(
    reader: Reader,
    configs: Config | Configs,
    found: Discovery,
    entries: Mapping[str, Entry],
    roles: Roles,
    index: SuiteIndex,
    table: LanguageTable,
    options: Options,
) -> tuple[list[File], list[Finding]]:
    """Read what has a language; what cannot be read becomes a finding."""
    files: list[File] = []
    findings: list[Finding] = []
    pool = [entries.get(path) or Entry(path) for path in found.paths] if options.cross_file else []
    known = {entry.path for entry in pool}
    pool += [entry for entry in found.entries if entry.path not in known]
    for position, entry in enumerate(pool):
        options.step("read", position, len(pool))
        if entry.kind == "file":
            language = table.language_of(entry.path, reader.first_bytes(entry) if table.needs_bytes(entry.path) else b"")
            if language is None:
                continue
        else:
            language = table.by_name(entry.path)
        data = reader.read(entry, configs.for_path(entry.path).max_bytes)
        role = roles.role_of(entry.path)
        if isinstance(data, Unreadable):
            # No check judges such files: a large fixture or a picture with a misleading name is nobody's problem.
            judged = language is not None and (role is not Role.OTHER or data.kind not in ("oversized", "binary"))
            if judged or entry.kind in ("broken-link", "link-loop"):
                findings.append(Finding(UNREADABLE, entry.path, _START, f"This file was not checked: it is {data.reason}"))
            continue
        suite, inside = index.suite_of(entry.path)
        files.append(File(entry.path, data, language, role, suite, inside, entry.executable))
    return files, findings


def check_files(
    files: Sequence[File],
    config_for: Callable[[str], Config],
    suites: Sequence[Suite],
    paths: Mapping[str, Role],
    content: Callable[[str], bytes | None],
    in_force: bool,
    wanted: Iterable[str],
    options: Options,
    clock: _Clock | None = None,
) -> Outcome:
    """Check files that are already read: values in, values out. ``paths`` is every path of the repository with its role."""
    clock = clock or _Clock()
    listed = set(wanted)
    wanted = listed
    if options.languages is not None:
        wanted = {file.path for file in files if file.path in listed and file.language in options.languages}
    followed = _followed(files, wanted)
    needles: dict[int, Needles] = {}
    demanded: set[str] = set()
    chosen: list[File] = []
    others: list[File] = []
    named: list[File] = []
    serving: list[File] = []
    for file in files:
        if file.language not in followed:
            if may_need(file):
                named.append(file)
            continue
        config = config_for(file.path)
        needle = needles.get(id(config))
        if needle is None:
            needle = needles[id(config)] = Needles.of(config)
        if needle.may_matter(
            file.data, file.role, file.in_suite_folder and not _serves(file, wanted), file.path, is_judged=file.path in wanted
        ):
            demanded.add(file.path)
        elif _serves(file, wanted):
            serving.append(file)
            continue
        (chosen if file.path in demanded or not options.sift else others).append(file)
    resolver = Resolver(Tree.of(paths, content))
    if serving:
        nearby = near([*chosen, *serving], wanted, resolver) if options.sift else {file.path for file in serving}
        chosen = sorted([*chosen, *(file for file in serving if file.path in nearby)], key=lambda file: file.path)
        left = [file for file in serving if file.path not in nearby]
        others += left
        named += [file for file in left if may_need(file)]
    clock.lap("sift")
    roles = {file.path: file.role for file in files}
    failures: list[Failure] = []
    lowered = _lowered(chosen, options, failures)
    clock.lap("parse")
    with _deep():
        flows, influence = _flows(lowered, others, config_for, resolver, options, failures)
    clock.lap("flow")
    lowered += _lowered(named, options, failures)
    modules = {file.path: module for file, module in lowered}
    known = {**modules, **{path: flow.module for path, flow in flows.items()}}
    findings: list[Finding] = [_undecodable(file) for file in files if file.path in wanted and _text(file.data) is None]
    garbled = {finding.path for finding in findings}
    partial = {failure.path for failure in failures} | garbled
    suppressions: list[suppression.Suppression] = []
    hiding: list[Finding] = []
    names = registry.names()
    index = SuiteIndex(suites)
    context = Context(Config(), suites, roles, in_force, has_e2e_suite(paths), _shipped_imports(flows))
    # A folder `__tests__/integration` alone may be anybody's: something else must say that the contract is known.
    known_here = _knows_contract(files, paths, suites, config_for)
    asked = {suite.path for path in listed if (suite := index.suite_of(path)[0]) is not None}
    inventories = [
        inventory
        for inventory in take_inventory(paths, suites, paths.__getitem__)
        if (inventory.suite.path in asked or inventory.place in wanted) and known_here
    ]
    mine = [
        (file, known[file.path])
        for file in files
        if file.path in known and (file.role is Role.HELPER or file.path in wanted or (file.suite is not None and file.suite.path in asked))
    ]
    whole = Repository(
        inventories, frozenset(paths), references(mine, frozenset(paths)), _Starts(files, known, suites, config_for, known_here)
    )
    places = wanted | {inventory.place for inventory in inventories if inventory.place is not None}
    judged = [file for file in files if file.path in places]
    made, failed = _judge_whole(inventories, whole, replace(context, config=config_for("")), config_for, judged, options)
    # Asked for one language, or for files without what others have to do with them, nothing is said elsewhere.
    apart = options.languages is not None or not options.cross_file
    findings += [finding for finding in made if finding.path in wanted] if apart else made
    failures += failed
    # A finding about a suite stands on its runner or manifest, whose comments count even where only another file was asked for.
    beyond = {finding.path for finding in findings} - wanted
    lowered += _lowered([file for file in files if file.path in beyond and file.path not in known], options, failures)
    for file, module in lowered:
        if file.path in beyond:
            suppressions += suppression.parse(module, names)[0]
        if file.path not in wanted:
            continue
        config = config_for(file.path)
        if module.errors:
            partial.add(file.path)
            # What sifting leaves out may be broken without anyone hearing of it, whether or not it is sifted this time.
            if file.path in demanded and file.path not in garbled:
                findings.append(_parse_error(module))
        own, bad = suppression.parse(module, names, require_reason=config.require_reason)
        suppressions += own
        findings += [Finding(BAD, file.path, b.span, b.message) for b in bad if not b.hides]
        hiding += [Finding(BAD, file.path, b.span, b.message) for b in bad if b.hides]
    for position, (path, flow) in enumerate(flows.items()):
        options.step("check", position, len(flows))
        if path in wanted:
            made, failed = _judge(flow, replace(context, config=config_for(path)), options)
            findings += made
            failures += failed
            if path not in modules:
                own, bad = suppression.parse(flow.module, names)
                suppressions += own
                hiding += [Finding(BAD, path, b.span, b.message) for b in bad if b.hides]
    clock.lap("check")
    partial |= {failure.path for failure in failures}
    kept, silenced = _settle(findings, suppressions, hiding, files, config_for, options, partial | beyond)
    shown = _content([*kept, *(one.finding for one in silenced)], files)
    lines = {path: _split(data) for path, data in shown.items()}
    stats = Stats(len(files), len(flows), len(suites), clock.seconds)
    result = Run("", kept, silenced, stats, lines, shown, complete=not failures)
    practices = {path: flow.runner.practices for path, flow in flows.items() if path in wanted and flow.runner is not None}
    asked_for = sorted((s for s in suppressions if s.path in wanted), key=lambda s: (s.path, s.line, s.span.column))
    return Outcome(result, (), failures, files, influence, paths, inventories, practices, suppressions=asked_for)


def _serves(file: File, wanted: Collection[str]) -> bool:
    """Tell whether a test file is there for others only: one that is not judged, and binds no name for the whole program.

    Shell scripts are few, and a script may name the ones it sources in ways that no search finds.
    """
    if file.path in wanted or not file.in_suite_folder or file.role not in DEMANDING or file.language == "bash":
        return False
    return file.language != "typescript" or not _GLOBAL.search(file.data)


def _followed(files: Sequence[File], wanted: Collection[str]) -> frozenset[str | None]:
    """Give the languages in which flow is followed: no value goes from one language to another, and manifests are judged by what all others import."""
    asked = {file.language for file in files if file.path in wanted}
    if any(language is not None and languages()[language].is_manifest for language in asked):
        return frozenset(file.language for file in files)
    return frozenset(asked)


def _overriding(config_for: Callable[[str], Config], options: Options) -> Callable[[str], Config]:
    """Let the selection of the command line stand over that of the configuration."""
    if not (options.select or options.extend_select or options.ignore):
        return config_for
    asked = Config(select=options.select + options.extend_select, ignore=options.ignore)
    made: dict[int, Config] = {}

    def chosen(config: Config, code: str, name: str) -> bool:
        if options.select or any(configuration.matches(s, code, name) for s in asked.select + asked.ignore):
            return configuration.is_selected(asked, code, name)
        return configuration.is_selected(config, code, name)

    def for_path(path: str) -> Config:
        config = config_for(path)
        if id(config) not in made:
            codes = tuple(code for code, name in registry.names().items() if chosen(config, code, name))
            made[id(config)] = replace(config, select=codes, ignore=())
        return made[id(config)]

    return for_path


def _lower(file: File, failures: list[Failure]) -> facts.Module:
    try:
        return lower(file.language or "", file.path, file.data)
    except Exception as error:  # one file that defeats its language must not take the others with it
        failures.append(_failure("parse", file.path, error))
        return facts.Module(file.path, file.language or "")


def _failure(code: str, path: str, error: Exception) -> Failure:
    return Failure(code, path, " ".join(f"{type(error).__name__}: {error}".split()))


def _lowered(files: Sequence[File], options: Options, failures: list[Failure]) -> list[tuple[File, facts.Module]]:
    lowered = []
    for position, file in enumerate(files):
        options.step("parse", position, len(files))
        lowered.append((file, _lower(file, failures)))
    return lowered


@contextlib.contextmanager
def _deep() -> Iterator[None]:
    """Let expressions nest deeper than Python's own limit; frames of Python functions take no C stack."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 15_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def _flows(
    lowered: list[tuple[File, facts.Module]],
    others: list[File],
    config_for: Callable[[str], Config],
    resolver: Resolver,
    options: Options,
    failures: list[Failure],
) -> tuple[dict[str, FileFlow], Mapping[str, frozenset[str]]]:
    """Give every file's flow, and which file has a hand in which other's findings."""
    code = [(f, m) for f, m in lowered if not languages()[m.language].is_manifest]
    manifests = [(f, m) for f, m in lowered if languages()[m.language].is_manifest]
    flows = _apart(manifests, config_for, failures)
    if not options.cross_file:
        return flows | _apart(code, config_for, failures), {}
    by_path = {file.path: file for file in others}

    def load(path: str) -> tuple[File, facts.Module]:
        file = by_path[path]
        return file, _lower(file, failures)

    sources = {
        f.path: Source(f.path, f.data, f.language) for f in others if f.language is not None and not languages()[f.language].is_manifest
    }
    try:
        special = [file.path for file in (*others, *(f for f, _ in code)) if file.role in (Role.HELPER, Role.MOCK)]
        linker = Linker(code, sources, load, resolver, config_for, special, partial(options.step, "follow"))
        return flows | linker.analyse(), linker.influence
    except Exception as error:  # without the links between them, most files can still be judged
        failures.append(_failure("flow", "", error))
        return flows | _apart(code, config_for, failures), {}


def _apart(files: list[tuple[File, facts.Module]], config_for: Callable[[str], Config], failures: list[Failure]) -> dict[str, FileFlow]:
    """Analyse each file by itself."""
    flows: dict[str, FileFlow] = {}
    for pair in files:
        try:
            flows.update(analyse([pair], config_for))
        except Exception as error:  # as for a check
            failures.append(_failure("flow", pair[0].path, error))
    return flows


class _Starts:
    """Works out, when asked and once, where CI starts suites; lowers what was not."""

    def __init__(
        self,
        files: Sequence[File],
        modules: Mapping[str, facts.Module],
        suites: Sequence[Suite],
        config_for: Callable[[str], Config],
        contract_known: bool,
    ) -> None:
        self._files = files
        self._contract_known = contract_known
        self._modules = dict(modules)
        self._suites = suites
        self._config_for = config_for
        self._found: Sequence[Start] | None = None

    def __call__(self) -> Sequence[Start]:
        if self._found is None:
            self._found = unstated_starts(self._files, self._module, self._suites, self._config_for, known=self._contract_known)
        return self._found

    def _module(self, file: File) -> facts.Module:
        if file.path not in self._modules:
            self._modules[file.path] = _lower(file, [])
        return self._modules[file.path]


def _knows_contract(files: Sequence[File], paths: Iterable[str], suites: Sequence[Suite], config_for: Callable[[str], Config]) -> bool:
    """Tell whether anything besides a folder's name speaks of the contract: a runner, a service's or a primitive's suite, the helpers, a configuration, the variable."""
    if any(suite.runner is not None or suite.kind in ("service", "primitive") for suite in suites) or contract_in_force(
        paths, config_for("")
    ):
        return True
    return any(variable.encode() in file.data for file in files for variable in config_for(file.path).variables)


def _shipped_imports(flows: Mapping[str, FileFlow]) -> dict[str, frozenset[str]]:
    """List what runtime and tooling files import."""
    return {
        path: frozenset(event.module for event in flow.imports)
        for path, flow in flows.items()
        if flow.file.role in (Role.RUNTIME, Role.TOOLING) and flow.imports
    }


def _judge_whole(
    inventories: Sequence[Inventory],
    whole: Repository,
    context: Context,
    config_for: Callable[[str], Config],
    judged: Sequence[File],
    options: Options,
) -> tuple[list[Finding], list[Failure]]:
    """Ask the checks that judge suites, and those that judge the repository, for findings on the ``judged`` files."""
    found: list[Finding] = []
    failures: list[Failure] = []
    for entry in registry.registered():
        code = entry.check.code
        if (options.only is not None and code not in options.only) or (entry.check.needs_contract and not context.contract_in_force):
            continue
        try:
            if entry.judge_suite is not None:
                for inventory in inventories:
                    config = config_for(inventory.place or inventory.suite.folder)
                    if configuration.is_selected(config, code, entry.name):
                        found += entry.judge_suite(inventory, replace(context, config=config))
            if entry.judge_repository is not None:
                places = {
                    file.path
                    for file in judged
                    if file.role in entry.check.roles
                    and file.language in entry.check.languages
                    and configuration.is_selected(config_for(file.path), code, entry.name)
                }
                # What stands nowhere is not worked out: for one staged source file nobody reads every workflow.
                found += [f for f in entry.judge_repository(whole, context) if f.path in places] if places else []
        except Exception as error:  # as for a file
            failures.append(_failure(code, "", error))
    return found, failures


def _judge(flow: FileFlow, context: Context, options: Options) -> tuple[list[Finding], list[Failure]]:
    found: list[Finding] = []
    failures: list[Failure] = []
    for entry in registry.registered():
        if entry.judge is None or not _applies(entry, flow.file, context, options):
            continue
        try:
            found += entry.judge(flow, context)
        except Exception as error:  # a check that fails must not take the others with it
            failures.append(_failure(entry.check.code, flow.file.path, error))
    return found, failures


def _applies(entry: Registered, file: File, context: Context, options: Options) -> bool:
    check = entry.check
    if options.only is not None and check.code not in options.only:
        return False
    if file.role not in check.roles or file.language not in check.languages:
        return False
    if check.suites_only and not file.in_suite_folder:
        return False
    if check.needs_contract and not context.contract_in_force:
        return False
    return configuration.is_selected(context.config, check.code, entry.name)


def _parse_error(module: facts.Module) -> Finding:
    count = len(module.errors) - 1
    more = "" if count < 1 else f" and in {count} more place{'s' if count > 1 else ''}"
    message = f"This file could not be read here{more}: what could be read was checked; mend the syntax"
    return Finding(NOT_PARSED, module.path, module.errors[0], message)


def _text(data: bytes) -> str | None:
    """Decode a file: UTF-8, or what its coding cookie says; None where neither fits, or where it is no text at all."""
    if b"\0" in data[:_SNIFFED]:
        return None
    cookie = _COOKIE.match(data[:512])
    for encoding in ("utf-8-sig", *([cookie[1].decode("ascii", "replace")] if cookie else ())):
        try:
            if codecs.lookup(encoding).name != "utf-7":
                return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return None


def _undecodable(file: File) -> Finding:
    """Report a file that is no UTF-8, at its first byte that is none."""
    at = file.data.find(b"\0", 0, _SNIFFED)
    what = "binary, not text"
    if at < 0:
        what = "not UTF-8: save it as UTF-8"
        try:
            file.data.decode()
        except UnicodeDecodeError as error:
            at = error.start
    start = file.data.rfind(b"\n", 0, at) + 1
    line, column = file.data.count(b"\n", 0, at) + 1, at - start + 1
    return Finding(UNREADABLE, file.path, Span(line, column, line, column + 1), f"This file could not be decoded: it is {what}")


def _settle(
    findings: list[Finding],
    suppressions: list[suppression.Suppression],
    hiding: list[Finding],
    files: Sequence[File],
    config_for: Callable[[str], Config],
    options: Options,
    partial: set[str],
) -> tuple[list[Finding], list[Suppressed]]:
    """Stamp, drop repeats, suppress, judge the suppressions, and sort; ``hiding`` ones only count beside others."""
    by_path = {file.path: file for file in files}
    stamped = _stamped(findings, by_path, config_for)
    kept, silenced = suppression.apply(stamped, suppressions)
    visible = {finding.path for finding in kept}
    extra = [finding for finding in hiding if finding.path in visible]
    # What was not looked at may hold what the comment silences: a broken file, and other files when they are not linked.
    judged = {s.path for s in suppressions} - partial if options.cross_file and "" not in partial else set()
    for own in sorted(judged):
        config = config_for(own)
        selected = {
            e.check.code: configuration.is_selected(config, e.check.code, e.name)
            and not configuration.is_ignored_at(config, own, e.check.code, e.name)
            and (options.only is None or e.check.code in options.only)
            for e in registry.registered()
        }
        selected[UNUSED] = False
        for one in suppression.judge([s for s in suppressions if s.path == own], selected):
            said = ", ".join(f"`{code}` ({registry.names().get(code, 'a prefix')})" for code in one.unused)
            message = f"This suppression of {said} silences nothing: remove it"
            extra.append(Finding(UNUSED, own, one.span, message, fix=removal(one, by_path[own].data)))
    again, more = suppression.apply(_stamped(extra, by_path, config_for), suppressions)
    return sorted([*kept, *again], key=_order), [*silenced, *more]


def _stamped(findings: Iterable[Finding], files: Mapping[str, File], config_for: Callable[[str], Config]) -> list[Finding]:
    seen: set[tuple[str, str, int, str]] = set()
    found: list[Finding] = []
    for finding in sorted(findings, key=_order):
        key = (finding.code, finding.path, finding.span.line, finding.about)
        if key in seen:
            continue
        stamped = _stamp(finding, config_for(finding.path), files)
        if stamped is not None:
            seen.add(key)
            found.append(stamped)
    return found


def _stamp(finding: Finding, config: Config, files: Mapping[str, File]) -> Finding | None:
    """Give a finding its name, level and suite; None where the configuration does not want it."""
    entry = registry.find(finding.code)
    if entry is None or not configuration.is_selected(config, finding.code, entry.name):
        return None
    if configuration.is_ignored_at(config, finding.path, finding.code, entry.name):
        return None
    severity = configuration.level_of(config, finding.code, entry.name) or finding.severity or entry.check.severity
    file = files.get(finding.path)
    suite = None if file is None or file.suite is None else file.suite.path
    return replace(finding, name=entry.name, severity=severity, suite=suite)


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return (finding.path, finding.span.line, finding.span.column, finding.code, finding.message)


def _content(findings: Sequence[Finding], files: Sequence[File]) -> dict[str, bytes]:
    needed = {finding.path for finding in findings} | {step.path for finding in findings for step in finding.trace}
    return {file.path: file.data for file in files if file.path in needed}


def _split(data: bytes) -> list[str]:
    text = _text(data)
    return [line.rstrip("\r") for line in (data.decode("utf-8", "replace") if text is None else text).split("\n")]


def check_sources(
    sources: Mapping[str, str | bytes],
    config: Config | None = None,
    options: Options | None = None,
    *,
    executable: Iterable[str] = (),
    in_force: bool | None = None,
) -> Outcome:
    """Check files given as values, as if they were a whole repository: examples, editor buffers, tests.

    ``in_force`` says whether the contract holds; by default what the paths and the configuration say.
    """
    config = config or Config()
    paths = sorted(sources)
    content = {path: text if isinstance(text, bytes) else text.encode() for path, text in sources.items()}
    suites = find_suites(paths, config, marked_primitives(paths, content.get))
    index = SuiteIndex(suites)
    roles = Roles(config, paths, index)
    table = LanguageTable(languages())
    runnable = set(executable)
    files = []
    for path in paths:
        data = content[path]
        language = table.language_of(path, data[:256])
        if language is not None:
            suite, inside = index.suite_of(path)
            files.append(File(path, data, language, roles.role_of(path), suite, inside, path in runnable))
    options = options or Options()
    in_force = contract_in_force(paths, config, suites) if in_force is None else in_force
    by_role = {path: roles.role_of(path) for path in paths}
    return check_files(files, _overriding(config.for_path, options), suites, by_role, content.get, in_force, paths, options)


def worst(findings: Sequence[Finding]) -> Severity | None:
    """Give the worst level among findings."""
    levels = [f.severity for f in findings if f.severity is not None]
    return min(levels, key=lambda level: level.rank, default=None)
