"""ITM902: a file that could not be read or decoded, whatever its language; the engine makes the findings."""

from __future__ import annotations

from lint430.model import Check, Role, Severity

CHECK = Check(
    code="ITM902",
    severity=Severity.ERROR,
    roles=frozenset(Role),
    languages=frozenset(),
    since="0.1.0",
)
