"""Lowers Bash (and sh, bats) into facts, from the syntax tree alone."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

import tree_sitter_bash
from tree_sitter import Language, Node, Parser

from lint430 import facts
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
_BINDS = frozenset(("variable_assignment", "variable_assignments", "declaration_command"))
_WILD = re.compile(r"(?<!\\)[*?\[]|[@!+?*]\(")
_BATS_TEST = re.compile(rb"^([ \t]*)@test([ \t]+)(\"(?:[^\"\\\n]|\\.)*\"|'[^'\n]*'|\S+)([ \t]*)\{", re.MULTILINE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


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
    source = data.replace(b"\r\n", b" \n") if b"\r\n" in data else data
    if path.endswith(".bats"):
        source = _without_test_syntax(source, tests)
    lowering = _Lowering(data, source, origin, tests)
    try:
        root = _parser().parse(source).root_node
        body = lowering.statements(root.children)
    except RecursionError:
        return facts.Module(path, "bash", errors=(lowering.span_at(0, 0, 0, 1),))
    comments, errors = lowering.extras(root)
    return facts.Module(path, "bash", tuple(body), tuple(comments), tuple(errors))


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

    def __init__(self, data: bytes, source: bytes, origin: tuple[int, int, tuple[int, ...]] | None, tests: dict[int, str]) -> None:
        self.data = data
        self.source = source
        self.origin = origin
        self.tests = tests
        self.functions: list[set[str]] = []
        self.quiet = 0
        """Depth of pipelines and redirections in which output goes elsewhere."""

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

    def span(self, node: Node) -> Span:
        start, end = node.start_point, node.end_point
        return self.span_at(start[0], start[1], end[0], end[1])

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
                row = node.start_point[0]
                if row > last + 1:
                    errors.append(self.span(node))
                last = max(last, node.end_point[0])
            stack.extend(reversed(node.children))
        return comments, errors

    # --- words -------------------------------------------------------------------------------------------------------------------

    def word(self, node: Node) -> facts.Expr:
        """Lower a word."""
        span = self.span(node)
        kind = node.type
        if kind in (
            "word",
            "number",
            "variable_name",
            "special_variable_name",
            "regex",
            "extglob_pattern",
            "test_operator",
            "heredoc_content",
        ):
            return facts.Literal(span, _ESCAPE.sub(r"\1", self.text(node)))
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
                return facts.Opaque(span, (), "indirect")
            return facts.Cast(span, self._variable(children[1]), None)
        if not children:
            return facts.Opaque(span, (), "expansion")
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
            return facts.Call(span, facts.Name(span, "require"), (facts.Argument(name), facts.Argument(value)))
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
            body = node.child_by_field_name("body")
            return facts.Opaque(span, (), "substitution") if body is None else self._output_of(body, span)
        if node.type == "command":
            call = self.command(node, "substitution")
            call.span = span
            name = call.function.id if isinstance(call.function, facts.Name) else ""
            if name in ("echo", "printf"):
                return facts.Cast(span, self._said(call), None)
            return call
        if node.type == "pipeline":
            commands = [c for c in node.named_children if c.type != "comment"]
            names = [self._command_name(c) for c in commands[1:]]
            if commands and all(name in _FILTERS for name in names):
                first = self._output_of(commands[0], span)
                rest = [self.value_of(c) for c in commands[1:]]
                del rest
                return facts.Cast(span, first, None)
        if node.type == "list":
            parts, signs = self._flat(node)
            if len(parts) == 2 and signs == ["||"]:
                first = self._output_of(parts[0], span)
                if self._command_name(parts[1]) in ("true", ":"):
                    return first
                return facts.Logic(span, "or", first, self._output_of(parts[1], span))
        return facts.Opaque(span, (self.value_of(node),), "substitution")

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
        operator = self.text(sign)
        row = self._row(node)
        if any(isinstance(part, str) and part in ("-a", "-o") for part in row):
            return self._old_logic(row, span)
        if operator in ("&&", "-a", "||", "-o"):
            return facts.Logic(span, "and" if operator in ("&&", "-a") else "or", self.test(left), self.test(right))
        if left.type == "unary_expression" and left.children and left.children[0].type == "!":
            # [[ ! $a == b ]] is read as (! $a) == b.
            inner = facts.Compare(span, self._operator(operator, right), self.word(left.named_children[-1]), self._pattern(right))
            return facts.Not(span, inner)
        if operator in _NUMERIC or operator in _EQUAL or operator == "=~":
            return facts.Compare(span, self._operator(operator, right), self.word(left), self._pattern(right))
        return facts.Combine(span, (self.word(left), self.word(right)), operator)

    def _row(self, node: Node) -> list[Node | str]:
        """Flatten nested comparisons into operands and operators: the grammar gives ``-o`` the precedence of ``=``."""
        left, right, sign = (node.child_by_field_name(name) for name in ("left", "right", "operator"))
        if node.type != "binary_expression" or left is None or right is None or sign is None:
            return [node]
        return [*self._row(left), self.text(sign), *self._row(right)]

    def _old_logic(self, row: list[Node | str], span: Span) -> facts.Expr:
        for sign, operator in (("-o", "or"), ("-a", "and")):
            if sign in row:
                cut = row.index(sign)
                return facts.Logic(span, operator, self._old_logic(row[:cut], span), self._old_logic(row[cut + 1 :], span))
        match row:
            case [Node() as only]:
                return self.test(only)
            case [Node() as left, str() as sign, Node() as right]:
                return facts.Compare(span, self._operator(sign, right), self.word(left), self._pattern(right))
            case _:
                return facts.Opaque(span, tuple(self.word(part) for part in row if isinstance(part, Node)), "test")

    def _operator(self, operator: str, right: Node) -> str:
        if operator == "=~":
            return "match"
        if operator in _NUMERIC:
            return _NUMERIC[operator]
        loose = [right] if right.type == "extglob_pattern" else [c for c in right.children if c.type in ("word", "extglob_pattern")]
        if any(_WILD.search(self.text(part)) for part in loose):
            return "match" if operator != "!=" else "!="
        return _EQUAL.get(operator, operator)

    def _pattern(self, node: Node) -> facts.Expr:
        if node.type == "extglob_pattern" and not _WILD.search(self.text(node)):
            return facts.Literal(self.span(node), self.text(node).strip("\"'"))
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
            return facts.Call(span, facts.Name(span, "isset"), (facts.Argument(value),))
        return facts.Opaque(span, (value,), "file-test")

    def arithmetic(self, node: Node) -> facts.Expr:
        """Lower an arithmetic expression; bare words are variables there."""
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
        span = self.span(node)
        kind = node.type
        if kind == "test_command":
            opener = node.children[0].type if node.children else ""
            if opener == "((":
                inner = node.named_children
                return self.arithmetic(inner[0]) if len(inner) == 1 else facts.Opaque(span, (), "arithmetic")
            return self.test(node)
        if kind == "command":
            return self._tested(node)
        if kind == "negated_command":
            inner = [c for c in node.named_children if c.type != "comment"]
            return facts.Not(span, self.value_of(inner[0]) if inner else facts.Opaque(span, ()))
        if kind == "list":
            return self._listed(node, span)
        if kind == "redirected_statement":
            body = node.child_by_field_name("body")
            return facts.Opaque(span, ()) if body is None else self.value_of(body)
        if kind == "compound_statement" and node.children and node.children[0].type == "((":
            inner = node.named_children
            return self.arithmetic(inner[0]) if len(inner) == 1 else facts.Opaque(span, (), "arithmetic")
        if kind == "compound_statement" or kind == "subshell":
            inner = [c for c in node.named_children if c.type in _STATEMENTS]
            if len(inner) == 1:
                return self.value_of(inner[0])
        if kind == "pipeline":
            inner = [c for c in node.named_children if c.type in _STATEMENTS]
            return facts.Opaque(span, tuple(self.value_of(c) for c in inner), "pipeline")
        if kind == "variable_assignment":
            target, value, _ = self._assigned(node)
            return facts.Bind(span, target, value)
        return facts.Opaque(span, tuple(self.value_of(c) for c in node.named_children if c.type in _STATEMENTS), kind)

    def _tested(self, node: Node) -> facts.Expr:
        call = self.command(node)
        name = call.function.id if isinstance(call.function, facts.Name) else ""
        words = [a.value for a in call.arguments if a.name is None]
        if name == "test":
            return _old_test(words, call.span) or call
        return call

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
                else:
                    arguments.append(facts.Argument(argument))
        used = [a.value.id for a in arguments if isinstance(a.value, facts.Name)]
        if self.functions:
            self.functions[-1].update(used)
        return facts.Call(span, function, (*arguments, *environment), kind)

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
                made = self.statement(node)
                following = nodes[index + 1] if index + 1 < len(nodes) else None
                if following is not None and following.type == "&":
                    made = [facts.Block(self.span(node), tuple(made), "background")]
                found += made
        return found

    def statement(self, node: Node) -> list[facts.Stmt]:
        """Lower one statement."""
        span = self.span(node)
        match node.type:
            case "command":
                return self._command(node, span)
            case "declaration_command":
                return self._declaration(node)
            case "unset_command":
                words = tuple(facts.Argument(self._plain(c)) for c in node.named_children)
                return [facts.Evaluate(span, facts.Call(span, facts.Name(span, "unset"), words, "command"))]
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
        if name == "return":
            return [facts.Return(span, _status(words[0]) if words else None)]
        if name in ("break", "continue"):
            return [facts.Jump(span, name)]
        if name == "test":
            tested = _old_test(words, span)
            if tested is not None:
                return [facts.Evaluate(span, tested)]
        found: list[facts.Stmt] = [facts.Evaluate(span, call)]
        if (
            name in ("sh", "bash")
            and len(words) >= 2
            and _is_literal(words[0], "-c", "-ec", "-lc", "-euc")
            and isinstance(words[1], facts.Literal)
        ):
            found.append(self._inline(words[1]))
        if name in _SAYS and self.functions and not self.quiet and (name != "cat" or any(a.name == "<<" for a in call.arguments)):
            found.append(facts.Output(span, self._said(call)))
        if name in ("read", "mapfile", "readarray"):
            found += self._read(call, words)
        return found

    def _inline(self, literal: facts.Literal) -> facts.Stmt:
        inner = lower_fragment(str(literal.value), "", literal.span.line, literal.span.column + 1)
        return facts.Block(literal.span, inner.body, "subshell")

    @staticmethod
    def _read(call: facts.Call, words: list[facts.Expr]) -> list[facts.Stmt]:
        given = next((a.value for a in call.arguments if a.name in ("<<<", "<(")), None)
        names = [w for w in words if isinstance(w, facts.Literal) and str(w.value).isidentifier()]
        if given is None or not names:
            return []
        return [facts.Assign(call.span, facts.Name(w.span, str(w.value)), given) for w in names[-1:]]

    def _source(self, span: Span, target: facts.Expr) -> facts.Stmt:
        module = _folded(target)
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
        for child in node.named_children:
            span = self.span(child)
            if child.type == "variable_assignment":
                target, value, operator = self._assigned(child)
                found.append(facts.Assign(self.span(node), target, value, declares, operator, exported=exported))
            elif child.type == "variable_name":
                name = facts.Name(span, self.text(child))
                given = facts.Name(span, name.id) if exported else None
                found.append(facts.Assign(self.span(node), name, given, declares, exported=exported))
        if not found:
            words = tuple(facts.Argument(self._plain(c)) for c in node.named_children)
            found.append(
                facts.Evaluate(
                    self.span(node), facts.Call(self.span(node), facts.Name(self.span(node.children[0]), keyword), words, "command")
                )
            )
        return found

    def _if(self, node: Node, span: Span) -> facts.Stmt:
        branches: list[tuple[Node, list[Node], list[Node]]] = []
        conditions: list[Node] = []
        body: list[Node] = []
        orelse: list[Node] = []
        seen_then = False
        for child in node.children:
            if child.type == "then":
                seen_then = True
            elif child.type == "elif_clause":
                cut = next((i for i, c in enumerate(child.children) if c.type == "then"), len(child.children))
                branches.append((child, child.children[1:cut], child.children[cut + 1 :]))
            elif child.type == "else_clause":
                orelse = child.children[1:]
            elif seen_then:
                body.append(child)
            else:
                conditions.append(child)
        tail: tuple[facts.Stmt, ...] = tuple(self.statements(orelse))
        for clause, tests, inner in reversed(branches):
            before, test = self._condition(tests, self.span(clause))
            made: facts.Stmt = facts.If(self.span(clause), test, tuple(self.statements(inner)), tail, chained=not before)
            tail = (*before, made)
        before, test = self._condition(conditions, span)
        made = facts.If(span, test, tuple(self.statements(body)), tail)
        return facts.Block(span, (*before, made)) if before else made

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
        before, test = self._condition(list(node.children_by_field_name("condition")), span)
        if node.children and node.children[0].type == "until":
            test = facts.Not(test.span, test)
        return [*before, facts.Loop(span, body, test=test)]

    def _function(self, node: Node, span: Span) -> list[facts.Stmt]:
        name_node = node.child_by_field_name("name")
        body_node = node.child_by_field_name("body")
        title = self.tests.get(node.start_point[0])
        name = self.text(name_node) if name_node is not None else ""
        self.functions.append(set())
        saved, self.quiet = self.quiet, 0
        body = self.statements(body_node.children) if body_node is not None else []
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
        body = node.child_by_field_name("body")
        redirects = [c for c in node.named_children if c.type.endswith("_redirect")]
        away = any(
            c.type == "file_redirect" and any(s.type in (">", ">>", ">&", "&>", ">|") for s in c.children) and not self._only_errors(c)
            for c in redirects
        )
        self.quiet += away
        made = self.statement(body) if body is not None else []
        self.quiet -= away
        extra: list[facts.Argument] = []
        followers: list[facts.Stmt] = []
        for redirect in redirects:
            if redirect.type == "heredoc_redirect":
                content = redirect.named_children
                text = next((c for c in content if c.type == "heredoc_body"), None)
                if text is not None:
                    extra.append(facts.Argument(self._heredoc(text), "<<"))
                right = redirect.child_by_field_name("right")
                if right is not None:
                    followers += self.statement(right)
            elif redirect.type == "herestring_redirect":
                extra += [facts.Argument(self.word(c), "<<<") for c in redirect.named_children]
            elif redirect.type == "file_redirect":
                for child in redirect.named_children:
                    if child.type == "process_substitution":
                        extra.append(facts.Argument(self._process(child), "<("))
        if extra and made and isinstance(made[0], facts.Evaluate) and isinstance(made[0].value, facts.Call):
            call = made[0].value
            call.arguments = (*call.arguments, *extra)
            name = call.function.id if isinstance(call.function, facts.Name) else ""
            words = [a.value for a in call.arguments if a.name is None]
            if name == "cat" and self.functions and not self.quiet and not away:
                made.append(facts.Output(span, self._said(call)))
            if name in ("read", "mapfile", "readarray"):
                made += self._read(call, words)
        if extra and made and isinstance(made[0], facts.Loop):
            self._feed(made[0], extra)
        if followers:
            made.append(facts.If(span, facts.Opaque(span, (), "status"), tuple(followers)))
        return made

    def _feed(self, loop: facts.Loop, given: list[facts.Argument]) -> None:
        """Give a loop's `read` what is redirected into the loop: ``while read -r x; do …; done < <(find …)``."""
        for node in facts.walk([loop.test] if loop.test is not None else []):
            if isinstance(node, facts.Call) and isinstance(node.function, facts.Name) and node.function.id == "read":
                node.arguments = (*node.arguments, *given)
                loop.body = (*self._read(node, [a.value for a in node.arguments if a.name is None]), *loop.body)
                return

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

    def _heredoc(self, node: Node) -> facts.Expr:
        span = self.span(node)
        parts: list[facts.Expr] = []
        position = node.start_byte
        for child in node.named_children:
            if child.start_byte > position:
                parts.append(facts.Literal(span, self.source[position : child.start_byte].decode("utf-8", "replace")))
            if child.type == "heredoc_content":
                if child.end_byte > child.start_byte:
                    parts.append(facts.Literal(self.span(child), self.text(child)))
            else:
                parts.append(self.word(child))
            position = child.end_byte
        if node.end_byte > position:
            parts.append(facts.Literal(span, self.source[position : node.end_byte].decode("utf-8", "replace")))
        return self._joined(parts, span)


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


def _old_test(words: list[facts.Expr], span: Span) -> facts.Expr | None:
    """Lower ``test a = b`` and its like; None where it is more than that."""
    if len(words) == 3 and isinstance(words[1], facts.Literal):
        sign = str(words[1].value)
        operator = _EQUAL.get(sign) or _NUMERIC.get(sign)
        if operator is not None:
            return facts.Compare(span, operator, words[0], words[2])
    if len(words) == 2 and isinstance(words[0], facts.Literal):
        sign = str(words[0].value)
        if sign in ("-n", "-z"):
            return facts.Compare(span, "!=" if sign == "-n" else "==", words[1], facts.Literal(span, ""))
        if sign == "-v":
            return facts.Call(span, facts.Name(span, "isset"), (facts.Argument(words[1]),))
        if sign == "!":
            return facts.Not(span, facts.Compare(span, "!=", words[1], facts.Literal(span, "")))
        return facts.Opaque(span, (words[1],), "file-test")
    return None


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
