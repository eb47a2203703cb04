"""Applies fixes in rounds: after each the whole is checked again, and a file where anything else came or went is put back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lint430.fix.edits import apart, apply
from lint430.languages import languages, lower
from lint430.model import Edit, Finding
from lint430.repository.reading import LanguageTable

ROUNDS = 10
"""After so many a fix that keeps bringing new ones is left where it is."""


@dataclass(slots=True)
class Repair:
    """What fixing came to; nothing is written."""

    changed: dict[str, bytes] = field(default_factory=dict)
    """The new content of files, by path."""
    before: dict[str, bytes] = field(default_factory=dict)
    """What was in them."""
    fixed: Counter[str] = field(default_factory=Counter)
    """How many findings were fixed, by path."""
    undone: dict[str, str] = field(default_factory=dict)
    """Files whose fixes were taken back, each with the reason."""


def repair(
    findings: Sequence[Finding],
    read: Callable[[str], bytes | None],
    check: Callable[[Mapping[str, bytes]], Sequence[Finding]],
) -> Repair:
    """Fix what can be fixed safely until nothing is left to fix. ``check`` gives the findings of the repository with files changed."""
    done = Repair()
    for _ in range(ROUNDS):
        # A fix over several files would have to be taken back in all of them at once; no check offers one.
        offered = [f for f in findings if f.fix is not None and f.fix.safe and {e.path for e in f.fix.edits} == {f.path}]
        picked = apart(f for f in offered if f.path not in done.undone)
        new = _changed(picked, done, read)
        if not new:
            break
        after = check(done.changed | new)
        disturbed = _disturbed(findings, picked, after)
        # Where a change is felt in a file that was not changed, nobody knows which change it was.
        for path in disturbed if disturbed <= new.keys() else set(new):
            done.undone[path] = "other findings would come or go"
            del new[path]
        done.changed |= new
        done.fixed.update(f.path for f in picked if f.path in new)
        findings = check(done.changed) if disturbed else after
    return done


def _edits(findings: Sequence[Finding]) -> list[Edit]:
    return [edit for finding in findings if finding.fix is not None for edit in finding.fix.edits]


def _changed(picked: Sequence[Finding], done: Repair, read: Callable[[str], bytes | None]) -> dict[str, bytes]:
    """Apply fixes; a file that could not be read as well afterwards is left out."""
    new: dict[str, bytes] = {}
    for path in sorted({finding.path for finding in picked}):
        old = done.changed[path] if path in done.changed else read(path)
        made = None if old is None else apply(old, _edits([finding for finding in picked if finding.path == path]))
        if old is None or made is None:
            done.undone[path] = "it cannot be read as UTF-8"
        elif _errors(path, made) > _errors(path, old):
            done.undone[path] = "it would have a syntax error"
        else:
            done.before.setdefault(path, old)
            new[path] = made
    return new


def _errors(path: str, data: bytes) -> int:
    language = LanguageTable(languages()).language_of(path, data[:256])
    return 0 if language is None else len(lower(language, path, data).errors)


def _disturbed(before: Sequence[Finding], fixed: Sequence[Finding], after: Sequence[Finding]) -> set[str]:
    """List the files where other findings than those that were fixed came or went."""
    codes = {finding.code for finding in fixed}
    mended = {(finding.path, finding.span) for finding in fixed}

    def others(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
        return Counter((f.path, f.code) for f in findings if f.code not in codes)

    # What else is said about the very thing that was mended may go with it, and need not.
    most, least, now = others(before), others(f for f in before if (f.path, f.span) not in mended), others(after)
    return {path for path, _ in (least - now) | (now - most)}
