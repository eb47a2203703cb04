"""The ``gitlab`` format: a Code Quality report, as GitLab shows it in merge requests."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from lint430.fingerprint import content_hashes
from lint430.markup import one_line, sound
from lint430.model import Finding, Run, Severity
from lint430.reporters import View, level

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def render(run: Run, view: View) -> str:
    """Give one JSON list; an empty one where nothing is found, which GitLab needs to see that findings were resolved."""
    hashes = content_hashes(run.findings, run.lines)
    issues = [_issue(finding, value, view) for finding, value in zip(run.findings, hashes, strict=True)]
    return json.dumps(issues, indent=2) + "\n"


def _issue(finding: Finding, content_hash: str, view: View) -> dict[str, Any]:
    span = finding.span
    path = view.prefix + finding.path
    # GitLab compares fingerprints over the whole report, and keeps one of several equal ones: the path belongs in.
    digest = hashlib.sha256(f"{path}\0{content_hash}".encode("utf-8", "surrogatepass"))
    return {
        "description": f"{finding.code} {one_line(finding.message)}",
        "check_name": finding.name,
        "fingerprint": digest.hexdigest()[:32],
        "severity": _SEVERITIES[level(finding)],
        "location": {"path": sound(path), "lines": {"begin": span.line, "end": max(span.line, span.end_line)}},
    }
