"""The ``sarif`` format: SARIF 2.1.0, within what code scanning takes; docs/decisions/0010-sarif.md says why it looks as it does."""

from __future__ import annotations

import functools
import json
import re
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from lint430 import __version__, pages, registry
from lint430.fingerprint import VERSION, content_hashes, line_hashes
from lint430.model import Edit, Finding, Fix, Role, Run, Severity, Span, Step, Suppressed
from lint430.registry import Registered
from lint430.reporters import View, parts
from lint430.terminal import visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_ABOUT = f"pkg:generic/lint430@{__version__}"
"""The validator asks for an address of the tool; it has none but its package's name until it has a page."""
MOST_RESULTS, SHOWN_RESULTS = 25_000, 5_000
"""Results of a run beyond which GitHub refuses the file, and which it keeps."""
MOST_BYTES = 10_000_000
"""The size of the gzipped file beyond which it refuses it."""
MOST_LOCATIONS, MOST_STEPS = 100, 1_000
"""Locations of a result and steps of a code flow that it keeps."""
_SLACK = 300_000
"""What the compressor may hold back, and the end of the document."""
_LONGEST_TEXT, _LONGEST_LINE = 4_000, 500
"""Characters of a sentence and of a quoted line: more is nothing a person reads, such as a line of a minified file."""
_SENTENCE = re.compile(r"(?:`[^`]*`|[^`])*?\.(?=\s|$)")
_WORD = re.compile(r"[a-z]+(?=[\s,:.]|$)")
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One finding with what is known about it."""

    finding: Finding
    hash: str
    """Its content hash."""
    known: bool
    """Whether it is nothing new: the baseline holds it, or a comment silences it."""
    suppressed: Suppressed | None
    """The comment that silences it."""


def render(run: Run, view: View) -> str:
    """Give the run as one SARIF file; only ASCII is written, so that any console and any path will do."""
    results = sorted(_results(run, view), key=_gravity)
    writer = _Writer(run, view)
    hashes = functools.cache(lambda path: line_hashes(run.content[path]) if path in run.content else {})
    made = (_dump(writer.result(entries, hashes)) for entries in results[:MOST_RESULTS])
    head, tail = _frame(run, view, len(results), None)
    texts: list[str] = []
    packer = zlib.compressobj(wbits=31)
    size = len(packer.compress(head.encode()))
    for text in made:
        size += len(packer.compress(text.encode()))
        if size > MOST_BYTES - _SLACK:
            break
        texts.append(text)
    head, tail = _frame(run, view, len(results), len(texts))
    return head + ",\n".join(texts) + tail


def _frame(run: Run, view: View, found: int, kept: int | None) -> tuple[str, str]:
    """Give what stands before and after the results."""
    invocation: Values = {"executionSuccessful": run.complete}
    if kept is not None and (notes := _notifications(found, kept)):
        invocation["toolExecutionNotifications"] = notes
    driver = {"name": "lint430", "version": __version__, "semanticVersion": __version__, "informationUri": _ABOUT, "rules": _rules()}
    one: Values = {"tool": {"driver": driver}, "columnKind": "utf16CodeUnits", "invocations": [invocation]}
    if category := visible(view.category.strip()).rstrip("/"):
        # What follows the last slash is the number of the run, which nobody needs; the slash makes all of the text the category.
        one["automationDetails"] = {"id": category + "/"}
    text = _dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [one | {"results": []}]})
    return text[:-4] + "\n", "\n]}]}\n"


def _notifications(found: int, kept: int) -> list[Values]:
    notes = []
    if kept < found:
        text = f"{kept} of {found} results are in this file, the most severe ones: code scanning takes {MOST_RESULTS} results and 10 MB at most."
        notes.append({"level": "warning", "message": {"text": text}})
    if kept > SHOWN_RESULTS:
        text = f"Code scanning shows {SHOWN_RESULTS} of these {kept} results, the most severe ones."
        notes.append({"level": "note", "message": {"text": text}})
    return notes


# --- results ---------------------------------------------------------------------------------------------------------------------


def _results(run: Run, view: View) -> list[list[_Entry]]:
    """Put together what a host would merge: the findings of one check on one line. What is suppressed counts where nothing else stands."""
    found = [(f, False, None) for f in run.findings] + [(f, True, None) for f in run.known] + [(s.finding, True, s) for s in run.suppressed]
    found.sort(key=lambda one: _place(one[0]))
    # Suppressed ones are counted whether or not they are shown: that must not change the others' hashes.
    hashes = content_hashes([finding for finding, _, _ in found], run.lines)
    groups: dict[tuple[str, str, int], list[_Entry]] = {}
    for (finding, known, suppressed), value in zip(found, hashes, strict=True):
        groups.setdefault((finding.code, finding.path, finding.span.line), []).append(_Entry(finding, value, known, suppressed))
    results = []
    for entries in groups.values():
        active = [entry for entry in entries if entry.suppressed is None]
        if active or view.show_suppressed:
            results.append(active or entries)
    return results


def _place(finding: Finding) -> tuple[str, int, int, str, str]:
    return (finding.path, finding.span.line, finding.span.column, finding.code, finding.message)


def _gravity(entries: Sequence[_Entry]) -> tuple[object, ...]:
    """Order results: what may be dropped first stands last."""
    first = entries[0]
    return (first.suppressed is not None, _worst(entries).rank, all(entry.known for entry in entries), *_place(first.finding))


def _worst(entries: Sequence[_Entry]) -> Severity:
    return min((entry.finding.severity or Severity.ERROR for entry in entries), key=lambda level: level.rank)


class _Writer:
    """Writes results, with the source of a run at hand."""

    def __init__(self, run: Run, view: View) -> None:
        self._run = run
        self._view = view
        self._indexes = {rule["id"]: index for index, rule in enumerate(_rules())}

    def result(self, entries: Sequence[_Entry], hashes: Callable[[str], Mapping[int, str]]) -> Values:
        """Give one result: the findings of one check on one line, nearly always one."""
        first = entries[0].finding
        findings = [entry.finding for entry in entries]
        text, related = self._message(findings)
        made: Values = {
            "ruleId": first.code,
            **({"ruleIndex": self._indexes[first.code]} if first.code in self._indexes else {}),
            "level": _LEVELS[_worst(entries)],
            "message": {"text": text},
            "locations": [self._location(first.path, first.span, context=True)],
            "partialFingerprints": {VERSION: entries[0].hash},
        }
        if (line_hash := hashes(first.path).get(first.span.line)) is not None:
            made["partialFingerprints"]["primaryLocationLineHash"] = line_hash
        if related:
            made["relatedLocations"] = related
        if flows := [self._flow(finding) for finding in findings if len(finding.trace) > 1]:
            made["codeFlows"] = flows
        if fixes := [self._fix(finding.fix) for finding in findings if finding.fix is not None]:
            made["fixes"] = fixes
        if self._run.has_baseline:
            made["baselineState"] = "unchanged" if all(entry.known for entry in entries) else "new"
        if self._view.show_suppressed:
            # Where one result of a file says it, all have to.
            made["suppressions"] = [self._suppression(entry.suppressed) for entry in entries if entry.suppressed is not None]
        return made

    def _message(self, findings: Sequence[Finding]) -> tuple[str, list[Values]]:
        """Give the sentences, with links to the places of the trace that they name, and these places; where the mode comes from is always one."""
        linked: dict[tuple[str, int], int] = {}
        related: list[Values] = []

        def link(step: Step) -> str:
            place = (step.path, step.line)
            if place not in linked and len(linked) == MOST_LOCATIONS:
                return _plain(f"{step.path}:{step.line}")
            if place not in linked:
                linked[place] = len(linked) + 1
                message = {"message": {"text": _plain(step.what)}}
                related.append({"id": linked[place], **self._location(step.path, _from(step)), **message})
            return f"[{_escaped(visible(f'{step.path}:{step.line}'))}]({linked[place]})"

        said = []
        for finding in findings:
            here = (finding.path, finding.span.line)
            steps = {f"{step.path}:{step.line}": step for step in finding.trace if (step.path, step.line) != here}
            named = {visible(place): step for place, step in steps.items() if place in finding.message}
            problem, *advice = (_linked(_sentence(part), named, link) for part in parts(finding.message) if part)
            said.append(problem)
            origin = finding.trace[0] if finding.trace else None
            if origin is not None and (origin.path, origin.line) not in {here, *linked}:
                said.append(f"The value comes from {link(origin)}.")
            said += advice
        return " ".join(said), related

    def _flow(self, finding: Finding) -> Values:
        """Give the way of the mode; it ends at the finding."""
        *before, last = finding.trace
        ends_here = (last.path, last.line) == (finding.path, finding.span.line)
        steps = before if ends_here else finding.trace
        said = last.what if ends_here else "is reported here"
        locations = [{"location": self._location(step.path, _from(step), _plain(step.what))} for step in steps[: MOST_STEPS - 1]]
        return {"threadFlows": [{"locations": [*locations, {"location": self._location(finding.path, finding.span, _plain(said))}]}]}

    def _fix(self, fix: Fix) -> Values:
        by_path: dict[str, list[Edit]] = {}
        for edit in fix.edits:
            by_path.setdefault(edit.path, []).append(edit)
        changes = [
            {"artifactLocation": {"uri": self._uri(path)}, "replacements": [self._replacement(edit) for edit in edits]}
            for path, edits in by_path.items()
        ]
        return {"description": {"text": _sentence(visible(fix.title))}, "artifactChanges": changes, "properties": {"safe": fix.safe}}

    def _replacement(self, edit: Edit) -> Values:
        span = edit.span
        region = {
            "startLine": span.line,
            "startColumn": _units(self._line(edit.path, span.line), span.column),
            "endLine": span.end_line,
            "endColumn": _units(self._line(edit.path, span.end_line), span.end_column),
        }
        return {"deletedRegion": region, **({"insertedContent": {"text": _whole(edit.text)}} if edit.text else {})}

    def _location(self, path: str, span: Span, message: str = "", *, context: bool = False) -> Values:
        physical: Values = {"artifactLocation": {"uri": self._uri(path)}, "region": self._region(path, span)}
        if context and (around := self._context(path, span.line)) is not None:
            physical["contextRegion"] = around
        return {"physicalLocation": physical, **({"message": {"text": message}} if message else {})}

    def _region(self, path: str, span: Span) -> Values:
        """Give a span as a region of one line: GitHub shows a finding in a pull request only if each of its lines was changed."""
        line = self._line(path, span.line)
        start = _units(line, span.column)
        end = _units(line, span.end_column) if span.end_line == span.line else 0
        if line is not None and end <= start:
            end = _units(line, len(_bytes(line.rstrip())) + 1)
        region: Values = {"startLine": span.line, "startColumn": start, "endLine": span.line, "endColumn": max(start, end)}
        if line is not None and start < end <= start + _LONGEST_LINE:
            region["snippet"] = {
                "text": line.encode("utf-16-le", "surrogatepass")[2 * start - 2 : 2 * end - 2].decode("utf-16-le", "replace")
            }
        return region

    def _context(self, path: str, line: int) -> Values | None:
        """Quote a line with its neighbours, where that is more than the line and not too much."""
        lines = self._run.lines.get(path, ())
        first, last = max(1, line - 1), min(len(lines), line + 1)
        shown = [_whole(text) for text in lines[first - 1 : last]]
        if not first <= line <= last or len(shown) < 2 or max(map(len, shown)) > _LONGEST_LINE:
            return None
        return {"startLine": first, "endLine": last, "snippet": {"text": "\n".join(shown)}}

    def _line(self, path: str, line: int) -> str | None:
        lines = self._run.lines.get(path, ())
        return lines[line - 1] if 1 <= line <= len(lines) else None

    def _suppression(self, suppressed: Suppressed) -> Values:
        place = {"physicalLocation": {"artifactLocation": {"uri": self._uri(suppressed.path)}, "region": {"startLine": suppressed.line}}}
        reason = {} if suppressed.reason is None else {"justification": visible(suppressed.reason)}
        return {"kind": "inSource", "location": place, **reason}

    def _uri(self, path: str) -> str:
        return _reference(self._view.prefix + path)


def _from(step: Step) -> Span:
    """Give the rest of a step's line: a step says only where it begins."""
    return Span(step.line, step.column, step.line, step.column)


# --- texts -----------------------------------------------------------------------------------------------------------------------


def _dump(values: Values) -> str:
    return json.dumps(values, separators=(",", ":"))


def _sentence(text: str) -> str:
    """Make a sentence of a part of a message: with a capital, where it is a word, and a full stop."""
    text = visible(text)
    text = text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - 1] + "…"
    # A path or a name stays as it is.
    text = text[:1].upper() + text[1:] if _WORD.match(text) else text
    return text + ("" if text.endswith((".", "!", "?")) else ".")


def _linked(text: str, places: Mapping[str, Step], link: Callable[[Step], str]) -> str:
    """Turn the places that a text names into links, and keep the rest from being read as such."""
    pattern = "|".join(re.escape(place) for place in sorted(places, key=len, reverse=True)) or r"(?!)"
    pieces = re.split(rf"(?<![\w./-])({pattern})(?!\d)", text)
    return "".join(link(places[piece]) if at % 2 else _unlinked(piece) for at, piece in enumerate(pieces))


def _plain(text: str) -> str:
    return _unlinked(visible(text))


def _unlinked(text: str) -> str:
    """Keep a text from being read as a link, as in ``handlers[mode](request)``: other brackets may stand as they are."""
    return re.sub(r"\\(?=[\\\[\]])|\](?=\()", r"\\\g<0>", text)


def _escaped(text: str) -> str:
    """Escape a text that stands in a link."""
    return re.sub(r"[\\\[\]]", r"\\\g<0>", text)


def _reference(path: str) -> str:
    """Give a path as a relative reference; bytes that are no text are escaped as they are."""
    try:
        data = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        data = _whole(path).encode()
    return quote(data, safe="/")


def _whole(text: str) -> str:
    """Replace halves of pairs, which no reader of JSON has to take."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _units(line: str | None, column: int) -> int:
    """Turn a column in UTF-8 bytes into one in UTF-16 units, both from 1; not beyond the end of the line."""
    if line is None:
        return column
    before = _bytes(line)[: column - 1].decode("utf-8", "ignore")
    return len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1


# --- rules -----------------------------------------------------------------------------------------------------------------------


@functools.cache
def _rules() -> list[Values]:
    """Give every check as a rule, by code; a host compares them from run to run."""
    return [_rule(entry) for entry in registry.registered()]


def _rule(entry: Registered) -> Values:
    page = pages.read(entry)
    level = entry.check.severity
    body = page.text.partition("\n")[2] if page.title else page.text
    plain = "\n\n".join(
        pages.markdown(part) for part in (page.summary, *(page.sections.get(name, "") for name in ("Why", "What it cannot see"))) if part
    )
    return {
        "id": entry.check.code,
        "name": "".join(word.capitalize() for word in entry.name.split("-")),
        "shortDescription": {"text": _first_sentence(page.summary) or entry.name},
        "fullDescription": {"text": page.summary or entry.name},
        "help": {"text": plain or entry.name, "markdown": pages.markdown(body) or entry.name},
        "defaultConfiguration": {"level": _LEVELS[level]},
        "properties": {
            "tags": ["testing", "reliability", *sorted(entry.check.languages)][:10],
            "precision": _precision(entry),
            "problem.severity": _PROBLEMS[level],
        },
    }


def _precision(entry: Registered) -> str:
    """Say how sure a check is: what is there, and what a runner says, is seen; where the mode goes, concluded."""
    return "very-high" if entry.judge is None or entry.check.roles <= {Role.RUNNER} else "high"


def _first_sentence(text: str) -> str:
    found = _SENTENCE.match(text)
    return found[0] if found else text
