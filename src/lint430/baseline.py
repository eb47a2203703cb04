"""The baseline: the findings a repository lives with for now, by file, check and content; their counts can only fall. Values in, values out."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from lint430.config import ConfigError
from lint430.fingerprint import WHOLE_FILE, content_hash
from lint430.model import Finding

VERSION = 1
"""The version of the file's shape."""
_FIELDS: dict[str, type] = {"path": str, "code": str, "name": str, "hash": str, "count": int}
_CONFLICT = "<" * 7 + " "
"""How git begins a conflict: no line of valid JSON does."""


class BaselineError(ConfigError):
    """A baseline that cannot be used; the message names the file and what to do."""


class Key(NamedTuple):
    """What findings of one baseline entry have in common."""

    path: str
    """The file, relative to the repository root."""
    code: str
    """The check's code."""
    digest: str
    """The content hash: of the check, what it is about and the line's text."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """How many findings of each kind the repository lives with."""

    counts: Mapping[Key, int] = field(default_factory=dict)
    """Never less than one."""

    @property
    def total(self) -> int:
        """Give the number of findings it holds."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings of a run beside a baseline."""

    new: tuple[Finding, ...]
    """Those that the baseline does not hold."""
    known: tuple[Finding, ...]
    """Those that it holds."""
    stale: Baseline
    """What it holds and the run looked for in vain."""
    held: Baseline
    """The baseline without what is stale, moved findings under their new paths: never more than before."""
    grown: Baseline
    """The same with the new findings."""
    moved: int
    """How many known findings stand in another file than the baseline says."""


def parse(text: str, place: str) -> Baseline:
    """Read a baseline; ``place`` is what messages call it. Raises :class:`BaselineError`."""
    if any(line.startswith(_CONFLICT) for line in text.splitlines()):
        raise BaselineError(f"{place}: holds a merge conflict: keep the entries of both sides, then run `lint430 baseline prune`")
    try:
        document: Any = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise BaselineError(
            f"{place}:{getattr(error, 'lineno', 1)}: not valid JSON: {getattr(error, 'msg', 'nested too deeply')}"
        ) from None
    version = document.get("version") if isinstance(document, dict) else None
    if type(version) is not int:
        raise BaselineError(f"{place}: no baseline: it must be an object with `version` and `entries`")
    if version != VERSION:
        raise BaselineError(f"{place}: is of version {version}, and this lint430 knows version {VERSION}")
    entries = document.get("entries")
    if not isinstance(entries, list) or len(document) != 2:
        raise BaselineError(f"{place}: no baseline: it must hold `version` and a list of `entries`, and nothing else")
    counts: dict[Key, int] = {}
    for number, entry in enumerate(entries, 1):
        if not isinstance(entry, dict) or entry.keys() != _FIELDS.keys():
            raise BaselineError(f"{place}: entry {number} must be an object with {', '.join(f'`{name}`' for name in _FIELDS)}")
        for name, kind in _FIELDS.items():
            if type(entry[name]) is not kind or not entry[name] or (kind is int and entry[name] < 1):
                raise BaselineError(f"{place}: `{name}` of entry {number} must be a {'number from 1' if kind is int else 'text'}")
        key = Key(entry["path"], entry["code"], entry["hash"])
        # A merge may leave an entry of both sides; it stands for the same findings, and counts only fall.
        counts[key] = max(counts.get(key, 0), entry["count"])
    return Baseline(counts)


def render(baseline: Baseline, names: Mapping[str, str]) -> str:
    """Write a baseline, an entry to a line, sorted; ``names`` gives each check's name by its code."""
    lines = []
    for key in sorted(baseline.counts):
        entry = (key.path, key.code, names.get(key.code, key.code), key.digest, baseline.counts[key])
        lines.append(json.dumps(dict(zip(_FIELDS, entry, strict=True))))
    listed = "[\n    " + ",\n    ".join(lines) + "\n  ]" if lines else "[]"
    return f'{{\n  "version": {VERSION},\n  "entries": {listed}\n}}\n'


def compare(
    baseline: Baseline,
    findings: Sequence[Finding],
    lines: Mapping[str, Sequence[str]],
    present: Collection[str],
    judged: Callable[[Key], bool],
) -> Comparison:
    """Set findings beside a baseline.

    ``lines`` are the lines of files with findings, ``present`` the files there are; ``judged`` tells whether the run looked for an entry's findings, so
    that their absence means something. The result does not depend on the order of the findings, but follows it.
    """
    keys = [Key(f.path, f.code, content_hash(f, lines.get(f.path, ()))) for f in findings]
    left = Counter(dict(baseline.counts))
    held: Counter[Key] = Counter()
    known: set[int] = set()
    unmatched: list[int] = []
    for at in sorted(range(len(keys)), key=lambda at: _order(findings[at])):
        if left[keys[at]] > 0:
            left[keys[at]] -= 1
            held[keys[at]] += 1
            known.add(at)
        else:
            unmatched.append(at)
    settled = len(known)
    for source, at in _moves(left, unmatched, keys, findings, present, judged):
        left[source] -= 1
        held[keys[at]] += 1
        known.add(at)
    stale = {key: count for key, count in left.items() if count > 0 and judged(key)}
    held.update({key: count for key, count in left.items() if count > 0 and key not in stale})
    new = [at for at in range(len(keys)) if at not in known]
    return Comparison(
        new=tuple(findings[at] for at in new),
        known=tuple(findings[at] for at in sorted(known)),
        stale=Baseline(stale),
        held=Baseline(dict(held)),
        grown=Baseline(dict(held + Counter(keys[at] for at in new))),
        moved=len(known) - settled,
    )


def _order(finding: Finding) -> tuple[str, int, int, str, str]:
    return (finding.path, finding.span.line, finding.span.column, finding.code, finding.about)


# --- moved findings --------------------------------------------------------------------------------------------------------------


def _moves(
    left: Mapping[Key, int],
    unmatched: Sequence[int],
    keys: Sequence[Key],
    findings: Sequence[Finding],
    present: Collection[str],
    judged: Callable[[Key], bool],
) -> Iterator[tuple[Key, int]]:
    """Pair entries whose findings are no longer where they were with findings of the same check and content elsewhere.

    First those whose file is gone: it was renamed. Then those whose file is there, was looked at and lost the line: it was moved. While the line still
    stands, an equal one elsewhere is a copy.
    """
    targets: dict[tuple[str, str], list[int]] = {}
    for at in unmatched:
        targets.setdefault((keys[at].code, keys[at].digest), []).append(at)
    sources: dict[tuple[str, str], list[Key]] = {}
    for key in sorted(key for key, count in left.items() if count > 0):
        if (key.code, key.digest) in targets:
            sources.setdefault((key.code, key.digest), []).append(key)
    for kind, listed in sources.items():
        remaining = targets[kind]
        for gone in (True, False):
            taken: list[Key] = []
            for key in listed:
                if (key.path not in present) is gone and (gone or judged(key)):
                    taken += [key] * min(left[key], len(remaining))
            paths = [keys[at].path for at in remaining]
            # What is said of a file as a whole is equal for every file: nothing but its place tells two of them apart.
            of_files = not gone and any(findings[at].span == WHOLE_FILE and not findings[at].about for at in remaining)
            pairs = [(key, remaining[place]) for key, place in (_beside(taken, paths) if of_files else _alike(taken, paths))]
            yield from pairs
            done = {at for _, at in pairs}
            remaining = [at for at in remaining if at not in done]


def _alike(sources: Sequence[Key], targets: Sequence[str]) -> Iterator[tuple[Key, int]]:
    """Pair one by one, targets by their number: those whose paths end alike first, by as many parts as possible."""
    ends = {path: path.split("/")[::-1] for path in {*(key.path for key in sources), *targets}}
    numbers: Sequence[int] = range(len(targets))
    for depth in range(max(map(len, ends.values()), default=0), -1, -1):
        waiting: dict[tuple[str, ...], deque[int]] = {}
        for number in numbers:
            end = ends[targets[number]]
            if len(end) >= depth:
                waiting.setdefault(tuple(end[:depth]), deque()).append(number)
        rest: list[Key] = []
        taken: set[int] = set()
        for source in sources:
            end = ends[source.path]
            fitting = waiting.get(tuple(end[:depth])) if len(end) >= depth else None
            if fitting:
                taken.add(fitting[0])
                yield source, fitting.popleft()
            else:
                rest.append(source)
        sources = rest
        numbers = [number for number in numbers if number not in taken]


def _beside(sources: Sequence[Key], targets: Sequence[str]) -> Iterator[tuple[Key, int]]:
    """Pair those of which one lies below the other's folder, as a suite's manifest and its runner; the repository's root is everybody's folder."""
    inside: dict[str, list[int]] = {}
    below: dict[str, list[int]] = {}
    for number, path in enumerate(targets):
        folders = _folders(path)
        for folder in folders:
            below.setdefault(folder, []).append(number)
        inside.setdefault(folders[0] if folders else "", []).append(number)
    taken: set[int] = set()
    for source in sources:
        folders = _folders(source.path)
        fitting = (below.get(folders[0], []) if folders else [], *(inside.get(folder, []) for folder in folders))
        chosen = next((number for numbers in fitting for number in numbers if number not in taken), None)
        if chosen is not None:
            taken.add(chosen)
            yield source, chosen


def _folders(path: str) -> list[str]:
    """List the folders above a path, the nearest first, without the root."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:length]) for length in range(len(parts), 0, -1)]


def stale_lines(stale: Baseline, names: Mapping[str, str]) -> Iterable[str]:
    """Say of each stale entry what is no longer found, a line each."""
    for key in sorted(stale.counts):
        count = stale.counts[key]
        yield f"{key.path}: {key.code} {names.get(key.code, key.code)}: {count} in the baseline {'is' if count == 1 else 'are'} no longer found"
