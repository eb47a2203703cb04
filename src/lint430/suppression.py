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
_NOQA = re.compile(r"# noqa(?::\s?(?P<codes>(?:[A-Z]+[0-9]+(?:[,\s]+)?)+))?", re.IGNORECASE)
"""What flake8 takes for a suppression of a line: one space before the word, at most one after a colon that follows it at once."""
_MEANT = re.compile(r"#\s*noqa\s*:\s*(?P<codes>[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)", re.IGNORECASE)
"""What people write who mean codes."""
_WHOLE = re.compile(r"# flake8[:=]\s*noqa(?P<codes>\s*:\s*(?:[A-Z]+[0-9]+(?:[,\s]+)?)+)?", re.IGNORECASE)
"""What makes flake8 skip a whole file, whatever stands behind it."""
_ANY_CODE = re.compile(r"[A-Z]+[0-9]+", re.IGNORECASE)
_OWN = "ITM"
_BAD = "ITM904"


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
    """Check codes, each with where it is written; empty for a blanket ``# noqa``, which may also hold prefixes such as ``ITM2``."""
    reason: str | None
    span: Span
    comment: facts.Comment
    start: int = 0
    """Where it begins in the comment's text; other words may stand before it."""
    entries: tuple[Entry, ...] = ()
    """Its list as it is written."""
    blanket: bool = False
    covers_from: int | None = None
    """The first covered line, where it is another than ``covers``."""
    noqa: bool = False
    """Whether it is flake8's kind."""
    misspelt: bool = False
    """Whether it is one of flake8's that says another thing than was meant; what is said about that stands."""
    used: Counter[str] = field(default_factory=Counter)
    """How many findings it silences, by code."""
    unused: tuple[str, ...] = ()
    """Codes that silence nothing although their checks looked; the engine tells."""

    def silences(self, finding: Finding) -> bool:
        """Tell whether it covers a finding."""
        if self.misspelt and finding.code == _BAD and finding.span.line == self.line:
            return False
        if not self.blanket and not any(finding.code.startswith(code) for code in self.codes):
            return False
        if self.covers is None or (self.covers_from or self.covers) <= finding.span.line <= self.covers:
            return True
        return self.covers in finding.also_suppressed_at


@dataclass(frozen=True, slots=True)
class Bad:
    """A suppression that does not say what it should."""

    span: Span
    message: str
    hides: bool = False
    """Whether it is only worth a word where there are findings in the file, which flake8 then hides."""


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
        elif (mention := _MENTION.search(text)) is not None and mention.group("word").strip() in (
            "ignore",
            "disable",
            "noqa",
            "skip",
            "off",
        ):
            bad.append(Bad(comment.span, "This comment suppresses nothing: write `lint430: ignore[CODE] -- reason`"))
        if module.language == "python":
            _noqa(module, comment, names, found, bad)
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
    if codes is None or not codes[1:-1].strip(", \t\r\n"):
        bad.append(Bad(span, f"`lint430: {match.group('kind')}` names no check: write `lint430: {match.group('kind')}[CODE] -- reason`"))
        return
    known: dict[str, Span] = {}
    entries: list[Entry] = []
    place = match.start("codes") + 1
    for word in codes[1:-1].split(","):
        name = word.strip()
        at = place + len(word) - len(word.lstrip())
        place += len(word) + 1
        if not name:
            continue
        code = name.upper() if name.upper() in names else by_name.get(name.lower())
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


def _noqa(module: facts.Module, comment: facts.Comment, names: Mapping[str, str], found: list[Suppression], bad: list[Bad]) -> None:
    """Read what flake8 reads, as flake8 does, and say where that is not what was meant."""
    span = comment.span
    whole = _WHOLE.match(comment.text) if comment.alone else None
    if whole is not None:
        _whole_file(module, comment, _codes(whole), names, found, bad)
        return
    match, meant = _NOQA.search(comment.text), _MEANT.search(comment.text)
    ours = [code for code in _codes(meant) if code.upper().startswith(_OWN)]
    right = ", ".join(code.upper() for code in _codes(meant))
    if match is None:
        if ours:
            bad.append(Bad(span, f"This comment suppresses nothing: flake8 wants one space before `noqa`; write `# noqa: {right}`"))
        return
    if match.group("codes") is None:
        if ours:
            bad.append(
                Bad(span, f"flake8 takes this for a `# noqa` without codes, which silences everything on the line: write `# noqa: {right}`")
            )
        line, start = span.line, comment.joined_from
        found.append(
            Suppression(module.path, line, line, {}, None, span, comment, blanket=True, covers_from=start, noqa=True, misspelt=bool(ours))
        )
        return
    own = _own_codes(comment, _codes(match), names, bad)
    if own:
        line, entries = span.line, _entries(comment, match, own)
        found.append(
            Suppression(
                module.path, line, line, own, None, span, comment, match.start(), entries, covers_from=comment.joined_from, noqa=True
            )
        )


def _whole_file(
    module: facts.Module, comment: facts.Comment, codes: list[str], names: Mapping[str, str], found: list[Suppression], bad: list[Bad]
) -> None:
    """Read ``# flake8: noqa``; without codes it is flake8's alone, with some of ours it holds for these."""
    if not codes:
        return
    own = _own_codes(comment, codes, names, bad)
    said = f"flake8 skips the whole file at `# flake8: noqa`, whatever codes follow: write `# noqa: {', '.join(codes)}` on the lines"
    if own:
        said += f", or `lint430: ignore-file[{', '.join(own)}] -- reason` at the top"
        # What is wrong with it is said below: it is too wide, used or not.
        found.append(Suppression(module.path, comment.span.line, None, own, None, comment.span, comment, noqa=True, misspelt=True))
    bad.append(Bad(comment.span, said, hides=not own))


def _codes(match: re.Match[str] | None) -> list[str]:
    written = None if match is None else match.group("codes")
    return [] if written is None else [code for code in re.split(r"[,:\s]+", written) if code]


def _entries(comment: facts.Comment, match: re.Match[str], own: Mapping[str, Span]) -> tuple[Entry, ...]:
    """Give flake8's list as it is written."""
    words = _ANY_CODE.finditer(comment.text, match.start("codes"), match.end("codes"))
    return tuple(Entry(word[0] if word[0] in own else None, word.start(), word.end()) for word in words)


def _own_codes(comment: facts.Comment, codes: list[str], names: Mapping[str, str], bad: list[Bad]) -> dict[str, Span]:
    """Give the codes and prefixes that are ours; flake8 minds their case."""
    own: dict[str, Span] = {}
    for code in codes:
        if not code.upper().startswith(_OWN):
            continue
        if any(name.startswith(code) for name in names):
            own[code] = comment.span
        elif any(name.startswith(code.upper()) for name in names):
            bad.append(
                Bad(comment.span, f"This suppression names `{code}`, which flake8 does not take for `{code.upper()}`: write it in capitals")
            )
        else:
            other = nearest(code.upper(), names)
            hint = f"; did you mean `{other}`?" if other else ""
            bad.append(Bad(comment.span, f"This suppression names `{code}`, which is no check{hint}"))
    return own


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
            # A comment of ours stands before flake8's, which flake8 can be told to look past.
            first = min(matching, key=lambda suppression: suppression.noqa)
            silenced.append(Suppressed(finding, finding.path, first.line, first.reason, first.noqa))
        else:
            kept.append(finding)
    return kept, silenced


def judge(suppressions: Sequence[Suppression], selected: Mapping[str, bool]) -> list[Suppression]:
    """Note which codes of suppressions silenced nothing, and list those with any; ``selected`` tells which checks ran."""
    for one in suppressions:
        if not one.misspelt:
            one.unused = tuple(code for code in one.codes if not _is_used(one, code) and _ran(code, selected))
    return [one for one in suppressions if one.unused]


def _is_used(suppression: Suppression, code: str) -> bool:
    return any(used.startswith(code) for used in suppression.used)


def _ran(code: str, selected: Mapping[str, bool]) -> bool:
    """Tell whether every check that a code or prefix means was run."""
    meant = [ran for known, ran in selected.items() if known.startswith(code)]
    return bool(meant) and all(meant)
