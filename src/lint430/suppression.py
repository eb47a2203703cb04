"""Suppression comments: read from a file's real comments, matched with findings, and themselves judged."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lint430 import facts
from lint430.config import nearest
from lint430.model import Finding, Span, Suppressed

_OURS = re.compile(r"lint430:\s*(?P<kind>ignore-file|ignore)\b\s*(?P<codes>\[[^\]]*\])?(?P<rest>.*)", re.DOTALL)
_MENTION = re.compile(r"(?:^|[\s#/*;-])lint430:(?P<word>\s*[\w-]*)")
_NOQA = re.compile(r"#\s*noqa(?:\s*:\s*(?P<codes>[A-Z][A-Z0-9]*(?:[,\s]+[A-Z][A-Z0-9]*)*))?", re.IGNORECASE)
_OWN_CODE = re.compile(r"^ITM\d{3}$")
_ANY_CODE = re.compile(r"\b[A-Z]+[0-9]+\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One word of a suppression's list, and where it stands in the comment's text."""

    code: str | None
    """The check; None for another tool's code, or a word that names no check."""
    start: int
    end: int


@dataclass(slots=True, eq=False)
class Suppression:
    """One comment that silences findings."""

    path: str
    line: int
    """The line of the comment."""
    covers: int | None
    """The line whose findings it silences; None for the whole file."""
    codes: dict[str, Span]
    """Check codes, each with where it is written; empty for a blanket ``# noqa``."""
    reason: str | None
    span: Span
    comment: facts.Comment
    start: int = 0
    """Where it begins in the comment's text; other words may stand before it."""
    entries: tuple[Entry, ...] = ()
    """Its list as it is written."""
    blanket: bool = False
    used: Counter[str] = field(default_factory=Counter)
    """How many findings it silences, by code."""
    unused: tuple[str, ...] = ()
    """Codes that silence nothing although their checks looked; the engine tells."""

    def silences(self, finding: Finding) -> bool:
        """Tell whether it covers a finding."""
        if not self.blanket and finding.code not in self.codes:
            return False
        return self.covers is None or self.covers == finding.span.line or self.covers in finding.also_suppressed_at


@dataclass(frozen=True, slots=True)
class Bad:
    """A suppression that does not say what it should."""

    span: Span
    message: str


def parse(module: facts.Module, names: Mapping[str, str], *, require_reason: bool = False) -> tuple[list[Suppression], list[Bad]]:
    """Read the suppressions of a file; ``names`` gives every check's name by its code."""
    found: list[Suppression] = []
    bad: list[Bad] = []
    comments = [*module.comments, *(c for script in module.scripts for c in script.module.comments)]
    comments.sort(key=lambda c: (c.span.line, c.span.column))
    by_name = {name: code for code, name in names.items()}
    alone = {c.span.line for c in comments if c.alone}
    first = _first_line(module)
    for comment in comments:
        text = comment.text
        ours = _OURS.search(text)
        if ours is not None:
            _ours(module, comment, ours, by_name, names, first, alone, found, bad, require_reason)
            continue
        mention = _MENTION.search(text)
        if mention is not None and mention.group("word").strip() in ("ignore", "disable", "noqa", "skip", "off"):
            bad.append(Bad(comment.span, "This comment suppresses nothing: write `lint430: ignore[CODE] -- reason`"))
        if module.language == "python":
            _noqa(module, comment, found)
    return found, bad


def _first_line(module: facts.Module) -> int:
    """Give the line of the first statement that does something; a file suppression stands above it."""
    for stmt in module.body:
        if isinstance(stmt, facts.Evaluate) and isinstance(stmt.value, facts.Literal):
            continue
        return stmt.span.line
    lines = [s.span.line for s in module.settings] + [o.span.line for o in module.options] + [s.span.line for s in module.scripts]
    return min(lines, default=1_000_000_000)


def _ours(
    module: facts.Module,
    comment: facts.Comment,
    match: re.Match[str],
    by_name: Mapping[str, str],
    names: Mapping[str, str],
    first: int,
    alone: set[int],
    found: list[Suppression],
    bad: list[Bad],
    require_reason: bool,
) -> None:
    codes = match.group("codes")
    rest = match.group("rest").removesuffix("*/").removesuffix("-->").strip()
    reason = rest.partition("--")[2].strip() or None
    span = comment.span
    if codes is None or not codes[1:-1].strip():
        bad.append(Bad(span, f"`lint430: {match.group('kind')}` names no check: write `lint430: {match.group('kind')}[CODE] -- reason`"))
        return
    known: dict[str, Span] = {}
    entries: list[Entry] = []
    place = match.start("codes") + 1
    for word in codes[1:-1].split(","):
        name = word.strip()
        at = place + len(word) - len(word.lstrip())
        place += len(word) + 1
        code = name.upper() if name.upper() in names else by_name.get(name.lower())
        if name:
            entries.append(Entry(code, at, at + len(name)))
        if code is None:
            other = nearest(name, [*names, *by_name])
            hint = f"; did you mean `{other}`?" if other else ""
            bad.append(Bad(span, f"This suppression names `{name}`, which is no check{hint}"))
        else:
            known[code] = span
    if require_reason and reason is None:
        bad.append(Bad(span, "This suppression gives no reason: add ` -- why`"))
    if not known:
        return
    if match.group("kind") == "ignore-file":
        if span.line > first:
            bad.append(Bad(span, "A file suppression stands at the top of the file, before the first statement; this one is ignored"))
            return
        covers: int | None = None
    elif comment.alone:
        covers = comment.span.end_line + 1
        while covers in alone:
            covers += 1
    else:
        covers = span.line
    found.append(Suppression(module.path, span.line, covers, known, reason, span, comment, match.start(), tuple(entries)))


def _noqa(module: facts.Module, comment: facts.Comment, found: list[Suppression]) -> None:
    match = _NOQA.search(comment.text)
    if match is None:
        return
    if match.group("codes") is None:
        found.append(Suppression(module.path, comment.span.line, comment.span.line, {}, None, comment.span, comment, blanket=True))
        return
    entries = tuple(
        Entry(word[0].upper() if _OWN_CODE.match(word[0].upper()) else None, word.start(), word.end())
        for word in _ANY_CODE.finditer(comment.text, match.start("codes"), match.end("codes"))
    )
    codes = {entry.code: comment.span for entry in entries if entry.code is not None}
    if codes:
        line = comment.span.line
        found.append(Suppression(module.path, line, line, codes, None, comment.span, comment, match.start(), entries))


def apply(findings: Sequence[Finding], suppressions: Sequence[Suppression]) -> tuple[list[Finding], list[Suppressed]]:
    """Split findings into those that stand and those that a comment silences."""
    by_path: dict[str, list[Suppression]] = {}
    for suppression in suppressions:
        by_path.setdefault(suppression.path, []).append(suppression)
    kept: list[Finding] = []
    silenced: list[Suppressed] = []
    for finding in findings:
        matching = [s for s in by_path.get(finding.path, ()) if s.silences(finding)]
        for suppression in matching:
            suppression.used[finding.code] += 1
        if matching:
            silenced.append(Suppressed(finding, finding.path, matching[0].line, matching[0].reason))
        else:
            kept.append(finding)
    return kept, silenced


def judge(suppressions: Sequence[Suppression], selected: Mapping[str, bool]) -> list[Suppression]:
    """Note which codes of suppressions silenced nothing, and list those with any; ``selected`` tells which checks ran."""
    for one in suppressions:
        one.unused = tuple(code for code in one.codes if code not in one.used and selected.get(code, False))
    return [one for one in suppressions if one.unused]
