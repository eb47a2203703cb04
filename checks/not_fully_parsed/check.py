"""ITM901: a file with a syntax error; the engine makes the findings."""

from __future__ import annotations

from lint430.model import Check, Role, Severity

CHECK = Check(
    code="ITM901",
    severity=Severity.WARNING,
    roles=frozenset(Role),
    languages=frozenset({"python", "typescript", "go", "bash", "manifest"}),
    since="0.1.0",
)
