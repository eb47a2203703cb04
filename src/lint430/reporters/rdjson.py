"""The ``rdjson`` format: reviewdog's diagnostics, columns in UTF-8 bytes, ends exclusive."""

from __future__ import annotations

import itertools
import json
from typing import Any

from lint430.markup import one_line, sound
from lint430.model import Finding, Fix, Run, Severity, Span, Step
from lint430.reporters import View, level

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.NOTE: "INFO"}


def render(run: Run, view: View) -> str:
    """Give one JSON object."""
    del view
    result = {"source": {"name": "lint430"}, "diagnostics": [_diagnostic(run, finding) for finding in run.findings]}
    return json.dumps(result, indent=2) + "\n"


def _diagnostic(run: Run, finding: Finding) -> dict[str, Any]:
    diagnostic: dict[str, Any] = {
        "message": one_line(finding.message),
        "location": {"path": sound(finding.path), "range": _range(finding.span)},
        "severity": _SEVERITIES[level(finding)],
        "code": {"value": finding.code},
    }
    suggestion = None if finding.fix is None else _suggestion(run, finding.path, finding.fix)
    if suggestion is not None:
        diagnostic["suggestions"] = [suggestion]
    if finding.trace:
        diagnostic["related_locations"] = [_related(step) for step in finding.trace]
    return diagnostic


def _range(span: Span) -> dict[str, Any]:
    return {"start": _position(span.line, span.column), "end": _position(span.end_line, span.end_column)}


def _position(line: int, column: int) -> dict[str, int]:
    return {"line": line, "column": column}


def _related(step: Step) -> dict[str, Any]:
    return {"message": one_line(step.what), "location": {"path": sound(step.path), "range": {"start": _position(step.line, step.column)}}}


def _suggestion(run: Run, path: str, fix: Fix) -> dict[str, Any] | None:
    """Give a fix as the one replacement that a suggestion is, the text between its edits included; None where it reaches into other files."""
    edits = sorted(fix.edits, key=lambda edit: (edit.span.line, edit.span.column))
    if not edits or any(edit.path != path for edit in edits):
        return None
    first, last = edits[0].span, edits[-1].span
    text = edits[0].text
    try:
        for before, after in itertools.pairwise(edits):
            text += _between(run.content.get(path, b""), before.span, after.span) + after.text
        text.encode()
    except (UnicodeError, IndexError):
        return None
    return {"range": _range(Span(first.line, first.column, last.end_line, last.end_column)), "text": text}


def _between(data: bytes, before: Span, after: Span) -> str:
    lines = data.split(b"\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    start = starts[before.end_line - 1] + before.end_column - 1
    return data[start : starts[after.line - 1] + after.column - 1].decode()
