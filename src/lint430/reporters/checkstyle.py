"""The ``checkstyle`` format: the XML of Checkstyle 4.3, which many hosts read."""

from __future__ import annotations

from itertools import groupby
from xml.etree.ElementTree import Element, SubElement

from lint430.markup import one_line, sound, xml
from lint430.model import Finding, Run, Severity
from lint430.reporters import View, column, level

_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "info"}


def render(run: Run, view: View) -> str:
    """Give the findings by file."""
    del view
    root = Element("checkstyle", version="4.3")
    for path, findings in groupby(run.findings, key=lambda finding: finding.path):
        file = SubElement(root, "file", name=sound(path))
        for finding in findings:
            SubElement(file, "error", _attributes(run, finding))
    if not run.complete:
        SubElement(root, "exception").text = "The analysis is incomplete: a part of it failed"
    return xml(root)


def _attributes(run: Run, finding: Finding) -> dict[str, str]:
    span = finding.span
    return {
        "line": str(span.line),
        "column": str(column(run, finding.path, span.line, span.column)),
        "severity": _SEVERITIES[level(finding)],
        "message": f"{finding.code} {one_line(finding.message)}",
        "source": f"lint430.{finding.name}",
    }
