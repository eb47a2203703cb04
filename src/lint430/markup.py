"""Text as documents take it: what no document can hold is made visible, what means something in Markdown is escaped. Values in, texts out."""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.etree.ElementTree import Element, indent, tostring

from lint430.terminal import visible

_UNSOUND = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CODE_SPAN = re.compile(r"`([^`]*)`")
_ACTIVE = re.compile(r"[\\`*_\[\]<>|~&#$]")


def sound(text: str) -> str:
    """Replace what XML forbids and JSON readers refuse: control characters, halves of pairs, non-characters; the rest stays as it is."""
    return _UNSOUND.sub(lambda found: _named(found[0]), text)


def _named(char: str) -> str:
    shown = visible(char)
    return f"<{ord(char):X}>" if shown == char else shown


def one_line(text: str) -> str:
    """Give a message as every report shows it: on one line, with nothing that hides or reorders text."""
    return sound(visible(text))


def xml(root: Element) -> str:
    """Write an XML document; its texts must be sound. Only ASCII is written, so that it is UTF-8 whatever a console or a redirection makes of text."""
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root).decode("ascii") + "\n"


def code(text: str) -> str:
    """Give a Markdown code span, whatever backticks the text has."""
    shown = one_line(text)
    fence = "`"
    while fence in shown:
        fence += "`"
    pad = " " if not shown.strip() or shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def markdown(text: str) -> str:
    """Give a message as Markdown: its code in code spans, everything else as the plain text it is."""
    parts: list[str] = []
    at = 0
    for span in _CODE_SPAN.finditer(text):
        parts += [_plain(text[at : span.start()]), code(span[1])]
        at = span.end()
    return "".join([*parts, _plain(text[at:])])


def _plain(text: str) -> str:
    # A comment parts the sign from the name: a backslash would not keep a host from notifying somebody.
    return _ACTIVE.sub(lambda found: "\\" + found[0], one_line(text)).replace("@", "@<!-- -->")


def link(text: str, address: str) -> str:
    """Give code as a Markdown link, or as code where there is no address."""
    return f"[{code(text)}]({address})" if address else code(text)


def address(source: str, path: str, line: int) -> str:
    """Give the address of a line below ``source``, the address of the repository's root; nothing where that is unknown."""
    return f"{source}/{quote(sound(path))}#L{line}" if source else ""
