"""The ``github`` format: workflow commands that GitHub Actions shows as annotations, the worst first, no more than it shows."""

from __future__ import annotations

from collections import Counter

from lint430.markup import one_line, sound
from lint430.model import Finding, Run, Severity
from lint430.reporters import View, by_level, column, count, level

LIMIT = 10
"""Annotations of each level that GitHub keeps of one step; it drops the rest without a word."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(run: Run, view: View) -> str:
    """Give a line per annotation, and one for those that found no room."""
    lines = []
    if not run.complete:
        lines.append("::error title=lint430::The analysis is incomplete: a part of it failed, see the log")
    room = Counter(dict.fromkeys(Severity, LIMIT))
    room[Severity.ERROR] -= len(lines)
    left: Counter[Severity] = Counter()
    for finding in by_level(run):
        severity = level(finding)
        if room[severity]:
            room[severity] -= 1
            lines.append(_annotation(run, view, finding))
        else:
            left[severity] += 1
    if left:
        more = ", ".join(count(left[severity], f"more {severity}") for severity in Severity if left[severity])
        lines.append(f"{more}: GitHub shows {LIMIT} of each level per step; the job summary lists them")
    return "".join(line + "\n" for line in lines)


def _annotation(run: Run, view: View, finding: Finding) -> str:
    span = finding.span
    properties = {"file": sound(view.prefix + finding.path), "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:
        # The runner takes columns only where both are on one line.
        properties["col"] = str(column(run, finding.path, span.line, span.column))
        properties["endColumn"] = str(column(run, finding.path, span.line, span.end_column))
    properties["title"] = f"{finding.code} {finding.name}"
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    steps = [f"{number}. {step.what} ({step.path}:{step.line})" for number, step in enumerate(finding.trace, 1)]
    said = [one_line(line) for line in (*finding.message.replace("\r\n", "\n").split("\n"), *steps)]
    return f"::{_COMMANDS[level(finding)]} {written}::{_data(chr(10).join(said))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
