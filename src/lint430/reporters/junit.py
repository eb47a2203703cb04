"""The ``junit`` format: JUnit XML, a test suite per file with findings and a failed test per finding; a clean run is one test that passes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from lint430.markup import one_line, sound, xml
from lint430.model import Finding, Run
from lint430.reporters import View, column, count, level

_TOOL = "lint430"


def render(run: Run, view: View) -> str:
    """Give the report; times are zero, so that equal runs give equal reports."""
    del view
    root = Element("testsuites", name=_TOOL)
    if not run.findings or not run.complete:
        _analysis(run, root)
    for path, findings in groupby(run.findings, key=lambda finding: finding.path):
        _suite(run, root, path, list(findings))
    for name in ("tests", "failures", "errors"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    root.set("time", "0")
    return xml(root)


def _analysis(run: Run, root: Element) -> None:
    """Add the test that stands for the run itself: hosts take a report without any test for a mistake."""
    failed = "0" if run.complete else "1"
    suite = SubElement(root, "testsuite", name=_TOOL, tests="1", failures="0", errors=failed, skipped="0", time="0")
    case = SubElement(suite, "testcase", classname=f"{_TOOL}.analysis", name=f"analysis of {count(run.stats.files, 'file')}", time="0")
    if not run.complete:
        SubElement(case, "error", type="incomplete", message="The analysis is incomplete: a part of it failed")


def _suite(run: Run, root: Element, path: str, findings: Sequence[Finding]) -> None:
    total = str(len(findings))
    suite = SubElement(root, "testsuite", name=sound(path), tests=total, failures=total, errors="0", skipped="0", time="0")
    seen: Counter[str] = Counter()
    for finding in findings:
        # Hosts know a test again by class and name: a number among its like instead of a line, which moves.
        seen[finding.code] += 1
        number = "" if seen[finding.code] == 1 else f" ({seen[finding.code]})"
        case = SubElement(suite, "testcase", classname=f"{_TOOL}.{finding.name}", name=f"{finding.code} {sound(path)}{number}", time="0")
        failure = SubElement(case, "failure", type=str(level(finding)), message=one_line(finding.message))
        failure.text = _text(run, finding)


def _text(run: Run, finding: Finding) -> str:
    span = finding.span
    at = column(run, finding.path, span.line, span.column)
    lines = [f"{finding.path}:{span.line}:{at}: {finding.code} {finding.message}"]
    for number, step in enumerate(finding.trace, 1):
        lines.append(f"  {number}. {step.what}  {step.path}:{step.line}:{column(run, step.path, step.line, step.column)}")
    return "\n".join(one_line(line) for line in lines)
