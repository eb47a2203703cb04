"""What is known of the build: the version, and the commit that a distribution was made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lint430 import __version__

_PLACE = Path(__file__).parent.parent / "commit.txt"


@dataclass(frozen=True, slots=True)
class Build:
    """One build."""

    version: str
    """The version."""
    commit: str | None
    """The commit's short name; None in a checkout, and where the build knew none."""
    date: str | None
    """The commit's day."""
    modified: bool
    """Whether files differed from the commit."""

    def __str__(self) -> str:
        """Give it as one line shows it."""
        known = [f"commit {self.commit}", *(["modified"] if self.modified else []), *([self.date] if self.date else [])]
        return f"{self.version} ({', '.join(known)})" if self.commit else self.version


def build(place: Path = _PLACE) -> Build:
    """Read what the build wrote."""
    try:
        written = place.read_text(encoding="utf-8", errors="replace").split()
    except OSError:
        written = []
    if not written or written[0].startswith("$"):
        return Build(__version__, None, None, False)
    return Build(__version__, written[0], written[1] if len(written) > 1 else None, written[2:] == ["modified"])
