"""The ``text`` format: each finding with its source line, the way of the mode and what to do; then a summary by check."""

from __future__ import annotations

from collections import Counter

from lint430 import pages, registry
from lint430.model import Finding, Run, Severity
from lint430.reporters import View, column, count, parts
from lint430.terminal import Paint, excerpt, visible

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def render(run: Run, view: View) -> str:
    """Give the report for people; plain text where colours and links are off."""
    paint = Paint(view.color, view.links)
    blocks = [_finding(run, finding, paint, max(view.width, 40)) for finding in run.findings]
    return "\n".join([*blocks, _summary(run, paint)])


def _finding(run: Run, finding: Finding, paint: Paint, width: int) -> str:
    level = finding.severity or Severity.ERROR
    message, advice = parts(finding.message)
    entry = registry.find(finding.code)
    address = pages.location(entry).as_uri() if entry is not None and paint.links else ""
    code = paint.link(finding.code, address)
    span = finding.span
    at = column(run, finding.path, span.line, span.column)
    end = column(run, finding.path, span.line, span.end_column) if span.end_line == span.line else 1_000_000_000
    gutter = len(str(max([span.line, *(step.line for step in finding.trace)])))
    margin = " " * gutter
    bar = paint("|", "blue")
    lines = [
        f"{paint(str(level), _COLORS[level])}[{paint(code, _COLORS[level])}] {paint(f'{finding.name}: {visible(message)}', 'bold')}",
        f"{margin}{paint('-->', 'blue')} {visible(finding.path)}:{span.line}:{at}",
    ]
    source = _source(run, finding.path, span.line)
    if source is not None:
        shown, start, length = excerpt(source, at - 1, end - 1, width - gutter - 3)
        lines += [
            f"{margin} {bar}",
            f"{paint(str(span.line).rjust(gutter), 'blue')} {bar} {shown}".rstrip(),
            f"{margin} {bar} {' ' * start}{paint('^' * length, _COLORS[level])}",
        ]
    lines += _trace(run, finding, paint, width, gutter)
    if advice:
        lines.append(f"{margin} {paint('=', 'blue')} {paint('help', 'bold')}: {visible(advice)}")
    return "\n".join(lines) + "\n"


def _trace(run: Run, finding: Finding, paint: Paint, width: int, gutter: int) -> list[str]:
    """Show each step with its source line; a line that was just shown, and that of the finding itself, need no second look."""
    if not finding.trace:
        return []
    margin = " " * gutter
    bar = paint("|", "blue")
    lines = [f"{margin} {paint('=', 'blue')} {paint('trace', 'bold')}:"]
    shown_last = (finding.path, finding.span.line)
    for number, step in enumerate(finding.trace, 1):
        at = column(run, step.path, step.line, step.column)
        lines.append(f"{margin}   {number}. {visible(step.what)}  {paint(f'{visible(step.path)}:{step.line}:{at}', 'dim')}")
        place = (step.path, step.line)
        source = None if place in (shown_last, (finding.path, finding.span.line)) else _source(run, step.path, step.line)
        shown_last = place
        if source is not None:
            shown, _, _ = excerpt(source.lstrip(), max(0, at - 1 - (len(source) - len(source.lstrip()))), 0, width - gutter - 9)
            lines.append(f"{margin}      {paint(str(step.line).rjust(gutter), 'blue')} {bar} {shown}".rstrip())
    return lines


def _source(run: Run, path: str, line: int) -> str | None:
    lines = run.lines.get(path, ())
    return lines[line - 1] if 1 <= line <= len(lines) else None


def _summary(run: Run, paint: Paint) -> str:
    files = count(run.stats.files, "file")
    silenced = f", {len(run.suppressed)} suppressed" if run.suppressed else ""
    silenced += f", {len(run.known)} known in the baseline" if run.known else ""
    if not run.findings:
        return f"{paint('No new findings' if run.known else 'No findings', 'green')} in {files}{silenced}.\n"
    levels = Counter(f.severity for f in run.findings)
    said = ", ".join(paint(count(levels[level], str(level)), _COLORS[level]) for level in Severity if levels[level])
    where = len({f.path for f in run.findings})
    counts = Counter((f.code, f.name) for f in run.findings)
    size = len(str(max(counts.values())))
    table = [f"  {number:>{size}}  {code}  {name}" for (code, name), number in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    lines = [
        f"Found {count(len(run.findings), 'finding')} ({said}) in {where} of {files}{silenced}.",
        *table,
        f"{paint(f'lint430 explain {min(counts)[0]}', 'bold')} shows the page of a check.",
    ]
    return "\n".join(lines) + "\n"
