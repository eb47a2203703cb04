"""An independent reading of Bash: wherever `bashlex` parses a script, or a part of one, both of our trees have its commands and its sources.

`bashlex` knows no `case`, no arrays and no `[[ ]]` with operators, so that a script it cannot read is given to it statement by statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bashlex  # type: ignore[import-untyped]
import pytest

from lint430 import facts, shell
from lint430.languages import lower

HERE = Path(__file__).parent
DEBIAN = ("/usr/bin", "/usr/sbin", "/usr/lib", "/etc")
SOURCES = ("source", ".", "\\.")
LARGEST = 60_000
Place = tuple[int, int]

TESTS = frozenset(("[", "[[", "test"))
DECLARATIONS = frozenset(("export", "declare", "typeset", "local", "readonly"))
TEXTS = frozenset(
    (
        "echo",
        "printf",
        "printenv",
        "true",
        ":",
        "cat",
        "grep",
        "egrep",
        "fgrep",
        "tr",
        "sed",
        "awk",
        "head",
        "tail",
        "cut",
        "xargs",
        "sort",
        "uniq",
        "rev",
    )
)
"""Commands that the facts take for the text they print, change or look for, where that text is a value or a condition."""


@dataclass
class Read:
    """What one reading of a script has: where its commands' words are, and what it sources."""

    commands: dict[int, tuple[Place, ...]] = field(default_factory=dict)
    sources: set[int] = field(default_factory=set)
    words: list[Place] = field(default_factory=list)

    def add(self, words: tuple[Place, ...], text: str) -> None:
        start, end = words[0]
        self.commands[start] = words
        if text[start:end] in SOURCES and len(words) > 1:
            self.sources.add(words[1][0] + (text[words[1][0]] == '"'))


class Text:
    """A script, with the offset of each place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.substituted: list[Place] = []
        """Where substitutions are, once the script was read."""
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def at(self, line: int, column: int) -> int:
        if line > len(self._lines):
            return len(self.text)
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[: column - 1].decode(errors="ignore"))

    def unquoted(self, at: int) -> int:
        return at + (self.text[at : at + 1] == '"')

    def place(self, node: Any) -> Place:
        span = node.span
        return self.at(span.line, span.column), self.at(span.end_line, span.end_column)


def by_bashlex(text: str, offset: int, whole: str) -> Read | None:
    """Read a script with bashlex; None where it cannot."""
    # It counts places wrongly behind `\` at a line's end inside a substitution:
    #   x=$(a \
    #     b)
    plain, before = text, ""
    while plain != before:
        plain, before = re.sub(r"(?m)^((?!\s*#).*)\\\n", r"\1  ", plain), plain
    try:
        trees = bashlex.parse(plain)
    except Exception:
        return None
    read = Read()
    stack = list(trees)
    while stack:
        node = stack.pop()
        if node.kind == "command":
            words = tuple((p.pos[0] + offset, p.pos[1] + offset) for p in node.parts if p.kind == "word")
            if words:
                read.add(words, whole)
                read.words += words
        stack += [*getattr(node, "parts", ()), *getattr(node, "list", ()), *getattr(node, "redirects", ())]
        stack += [n for n in (getattr(node, "command", None), getattr(node, "output", None)) if isinstance(n, bashlex.ast.node)]
    return read


def by_shell(nodes: tuple[shell.Node, ...], text: Text, unread: list[Place]) -> Read:
    """Read our tree of a script as the shell runs it; ``unread`` takes what bashlex does not look into."""
    read = Read()
    for item in [*shell.commands_of(nodes), *shell.words_of(nodes)]:
        match item:
            case shell.Simple(words=(shell.Word(), *_) as words):
                read.add(tuple(text.place(w) for w in words), text.text)
            case shell.Test():
                start = text.place(item)[0]
                read.add(((start, start + len(re.match(r"\[+", text.text[start:])[0])),), text.text)  # type: ignore[index]
            case shell.Calculation():
                # ((n + 1)) is a command `n` in two subshells to it.
                unread.append(text.place(item))
            case shell.Redirected():
                # The body of a here-document in a function or a group is commands to it:
                #   f() { cat <<EOF
                #   some text
                #   EOF
                unread += [text.place(r.target) for r in item.redirects if r.operator == "<<"]
            case shell.If():
                # It forgets every `elif` but the first.
                unread += [(text.place(arm)[0], text.place(item)[1]) for arm in item.arms[2:3]]
            case shell.Word():
                for part in item.parts:
                    if isinstance(part, shell.Expand) and part.operands:
                        # ${X:-$(a)} is text to it.
                        unread.append(text.place(part))
                    elif isinstance(part, shell.Calculate):
                        unread.append(text.place(part))
                    elif isinstance(part, shell.Substitute):
                        text.substituted.append(text.place(part))
                        if "'" in script_before(part, item, text):
                            # It does not see $(a) in '"'"$(a)".
                            unread.append(text.place(part))
                        # Of several lines in a substitution it reads the first command only:
                        #   x=$(a
                        #     b)
                        later = [n for n in part.body[1:] if n.span.line > part.body[0].span.line]
                        unread += [(text.place(n)[0], text.place(part)[1]) for n in later[:1]]
    return read


def script_before(part: shell.Substitute, word: shell.Word, text: Text) -> str:
    return text.text[text.place(word)[0] : text.place(part)[0]]


def by_facts(module: facts.Module, text: Text) -> Read:
    """Read the facts of a script: calls as they are written, and imports."""
    read = Read()
    nodes = facts.walk(list(module.body))
    # A word that is only there to name a file is no child of its import.
    nodes += facts.walk([node.target for node in nodes if isinstance(node, facts.Import) and node.target is not None])
    for node in nodes:
        if isinstance(node, facts.Import) and node.target is not None:
            read.sources.add(text.unquoted(text.place(node.target)[0]))
        elif isinstance(node, facts.Return | facts.Jump):
            start, end = text.place(node)
            if re.match("return|break|continue", text.text[start:end]):
                read.commands[start] = ((start, end),)
        elif isinstance(node, facts.Call):
            start, end = text.place(node.function)
            name = node.function
            if not isinstance(name, facts.Name) or name.id in re.sub(r"[\\'\"]", "", text.text[start:end]):
                # "$1" a b: the place is that of the variable.
                read.commands[start - (text.text[start - 1 : start] == '"' and text.text[start] == "$")] = ((start, end),)
    return read


def inside(place: int, spans: list[Place]) -> bool:
    return any(start <= place < end for start, end in spans)


def pieces(node: shell.Node) -> tuple[shell.Node, ...]:
    """Take a compound command apart."""
    match node:
        case shell.If():
            return tuple(n for arm in node.arms for n in (*(arm.test or ()), *arm.body))
        case shell.Case():
            return tuple(n for choice in node.choices for n in choice.body)
        case shell.Function() | shell.Negation():
            return (node.body,)
        case shell.Group() | shell.For() | shell.While():
            return node.body
        case shell.AndOr():
            return (node.first, *(n for _, n in node.rest))
        case _:
            return ()


def disagreements(script: str) -> tuple[int, list[str]]:
    """Give how many commands bashlex has, and where one of our trees does not agree."""
    module = lower("bash", "x.sh", script.encode())
    if module.errors:
        # The run reports such a script as not fully parsed.
        return 0, []
    text = Text(script)
    told = by_facts(module, text)
    found: list[str] = []
    count = 0
    whole = by_bashlex(script, 0, script)
    todo: list[tuple[tuple[shell.Node, ...], Read | None, Place]] = [(module.shell, whole, (0, len(script)))]
    while todo:
        nodes, theirs, (start, end) = todo.pop()
        if theirs is None:
            for node in nodes if len(nodes) > 1 else pieces(nodes[0]) if nodes else ():
                place = text.place(node)
                todo.append(((node,), by_bashlex(script[place[0] : place[1]] + "\n", place[0], script), place))
            continue
        count += len(theirs.commands)
        unread: list[Place] = []
        ours = by_shell(nodes, text, unread)
        for kind, other in (("shell", ours), ("facts", told)):
            mine = {at for at in other.commands if start <= at < end and not inside(at, unread)}
            # It takes `x[a]=b` for a command, and cuts `echo $"a"` in two.
            names = {at: script[slice(*words[0])] for at, words in theirs.commands.items() if not inside(at, unread)}
            its = {at for at, name in names.items() if not re.match(r'\w+\[|\$"', name)}
            missing, more = its - mine, mine - its
            sources = {s for s in theirs.sources if not inside(s, unread)} ^ {
                s for s in other.sources if start <= s < end and not inside(s, unread)
            }
            if kind == "facts":
                # Tests, declarations and imports have facts of their own; so has what only makes a text, with all its words.
                dropped = [(at, theirs.commands[at][-1][1]) for at in missing if names[at] in TEXTS]
                known = (*TESTS, *DECLARATIONS, *SOURCES)
                missing = {at for at in missing if names[at] not in known and not inside(at, dropped)}
                # What a substitution sources is bound there only.
                sources = {at for at in sources if not inside(at, text.substituted)}
                # eval "a; b" holds commands, to us.
                more = {at for at in more if not inside(text.unquoted(at), [(s + 1, e) for s, e in theirs.words])}
            else:
                found += [
                    f"{kind} {line(script, at)}: words of {names[at]}"
                    for at in sorted(its & mine)
                    if names[at] not in TESTS and not same_words(theirs.commands[at], other.commands[at], script)
                ]
            found += [f"{kind} {line(script, at)}: without {names[at]}" for at in sorted(missing)]
            found += [f"{kind} {line(script, at)}: with {script[slice(*other.commands[at][0])]!r}" for at in sorted(more)]
            found += [f"{kind} {line(script, at)}: source" for at in sorted(sources)]
    return count, found


def same_words(theirs: tuple[Place, ...], ours: tuple[Place, ...], script: str) -> bool:
    """Tell whether a command has the same words; assignments given to `export` and the like are no words to us."""
    # The grammar loses the last word of `a -<<EOF`, `a - 2>&1` and of `tr -d \ |`: nobody asks for it.
    lost = {"-", "\\ "}
    one = {place for place in theirs if script[slice(*place)] not in lost}
    return one == {place for place in ours if script[slice(*place)] not in lost}


def line(script: str, at: int) -> int:
    return script.count("\n", 0, at) + 1


def committed() -> Iterator[tuple[str, str]]:
    for folder, pattern in ((HERE / "runners", "*.sh"), (HERE / "bash", "*.sh"), (HERE.parent / "examples", "**/*.sh")):
        for path in sorted(folder.glob(pattern)):
            yield str(path.relative_to(HERE.parent)), path.read_text()
    for book in sorted((HERE / "shell").glob("*.txt")):
        parts = re.split(r"^(?:=== .*|--- \S+)\n", book.read_text(), flags=re.MULTILINE)
        yield from ((f"{book.name} {number}", part) for number, part in enumerate(parts) if part.strip())


COMMITTED = dict(committed())


@pytest.mark.parametrize("title", COMMITTED)
def test_a_script_has_the_commands_that_bashlex_finds(title: str) -> None:
    _, found = disagreements(COMMITTED[title])
    assert found == []


def test_bashlex_reads_much_of_the_corpus() -> None:
    assert sum(disagreements(script)[0] for script in COMMITTED.values()) > 1250


def installed() -> Iterator[Path]:
    for folder in DEBIAN:
        for path in sorted(Path(folder).rglob("*")) if Path(folder).is_dir() else ():
            try:
                if path.is_file() and not path.is_symlink() and path.stat().st_size < LARGEST:
                    with path.open("rb") as file:
                        if re.match(rb"#!\s*\S*(?:/|env )(?:ba|da)?sh\b", file.read(40)):
                            yield path
            except OSError:
                continue


def test_scripts_of_this_machine_have_the_commands_that_bashlex_finds() -> None:
    found: dict[str, list[str]] = {}
    for path in installed():
        try:
            script = path.read_text()
        except UnicodeDecodeError:
            continue
        _, wrong = disagreements(script)
        if wrong:
            found[str(path)] = wrong
    # The grammar cuts a word at back quotes behind an expansion: x=$a/`b`/c.
    found = {path: [one for one in wrong if ": with '`" not in one] for path, wrong in found.items()}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}
