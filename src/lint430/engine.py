"""The run: discovery, roles, sifting, lowering, flow, checks; then stamping, suppression and order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lint430 import config as configuration
from lint430 import facts, registry, suppression
from lint430.config import Config, Configs
from lint430.flow import analyse
from lint430.flow.context import Context
from lint430.flow.link import Linker, Source
from lint430.flow.results import FileFlow
from lint430.languages import languages, lower
from lint430.languages.resolution import Resolver, Tree
from lint430.model import File, Finding, Run, Severity, Span, Stats, Suite, Suppressed
from lint430.registry import Registered
from lint430.repository.discover import Discovery, Entry, Problem, discover
from lint430.repository.reading import LanguageTable, Unreadable, first_bytes, read
from lint430.repository.roles import Roles
from lint430.repository.sift import Needles
from lint430.repository.suites import SuiteIndex, contract_in_force, find_suites

NOT_PARSED = "ITM901"
UNREADABLE = "ITM902"
UNUSED = "ITM903"
BAD = "ITM904"

_SUPPRESSES = (b"lint430:", b"noqa")
_START = Span(1, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Options:
    """What a caller asks of a run beyond the configuration."""

    cross_file: bool = True
    """Whether flow is followed from file to file."""
    sift: bool = True
    """Whether files that cannot matter are left unparsed; off only to prove that it changes nothing."""
    only: frozenset[str] | None = None
    """Codes to run; None for what the configuration selects."""
    progress: Callable[[int, int], None] | None = None
    """Called with files done and files in all."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that raised."""

    code: str
    path: str
    error: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A run with what a command line wants to say about it."""

    run: Run
    problems: Sequence[Problem] = ()
    """Paths of the command line that cannot be checked."""
    failures: Sequence[Failure] = ()
    files: Sequence[File] = ()
    """The files that were asked for, with their roles."""


@dataclass(slots=True)
class _Clock:
    seconds: dict[str, float] = field(default_factory=dict)
    started: float = field(default_factory=time.perf_counter)

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = self.seconds.get(name, 0.0) + now - self.started
        self.started = now


def run(root: Path, configs: Configs, paths: Sequence[str | Path] = (), options: Options | None = None, base: Path | None = None) -> Outcome:
    """Check a repository, or the given paths of it; a single file is analysed with the repository behind it."""
    options = options or Options()
    clock = _Clock()
    found = discover(root, configs, paths, base)
    clock.lap("discover")
    wanted = {entry.path for entry in found.entries}
    entries = {entry.path: entry for entry in found.entries}
    suites = find_suites(found.paths, configs)
    roles = Roles(configs, found.paths, SuiteIndex(suites))
    table = LanguageTable(languages())
    files, unreadable = _load(root, configs, found, entries, roles, SuiteIndex(suites), table, options)
    clock.lap("read")

    def content(path: str) -> bytes | None:
        data = read(root, Entry(path=path, size=0, executable=False, kind="file"), 4 * 1024 * 1024)
        return None if isinstance(data, Unreadable) else data

    outcome = check_files(
        [file for file in files if file.path in wanted or options.cross_file],
        configs.for_path,
        suites,
        frozenset(found.paths),
        content,
        contract_in_force(found.paths, configs, suites),
        wanted,
        options,
        clock,
    )
    stamped = [_stamp(finding, configs.for_path(finding.path), {}) for finding in unreadable if finding.path in wanted]
    kept = [f for f in stamped if f is not None]
    findings = sorted([*outcome.run.findings, *kept], key=_order)
    stats = replace(outcome.run.stats, files=len(wanted), suites=len(suites), seconds=clock.seconds)
    result = replace(outcome.run, root=str(root), findings=findings, stats=stats)
    return Outcome(result, found.problems, outcome.failures, [f for f in files if f.path in wanted])


def _load(
    root: Path,
    configs: Configs,
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
    pool = [entries.get(path) or Entry(path=path, size=0, executable=False, kind="file") for path in found.paths] if options.cross_file else []
    known = {entry.path for entry in pool}
    pool += [entry for entry in found.entries if entry.path not in known]
    for position, entry in enumerate(pool):
        if options.progress is not None and position % 64 == 0:
            options.progress(position, len(pool))
        if entry.kind == "file":
            language = table.language_of(entry.path, first_bytes(root, entry) if table.needs_bytes(entry.path) else b"")
            if language is None:
                continue
        else:
            language = table.by_name(entry.path)
        data = read(root, entry, configs.for_path(entry.path).max_bytes)
        role = roles.role_of(entry.path)
        if isinstance(data, Unreadable):
            if language is not None or entry.kind in ("broken-link", "link-loop"):
                findings.append(Finding(UNREADABLE, entry.path, _START, f"This file was not checked: it is {data.reason}"))
            continue
        suite, inside = index.suite_of(entry.path)
        files.append(File(entry.path, data, language, role, suite, inside, entry.executable))
    return files, findings


def check_files(
    files: Sequence[File],
    config_for: Callable[[str], Config],
    suites: Sequence[Suite],
    paths: frozenset[str],
    content: Callable[[str], bytes | None],
    in_force: bool,
    wanted: Iterable[str],
    options: Options,
    clock: _Clock | None = None,
) -> Outcome:
    """Check files that are already read: values in, values out."""
    clock = clock or _Clock()
    wanted = set(wanted)
    needles: dict[int, Needles] = {}
    chosen: list[File] = []
    others: list[File] = []
    for file in files:
        config = config_for(file.path)
        needle = needles.get(id(config))
        if needle is None:
            needle = needles[id(config)] = Needles.of(config)
        matters = (
            not options.sift
            or any(text in file.data for text in _SUPPRESSES)
            or needle.may_matter(file.data, file.role, file.in_suite_folder, file.path)
        )
        (chosen if matters else others).append(file)
    clock.lap("sift")
    roles = {file.path: file.role for file in files}
    lowered = [(file, _lowered(file)) for file in chosen]
    clock.lap("parse")
    flows = _flows(lowered, others, config_for, paths, content, options)
    clock.lap("flow")
    modules = {file.path: module for file, module in lowered}
    findings: list[Finding] = []
    suppressions: list[suppression.Suppression] = []
    failures: list[Failure] = []
    names = registry.names()
    for file, module in lowered:
        if file.path not in wanted:
            continue
        config = config_for(file.path)
        findings += _parse_errors(module)
        own, bad = suppression.parse(module, names, require_reason=config.require_reason)
        suppressions += own
        findings += [Finding(BAD, file.path, b.span, b.message) for b in bad]
    for path, flow in flows.items():
        if path in wanted:
            context = Context(config_for(path), suites, roles, in_force)
            made, failed = _judge(flow, context, options)
            findings += made
            failures += failed
            if path not in modules:
                own, _ = suppression.parse(flow.module, names)
                suppressions += own
    clock.lap("check")
    kept, silenced = _settle(findings, suppressions, files, config_for, options)
    lines = _lines(kept, files)
    result = Run("", kept, silenced, Stats(len(files), len(flows), len(suites), clock.seconds), lines, not failures)
    return Outcome(result, (), failures, files)


def _lowered(file: File) -> facts.Module:
    return lower(file.language or "", file.path, file.data)


def _flows(
    lowered: list[tuple[File, facts.Module]],
    others: list[File],
    config_for: Callable[[str], Config],
    paths: frozenset[str],
    content: Callable[[str], bytes | None],
    options: Options,
) -> dict[str, FileFlow]:
    code = [(f, m) for f, m in lowered if not languages()[m.language].is_manifest]
    manifests = [(f, m) for f, m in lowered if languages()[m.language].is_manifest]
    flows = analyse(manifests, config_for)
    if not options.cross_file:
        flows.update(analyse(code, config_for))
        return flows
    by_path = {file.path: file for file in others}

    def load(path: str) -> tuple[File, facts.Module]:
        file = by_path[path]
        return file, _lowered(file)

    sources = {
        f.path: Source(f.path, f.data, f.language) for f in others if f.language is not None and not languages()[f.language].is_manifest
    }
    flows.update(Linker(code, sources, load, Resolver(Tree.of(paths, content)), config_for).analyse())
    return flows


def _judge(flow: FileFlow, context: Context, options: Options) -> tuple[list[Finding], list[Failure]]:
    found: list[Finding] = []
    failures: list[Failure] = []
    for entry in registry.registered():
        if entry.judge is None or not _applies(entry, flow.file, context, options):
            continue
        try:
            found += entry.judge(flow, context)
        except Exception as error:  # a check that fails must not take the others with it
            failures.append(Failure(entry.check.code, flow.file.path, f"{type(error).__name__}: {error}"))
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


def _parse_errors(module: facts.Module) -> list[Finding]:
    if not module.errors:
        return []
    count = len(module.errors)
    more = "" if count == 1 else f" and in {count - 1} more place{'s' if count > 2 else ''}"
    return [
        Finding(
            NOT_PARSED, module.path, module.errors[0], f"This file could not be read here{more}: what could be read was checked; mend the syntax"
        )
    ]


def _settle(
    findings: list[Finding],
    suppressions: list[suppression.Suppression],
    files: Sequence[File],
    config_for: Callable[[str], Config],
    options: Options,
) -> tuple[list[Finding], list[Suppressed]]:
    """Stamp, drop repeats, suppress, judge the suppressions, and sort."""
    by_path = {file.path: file for file in files}
    stamped = _stamped(findings, by_path, config_for)
    kept, silenced = suppression.apply(stamped, suppressions)
    extra: list[Finding] = []
    for own in {s.path for s in suppressions}:
        config = config_for(own)
        selected = {
            e.check.code: configuration.is_selected(config, e.check.code, e.name) and (options.only is None or e.check.code in options.only)
            for e in registry.registered()
        }
        mine = [s for s in suppressions if s.path == own]
        extra += [
            Finding(UNUSED, own, s.span, f"This suppression of `{code}` ({registry.names()[code]}) silences nothing: remove it")
            for s, code in suppression.unused(mine, selected)
            if code != UNUSED
        ]
    again, more = suppression.apply(_stamped(extra, by_path, config_for), suppressions)
    return sorted([*kept, *again], key=_order), [*silenced, *more]


def _stamped(findings: Iterable[Finding], files: Mapping[str, File], config_for: Callable[[str], Config]) -> list[Finding]:
    seen: set[tuple[str, str, int]] = set()
    found: list[Finding] = []
    for finding in sorted(findings, key=_order):
        key = (finding.code, finding.path, finding.span.line)
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


def _lines(findings: Sequence[Finding], files: Sequence[File]) -> dict[str, Sequence[str]]:
    needed = {finding.path for finding in findings} | {step.path for finding in findings for step in finding.trace}
    return {file.path: _split(file.data) for file in files if file.path in needed}


def _split(data: bytes) -> list[str]:
    return [line.rstrip("\r") for line in data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").split("\n")]


def check_sources(
    sources: Mapping[str, str | bytes], config: Config | None = None, options: Options | None = None, *, executable: Iterable[str] = ()
) -> Outcome:
    """Check files given as values, as if they were a whole repository: examples, editor buffers, tests."""
    config = config or Config()
    paths = sorted(sources)
    suites = find_suites(paths, config)
    index = SuiteIndex(suites)
    roles = Roles(config, paths, index)
    table = LanguageTable(languages())
    runnable = set(executable)
    files = []
    for path in paths:
        text = sources[path]
        data = text if isinstance(text, bytes) else text.encode()
        language = table.language_of(path, data[:256])
        if language is not None:
            suite, inside = index.suite_of(path)
            files.append(File(path, data, language, roles.role_of(path), suite, inside, path in runnable))
    by_path = {file.path: file.data for file in files}
    return check_files(
        files, config.for_path, suites, frozenset(paths), by_path.get, contract_in_force(paths, config, suites), paths, options or Options()
    )


def worst(findings: Sequence[Finding]) -> Severity | None:
    """Give the worst level among findings."""
    levels = [f.severity for f in findings if f.severity is not None]
    return min(levels, key=lambda level: level.rank, default=None)
