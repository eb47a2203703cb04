"""The checks' pages: what their READMEs say, for ``explain``, the list of checks, and links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lint430.registry import Registered

_HEADING = re.compile(r"^(#{1,6}) +(.+?)\s*$")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_APART = re.compile(r"\s*(?:[-*+] |\d+[.)] |[|>#]|$)")
"""Lines of prose that begin something of their own."""
_WHOLE = re.compile(r"\s*[|#]")
"""Lines that nothing continues."""
_RELATIVE = re.compile(r"\[([^\]]*)\]\((?!https?://)[^)]*\)")
_CAPTIONS = {"bad": "Reported", "good": "Not reported", "with": "Beside it"}


@dataclass(frozen=True, slots=True)
class Page:
    """One check's README."""

    title: str
    """Its first heading."""
    summary: str
    """Its first paragraph, on one line."""
    sections: dict[str, str]
    """The text below each second-level heading, in order."""
    text: str
    """All of it."""


def read(entry: Registered) -> Page:
    """Read a check's page; an empty one where there is none."""
    try:
        text = location(entry).read_text(encoding="utf-8")
    except OSError:
        text = ""
    return parse(text)


def location(entry: Registered) -> Path:
    """Give the place of a check's page."""
    return entry.folder / "README.md"


def parse(text: str) -> Page:
    """Split a page into its parts; headings inside fences are none."""
    title = ""
    summary: list[str] = []
    sections: dict[str, list[str]] = {}
    current: list[str] | None = None
    fence = ""
    done = False
    for line in text.splitlines():
        marker = _FENCE.match(line)
        if marker is not None and (not fence or (marker[1].startswith(fence) and not line.strip().strip(fence[0]))):
            fence = "" if fence else marker[1]
        heading = None if fence or marker else _HEADING.match(line)
        if heading is not None and len(heading[1]) == 1 and not title:
            title = heading[2]
        elif heading is not None and len(heading[1]) == 2:
            current = sections.setdefault(heading[2], [])
        elif current is not None:
            current.append(line)
        elif line.strip() and not done:
            summary.append(line.strip())
        elif summary:
            done = True
    return Page(title, " ".join(summary), {name: "\n".join(lines).strip() for name, lines in sections.items()}, text)


def markdown(text: str) -> str:
    """Give a page's text as hosts show it that know neither its folder nor its fences, and break lines where the source does.

    Each paragraph and list item is one line, links to other pages are words, and what a fence says about itself stands before it.
    """
    shown: list[str] = []
    fence = ""
    open_end = False
    for line in text.splitlines():
        marker = _FENCE.match(line)
        if marker is not None and not fence:
            fence = marker[1]
            shown += _opened(line, fence)
            open_end = False
        elif fence:
            fence = "" if line.strip() == fence else fence
            shown.append(line)
        else:
            prose = _RELATIVE.sub(r"\1", line.rstrip())
            if open_end and not _APART.match(prose):
                shown[-1] += " " + prose.strip()
            else:
                shown.append(prose)
                open_end = bool(prose) and not _WHOLE.match(prose)
    return "\n".join(shown).strip()


def _opened(line: str, fence: str) -> list[str]:
    """Write the first line of a fence with its language alone, and a caption where it is an example."""
    language, *words = line.strip().removeprefix(fence).split() or [""]
    caption = next((_CAPTIONS[word] for word in words if word in _CAPTIONS), "")
    path = next((word.removeprefix("path=") for word in words if word.startswith("path=")), "")
    opening = f"{fence}{language}"
    return [f"{caption}, in `{path}`:" if path else f"{caption}:", "", opening] if caption else [opening]
