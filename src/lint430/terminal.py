"""What a terminal can be given: text without control characters, measured in cells, coloured where it is wanted."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

TAB = 4
"""Cells up to which a tab fills."""
_STYLES = {"red": "1;31", "yellow": "1;33", "cyan": "1;36", "green": "1;32", "blue": "1;94", "bold": "1", "dim": "2"}
_PICTURES = 0x2400


def visible(text: str) -> str:
    """Replace what would steer a terminal or hide text: control characters, direction marks, halves of pairs."""
    return text if text.isascii() and text.isprintable() else "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return "\u2421"
    # Cf holds the marks that reorder a line, Cs what is left of bytes that are no UTF-8.
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return f"<{code:02X}>" if code < 0xDC80 or code > 0xDCFF else f"<{code - 0xDC00:02X}>"
    return char


def cells(text: str) -> int:
    """Measure printable text in cells: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def excerpt(line: str, start: int, end: int, width: int) -> tuple[str, int, int]:
    """Cut a source line to ``width`` cells around the characters ``start`` to ``end`` (from 0).

    Gives printable text, the cell where the marked part begins, and its length in cells, at least one.
    """
    window = max(width, 20)
    size = len(line.rstrip())
    # A minified file is one line: what is far away is dropped before every character is looked at.
    low = max(0, min(start, size) - window)
    shown: list[str] = []
    sizes: list[int] = []
    at = 0
    for char in line[low : min(size, start + window)]:
        shown.append(" " * (TAB - at % TAB) if char == "\t" else _shown(char))
        sizes.append(cells(shown[-1]))
        at += sizes[-1]
    first, last = start - low, max(end, start + 1) - low
    begin, stop = 0, len(shown)
    if low or low + stop < size or sum(sizes) > window:
        begin, stop = _window(sizes, min(first, stop), window - 2)
    head = "…" if low + begin else ""
    tail = "…" if low + stop < size else ""
    place = len(head) + sum(sizes[begin:first]) + max(0, first - len(shown))
    return head + "".join(shown[begin:stop]) + tail, place, max(1, sum(sizes[first : min(last, stop)]))


def _window(sizes: list[int], first: int, room: int) -> tuple[int, int]:
    """Choose what to show of characters of these sizes: a third of the room before the first one that matters, more where the line ends."""
    begin = stop = first
    used = 0
    while begin and used + sizes[begin - 1] <= room // 3:
        begin -= 1
        used += sizes[begin]
    while stop < len(sizes) and used + sizes[stop] <= room:
        used += sizes[stop]
        stop += 1
    while begin and used + sizes[begin - 1] <= room:
        begin -= 1
        used += sizes[begin]
    return begin, stop


@dataclass(frozen=True, slots=True)
class Paint:
    """Colours and links, or plain text."""

    color: bool = False
    """Whether escape sequences for colours may be written."""
    links: bool = False
    """Whether escape sequences for hyperlinks may be written."""

    def __call__(self, text: str, style: str) -> str:
        """Give the text in a style: a colour, ``bold`` or ``dim``."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.color and text else text

    def link(self, text: str, address: str) -> str:
        """Give the text as a link."""
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if self.links and address else text


def wants_color(choice: str, environment: Mapping[str, str], is_terminal: bool) -> bool:
    """Decide about colours: the option first, then ``NO_COLOR``, ``FORCE_COLOR``, ``CLICOLOR_FORCE``, ``CLICOLOR`` and the terminal."""
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        if environment.get(name):
            return environment[name] not in ("0", "false")
    if environment.get("CLICOLOR") == "0" or environment.get("TERM") == "dumb":
        return False
    return is_terminal
