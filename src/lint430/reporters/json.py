"""The ``json`` format: the whole run, in the shape that ``findings.schema.json`` describes."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from lint430 import __version__
from lint430.model import Edit, Finding, Fix, Run, Severity
from lint430.reporters import View, column


def render(run: Run, view: View) -> str:
    """Give the run as one JSON object; only ASCII is written, so that any console and any path will do."""
    del view
    return json.dumps(document(run), indent=2) + "\n"


def document(run: Run) -> dict[str, Any]:
    """Give the run as plain values."""
    levels = Counter(str(f.severity) for f in run.findings)
    return {
        "version": 1,
        "tool": {"name": "lint430", "version": __version__},
        "findings": [_finding(run, finding) for finding in run.findings],
        "summary": {
            "findings": len(run.findings),
            "files": run.stats.files,
            "files_with_findings": len({f.path for f in run.findings}),
            "suites": run.stats.suites,
            "suppressed": len(run.suppressed),
            "known": len(run.known),
            "by_level": {level.value: levels[level.value] for level in Severity},
            "by_code": dict(sorted(Counter(f.code for f in run.findings).items())),
            "complete": run.complete,
        },
    }


def _finding(run: Run, finding: Finding) -> dict[str, Any]:
    span = finding.span
    return {
        "code": finding.code,
        "name": finding.name,
        "level": str(finding.severity),
        "message": finding.message,
        "path": finding.path,
        "line": span.line,
        "column": column(run, finding.path, span.line, span.column),
        "end_line": span.end_line,
        "end_column": column(run, finding.path, span.end_line, span.end_column),
        "suite": finding.suite,
        "trace": [
            {"path": step.path, "line": step.line, "column": column(run, step.path, step.line, step.column), "what": step.what}
            for step in finding.trace
        ],
        "fix": None if finding.fix is None else _fix(run, finding.fix),
    }


def _fix(run: Run, fix: Fix) -> dict[str, Any]:
    return {"title": fix.title, "safe": fix.safe, "edits": [_edit(run, edit) for edit in fix.edits]}


def _edit(run: Run, edit: Edit) -> dict[str, Any]:
    span = edit.span
    return {
        "path": edit.path,
        "line": span.line,
        "column": column(run, edit.path, span.line, span.column),
        "end_line": span.end_line,
        "end_column": column(run, edit.path, span.end_line, span.end_column),
        "text": edit.text,
    }
