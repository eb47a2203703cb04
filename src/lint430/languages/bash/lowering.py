"""Lowers Bash (and sh, bats) into facts, from the syntax tree alone."""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Sequence

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

from lint430 import facts
from lint430.languages.bash.script import Script, followers, is_literal, with_parameters, words_behind
from lint430.languages.respelling import parsed
from lint430.model import Span

_FILTERS = frozenset(("tr", "sed", "awk", "head", "tail", "cut", "xargs", "sort", "uniq", "cat", "rev"))
_SAYS = frozenset(("echo", "printf", "cat"))
_NUMERIC = {"-eq": "==", "-ne": "!=", "-lt": "<", "-le": "<=", "-gt": ">", "-ge": ">="}
_EQUAL = {"=": "==", "==": "==", "!=": "!=", "<": "<", ">": ">", "<=": "<=", ">=": ">="}
_KEEPS = frozenset((",,", ",", "^^", "^", "#", "##", "%", "%%", "/", "//", "/#", "/%", ":", "@", "~", "~~"))
_STATEMENTS = frozenset(
    (
        "command", "declaration_command", "unset_command", "variable_assignment", "variable_assignments", "if_statement", "case_statement",
        "while_statement", "for_statement", "c_style_for_statement", "function_definition", "list", "pipeline", "redirected_statement",
        "subshell", "compound_statement", "test_command", "negated_command",
    )
)  # fmt: skip
_SHELLS = frozenset(("sh", "bash", "dash", "ash", "ksh", "zsh"))
_RUNNERS = frozenset(
    (
        "timeout", "env", "exec", "nohup", "xargs", "sudo", "time", "nice", "ionice", "stdbuf", "setsid", "docker", "podman", "nerdctl", "kubectl", "docker-compose",
        "su", "gosu", "su-exec", "tini", "dumb-init", "command", "chroot", "nsenter", "unshare", "flock", "watch", "parallel", "retry", "run", "find", "ssh",
        "dotenv", "doppler", "op", "uv", "poetry", "pipenv", "npx", "pnpm", "yarn", "npm", "wait-for-it", "wait-for-it.sh", "script", "strace", "faketime",
    )
)  # fmt: skip
"""Commands that run another command they are given."""
_COMMAND_FLAG = re.compile(r"-[a-z]*c[a-z]*")
_TAKES = {
    "read": re.compile(r"-[a-zA-Z]*[dinNptu]"),
    "mapfile": re.compile(r"-[a-zA-Z]*[CcdnOsu]"),
    "readarray": re.compile(r"-[a-zA-Z]*[CcdnOsu]"),
}
"""Flags of what fills variables that take a word."""
_BINDS = frozenset(("variable_assignment", "variable_assignments", "declaration_command"))
_WILD = re.compile(r"(?<!\\)[*?\[]|[@!+?*]\(")
_BATS_TEST = re.compile(
    rb"^([ \t]*)@test([ \t]+)(\"(?:[^\"\\\n]|\\.)*\"(?=[ \t]*\{)|'[^'\n]*'(?=[ \t]*\{)|[^\n]*[^ \t\n])([ \t]*)\{", re.MULTILINE
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
MAX_DEPTH = 100
"""Constructs nested deeper than this are left out, as an error."""
_DOUBLE_BRACKETS = re.compile(rb"(?<!\S)\[\[\s[^\n]{0,400}?\s\]\]|(?<!\S)\[\[\s.{0,800}?\s\]\](?!\])", re.DOTALL)
_MISJUDGED = re.compile(
    rb"^[ \t]*\w+\+?=[^\n]*[ \t]\w+\+?="
    rb"|(?<!\|)\|(?!\|)[^|]*\|(?!\|)"
    rb"|^[ \t]*\\[^\n]"
    rb"|[^\s$(){}=]\$\w+(?:[^\w\s;|&()<>\"'`{}$#%]|(?<=['\"]\$\d))",
    re.MULTILINE,
)
"""What may make the grammar end a command or a word in the wrong place: two assignments; two pipes in a row; a line that starts with a
backslash; words such as ``$a/$b/c`` and ``$a'b'$1``."""
_NAME = re.compile(rb"\d|[A-Za-z_]\w*")
MAX_MENDED = 8
"""Times that ends of commands are made plain; what is behind one may be seen only then."""
_SIGNS = bytes.maketrans(b";<>&", b",,,,")
_MISREAD = (
    # A comment between back quotes, in the middle of a command.
    (re.compile(rb"`#[^`\n]*`"), lambda m: b" " * len(m.group())),
    # ${name:$offset}, and signs in ${name:+$x;} and ${name//</&lt;}.
    (re.compile(rb"(\$\{\w+:)\$(?=\w)"), lambda m: m.group(1) + b" "),
    (re.compile(rb"\$\{\w+(?:/|:?[-+=?])[^{}\s\"']*\}"), lambda m: m.group().translate(_SIGNS)),
    # Patterns such as !(a|b) in a word that is no pattern of [[ or case.
    (re.compile(rb"[@!+?*]\([^()\s$]*\)"), lambda m: m.group()[:1] + b"_" * (len(m.group()) - 1)),
    # A pipe behind a here-document and a redirection; a text on standard input behind another redirection; the negation of a compound command.
    (re.compile(rb"(<<-?[ \t]*['\"\\]?\w+['\"]?[^\n|<>]{0,200}>[^\n|<]{0,200})\|[ \t]"), lambda m: m.group(1) + b"||"),
    (re.compile(rb"<<<"), rb"<  "),
    (re.compile(rb"(?<!\S)!(?=[ \t]+(?:case|if|for|while|until|select)[ \t])"), rb" "),
    # A regular expression with quotes, brackets and blanks.
    (re.compile(rb"(?<==~ )[^\n$]{0,200}?(?:\$(?![\w{(])[^\n$]{0,200}?){0,3}?(?= (?:\]\]|&&|\|\|))"), lambda m: re.sub(rb"\W", b"_", m.group())),
    # [ \( a = b \) -o c = d ]
    (re.compile(rb"(?<= )\\[()](?=[ ;])"), lambda m: b" " + m.group()[1:]),
)  # fmt: skip
"""What bash accepts and the grammar does not, each with a spelling of the same length that says the same to the lowering."""


@functools.cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_bash.language()))


def lower(path: str, data: bytes) -> facts.Module:
    """Lower one script."""
    skipped = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    return _lower(path, data[skipped:], None)


def lower_fragment(text: str, path: str, line: int, column: int, columns: Sequence[int] | None = None) -> facts.Module:
    """Lower a command line that stands inside another file.

    ``line`` and ``column`` are where its first line starts, from 1; ``columns`` gives the start column of each further line (1 by default).
    """
    return _lower(path, text.encode("utf-8", "surrogatepass"), (line, column, tuple(columns or ())))


def _lower(path: str, data: bytes, origin: tuple[int, int, tuple[int, ...]] | None) -> facts.Module:
    tests: dict[int, str] = {}
    written = data.replace(b"\r\n", b" \n") if b"\r\n" in data else data
    if path.endswith(".bats"):
        written = _without_test_syntax(written, tests)
    root, joined = _parsed(written)
    lowering = _Lowering(written, origin, tests, joined=joined, is_bats=path.endswith((".bats", ".bash")))
    body = lowering.statements(root.children)
    try:
        shell = Script(written, lowering.span).commands(root.children)
    except RecursionError:
        # The statements have a limit of their own; a script this deep is no runner.
        shell = ()
    comments, errors = lowering.extras(root)
    return facts.Module(path, "bash", tuple(body), tuple(comments), tuple(errors), shell=shell)


def _parsed(written: bytes) -> tuple[Node, bool]:
    """Parse a script, with what the grammar misreads respelled at the same length; say whether lines were joined by that.

    Texts and places are taken from what was written.
    """
    # The grammar gives a lone = in [[ ]] the wrong precedence and no pattern on its right.
    written = written if written.endswith(b"\n") else written + b"\n"
    source = _DOUBLE_BRACKETS.sub(lambda m: m.group().replace(b" = ", b" =="), written) if b"[[" in written else written
    root, source = parsed(lambda text: _parser().parse(text).root_node, source, _MISREAD)
    joined = False
    for _ in range(MAX_MENDED if _MISJUDGED.search(source) else 0):
        mended = _mended(root, source)
        if mended == source:
            break
        source, joined = mended, True
        root = _parser().parse(source).root_node
    return root, joined


def _mended(root: Node, source: bytes) -> bytes:
    """End commands at their line's end where the grammar reads on, and values where they end."""
    patched = bytearray(source)
    stack = [root]
    while stack:
        node = stack.pop()
        stack.extend(node.named_children)
        words = [c for c in node.children if c.type != "comment"] if node.type in ("command", "file_redirect") else []
        for before, after in itertools.pairwise(words):
            # A word that starts with a backslash takes the line's end with it.
            lead = len(after.text or b"") - len((after.text or b"").lstrip())
            if b"\n" in source[before.end_byte : after.start_byte + lead].replace(b"\\\n", b""):
                patched[before.end_byte] = ord(";")
                break
        if node.type == "concatenation" and node.children[-1].type == "$":
            # In $a/$b/c it takes b/c for a word of its own, unless a sign follows that no word can hold; behind a quote, $1 is no name to it.
            name = _NAME.match(source, node.end_byte)
            if name is not None and (name[0].isdigit() or name[0] == b"_"):
                patched[name.start()] = ord("v")
            if name is not None and source[name.end() : name.end() + 1].strip(b" \t\r\n;|&()<>\"'`{}$#"):
                patched[name.end()] = ord("%")
    return bytes(patched)


def _without_test_syntax(source: bytes, tests: dict[int, str]) -> bytes:
    """Turn ``@test "name" {`` into a function definition of the same length, which the grammar reads."""

    def replaced(match: re.Match[bytes]) -> bytes:
        title = match.group(3)
        line = source.count(b"\n", 0, match.start())
        tests[line] = title.decode("utf-8", "replace").strip("\"'")
        head = match.group(1)
        rest = len(match.group(0)) - len(head)
        name = b"t" * max(1, rest - 5)
        return head + name + b"() {".rjust(rest - len(name))

    return _BATS_TEST.sub(replaced, source)


class _Lowering:
    """The state of one lowering."""

    def __init__(
        self, source: bytes, origin: tuple[int, int, tuple[int, ...]] | None, tests: dict[int, str], *, joined: bool, is_bats: bool = False
    ) -> None:
        self.source = source
        self.joined = joined
        """Whether the tree's own rows are wrong, because line ends were respelled."""
        self.is_bats = is_bats
        """Whether ``load`` reads another script."""
        self.starts = [0, *(m.end() for m in re.finditer(rb"\n", source))]
        """Where each line starts."""
        self.origin = origin
        self.tests = tests
        self.functions: list[set[str]] = []
        self.quiet = 0
        """Depth of pipelines and redirections in which output goes elsewhere."""
        self.depth = 0
        self.too_deep: list[Span] = []
        self.sourced: list[facts.Stmt] = []
        """What conditions source, for the statement they stand in: it is bound whatever comes of it."""
        self.given: dict[int, list[facts.Argument]] = {}
        """What redirections give a command, by the command's node: words behind them, texts on its standard input."""

    # --- places and texts --------------------------------------------------------------------------------------------------------

    def span_at(self, row: int, column: int, end_row: int, end_column: int) -> Span:
        line, start = self.place(row, column)
        end_line, end = self.place(end_row, end_column)
        return Span(line, start, end_line, end)

    def place(self, row: int, column: int) -> tuple[int, int]:
        if self.origin is None:
            return row + 1, column + 1
        line, first, columns = self.origin
        start = first if row == 0 else columns[row - 1] if row - 1 < len(columns) else 1
        return line + row, start + column

    def point(self, offset: int) -> tuple[int, int]:
        """Give row and column of a place."""
        row = bisect.bisect_right(self.starts, offset) - 1
        return row, offset - self.starts[row]

    def span(self, node: Node) -> Span:
        if not self.joined:
            start, end = node.start_point, node.end_point
            return self.span_at(start[0], start[1], end[0], end[1])
        return self.span_at(*self.point(node.start_byte), *self.point(node.end_byte))

    def deeper(self, node: Node) -> bool:
        """Tell whether a construct is nested too deeply to be lowered, and remember the first place of each."""
        if self.depth < MAX_DEPTH:
            return False
        if not self.too_deep:
            self.too_deep.append(self.span(node))
        return True

    def text(self, node: Node) -> str:
        return self.source[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def extras(self, root: Node) -> tuple[list[facts.Comment], list[Span]]:
        """Collect comments and the first place of each run of errors."""
        comments: list[facts.Comment] = []
        errors: list[Span] = []
        last = -2
        stack = [root]
        while stack:
            node = stack.pop()
            if node.type == "comment":
                before = self.source[: node.start_byte].rpartition(b"\n")[2]
                comments.append(facts.Comment(self.span(node), self.text(node), not before.strip()))
                continue
            if node.is_error or node.is_missing:
                row = self.point(node.start_byte)[0]
                if row > last + 1:
                    errors.append(self.span(node))
                last = max(last, self.point(node.end_byte)[0])
            stack.extend(reversed(node.children))
        return comments, errors or self.too_deep

    # --- words -------------------------------------------------------------------------------------------------------------------

    def word(self, node: Node) -> facts.Expr:
        """Lower a word."""
        if self.deeper(node):
            return facts.Opaque(self.span(node), ())
        self.depth += 1
        made = self._word(node)
        self.depth -= 1
        return made

    def _word(self, node: Node) -> facts.Expr:
        span = self.span(node)
        kind = node.type
        if kind in (
            "word",
            "number",
            "variable_name",
            "special_variable_name",
            "extglob_pattern",
            "test_operator",
            "heredoc_content",
        ):
            return facts.Literal(span, _ESCAPE.sub(r"\1", self.text(node)))
        if kind == "regex":
            pieces = re.split(r"\$\{?([A-Za-z_]\w*)\}?", self.text(node))
            parts: list[facts.Expr] = [
                facts.Name(span, p) if i % 2 else facts.Literal(span, _ESCAPE.sub(r"\1", p)) for i, p in enumerate(pieces) if p
            ]
            return self._joined(parts, span)
        if kind == "raw_string":
            return facts.Literal(span, self.text(node)[1:-1])
        if kind == "ansi_c_string":
            return facts.Literal(span, _ansi(self.text(node)[2:-1]))
        if kind == "string":
            return self._string(node, span)
        if kind == "translated_string":
            return self.word(node.named_children[0]) if node.named_children else facts.Literal(span, "")
        if kind == "concatenation":
            return self._joined([self.word(c) for c in node.children], span)
        if kind == "simple_expansion":
            inner = node.named_children
            return facts.Name(span, self.text(inner[0])) if inner else facts.Literal(span, "$")
        if kind == "expansion":
            return self._expansion(node, span)
        if kind == "command_substitution":
            return self._substitution(node, span)
        if kind == "process_substitution":
            return facts.Opaque(span, tuple(self._values(node.named_children)), "process")
        if kind == "arithmetic_expansion":
            return facts.Combine(span, tuple(self.arithmetic(c) for c in node.named_children), "arithmetic")
        if kind == "array":
            return self._array(node, span)
        if kind == "subscript":
            return self._subscript(node, span)
        if kind == "string_content":
            return facts.Literal(span, self.text(node))
        if kind == "brace_expression" or not node.is_named:
            return facts.Literal(span, self.text(node))
        return facts.Opaque(span, tuple(self._values(node.named_children)), kind)

    def _string(self, node: Node, span: Span) -> facts.Expr:
        parts: list[facts.Expr] = []
        position = node.start_byte + 1
        for child in node.named_children:
            if child.start_byte > position:
                gap = self.source[position : child.start_byte].decode("utf-8", "replace")
                if gap.strip('"'):
                    parts.append(facts.Literal(span, gap))
            if child.type == "string_content":
                parts.append(facts.Literal(self.span(child), re.sub(r"\\([$`\"\\\n])", r"\1", self.text(child))))
            else:
                parts.append(self.word(child))
            position = child.end_byte
        return self._joined(parts, span)

    @staticmethod
    def _joined(parts: list[facts.Expr], span: Span) -> facts.Expr:
        if not parts:
            return facts.Literal(span, "")
        if all(isinstance(p, facts.Literal) for p in parts):
            return facts.Literal(span, "".join(str(p.value) for p in parts if isinstance(p, facts.Literal)))
        if len(parts) == 1:
            return parts[0]
        return facts.Combine(span, tuple(parts), "text")

    def _expansion(self, node: Node, span: Span) -> facts.Expr:
        children = [c for c in node.children if c.type not in ("${", "}")]
        if children and children[0].type in ("!", "#") and len(children) > 1:
            if children[0].type == "!":
                if children[1].type != "variable_name" or (len(children) > 2 and self.text(children[2]) in ("@", "*")):
                    return facts.Opaque(span, (), "indirect")
                children = children[1:]
            else:
                return facts.Cast(span, self._variable(children[1]), None)
            # ${!name} gives the variable that $name names.
            argument = facts.Argument(self._variable(children[0]))
            name: facts.Expr = facts.Call(span, facts.Name(span, "printenv"), (argument,), "substitution")
        elif not children:
            return facts.Opaque(span, (), "expansion")
        else:
            name = self._variable(children[0])
            name.span = span
        if len(children) == 1:
            return name
        operator = self.text(children[1])
        rest = [self.word(c) for c in children[2:]]
        value = self._joined(rest, span if not rest else _cover(rest))
        if operator in (":-", "-"):
            return facts.Logic(span, "or", name, value)
        if operator in (":=", "="):
            return facts.Bind(span, name, facts.Logic(span, "or", self._variable(children[0]), value))
        if operator in (":+", "+"):
            return facts.Logic(span, "and", name, value)
        if operator in (":?", "?"):
            return facts.Call(span, facts.Name(span, "require"), (facts.Argument(name), facts.Argument(value)), "substitution")
        return facts.Cast(span, name, None)

    def _variable(self, node: Node) -> facts.Expr:
        if node.type == "subscript":
            return self._subscript(node, self.span(node))
        return facts.Name(self.span(node), self.text(node))

    def _subscript(self, node: Node, span: Span) -> facts.Expr:
        name = node.child_by_field_name("name")
        index = node.child_by_field_name("index")
        base = facts.Name(span, self.text(name) if name is not None else "")
        if index is None or self.text(index) in ("@", "*"):
            return base
        return facts.Index(span, base, self.word(index))

    def _array(self, node: Node, span: Span) -> facts.Expr:
        entries: list[facts.Entry] = []
        items: list[facts.Expr] = []
        for child in node.named_children:
            if child.type == "comment":
                continue
            pair = self._keyed(child)
            if pair is not None:
                entries.append(pair)
            else:
                items.append(self.word(child))
        if entries and not items:
            return facts.Record(span, tuple(entries))
        return facts.Sequence(span, tuple(items), "list")

    def _keyed(self, node: Node) -> facts.Entry | None:
        """Read ``[key]=value`` inside an array."""
        if node.type != "concatenation":
            return None
        parts = node.children
        if not parts or self.text(parts[0]) != "[":
            return None
        closing = next((i for i, p in enumerate(parts) if self.text(p) == "]"), None)
        if closing is None or closing + 1 >= len(parts) or not self.text(parts[closing + 1]).startswith("="):
            return None
        keys = [self.word(p) for p in parts[1:closing]]
        head = self.text(parts[closing + 1])[1:]
        values = [self.word(p) for p in parts[closing + 2 :]]
        if head:
            values.insert(0, facts.Literal(self.span(parts[closing + 1]), head))
        return facts.Entry(self._joined(keys, self.span(node)), self._joined(values, self.span(node)))

    def _values(self, nodes: Sequence[Node]) -> list[facts.Expr]:
        found: list[facts.Expr] = []
        for node in nodes:
            if node.type in _STATEMENTS:
                found.append(self.value_of(node))
            elif node.is_named and node.type != "comment":
                found.append(self.word(node))
        return found

    def _substitution(self, node: Node, span: Span) -> facts.Expr:
        inner = [c for c in node.named_children if c.type not in ("comment", "file_redirect")]
        self.quiet += 1
        try:
            if len(inner) == 1:
                return self._output_of(inner[0], span)
            return facts.Opaque(span, tuple(self._values(inner)), "substitution")
        finally:
            self.quiet -= 1

    def _output_of(self, node: Node, span: Span) -> facts.Expr:
        """Give what a command prints."""
        if node.type == "redirected_statement":
            body, redirects, _ = self._fed(node)
            following = [right for c in redirects for _, right in followers(c, self.text)]
            said = facts.Opaque(span, (), "substitution") if body is None else self._output_of(body, span)
            return facts.Opaque(span, (said, *self._values(following)), "substitution") if following else said
        if node.type == "command":
            call = self.command(node, "substitution")
            call.span = span
            name = call.function.id if isinstance(call.function, facts.Name) else ""
            if name in ("echo", "printf"):
                return facts.Cast(span, self._said(call), None)
            return self._holding(call)
        if node.type == "pipeline":
            commands = [c for c in node.named_children if c.type != "comment"]
            names = [self._command_name(c) for c in commands[1:]]
            if commands and all(name in _FILTERS for name in names):
                first = self._output_of(commands[0], span)
                return facts.Cast(span, first, None)
        if node.type == "list":
            return self._output_of_list(node, span)
        if node.type == "if_statement":
            clauses, orelse = self._clauses(node)
            said = self._output_of_all(orelse, span)
            for clause, tests, inner in reversed(clauses):
                _, test = self._condition(tests, self.span(clause))
                said = facts.Ternary(self.span(clause), test, self._output_of_all(inner, self.span(clause)), said)
            return said
        if node.type == "case_statement":
            return self._output_of_case(node, span)
        if node.type in ("compound_statement", "subshell"):
            return self._output_of_all(node.children, span)
        return facts.Opaque(span, (self.value_of(node),), "substitution")

    def _output_of_all(self, nodes: Sequence[Node], span: Span) -> facts.Expr:
        """Give what a run of statements prints, where one of them at most prints something."""
        inner = [n for n in nodes if n.type in _STATEMENTS]
        if not inner:
            return facts.Literal(span, "")
        return (
            self._output_of(inner[0], self.span(inner[0]))
            if len(inner) == 1
            else facts.Opaque(span, tuple(self._values(inner)), "substitution")
        )

    def _output_of_list(self, node: Node, span: Span) -> facts.Expr:
        parts, signs = self._flat(node)
        silent = parts[0].type in ("test_command", "negated_command") or self._command_name(parts[0]) == "test"
        match signs:
            case ["&&", "||"]:
                return facts.Ternary(span, self.value_of(parts[0]), *(self._output_of(p, self.span(p)) for p in parts[1:]))
            case ["&&"]:
                return facts.Ternary(span, self.value_of(parts[0]), self._output_of(parts[1], self.span(parts[1])), facts.Literal(span, ""))
            case ["||"] if silent:
                return facts.Ternary(span, self.value_of(parts[0]), facts.Literal(span, ""), self._output_of(parts[1], self.span(parts[1])))
            case ["||"]:
                first = self._output_of(parts[0], span)
                if self._command_name(parts[1]) in ("true", ":"):
                    return first
                return facts.Logic(span, "or", first, self._output_of(parts[1], span))
            case _:
                return facts.Opaque(span, (self.value_of(node),), "substitution")

    def _output_of_case(self, node: Node, span: Span) -> facts.Expr:
        value = node.child_by_field_name("value")
        said: facts.Expr = facts.Literal(span, "")
        for item in reversed([c for c in node.named_children if c.type == "case_item"]):
            cut = next((i for i, c in enumerate(item.children) if c.type == ")"), 0)
            inner = self._output_of_all(item.children[cut + 1 :], self.span(item))
            patterns = [p for p in item.children_by_field_name("value") if self.text(p) != "*"]
            if not patterns or value is None:
                said = inner
                continue
            tests: list[facts.Expr] = [
                facts.Compare(self.span(p), "match" if isinstance(known, facts.Opaque) else "==", self.word(value), known)
                for p in patterns
                for known in [self._case_pattern(p, self.text(p))]
            ]
            said = facts.Ternary(span, functools.reduce(lambda a, b: facts.Logic(a.span, "or", a, b), tests), inner, said)
        return said

    def _command_name(self, node: Node) -> str:
        if node.type == "redirected_statement":
            body = node.child_by_field_name("body")
            return "" if body is None else self._command_name(body)
        name = node.child_by_field_name("name") if node.type == "command" else None
        return "" if name is None else self.text(name)

    @staticmethod
    def _said(call: facts.Call) -> facts.Expr:
        words = [
            a.value
            for a in call.arguments
            if a.name is None and not (isinstance(a.value, facts.Literal) and str(a.value.value).startswith("-"))
        ]
        name = call.function.id if isinstance(call.function, facts.Name) else ""
        if (
            name == "printf"
            and len(words) > 1
            and isinstance(words[0], facts.Literal)
            and str(words[0].value).strip() in ("%s", "%s\\n", "%b")
        ):
            words = words[1:]
        if name == "cat":
            words = [a.value for a in call.arguments if a.name == "<<"]
        if len(words) == 1:
            return words[0]
        return facts.Combine(call.span, tuple(words), "text")

    # --- tests -------------------------------------------------------------------------------------------------------------------

    def test(self, node: Node) -> facts.Expr:
        """Lower what stands between brackets."""
        if self.deeper(node):
            return facts.Opaque(self.span(node), ())
        self.depth += 1
        made = self._test(node)
        self.depth -= 1
        return made

    def _test(self, node: Node) -> facts.Expr:
        span = self.span(node)
        kind = node.type
        if kind == "binary_expression":
            return self._binary(node, span)
        if kind == "unary_expression":
            return self._unary(node, span)
        if kind in ("parenthesized_expression", "test_command"):
            inner = [c for c in node.named_children if c.type != "comment"]
            return self.test(inner[0]) if len(inner) == 1 else facts.Opaque(span, tuple(self._values(inner)), "test")
        if kind in ("string", "simple_expansion", "expansion", "concatenation", "command_substitution"):
            return facts.Compare(span, "!=", self.word(node), facts.Literal(span, ""))
        if kind in ("ternary_expression", "postfix_expression"):
            return facts.Opaque(span, tuple(self.arithmetic(c) for c in node.named_children), "arithmetic")
        return self.word(node)

    def _binary(self, node: Node, span: Span) -> facts.Expr:
        left = node.child_by_field_name("left")
        right = node.child_by_field_name("right")
        sign = node.child_by_field_name("operator")
        if left is None or right is None or sign is None:
            return facts.Opaque(span, tuple(self._values(node.named_children)), "test")
        operator = self.text(sign).strip()
        if operator in ("&&", "||"):
            return facts.Logic(span, "and" if operator == "&&" else "or", self.test(left), self.test(right))
        if left.type == "unary_expression" and left.children and left.children[0].type == "!":
            # [[ ! $a == b ]] is read as (! $a) == b.
            return facts.Not(span, self._comparison(span, operator, left.named_children[-1], node))
        if operator in _NUMERIC or operator in _EQUAL or operator == "=~":
            return self._comparison(span, operator, left, node)
        return facts.Combine(span, (self.word(left), self.word(right)), operator)

    def _bracketed(self, node: Node) -> facts.Expr:
        """Lower ``[ … ]`` by its words: the grammar has neither the precedence of ``=`` nor words that look like operators."""
        words: list[list[Node]] = []
        stack = list(reversed(node.children[1:-1]))
        while stack:
            part = stack.pop()
            if part.type in ("binary_expression", "unary_expression", "parenthesized_expression", "postfix_expression", "test_command"):
                stack.extend(reversed(part.children))
            elif part.end_byte > part.start_byte and part.type != "comment":
                if words and words[-1][-1].end_byte == part.start_byte:
                    words[-1].append(part)
                else:
                    words.append([part])
        lowered = [self._joined([self.word(p) for p in parts], self._over(parts)) for parts in words]
        return _old_test(lowered, self.span(node)) or facts.Opaque(self.span(node), tuple(lowered), "test")

    def _over(self, nodes: list[Node]) -> Span:
        return self.span_at(*self.point(nodes[0].start_byte), *self.point(nodes[-1].end_byte))

    def _comparison(self, span: Span, operator: str, left: Node, node: Node) -> facts.Expr:
        """Lower a comparison in ``[[ ]]``, whose right side is a pattern where it is not quoted."""
        rights = node.children_by_field_name("right")
        loose = [part for right in rights for part in ([right] if right.type == "extglob_pattern" else right.children)]
        wild = any(part.type in ("word", "extglob_pattern") and _WILD.search(self.text(part)) for part in loose)
        right = self._joined([self._pattern(part) for part in rights], self._over(rights))
        if operator == "=~" or (wild and operator in _EQUAL):
            made = facts.Compare(span, "match", self.word(left), right)
            return facts.Not(span, made) if operator == "!=" else made
        return _compared(span, _NUMERIC.get(operator) or _EQUAL.get(operator, operator), self.word(left), right)

    def _pattern(self, node: Node) -> facts.Expr:
        if node.type == "extglob_pattern" and not _WILD.search(self.text(node)):
            return facts.Literal(self.span(node), _ESCAPE.sub(r"\1", self.text(node).strip("\"'")))
        return self.word(node)

    def _unary(self, node: Node, span: Span) -> facts.Expr:
        children = node.children
        operator = self.text(children[0]) if children else ""
        operand = children[-1]
        if operator == "!":
            return facts.Not(span, self.test(operand))
        value = self.word(operand)
        if operator in ("-n", "-z"):
            return facts.Compare(span, "!=" if operator == "-n" else "==", value, facts.Literal(span, ""))
        if operator == "-v":
            return _is_set(span, value)
        return facts.Opaque(span, (value,), "file-test")

    def arithmetic(self, node: Node) -> facts.Expr:
        """Lower an arithmetic expression; bare words are variables there."""
        if self.deeper(node):
            return facts.Opaque(self.span(node), ())
        self.depth += 1
        made = self._arithmetic(node)
        self.depth -= 1
        return made

    def _arithmetic(self, node: Node) -> facts.Expr:
        span = self.span(node)
        if node.type in ("variable_name", "word"):
            return facts.Name(span, self.text(node))
        if node.type == "number":
            text = self.text(node)
            return facts.Literal(span, int(text) if text.isdigit() else text)
        if node.type == "binary_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            sign = node.child_by_field_name("operator")
            if left is not None and right is not None and sign is not None:
                operator = self.text(sign)
                one, two = self.arithmetic(left), self.arithmetic(right)
                if operator in _EQUAL:
                    return facts.Compare(span, _EQUAL[operator], one, two)
                if operator in ("&&", "||"):
                    return facts.Logic(span, "and" if operator == "&&" else "or", one, two)
                return facts.Combine(span, (one, two), operator)
        if node.type in ("simple_expansion", "expansion", "command_substitution", "string"):
            return self.word(node)
        return facts.Opaque(span, tuple(self.arithmetic(c) for c in node.named_children), "arithmetic")

    # --- commands ----------------------------------------------------------------------------------------------------------------

    def value_of(self, node: Node) -> facts.Expr:
        """Lower a statement as the condition it is: its exit status."""
        if self.deeper(node):
            return facts.Opaque(self.span(node), ())
        self.depth += 1
        made = self._value_of(node)
        self.depth -= 1
        return made

    def _value_of(self, node: Node) -> facts.Expr:
        span = self.span(node)
        kind = node.type
        if kind == "test_command":
            opener = node.children[0].type if node.children else ""
            if opener == "((":
                inner = node.named_children
                return self.arithmetic(inner[0]) if len(inner) == 1 else facts.Opaque(span, (), "arithmetic")
            return self._bracketed(node) if opener == "[" else self.test(node)
        if kind == "command":
            return self._tested(node)
        if kind == "negated_command":
            inner = [c for c in node.named_children if c.type != "comment"]
            return facts.Not(span, self.value_of(inner[0]) if inner else facts.Opaque(span, ()))
        if kind == "list":
            return self._listed(node, span)
        if kind == "redirected_statement":
            body, redirects, _ = self._fed(node)
            following = [right for c in redirects for _, right in followers(c, self.text)]
            asked = facts.Opaque(span, ()) if body is None else self.value_of(body)
            return facts.Opaque(span, (asked, *self._values(following)), "pipeline") if following else asked
        if kind == "compound_statement" and node.children and node.children[0].type == "((":
            inner = node.named_children
            return self.arithmetic(inner[0]) if len(inner) == 1 else facts.Opaque(span, (), "arithmetic")
        if kind == "compound_statement" or kind == "subshell":
            inner = [c for c in node.named_children if c.type in _STATEMENTS]
            if len(inner) == 1:
                return self.value_of(inner[0])
        if kind == "pipeline":
            inner = [c for c in node.named_children if c.type in _STATEMENTS]
            searched = self._searched(inner, span)
            return searched or facts.Opaque(span, tuple(self.value_of(c) for c in inner), "pipeline")
        if kind == "unset_command":
            return self._unset(node)
        if kind == "variable_assignment":
            target, value, _ = self._assigned(node)
            return facts.Bind(span, target, value)
        return facts.Opaque(span, tuple(self.value_of(c) for c in self._inner_statements(node)), kind)

    def _inner_statements(self, node: Node) -> list[Node]:
        """List the statements of a compound command, those of its arms included."""
        found: list[Node] = []
        for child in node.named_children:
            if child.type in _STATEMENTS:
                found.append(child)
            elif child.type in ("elif_clause", "else_clause", "do_group", "case_item"):
                found += self._inner_statements(child)
        return found

    def _searched(self, commands: list[Node], span: Span) -> facts.Expr | None:
        """See ``echo "$X" | grep -q y`` as the comparison it is."""
        if len(commands) < 2 or self._command_name(commands[0]) not in _SAYS | {"printenv"}:
            return None
        if any(self._command_name(c) not in _FILTERS for c in commands[1:-1]):
            return None
        last = self.value_of(commands[-1])
        pattern = self._sought(last)
        return None if pattern is None else facts.Compare(span, "match", self._output_of(commands[0], self.span(commands[0])), pattern)

    @staticmethod
    def _sought(expr: facts.Expr) -> facts.Expr | None:
        """Give the pattern that a ``grep`` looks for."""
        if not (isinstance(expr, facts.Call) and isinstance(expr.function, facts.Name) and expr.function.id in ("grep", "egrep", "fgrep")):
            return None
        words = [a.value for a in expr.arguments if a.name is None]
        return next((w for w in words if not (isinstance(w, facts.Literal) and str(w.value).startswith("-"))), None)

    def _tested(self, node: Node) -> facts.Expr:
        call = self.command(node)
        name = call.function.id if isinstance(call.function, facts.Name) else ""
        words = [a.value for a in call.arguments if a.name is None]
        if name in ("source", ".") and words and not self.quiet:
            self.sourced.append(self._source(call.span, words[0]))
        if name == "test":
            return _old_test(words, call.span) or call
        given = next((a.value for a in call.arguments if a.name == "<<<"), None)
        pattern = None if given is None else self._sought(call)
        if given is not None and pattern is not None:
            return facts.Compare(call.span, "match", given, pattern)
        return self._holding(call)

    def _holding(self, call: facts.Call) -> facts.Call:
        """Give a command the script that it hands to another shell as a function."""
        inner = self._inner(call)
        if inner:
            call.arguments = (*call.arguments, facts.Argument(facts.Function(call.span, None, (), inner), "-c"))
        return call

    def _inner(self, call: facts.Call) -> tuple[facts.Stmt, ...]:
        """Lower what a command hands to another shell, or to this one for later: ``timeout 9 sh -c '…'``, ``eval '…'``, ``trap '…' EXIT``."""
        words = [call.function, *(a.value for a in call.arguments if a.name is None)]
        texts = [
            w.id if isinstance(w, facts.Name) and w is call.function else str(w.value) if isinstance(w, facts.Literal) else ""
            for w in words
        ]
        given: list[facts.Expr] = []
        if texts[0] in ("eval", "trap"):
            given = [w for w, text in zip(words[1:2], texts[1:2], strict=True) if re.search(r"\s", text) or isinstance(w, facts.Combine)]
        for index, text in enumerate(texts if _is_runner(texts[0]) else ()):
            if text.rpartition("/")[2] in _SHELLS:
                flag = next((i for i in range(index + 1, len(texts)) if _COMMAND_FLAG.fullmatch(texts[i])), None)
                between = texts[index + 1 : flag] if flag is not None else ["?"]
                if flag is not None and flag + 1 < len(words) and all(t[:1] in ("-", "+") or t in ("pipefail", "errexit") for t in between):
                    given = [words[flag + 1]]
                    break
        for word in given:
            script = _source_of(word)
            if script is not None and self.depth < MAX_DEPTH // 2:
                return self._reread(word, script)
        return ()

    def _reread(self, word: facts.Expr, text: str, inset: int = 1) -> tuple[facts.Stmt, ...]:
        """Lower the text of a word as a script of its own; its places are right where nothing in it is escaped."""
        written = text.encode("utf-8", "surrogatepass")
        root, joined = _parsed(written)
        inner = _Lowering(written, (word.span.line, word.span.column + inset, ()), {}, joined=joined)
        inner.depth = self.depth + MAX_DEPTH // 4
        return tuple(inner.statements(root.children))

    def _listed(self, node: Node, span: Span) -> facts.Expr:
        parts, signs = self._flat(node)
        result = self.value_of(parts[0])
        for sign, part in zip(signs, parts[1:], strict=True):
            result = facts.Logic(span, "and" if sign == "&&" else "or", result, self.value_of(part))
        return result

    def _flat(self, node: Node) -> tuple[list[Node], list[str]]:
        """Flatten a left-nested list into commands and the signs between them."""
        parts: list[Node] = []
        signs: list[str] = []
        stack = [node]
        while stack:
            current = stack.pop()
            if current.type == "list":
                stack.extend(reversed([c for c in current.children if c.type != "comment"]))
            elif current.is_named:
                parts.append(current)
            elif current.type in ("&&", "||"):
                signs.append(current.type)
        # Around an error a sign can be missing.
        signs += ["&&"] * (len(parts) - 1 - len(signs))
        return parts, signs[: len(parts) - 1]

    def command(self, node: Node, kind: str = "command") -> facts.Call:
        """Lower a simple command with all its words; assignments before it become keyword arguments."""
        span = self.span(node)
        name_node = node.child_by_field_name("name")
        if name_node is None:
            function: facts.Expr = facts.Name(span, "")
        else:
            word = (
                self.word(name_node.named_children[0])
                if name_node.named_children
                else facts.Literal(self.span(name_node), self.text(name_node))
            )
            function = facts.Name(self.span(name_node), str(word.value)) if isinstance(word, facts.Literal) else word
        arguments: list[facts.Argument] = []
        environment: list[facts.Argument] = []
        is_env = isinstance(function, facts.Name) and function.id == "env"
        end = -1
        for child in node.children:
            if child.type == "variable_assignment":
                target, value, _ = self._assigned(child)
                if isinstance(target, facts.Name):
                    environment.append(facts.Argument(value, target.id))
            elif child.type == "command_name" or child.type in ("comment", "file_redirect"):
                continue
            elif child.type == "herestring_redirect":
                arguments += [facts.Argument(self.word(c), "<<<") for c in child.named_children]
            elif child.is_named or child.type in ("$", "==", "=~"):
                argument = self.word(child)
                pair = _environment_word(argument) if is_env else None
                if pair is not None:
                    environment.append(facts.Argument(pair[1], pair[0]))
                elif arguments and child.start_byte == end:
                    # `/usr/`x`/y` is one word, which the grammar cuts.
                    parts = [arguments[-1].value, argument]
                    arguments[-1] = facts.Argument(self._joined(parts, _cover(parts)))
                else:
                    arguments.append(facts.Argument(argument))
                end = child.end_byte
        used = [a.value.id for a in arguments if isinstance(a.value, facts.Name)]
        if self.functions:
            self.functions[-1].update(used)
        return facts.Call(span, function, (*arguments, *environment, *self.given.get(node.id, ())), kind)

    def _assigned(self, node: Node) -> tuple[facts.Expr, facts.Expr, str]:
        name = node.child_by_field_name("name")
        value = node.child_by_field_name("value")
        target = self._variable(name) if name is not None else facts.Name(self.span(node), "")
        operator = "+" if any(c.type == "+=" for c in node.children) else ""
        given = facts.Literal(self.span(node), "") if value is None else self.word(value)
        return target, given, operator

    # --- statements --------------------------------------------------------------------------------------------------------------

    def statements(self, nodes: Sequence[Node]) -> list[facts.Stmt]:
        """Lower a run of statements; what stands around an error is still read."""
        found: list[facts.Stmt] = []
        for index, node in enumerate(nodes):
            if node.is_error:
                found += self.statements(node.children)
            elif node.type in _STATEMENTS:
                around, self.sourced = self.sourced, []
                made = self.statement(node)
                made, self.sourced = [*self.sourced, *made], around
                following = nodes[index + 1] if index + 1 < len(nodes) else None
                if following is not None and following.type == "&":
                    made = [facts.Block(self.span(node), tuple(made), "background")]
                found += made
        return found

    def statement(self, node: Node) -> list[facts.Stmt]:
        """Lower one statement."""
        if self.deeper(node):
            return []
        self.depth += 1
        made = self._statement(node)
        self.depth -= 1
        return made

    def _statement(self, node: Node) -> list[facts.Stmt]:
        span = self.span(node)
        match node.type:
            case "command":
                return self._command(node, span)
            case "declaration_command":
                return self._declaration(node)
            case "unset_command":
                return [facts.Evaluate(span, self._unset(node))]
            case "variable_assignment":
                target, value, operator = self._assigned(node)
                return [facts.Assign(span, target, value, operator=operator)]
            case "variable_assignments":
                return [s for c in node.named_children for s in self.statement(c)]
            case "if_statement":
                return [self._if(node, span)]
            case "case_statement":
                return [self._case(node, span)]
            case "while_statement" | "for_statement" | "c_style_for_statement":
                return self._loop(node, span)
            case "function_definition":
                return self._function(node, span)
            case "list":
                return self._list(node, span)
            case "pipeline":
                return self._pipeline(node, span)
            case "redirected_statement":
                return self._redirected(node, span)
            case "subshell":
                return [facts.Block(span, tuple(self.statements(node.children)), "subshell")]
            case "compound_statement":
                if node.children and node.children[0].type == "((":
                    return [facts.Evaluate(span, facts.Opaque(span, tuple(self.arithmetic(c) for c in node.named_children), "arithmetic"))]
                return [facts.Block(span, tuple(self.statements(node.children)))]
            case _:
                return [facts.Evaluate(span, self.value_of(node))]

    def _unset(self, node: Node) -> facts.Expr:
        span = self.span(node)
        return facts.Call(span, facts.Name(span, "unset"), tuple(facts.Argument(self._plain(c)) for c in node.named_children), "command")

    def _plain(self, node: Node) -> facts.Expr:
        if node.type == "variable_name":
            return facts.Literal(self.span(node), self.text(node))
        return self.word(node)

    def _command(self, node: Node, span: Span) -> list[facts.Stmt]:
        call = self.command(node)
        name = call.function.id if isinstance(call.function, facts.Name) else ""
        words = [a.value for a in call.arguments if a.name is None]
        if name in ("source", ".") and words:
            return [self._source(span, words[0])]
        if name == "load" and words and self.is_bats:
            return [self._source(span, words[0], ".bash")]
        if name == "return":
            return [facts.Return(span, _status(words[0]) if words else None)]
        if name in ("break", "continue"):
            return [facts.Jump(span, name)]
        if name == "test":
            tested = _old_test(words, span)
            if tested is not None:
                return [facts.Evaluate(span, tested)]
        found: list[facts.Stmt] = [facts.Evaluate(span, call)]
        inner = self._inner(call)
        if inner:
            found.append(facts.Block(span, inner, "block" if name == "eval" else "subshell"))
        script = next((a.value for a in call.arguments if a.name == "<<"), None)
        if name in _SHELLS and isinstance(script, facts.Literal) and self.depth < MAX_DEPTH // 2:
            found.append(facts.Block(span, self._reread(script, str(script.value), 0), "subshell"))
        if name == "set" and words and _is_literal(words[0], "--"):
            found.append(facts.Assign(span, facts.Name(_cover(words), "@"), facts.Sequence(span, tuple(words[1:]))))
        if name == "printf" and len(words) > 2 and _is_literal(words[0], "-v") and isinstance(words[1], facts.Literal):
            call.arguments, printed = call.arguments[2:], call.arguments
            found.append(facts.Assign(span, facts.Name(words[1].span, str(words[1].value)), self._said(call)))
            call.arguments = printed
            return found
        if name in _SAYS and self.functions and not self.quiet and (name != "cat" or any(a.name == "<<" for a in call.arguments)):
            found.append(facts.Output(span, self._said(call)))
        if name in _TAKES:
            found += self._read(call, words)
        return found

    @staticmethod
    def _read(call: facts.Call, words: list[facts.Expr]) -> list[facts.Stmt]:
        """Bind what ``read`` and ``mapfile`` fill, to what they are given or to something unknown."""
        given = next((a.value for a in call.arguments if a.name in ("<<<", "<(")), None) or facts.Opaque(call.span, (), "input")
        flags = _TAKES[call.function.id if isinstance(call.function, facts.Name) else "read"]
        names: list[facts.Literal] = []
        taken = ""
        for word in words:
            text = str(word.value) if isinstance(word, facts.Literal) else ""
            if isinstance(word, facts.Literal) and text.isidentifier() and not flags.fullmatch(taken):
                names.append(word)
            taken = text
        return [facts.Assign(call.span, facts.Name(w.span, str(w.value)), given) for w in names]

    def _source(self, span: Span, target: facts.Expr, suffix: str = "") -> facts.Stmt:
        module = _folded(target)
        if suffix and not module.endswith((suffix, ".sh")):
            module += suffix
        return facts.Import(span, module, (facts.Imported("*", "*", module, span),), target=target)

    def _declaration(self, node: Node) -> list[facts.Stmt]:
        keyword = self.text(node.children[0])
        flags = {self.text(c) for c in node.named_children if c.type == "word"}
        exported = keyword == "export" or any(f.startswith("-") and "x" in f for f in flags)
        declares = (
            "local"
            if keyword == "local" or (keyword in ("declare", "typeset") and self.functions)
            else "const"
            if keyword == "readonly"
            else ""
        )
        found: list[facts.Stmt] = []
        others: list[facts.Expr] = []
        for child in node.named_children:
            span = self.span(child)
            if child.type == "variable_assignment":
                target, value, operator = self._assigned(child)
                if isinstance(value, facts.Literal) and any(f.startswith("-") and "n" in f for f in flags):
                    value = facts.Name(value.span, str(value.value))
                found.append(facts.Assign(self.span(node), target, value, declares, operator, exported=exported))
            elif child.type == "variable_name":
                name = facts.Name(span, self.text(child))
                given = facts.Name(span, name.id) if exported else None
                found.append(facts.Assign(self.span(node), name, given, declares, exported=exported))
            elif child.type in ("command_substitution", "concatenation", "string", "expansion", "simple_expansion"):
                # `export PATH $(names)`: which names these are is not known.
                others.append(self.word(child))
        if others and found:
            found.append(facts.Evaluate(self.span(node), facts.Opaque(self.span(node), tuple(others), "names")))
        if not found:
            words = tuple(facts.Argument(self._plain(c)) for c in node.named_children)
            found.append(
                facts.Evaluate(
                    self.span(node), facts.Call(self.span(node), facts.Name(self.span(node.children[0]), keyword), words, "command")
                )
            )
        return found

    def _if(self, node: Node, span: Span) -> facts.Stmt:
        clauses, orelse = self._clauses(node)
        tail: tuple[facts.Stmt, ...] = tuple(self.statements(orelse))
        for clause, tests, inner in reversed(clauses[1:]):
            before, test = self._condition(tests, self.span(clause))
            made: facts.Stmt = facts.If(self.span(clause), test, tuple(self.statements(inner)), tail, chained=not before)
            tail = (*before, made)
        _, conditions, body = clauses[0]
        before, test = self._condition(conditions, span)
        made = facts.If(span, test, tuple(self.statements(body)), tail)
        return facts.Block(span, (*before, made)) if before else made

    @staticmethod
    def _clauses(node: Node) -> tuple[list[tuple[Node, list[Node], list[Node]]], list[Node]]:
        """Take an ``if`` apart: its clauses (each with condition and body) and what its ``else`` holds."""
        conditions: list[Node] = []
        body: list[Node] = []
        clauses = [(node, conditions, body)]
        orelse: list[Node] = []
        seen_then = False
        for child in node.children:
            if child.type == "then":
                seen_then = True
            elif child.type == "elif_clause":
                cut = next((i for i, c in enumerate(child.children) if c.type == "then"), len(child.children))
                clauses.append((child, child.children[1:cut], child.children[cut + 1 :]))
            elif child.type == "else_clause":
                orelse = child.children[1:]
            elif seen_then:
                body.append(child)
            else:
                conditions.append(child)
        return clauses, orelse

    def _condition(self, nodes: list[Node], span: Span) -> tuple[list[facts.Stmt], facts.Expr]:
        tests = [n for n in nodes if n.type in _STATEMENTS]
        if not tests:
            return self.statements([n for n in nodes if n.is_error]), facts.Opaque(span, tuple(self._error_tests(nodes)), "test")
        return [s for n in tests[:-1] for s in self.statement(n)], self.value_of(tests[-1])

    def _error_tests(self, nodes: list[Node]) -> list[facts.Expr]:
        return [self.value_of(c) for n in nodes if n.is_error for c in n.named_children if c.type in _STATEMENTS]

    def _case(self, node: Node, span: Span) -> facts.Stmt:
        subject = node.child_by_field_name("value")
        cases: list[facts.Case] = []
        for item in node.named_children:
            if item.type != "case_item":
                continue
            patterns: list[facts.Expr] = []
            default = False
            for value in item.children_by_field_name("value"):
                text = self.text(value)
                if text == "*":
                    default = True
                else:
                    patterns.append(self._case_pattern(value, text))
            cut = next((i for i, c in enumerate(item.children) if c.type == ")"), 0)
            body = self.statements(item.children[cut + 1 :])
            falls = any(c.type in (";&", ";;&") for c in item.children)
            cases.append(facts.Case(self.span(item), tuple(patterns), tuple(body), default=default, falls_through=falls))
        return facts.Switch(span, self.word(subject) if subject is not None else facts.Literal(span, ""), tuple(cases))

    def _case_pattern(self, node: Node, text: str) -> facts.Expr:
        span = self.span(node)
        folded = re.sub(
            r"\[([A-Za-z])([A-Za-z])\]", lambda m: m.group(1).lower() if m.group(1).lower() == m.group(2).lower() else m.group(0), text
        )
        if node.type in ("word", "extglob_pattern", "concatenation") and _WILD.search(folded) and "$" not in text:
            return facts.Opaque(span, (), "pattern")
        if node.type in ("word", "extglob_pattern") or folded != text:
            return facts.Literal(span, _ESCAPE.sub(r"\1", folded).strip("\"'"))
        return self.word(node)

    def _loop(self, node: Node, span: Span) -> list[facts.Stmt]:
        body_node = node.child_by_field_name("body")
        body = tuple(self.statements(body_node.children)) if body_node is not None else ()
        if node.type == "for_statement":
            name = node.child_by_field_name("variable")
            values = [self.word(c) for c in node.children_by_field_name("value")]
            target = None if name is None else facts.Name(self.span(name), self.text(name))
            items = facts.Sequence(span, tuple(values)) if values else facts.Name(span, "@")
            return [facts.Loop(span, body, target=target, iterable=items)]
        if node.type == "c_style_for_statement":
            condition = node.child_by_field_name("condition")
            return [facts.Loop(span, body, test=None if condition is None else self.arithmetic(condition))]
        conditions = list(node.children_by_field_name("condition"))
        before, test = self._condition(conditions, span)
        filled = [s for n in conditions if self._command_name(n) == "read" for s in self.statement(n) if isinstance(s, facts.Assign)]
        body = (*filled, *body)
        if node.children and node.children[0].type == "until":
            test = facts.Not(test.span, test)
        return [*before, facts.Loop(span, body, test=test)]

    def _function(self, node: Node, span: Span) -> list[facts.Stmt]:
        name_node = node.child_by_field_name("name")
        body_node = node.child_by_field_name("body")
        title = self.tests.get(self.point(node.start_byte)[0])
        name = self.text(name_node) if name_node is not None else ""
        self.functions.append(set())
        saved, self.quiet = self.quiet, 0
        inner = [] if body_node is None else body_node.children if body_node.type in ("compound_statement", "subshell") else [body_node]
        body = self.statements(inner)
        self.quiet = saved
        self.functions.pop()
        used = {n.id for n in facts.walk(list(body)) if isinstance(n, facts.Name) and (n.id.isdigit() or n.id in ("@", "*"))}
        parameters = [facts.Parameter(span, facts.Name(span, n)) for n in sorted((u for u in used if u.isdigit() and u != "0"), key=int)]
        highest = int(parameters[-1].target.id) if parameters and isinstance(parameters[-1].target, facts.Name) else 0
        parameters = [facts.Parameter(span, facts.Name(span, str(n))) for n in range(1, min(highest, 9) + 1)]
        if title is not None:
            function = facts.Function(span, None, (), tuple(body))
            call = facts.Call(
                span, facts.Name(span, "@test"), (facts.Argument(facts.Literal(span, title)), facts.Argument(function)), "command"
            )
            return [facts.Evaluate(span, call)]
        return [facts.Define(span, facts.Function(span, name, tuple(parameters), tuple(_returning(body))))]

    def _list(self, node: Node, span: Span) -> list[facts.Stmt]:
        parts, signs = self._flat(node)
        if len(parts) == 1:
            return self.statement(parts[0])
        if parts[0].type in _BINDS or self._command_name(parts[0]) in ("source", "."):
            # The status of an assignment is not its value; what is sourced is bound whatever comes of it.
            status = facts.Opaque(self.span(parts[0]), (), "status")
            rest = [s for part in parts[1:] for s in self.statement(part)]
            return [*self.statement(parts[0]), facts.If(span, status, tuple(rest))]
        if len(parts) == 3 and signs == ["&&", "||"]:
            return [facts.If(span, self.value_of(parts[0]), tuple(self.statement(parts[1])), tuple(self.statement(parts[2])))]
        test = self.value_of(parts[0])
        for sign, part in zip(signs[:-1], parts[1:-1], strict=True):
            test = facts.Logic(span, "and" if sign == "&&" else "or", test, self.value_of(part))
        if signs and signs[-1] == "||":
            test = facts.Not(test.span, test)
        return [facts.If(span, test, tuple(self.statement(parts[-1])))]

    def _pipeline(self, node: Node, span: Span) -> list[facts.Stmt]:
        self.quiet += 1
        commands = [c for c in node.named_children if c.type in _STATEMENTS]
        body = [s for c in commands for s in self.statement(c)]
        self.quiet -= 1
        return [facts.Block(span, tuple(body), "pipeline")]

    def _redirected(self, node: Node, span: Span) -> list[facts.Stmt]:
        body, redirects, extra = self._fed(node)
        away = any(
            c.type == "file_redirect" and any(s.type in (">", ">>", ">&", "&>", ">|") for s in c.children) and not self._only_errors(c)
            for c in redirects
        )
        following = [pair for c in redirects for pair in followers(c, self.text)]
        piped = any(sign == "|" for sign, _ in following)
        self.quiet += away + piped
        made = self.statement(body) if body is not None else []
        made += [s for sign, right in following if sign == "|" for s in self.statement(right)]
        self.quiet -= away + piped
        fed = bool(extra and made) and isinstance(made[0], facts.Loop) and self._feed(made[0], extra)
        if extra and not fed and body is not None and body.type not in ("command", "list", "pipeline", "negated_command"):
            made = [facts.Evaluate(span, facts.Opaque(span, tuple(a.value for a in extra), "input")), *made]
        if piped:
            made = [facts.Block(span, tuple(made), "pipeline")]
        targets = [t for c in redirects if c.type == "file_redirect" for t in c.children_by_field_name("destination")[:1]]
        named = [self.word(target) for target in targets if target.type != "process_substitution"]
        named = [word for word in named if any(isinstance(n, facts.Call) for n in facts.walk([word]))]
        if named:
            # What commands say where the output goes, as in `> "$(log_folder)/x"`.
            made = [facts.Evaluate(span, facts.Opaque(span, tuple(named), "redirection")), *made]
        rest = [s for sign, right in following if sign != "|" for s in self.statement(right)]
        if rest:
            made.append(facts.If(span, facts.Opaque(span, (), "status"), tuple(rest)))
        return made

    def _fed(self, node: Node) -> tuple[Node | None, list[Node], list[facts.Argument]]:
        """Take a redirected command apart: its body, its redirections, and what they give it, which is handed to its last command."""
        body = node.child_by_field_name("body")
        redirects = [c for c in node.named_children if c.type.endswith("_redirect")]
        given: list[facts.Argument] = [facts.Argument(self.word(c)) for redirect in redirects for c in words_behind(redirect)]
        for redirect in redirects:
            if redirect.type == "heredoc_redirect":
                text = next((c for c in redirect.named_children if c.type == "heredoc_body"), None)
                if text is not None:
                    given.append(facts.Argument(self._heredoc(text, literal=is_literal(redirect, self.text)), "<<"))
            elif redirect.type == "herestring_redirect":
                given += [facts.Argument(self.word(c), "<<<") for c in redirect.named_children]
            elif redirect.type == "file_redirect":
                given += [facts.Argument(self._process(c), "<(") for c in redirect.named_children if c.type == "process_substitution"]
        last = body
        while last is not None and last.type in ("list", "pipeline", "negated_command"):
            last = next((c for c in reversed(last.named_children) if c.type in _STATEMENTS), None)
        if last is not None and given:
            self.given[last.id] = given
        return body, redirects, given

    def _feed(self, loop: facts.Loop, given: list[facts.Argument]) -> bool:
        """Give a loop's `read` what is redirected into the loop, if it has one: ``while read -r x; do …; done < <(find …)``."""
        for node in facts.walk([loop.test] if loop.test is not None else []):
            if isinstance(node, facts.Call) and isinstance(node.function, facts.Name) and node.function.id == "read":
                node.arguments = (*node.arguments, *given)
                loop.body = (*self._read(node, [a.value for a in node.arguments if a.name is None]), *loop.body)
                return True
        return False

    def _only_errors(self, node: Node) -> bool:
        first = node.children[0] if node.children else None
        return first is not None and first.type == "file_descriptor" and self.text(first) == "2"

    def _process(self, node: Node) -> facts.Expr:
        inner = [c for c in node.named_children if c.type in _STATEMENTS]
        self.quiet += 1
        try:
            return self._output_of(inner[0], self.span(node)) if len(inner) == 1 else facts.Opaque(self.span(node), ())
        finally:
            self.quiet -= 1

    def _heredoc(self, node: Node, *, literal: bool) -> facts.Expr:
        span = self.span(node)
        if literal:
            return facts.Literal(span, self.text(node))
        parts: list[facts.Expr] = []
        position = node.start_byte
        for child in node.named_children:
            if child.type != "heredoc_content":
                parts += [*self._missed(position, child.start_byte, span), self.word(child)]
                position = child.end_byte
        return self._joined([*parts, *self._missed(position, node.end_byte, span)], span)

    def _missed(self, start: int, end: int, span: Span) -> list[facts.Expr]:
        """Read a text of a here-document, with the parameters that the grammar takes for text."""
        pieces = with_parameters(self.source[start:end].decode("utf-8", "replace"))
        return [facts.Name(span, piece) if at % 2 else facts.Literal(span, piece) for at, piece in enumerate(pieces) if piece]


def _is_runner(name: str) -> bool:
    last = name.rpartition("/")[2]
    return last in _SHELLS or last in _RUNNERS or last.startswith(("run", "retry", "with"))


def _source_of(word: facts.Expr) -> str | None:
    """Give the text of a script that a word holds, with the variables that the outer shell puts in."""
    match word:
        case facts.Literal(value=str() as text):
            return text
        case facts.Combine(operator="text"):
            texts = [f"${{{part.id}}}" if isinstance(part, facts.Name) else _source_of(part) or "$()" for part in word.parts]
            return "".join(texts)
        case _:
            return None


def _cover(parts: list[facts.Expr]) -> Span:
    first, last = parts[0].span, parts[-1].span
    return Span(first.line, first.column, last.end_line, last.end_column)


def _is_literal(expr: facts.Expr, *values: str) -> bool:
    return isinstance(expr, facts.Literal) and expr.value in values


def _status(expr: facts.Expr) -> facts.Expr:
    if isinstance(expr, facts.Literal) and str(expr.value).isdigit():
        return facts.Literal(expr.span, int(str(expr.value)))
    return expr


def _environment_word(expr: facts.Expr) -> tuple[str, facts.Expr] | None:
    """Read ``X=value`` among the words of ``env``."""
    if isinstance(expr, facts.Literal):
        name, sign, value = str(expr.value).partition("=")
        return (name, facts.Literal(expr.span, value)) if sign and name.isidentifier() else None
    if isinstance(expr, facts.Combine) and isinstance(expr.parts[0], facts.Literal):
        name, sign, value = str(expr.parts[0].value).partition("=")
        if sign and name.isidentifier():
            rest = list(expr.parts[1:])
            if value:
                rest.insert(0, facts.Literal(expr.parts[0].span, value))
            return name, rest[0] if len(rest) == 1 else facts.Combine(expr.span, tuple(rest), "text")
    return None


_MAX_WORDS = 60
"""A ``test`` of more words than this is not taken apart."""


def _old_test(words: list[facts.Expr], span: Span) -> facts.Expr | None:
    """Lower the words of ``test`` or ``[``; None where they are no test."""
    signs = [str(w.value) if isinstance(w, facts.Literal) else "" for w in words]
    if not words or len(words) > _MAX_WORDS:
        return None
    for sign, operator in (("-o", "or"), ("-a", "and")):
        depth = 0
        for index, text in enumerate(signs):
            depth += (text == "(") - (text == ")")
            # `-a` and `-o` between two operands of a comparison are such an operand.
            if text == sign and not depth and 0 < index < len(words) - 1 and not _is_operand(signs, index):
                left, right = _old_test(words[:index], span), _old_test(words[index + 1 :], span)
                return None if left is None or right is None else facts.Logic(span, operator, left, right)
    if signs[0] == "!" and len(words) > 1:
        inner = _old_test(words[1:], span)
        return None if inner is None else facts.Not(span, inner)
    if signs[0] == "(" and signs[-1] == ")" and len(words) > 2:
        return _old_test(words[1:-1], span)
    if len(words) == 3:
        compared = _EQUAL.get(signs[1]) or _NUMERIC.get(signs[1])
        return _compared(span, compared, words[0], words[2]) if compared else facts.Opaque(span, (words[0], words[2]), "file-test")
    if len(words) == 2:
        if signs[0] in ("-n", "-z"):
            return facts.Compare(span, "!=" if signs[0] == "-n" else "==", words[1], facts.Literal(span, ""))
        return _is_set(span, words[1]) if signs[0] == "-v" else facts.Opaque(span, (words[1],), "file-test")
    return facts.Compare(span, "!=", words[0], facts.Literal(span, "")) if len(words) == 1 else None


def _compared(span: Span, operator: str, left: facts.Expr, right: facts.Expr) -> facts.Compare:
    """Compare without what both sides begin with: ``[ "x$MODE" = "xcluster" ]``."""
    match left, right:
        case facts.Combine(operator="text", parts=(facts.Literal(value=str() as same), facts.Expr() as rest)), facts.Literal(
            value=str() as text
        ):
            if operator in ("==", "!=") and same and text.startswith(same):
                return facts.Compare(span, operator, rest, facts.Literal(right.span, text.removeprefix(same)))
    return facts.Compare(span, operator, left, right)


def _is_operand(signs: list[str], index: int) -> bool:
    return signs[index - 1] in _EQUAL or (signs[index + 1] in _EQUAL and index == 1)


def _is_set(span: Span, name: facts.Expr) -> facts.Expr:
    """Ask whether the variable of that name is set."""
    return facts.Call(span, facts.Name(span, "isset"), (facts.Argument(name),), "command")


def _folded(expr: facts.Expr) -> str:
    """Spell a path with its variables kept as ``${NAME}`` and its substitutions as ``$()``."""
    match expr:
        case facts.Literal():
            return str(expr.value)
        case facts.Name():
            return f"${{{expr.id}}}"
        case facts.Combine():
            return "".join(_folded(part) for part in expr.parts)
        case _:
            return "$()"


def _returning(body: list[facts.Stmt]) -> list[facts.Stmt]:
    """Make the last test of a function its result."""
    if not body:
        return body
    last = body[-1]
    match last:
        case facts.Evaluate(value=facts.Compare() | facts.Not() | facts.Logic() as value):
            return [*body[:-1], facts.Return(last.span, value)]
        case facts.Evaluate(value=facts.Call(function=facts.Name(id=name)) as call) if name not in _SAYS and name != "exit":
            return [*body[:-1], facts.Return(last.span, call)]
        case facts.If(body=(facts.Evaluate(value=facts.Compare() as inner),), orelse=(), test=test) if not last.chained:
            return [*body[:-1], facts.Return(last.span, facts.Logic(last.span, "and", test, inner))]
        case _:
            return body


def _ansi(text: str) -> str:
    table = {"n": "\n", "t": "\t", "r": "\r", "e": "\x1b", "a": "\a", "0": "\0"}
    return _ESCAPE.sub(lambda m: table.get(m.group(1), m.group(1)), text)
