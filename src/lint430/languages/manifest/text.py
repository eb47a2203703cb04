"""Source positions: bytes with their lines, and cooked text that knows where in the source each of its bytes stands."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field

from lint430.model import Span

FILLER = "¤"
"""Stands for a template action while a file is parsed: two bytes, printable, and of no meaning to YAML."""
_FILLED = re.compile(f"{FILLER}+_?")


def single_byte(data: bytes) -> bytes:
    """Give the same bytes without a byte order mark and with each byte that is not UTF-8 replaced by ``?``."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        data.decode()
    except UnicodeDecodeError:
        decoded = data.decode("utf-8", "surrogateescape")
        data = re.sub("[\udc80-\udcff]", "?", decoded).encode()
    return data


class Source:
    """The bytes of a file and where its lines start."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.starts = [0, *(match.end() for match in re.finditer(b"\n", data))]

    def position(self, offset: int) -> tuple[int, int]:
        """Give the line and the column of a byte offset."""
        line = bisect.bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def span(self, start: int, end: int) -> Span:
        """Give the span between two byte offsets."""
        return Span(*self.position(start), *self.position(end))

    def lines(self) -> list[str]:
        """List the lines without their ends."""
        return [line.removesuffix("\r") for line in self.data.decode().split("\n")]

    def slice(self, line: int, column: int, size: int) -> str:
        """Give the text of ``size`` bytes from a position on, or what is left of its line."""
        start = self.starts[line - 1] + column - 1
        end = self.starts[line] - 1 if line < len(self.starts) else len(self.data)
        return self.data[start : min(start + size, end)].decode("utf-8", "replace")

    def starts_line(self, offset: int) -> bool:
        """Tell whether only white space precedes an offset on its line."""
        line, column = self.position(offset)
        return not self.data[self.starts[line - 1] : self.starts[line - 1] + column - 1].strip()


@dataclass(slots=True)
class Text:
    """Cooked text: what a string means, with the place of every byte of it."""

    value: str
    runs: list[tuple[int, int, int]]
    """(byte offset in the value, line, column): from there on, bytes follow each other on one source line."""

    def at(self, offset: int) -> tuple[int, int]:
        """Give the line and the column of a byte of the value."""
        index = bisect.bisect_right(self.runs, (offset, 1 << 60, 0)) - 1
        start, line, column = self.runs[max(index, 0)]
        return line, column + offset - start

    def end(self, offset: int) -> tuple[int, int]:
        """Give where the source of the byte before ``offset`` ends."""
        if offset <= 0:
            return self.at(0)
        line, column = self.at(offset - 1)
        index = bisect.bisect_left(self.runs, (offset, 0, 0))
        if index < len(self.runs) and self.runs[index][0] == offset and self.runs[index][1] == line:
            return line, self.runs[index][2]
        return line, column + 1

    def span(self, start: int, end: int) -> Span:
        """Give the span of the characters from ``start`` up to ``end``."""
        first = size(self.value[:start])
        if end <= start:
            return Span(*self.at(first), *self.at(first))
        return Span(*self.at(first), *self.end(size(self.value[:end])))

    def whole(self) -> Span:
        """Give the span of everything."""
        return self.span(0, len(self.value))

    def part(self, start: int, end: int) -> Text:
        """Give the characters from ``start`` up to ``end`` as a text of its own."""
        low, high = size(self.value[:start]), size(self.value[:end])
        runs = [(0, *self.at(low)), *((o - low, line, c) for o, line, c in self.runs if low < o <= high)]
        return Text(self.value[start:end], runs)

    def is_templated(self) -> bool:
        """Tell whether a template action stands in it."""
        return FILLER in self.value

    def for_shell(self) -> Text:
        """Give the text with a shell expansion of an unknown variable in place of each template action."""
        if FILLER not in self.value:
            return self
        return Text(_FILLED.sub(lambda match: "${" + "_" * (size(match[0]) - 3) + "}", self.value), self.runs)

    def as_written(self, source: Source) -> str:
        """Give the value with its template actions as the source has them."""

        def written(match: re.Match[str]) -> str:
            return source.slice(*self.at(size(self.value[: match.start()])), size(match[0]))

        return _FILLED.sub(written, self.value) if FILLER in self.value else self.value


def size(text: str) -> int:
    """Give the number of bytes of a text."""
    return len(text) if text.isascii() else len(text.encode())


@dataclass(slots=True)
class Writer:
    """Builds a :class:`Text` piece by piece."""

    parts: list[str] = field(default_factory=list)
    runs: list[tuple[int, int, int]] = field(default_factory=list)
    length: int = 0

    def add(self, value: str, line: int, column: int) -> None:
        """Append a piece that stands at a place."""
        if self.runs and self.runs[-1][0] == self.length:
            self.runs.pop()
        if not self.runs or self.runs[-1][1] != line or self.runs[-1][2] + self.length - self.runs[-1][0] != column:
            self.runs.append((self.length, line, column))
        self.parts.append(value)
        self.length += size(value)

    def text(self) -> Text:
        """Give what was written."""
        return Text("".join(self.parts), self.runs or [(0, 1, 1)])


@dataclass(slots=True, eq=False)
class Scalar:
    """A leaf of a manifest's tree."""

    span: Span
    """With its quotes."""
    value: str | int | float | bool | None
    text: Text
    """Its text without quotes, escapes resolved."""


@dataclass(slots=True, eq=False)
class Pair:
    """One entry of a mapping."""

    key: Scalar
    value: Node


@dataclass(slots=True, eq=False)
class Mapping:
    """Keys with values, in source order; a key may come twice."""

    span: Span
    pairs: list[Pair] = field(default_factory=list)

    def entries(self) -> list[Pair]:
        """List the pairs with those of merge keys (``<<``) that this mapping does not override."""
        if all(pair.key.text.value != "<<" for pair in self.pairs):
            return self.pairs
        found = [pair for pair in self.pairs if pair.key.text.value != "<<"]
        seen = {pair.key.text.value for pair in found}
        queue = [pair.value for pair in self.pairs if pair.key.text.value == "<<"]
        visited = {id(self)}
        while queue:
            node = queue.pop(0)
            if id(node) in visited:
                continue
            visited.add(id(node))
            if isinstance(node, Items):
                queue += node.items
            elif isinstance(node, Mapping):
                queue += [pair.value for pair in node.pairs if pair.key.text.value == "<<"]
                found += [pair for pair in node.pairs if pair.key.text.value not in seen and pair.key.text.value != "<<"]
                seen |= {pair.key.text.value for pair in node.pairs}
        return found

    def get(self, *keys: str) -> Node | None:
        """Give the value of the first of the keys that is there."""
        for key in keys:
            for pair in self.entries():
                if pair.key.text.value == key:
                    return pair.value
        return None

    def word(self, *keys: str) -> str | None:
        """Give the text of the first of the keys that holds a scalar."""
        for key in keys:
            node = self.get(key)
            if isinstance(node, Scalar) and node.text.value:
                return node.text.value
        return None


@dataclass(slots=True, eq=False)
class Items:
    """A list."""

    span: Span
    items: list[Node] = field(default_factory=list)


Node = Scalar | Mapping | Items
