"""Reads Dockerfiles: instructions over several lines, here-documents, variables of the image and of the build, and command lines."""

from __future__ import annotations

import re

from lint430.languages.manifest import json
from lint430.languages.manifest.gather import Gathered, command_line, literal
from lint430.languages.manifest.text import Items, Scalar, Source, Text, Writer

_INSTRUCTION = re.compile(r"\s*(?P<word>[A-Za-z]+)(?:\s+|$)(?P<rest>.*)", re.DOTALL)
_KNOWN = {
    *("ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL"),
    *("MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR"),
}
_ESCAPE_DIRECTIVE = re.compile(r"#\s*escape\s*=\s*([`\\])\s*$", re.IGNORECASE)
_DIRECTIVE = re.compile(r"#\s*\w+\s*=")
_HEREDOC = re.compile(r"<<(?P<dash>-?)\s*(?P<quote>[\"']?)(?P<word>[A-Za-z_]\w*)(?P=quote)")
_FLAG = re.compile(r"--[\w-]+(?:=\S*)?(?:\s|\\\n)+")
_PAIR = re.compile(r"""(?P<name>[A-Za-z_][\w.-]*)=(?P<value>(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])*)""", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_]\w*")


def read(out: Gathered) -> None:
    """Collect the variables, command lines and comments of one file."""
    lines = out.source.lines()
    escape = "\\"
    for line in lines:
        if not _DIRECTIVE.match(line):
            break
        directive = _ESCAPE_DIRECTIVE.match(line)
        if directive is not None:
            escape = directive[1]
    number = 0
    while number < len(lines):
        line = lines[number]
        if _comment(line, number, out) or not line.strip():
            number += 1
            continue
        writer = Writer()
        while number < len(lines):
            line = lines[number]
            continues = line.rstrip().endswith(escape)
            if writer.parts and (_comment(line, number, out) or not line.strip()):
                number += 1
                continue
            content = line.rstrip()[:-1] + "\\" if continues else line
            if writer.parts:
                writer.add("\n", number + 1, 1)
            writer.add(content, number + 1, 1)
            number += 1
            if not continues:
                break
        text = writer.text()
        body, number = _heredocs(text, lines, number)
        _instruction(text, body, out)


def _comment(line: str, number: int, out: Gathered) -> bool:
    if not line.lstrip().startswith("#"):
        return False
    column = line.index("#")
    text = Text(line[column:], [(0, number + 1, column + 1)])
    out.comment(text.whole(), text.value, alone=True)
    return True


def _heredocs(text: Text, lines: list[str], number: int) -> tuple[Text | None, int]:
    """Give the lines of the here-documents an instruction opens, and the line after them."""
    match = _INSTRUCTION.match(text.value)
    if match is None or match["word"].upper() not in ("RUN", "COPY", "ADD"):
        return None, number
    writer = Writer()
    for opened in _HEREDOC.finditer(text.value):
        if text.value[opened.start() - 1] == "<":
            continue
        while number < len(lines):
            line = lines[number]
            number += 1
            if writer.parts:
                writer.add("\n", number, 1)
            writer.add(line, number, 1)
            if (line.lstrip("\t") if opened["dash"] else line) == opened["word"]:
                break
    return (writer.text() if writer.parts else None), number


def _instruction(text: Text, body: Text | None, out: Gathered) -> None:
    match = _INSTRUCTION.match(text.value)
    word = "" if match is None else match["word"].upper()
    if match is None or word not in _KNOWN:
        out.errors.append(text.span(0, len(text.value.partition("\n")[0])))
        return
    rest = text.part(match.start("rest"), len(text.value.rstrip()))
    if word in ("ONBUILD", "HEALTHCHECK"):
        flags = re.match(r"(?:--[\w-]+(?:=\S*)?(?:\s|\\\n)+)*", rest.value)
        inner = rest.part(flags.end() if flags else 0, len(rest.value))
        if inner.value.strip() and inner.value.upper() != "NONE":
            _instruction(inner, body, out)
    elif word == "ENV":
        _variables(rest, "dockerfile-env", out)
    elif word == "ARG":
        _variables(rest, "dockerfile-arg", out)
    elif word in ("RUN", "CMD", "ENTRYPOINT"):
        _command(word, rest, body, out)


def _variables(text: Text, where: str, out: Gathered) -> None:
    """Read ``K=V K2="V 2"``, the older ``K V``, and the names alone that ``ARG`` takes."""
    value = text.value
    first = re.match(r"(?:\s|\\\n)*(?P<name>[A-Za-z_][\w.-]*)(?P<rest>.*)", value, re.DOTALL)
    if first is None:
        return
    if where == "dockerfile-env" and not first["rest"].startswith("="):
        begin = first.start("rest") + len(first["rest"]) - len(first["rest"].lstrip())
        given = value[begin:]
        out.setting(first["name"], text.span(*first.span("name")), literal(given), text.span(begin, len(value)), where)
        return
    position = 0
    while position < len(value):
        pair = _PAIR.match(value, position)
        name = _NAME.match(value, position)
        if pair is not None:
            given, begin, end = pair["value"], *pair.span("value")
            if len(given) > 1 and given[0] in "\"'" and given[-1] == given[0]:
                given, begin, end = given[1:-1], begin + 1, end - 1
            out.setting(pair["name"], text.span(*pair.span("name")), literal(given), text.span(begin, end), where)
            position = pair.end()
        elif name is not None:
            if where == "dockerfile-arg":
                out.setting(name[0], text.span(*name.span()), None, None, where)
            position = name.end()
        else:
            position += 1


def _command(word: str, text: Text, body: Text | None, out: Gathered) -> None:
    flags = re.match(rf"(?:{_FLAG.pattern})*", text.value)
    text = text.part(flags.end() if flags else 0, len(text.value))
    if text.value.startswith("["):
        words = _words(text, out)
        if words is not None:
            line = command_line(words)
            if line is not None:
                out.script(word, line)
            return
    if body is None:
        out.script(word, text)
        return
    writer = Writer()
    opened = _HEREDOC.fullmatch(text.value.strip())
    lines = body.value.split("\n")
    if opened is None:
        _append(writer, text)
        writer.add("\n", *body.at(0))
        _append(writer, body)
        out.script(word, writer.text())
    else:
        kept = "\n".join(lines[:-1])
        out.script(word, body.part(0, len(kept)))


def _append(writer: Writer, text: Text) -> None:
    for index, line in enumerate(text.value.split("\n")):
        offset = sum(len(part.encode()) + 1 for part in text.value.split("\n")[:index])
        if index:
            writer.add("\n", *text.at(offset))
        writer.add(line, *text.at(offset))


def _words(text: Text, out: Gathered) -> list[Scalar] | None:
    """Give the words of the exec form, a JSON array; None where it is not one, which makes it a command line."""
    source = Source(re.sub(r"\\\n", "  ", text.value).encode())
    inner = Gathered(out.path, source)
    nodes = json.read(source.data, inner)
    if inner.errors or len(nodes) != 1 or not isinstance(nodes[0], Items):
        return None
    words = []
    for item in nodes[0].items:
        if not isinstance(item, Scalar):
            return None
        runs = [(offset, *text.at(source.starts[line - 1] + column - 1)) for offset, line, column in item.text.runs]
        words.append(Scalar(item.span, item.value, Text(item.text.value, runs)))
    return words
