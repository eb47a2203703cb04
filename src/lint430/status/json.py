"""The ``json`` format: the whole status, in the shape that ``status.schema.json`` describes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from typing import Any

from lint430.model import Finding, Suppressed
from lint430.status.compare import Comparison
from lint430.status.measure import Row, Status


def render(status: Status, since: Comparison | None = None) -> str:
    """Give the status as one JSON object; only ASCII is written."""
    return json.dumps(document(status, since), indent=2) + "\n"


def document(status: Status, since: Comparison | None = None) -> dict[str, Any]:
    """Give the status as plain values; suites are listed by path."""
    rows = sorted(status.rows, key=lambda row: (row.suite.path, row.suite.folder))
    return {
        "version": 1,
        "date": status.date,
        "commit": status.commit,
        "metrics": dict(status.metrics),
        "suites": [_suite(row) for row in rows],
        "e2e": [
            {
                "feature": feature.name,
                "suite": feature.owner,
                "specs": len(feature.specs),
                "files": list(feature.specs),
                "status": "Violations" if feature.violations else "Running",
                "violations": list(feature.violations),
                "suppressed": feature.suppressed,
            }
            for feature in status.features
        ],
        "mocks": [
            {
                "suite": row.suite.path,
                "name": row.suite.name,
                "path": row.mocks,
                "files": list(row.mock_files),
                "present": row.has_mocks is not False,
                "quality": row.said.quality,
            }
            for row in rows
            if row.mocks is not None or row.has_mocks is False
        ],
        "runners": {
            "total": status.metrics["runners"],
            "mode_helper": sum(row.mode_helper for row in rows),
            "junit_helper": sum(row.practices is not None and row.practices.junit_helper for row in rows),
            "export": sum(row.practices is not None and row.practices.export for row in rows),
            "start_event": sum(row.definition_of_done["start_event"] is True for row in rows),
            "paths": [row.runner for row in rows if row.runner is not None],
            "findings": _findings(status.shared_findings),
        },
        "e2e_findings": _findings(status.e2e_findings),
        "other_findings": _findings(status.other_findings),
        "other_suppressed": [_suppressed(one) for one in status.other_suppressed],
        "since": None if since is None else _comparison(since),
    }


def schema() -> str:
    """Give the JSON schema of :func:`document` (draft 2020-12), as text."""
    return resources.files("lint430").joinpath("status.schema.json").read_text(encoding="utf-8")


def _suite(row: Row) -> dict[str, Any]:
    return {
        "path": row.suite.path,
        "name": row.suite.name,
        "kind": row.suite.kind,
        "language": row.language,
        "folder": row.suite.folder,
        "runner": row.runner,
        "mode_helper": row.mode_helper,
        "status": row.status,
        "mocks": row.has_mocks,
        "violations": list(row.violations),
        "priority": row.said.priority,
        "owner": row.said.owner,
        "notes": list(row.said.notes),
        "tests": row.tests,
        "findings": [*_findings(row.findings, counts=True), *_findings(row.beside, counts=False)],
        "suppressed": [_suppressed(one) for one in row.suppressed],
        "definition_of_done": dict(row.definition_of_done),
    }


def _findings(findings: Sequence[Finding], counts: bool | None = None) -> list[dict[str, Any]]:
    return [_finding(finding) | ({} if counts is None else {"counts": counts}) for finding in findings]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "name": finding.name,
        "level": str(finding.severity),
        "path": finding.path,
        "line": finding.span.line,
        "message": finding.message,
        "baselined": finding.baselined,
        "trace": [{"path": step.path, "line": step.line, "what": step.what} for step in finding.trace],
    }


def _suppressed(suppressed: Suppressed) -> dict[str, Any]:
    return {
        "code": suppressed.finding.code,
        "name": suppressed.finding.name,
        "level": str(suppressed.finding.severity),
        "path": suppressed.finding.path,
        "line": suppressed.finding.span.line,
        "reason": suppressed.reason,
        "comment": {"path": suppressed.path, "line": suppressed.line},
    }


def _comparison(since: Comparison) -> dict[str, Any]:
    return {
        "revision": since.revision,
        "commit": since.commit,
        "date": since.date,
        "metrics": {name: list(pair) for name, pair in since.metrics.items()},
        "better": list(since.better),
        "worse": list(since.worse),
        "suites": [
            {
                "path": change.path,
                "was": change.was,
                "is": change.now,
                "better": list(change.better),
                "worse": list(change.worse),
            }
            for change in since.suites
        ],
    }
