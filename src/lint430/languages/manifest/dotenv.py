"""Reads ``.env`` files: one variable a line, with or without ``export``, quotes and comments."""

from __future__ import annotations

import re

from lint430.languages.manifest.gather import Gathered, literal
from lint430.model import Span

_LINE = re.compile(
    r"""\s*(?P<export>export\s+)?(?P<name>[A-Za-z_][\w.-]*)\s*(?:=|:(?=\s))[ \t]*(?P<value>"(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|(?:[^\s#]|\#(?<!\s\#)|[ \t]+(?!\#|$))*)"""
    r"""[ \t]*(?P<comment>\#.*)?$"""
)
_PASSED = re.compile(r"\s*export\s+(?P<name>[A-Za-z_]\w*)\s*$")


def read(path: str, out: Gathered) -> None:
    """Collect the variables of one file."""
    source = out.source
    data = source.data.decode()
    position = 0
    while position < len(data):
        end = data.find("\n", position)
        end = len(data) if end < 0 else end
        line = data[position:end].removesuffix("\r")
        opened = re.fullmatch(r"""\s*(?:export\s+)?[A-Za-z_]\w*\s*=\s*(?P<quote>["'])(?:(?!(?P=quote)).)*""", line)
        if opened is not None:
            closing = data.find(opened["quote"], end)
            if closing >= 0:
                _multi_line(data, position, position + opened.start("quote") + 1, closing, out)
                end = data.find("\n", closing)
                position = len(data) if end < 0 else end + 1
                continue
        _line(path, data, position, line, out)
        position = end + 1


def _multi_line(data: str, start: int, opened: int, closing: int, out: Gathered) -> None:
    match = re.compile(r"\s*(?:export\s+)?([A-Za-z_]\w*)").match(data, start)
    if match is not None:
        value = data[opened:closing].replace("\r", "")
        out.setting(match[1], _span(data, match.start(1), match.end(1), out), literal(value), _span(data, opened, closing, out), "env-file")


def _line(path: str, data: str, position: int, line: str, out: Gathered) -> None:
    stripped = line.strip()
    if not stripped:
        return
    if stripped.startswith("#"):
        start = position + line.index("#")
        out.comment(_span(data, start, position + len(line), out), line[line.index("#") :], alone=True)
        return
    match = _LINE.match(line)
    if match is None:
        passed = _PASSED.match(line)
        if passed is not None:
            span = _span(data, position + passed.start("name"), position + passed.end("name"), out)
            out.setting(passed["name"], span, None, None, "env-file")
        elif not path.endswith(".envrc"):
            out.errors.append(_span(data, position, position + len(line), out))
        return
    value, begin, end = match["value"], match.start("value"), match.end("value")
    quote = value[:1] if len(value) > 1 and value[0] in "\"'`" and value[-1] == value[0] else ""
    if quote:
        value, begin, end = value[1:-1], begin + 1, end - 1
    given = value if quote == "'" else literal(value)
    span = _span(data, position + match.start("name"), position + match.end("name"), out)
    out.setting(match["name"], span, given, _span(data, position + begin, position + end, out), "env-file")
    if match["comment"]:
        out.comment(_span(data, position + match.start("comment"), position + match.end("comment"), out), match["comment"], alone=False)


def _span(data: str, start: int, end: int, out: Gathered) -> Span:
    if data.isascii():
        return out.source.span(start, end)
    first = len(data[:start].encode())
    return out.source.span(first, first + len(data[start:end].encode()))
