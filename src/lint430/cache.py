"""What is kept of a run from one process to the next: values in, bytes out, and the same values again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lint430.model import Edit, Finding, Fix, Run, Severity, Span, Stats, Step, Suppressed


@dataclass(frozen=True, slots=True)
class Stored:
    """A run over a whole repository, with what it depended on."""

    state: str
    """The digest of what the run depended on; :mod:`lint430.repository.stamps` makes it."""
    run: Run
    """Its findings and what was suppressed; no lines, no content."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """The digest of every text it judged, by path."""
    beyond: Sequence[str] = ()
    """Paths it asked for that discovery does not list."""
    recent: Mapping[str, str] = field(default_factory=dict)
    """The digests of files so young when they were read that a later change may not show in their times, by path."""


def encode(stored: Stored) -> bytes:
    """Give the bytes to keep; the first line is the digest of the rest."""
    run = stored.run
    document = {
        "state": stored.state,
        "texts": dict(stored.texts),
        "beyond": list(stored.beyond),
        "recent": dict(stored.recent),
        "findings": [_plain(finding) for finding in run.findings],
        "suppressed": [[_plain(one.finding), one.path, one.line, one.reason, one.noqa] for one in run.suppressed],
        "files": run.stats.files,
        "parsed": run.stats.parsed,
        "suites": run.stats.suites,
        "complete": run.complete,
    }
    body = json.dumps(document, separators=(",", ":")).encode("ascii")
    return hashlib.sha256(body).hexdigest().encode("ascii") + b"\n" + body


def decode(data: bytes) -> Stored | None:
    """Give what was kept; None where the bytes are not what :func:`encode` of this version made."""
    head, _, body = data.partition(b"\n")
    if head != hashlib.sha256(body).hexdigest().encode("ascii"):
        return None
    try:
        return _stored(json.loads(body))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _stored(document: Any) -> Stored:
    run = Run(
        "",
        [_finding(one) for one in document["findings"]],
        [Suppressed(_finding(finding), *rest) for finding, *rest in document["suppressed"]],
        Stats(document["files"], document["parsed"], document["suites"]),
        complete=document["complete"],
    )
    return Stored(document["state"], run, document["texts"], tuple(document["beyond"]), document["recent"])


def _plain(finding: Finding) -> list[Any]:
    fix = finding.fix
    return [
        finding.code,
        finding.path,
        _numbers(finding.span),
        finding.message,
        [[step.path, step.line, step.column, step.what] for step in finding.trace],
        None if fix is None else [fix.title, [[edit.path, _numbers(edit.span), edit.text] for edit in fix.edits], fix.safe],
        finding.severity,
        list(finding.also_suppressed_at),
        finding.about,
        finding.name,
        finding.suite,
    ]


def _finding(plain: Any) -> Finding:
    code, path, span, message, trace, fix, severity, also, about, name, suite = plain
    return Finding(
        code,
        path,
        Span(*span),
        message,
        tuple(Step(*step) for step in trace),
        None if fix is None else Fix(fix[0], tuple(Edit(place, Span(*where), text) for place, where, text in fix[1]), fix[2]),
        None if severity is None else Severity(severity),
        tuple(also),
        about,
        name,
        suite,
    )


def _numbers(span: Span) -> list[int]:
    return [span.line, span.column, span.end_line, span.end_column]
