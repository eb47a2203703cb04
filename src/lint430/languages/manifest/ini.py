"""Reads INI files (``tox.ini``, ``pytest.ini``, ``setup.cfg``): sections, keys, continuation lines; with the environments and commands of tox."""

from __future__ import annotations

import re

from lint430.languages.manifest.gather import Gathered, literal
from lint430.languages.manifest.text import Text, Writer

_SECTION = re.compile(r"\s*\[(?P<name>[^\]]+)\]\s*(?:[#;].*)?$")
_KEY = re.compile(r"(?P<key>[^\s=:#;\[][^=:]*?)\s*(?:[=:]\s*(?P<value>.*))?$")
_VARIABLE = re.compile(r"(?:[DRU]:)*(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>.*?)\s*$")
_FACTOR = re.compile(r"[\w,!{}.-]+:\s+")
_ENVIRONMENTS = {"setenv", "set_env", "env"}
_COMMANDS = {"commands", "commands_pre", "commands_post"}


def read(out: Gathered) -> None:
    """Collect the options, variables and commands of one file."""
    section, key = "", ""
    lines: list[Text] = []
    for number, line in enumerate(out.source.lines(), 1):
        stripped = line.strip()
        if stripped.startswith(("#", ";")):
            column = len(line[: line.index(stripped[0])].encode()) + 1
            out.comment(Text(stripped, [(0, number, column)]).whole(), stripped, alone=True)
            continue
        if not stripped:
            continue
        if line[0] in " \t" and key:
            lines.append(_text(line, number, len(line) - len(line.lstrip()), len(line.rstrip())))
            continue
        _finish(section, key, lines, out)
        lines, key = [], ""
        match = _SECTION.match(line)
        if match is not None:
            section = match["name"].strip()
            continue
        match = _KEY.match(line)
        if match is None:
            out.errors.append(_text(line, number, 0, len(line)).whole())
            continue
        key = match["key"]
        value = match["value"] or ""
        if value.strip():
            begin = match.start("value")
            lines.append(_text(line, number, begin, begin + len(value.rstrip())))
    _finish(section, key, lines, out)


def _text(line: str, number: int, start: int, end: int) -> Text:
    """Give a part of a line; a comment after white space is not of it."""
    return Text(line[start:end], [(0, number, len(line[:start].encode()) + 1)])


def _finish(section: str, key: str, lines: list[Text], out: Gathered) -> None:
    if not key:
        return
    writer = Writer()
    for line in lines:
        if writer.parts:
            writer.add("\n", *line.at(0))
        writer.add(line.value, *line.at(0))
    name = f"{section}.{key}" if section else key
    if lines:
        out.option(name, writer.text().whole(), writer.text().value)
    if key.lower() in _ENVIRONMENTS:
        for line in lines:
            match = _VARIABLE.match(_after_factor(line).value)
            if match is not None:
                text = _after_factor(line)
                value_span = text.span(match.start("value"), match.end("value"))
                out.setting(match["name"], text.span(*match.span("name")), _literal(match["value"]), value_span, "other")
    elif key.lower() in _COMMANDS:
        for command in _logical(lines):
            text = _after_factor(command)
            out.script(section or key, text.part(len(text.value) - len(text.value.lstrip("-! ")), len(text.value)))


def _literal(value: str) -> str | None:
    return None if re.search(r"\{(?:env|posargs|tox|\[)", value) else literal(value)


def _after_factor(text: Text) -> Text:
    """Give a line without the tox factors in front of it: ``py311,cluster: X = y``."""
    match = _FACTOR.match(text.value)
    return text if match is None else text.part(match.end(), len(text.value))


def _logical(lines: list[Text]) -> list[Text]:
    """Join the lines that end in a backslash with the next."""
    found: list[Text] = []
    writer: Writer | None = None
    for line in lines:
        if writer is None:
            writer = Writer()
        else:
            writer.add("\n", *line.at(0))
        writer.add(line.value, *line.at(0))
        if not line.value.endswith("\\"):
            found.append(writer.text())
            writer = None
    if writer is not None:
        found.append(writer.text())
    return found
