"""The ``markdown`` format: a report for a comment or a job summary: the numbers, a table by check, the findings with their traces folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from lint430.markup import address, link, markdown
from lint430.model import Finding, Run, Severity, Step
from lint430.reporters import View, by_level, column, count, level


def render(run: Run, view: View) -> str:
    """Give the report; where ``view.limit`` leaves no room for every finding, the worst ones and the number of the others."""
    head = "\n".join(_head(run))
    blocks: list[str] = []
    findings = by_level(run)
    for severity, group in groupby(findings, key=level):
        blocks += _section(run, view, severity, list(group))
    if view.limit is None or _size(head, *blocks) <= view.limit:
        return head + "".join(blocks)
    room = view.limit - _size(head, _rest(len(findings)))
    kept: list[str] = []
    for block in blocks:
        room -= _size(block)
        if room < 0:
            break
        kept.append(block)
    # A heading comes with the first finding below it: every block is one finding.
    text = head + "".join(kept) + _rest(len(findings) - len(kept))
    return text if _size(text) <= view.limit else ""


def _size(*texts: str) -> int:
    return sum(len(text.encode()) for text in texts)


def _rest(number: int) -> str:
    return f"\n{count(number, 'more finding')} found no room here.\n"


def _head(run: Run) -> Iterator[str]:
    yield "## lint430"
    yield ""
    if not run.complete:
        yield "**The analysis is incomplete: a part of it failed.**"
        yield ""
    files = count(run.stats.files, "file")
    aside = [f"{len(run.suppressed)} suppressed"] if run.suppressed else []
    aside += [f"{len(run.known)} in the baseline"] if run.known else []
    besides = "".join(f", {text}" for text in aside)
    if not run.findings:
        yield f"No findings in {files}{besides}."
        yield ""
        return
    levels = Counter(level(finding) for finding in run.findings)
    said = ", ".join(count(levels[severity], str(severity)) for severity in Severity if levels[severity])
    where = len({finding.path for finding in run.findings})
    yield f"Found {count(len(run.findings), 'finding')} ({said}) in {where} of {files}{besides}."
    yield ""
    yield "| check | name | findings |"
    yield "|---|---|---:|"
    counts = Counter((finding.code, finding.name) for finding in run.findings)
    for (number, name), total in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"| {number} | {name} | {total} |"
    yield ""


def _section(run: Run, view: View, severity: Severity, findings: Sequence[Finding]) -> list[str]:
    blocks = [_finding(run, view, finding) for finding in findings]
    blocks[0] = f"\n### {count(len(findings), str(severity))}\n\n{blocks[0]}"
    return blocks


def _finding(run: Run, view: View, finding: Finding) -> str:
    at = column(run, finding.path, finding.span.line, finding.span.column)
    place = _place(view, finding.path, finding.span.line, at)
    lines = [f"- {place} {finding.code} **{finding.name}**: {markdown(finding.message)}"]
    if finding.trace:
        steps = [f"  {number}. {_step(run, view, step)}" for number, step in enumerate(finding.trace, 1)]
        # Blank lines part the tags from the Markdown between them; the indent keeps it in the list.
        lines += ["", f"  <details><summary>{count(len(steps), 'step')}</summary>", "", *steps, "", "  </details>"]
    return "\n".join([*lines, ""])


def _step(run: Run, view: View, step: Step) -> str:
    return f"{markdown(step.what)} {_place(view, step.path, step.line, column(run, step.path, step.line, step.column))}"


def _place(view: View, path: str, line: int, at: int) -> str:
    return link(f"{view.prefix}{path}:{line}:{at}", address(view.source, view.prefix + path, line))
