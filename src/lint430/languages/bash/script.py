"""Lowers Bash into the tree of :mod:`lint430.shell`: commands as the shell runs them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from tree_sitter import Node

from lint430 import shell
from lint430.model import Span

_COMMANDS = frozenset(
    (
        "command", "declaration_command", "unset_command", "variable_assignment", "variable_assignments", "if_statement", "case_statement",
        "while_statement", "for_statement", "c_style_for_statement", "function_definition", "list", "pipeline", "redirected_statement",
        "subshell", "compound_statement", "test_command", "negated_command", "do_group",
    )
)  # fmt: skip
_NESTED_TESTS = frozenset(("binary_expression", "unary_expression", "parenthesized_expression"))
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_PARAMETER = re.compile(r"(?<!\\)\$(\d|[@*#?]|[A-Za-z_]\w*)")
_ANSI = {"n": "\n", "t": "\t", "r": "\r", "e": "\x1b", "a": "\a"}
_SIGNS = re.compile(r"&&|\|\||!|\(|\)|==?|!=|=~|<=?|>=?|-\w\w?")


class Script:
    """The state of one lowering: the source, and how a grammar's node becomes a place."""

    def __init__(self, source: bytes, span: Callable[[Node], Span]) -> None:
        self._source = source
        self._span = span

    def _text(self, node: Node) -> str:
        return self._between(node.start_byte, node.end_byte)

    def _between(self, start: int, end: int) -> str:
        return self._source[start:end].decode("utf-8", "replace")

    # --- commands ----------------------------------------------------------------------------------------------------------------

    def commands(self, nodes: Sequence[Node]) -> tuple[shell.Node, ...]:
        """Lower a run of commands; what stands around an error is still read."""
        found: list[shell.Node] = []
        for index, node in enumerate(nodes):
            if node.is_error:
                found += self.commands(node.children)
            elif node.type in _COMMANDS:
                made = self._command(node)
                if index + 1 < len(nodes) and nodes[index + 1].type == "&":
                    made = shell.Background(self._span(node), made)
                found.append(made)
        return tuple(found)

    def _command(self, node: Node) -> shell.Node:
        span = self._span(node)
        match node.type:
            case "variable_assignment":
                return shell.Simple(span, (), (self._set(node),))
            case "variable_assignments":
                return shell.Simple(span, (), tuple(self._set(c) for c in node.named_children if c.type == "variable_assignment"))
            case "declaration_command" | "unset_command":
                return shell.Simple(span, tuple(self._declared(c) for c in node.children if c.type != "comment"))
            case "test_command":
                return self._test(node, span)
            case "negated_command":
                inner = [c for c in node.named_children if c.type in _COMMANDS]
                return shell.Negation(span, self._command(inner[0]) if inner else shell.Simple(span))
            case "list":
                return self._list(node, span)
            case "pipeline":
                return self._pipeline(node, span)
            case "redirected_statement":
                return self._redirected(node, span)
            case "subshell":
                return shell.Group(span, self.commands(node.children), subshell=True)
            case "compound_statement" | "do_group":
                if node.children and node.children[0].type == "((":
                    return shell.Calculation(span, self._inside(node))
                return shell.Group(span, self.commands(node.children))
            case "if_statement":
                return self._if(node, span)
            case "case_statement":
                return self._case(node, span)
            case "for_statement":
                return self._for(node, span)
            case "while_statement":
                test = self.commands(node.children_by_field_name("condition"))
                return shell.While(span, test, self._body(node), until=bool(node.children) and node.children[0].type == "until")
            case "c_style_for_statement":
                return shell.While(span, (), self._body(node))
            case "function_definition":
                name, body = node.child_by_field_name("name"), node.child_by_field_name("body")
                made = shell.Group(span, ()) if body is None else self._command(body)
                return shell.Function(span, "" if name is None else self._text(name), made)
            case _:
                return self._simple(node, span)

    def _simple(self, node: Node, span: Span) -> shell.Node:
        words: list[shell.Word | shell.Set] = []
        sets: list[shell.Set] = []
        redirects: list[shell.Redirect] = []
        end = -1
        for child in node.children:
            if child.type == "variable_assignment":
                sets.append(self._set(child))
            elif child.type == "command_name":
                words += [self.word(c) for c in child.children]
            elif child.type.endswith("_redirect"):
                redirects += self._redirect(child)
            elif child.type != "comment":
                word = self.word(child)
                before = words[-1] if words and child.start_byte == end else None
                if isinstance(before, shell.Word):
                    # `/usr/`x`/y` is one word, which the grammar cuts.
                    span = Span(before.span.line, before.span.column, word.span.end_line, word.span.end_column)
                    words[-1] = shell.Word(span, (*before.parts, *word.parts))
                else:
                    words.append(word)
                end = child.end_byte
        made = shell.Simple(span, tuple(words), tuple(sets))
        return shell.Redirected(span, made, tuple(redirects)) if redirects else made

    def _set(self, node: Node) -> shell.Set:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        index = None
        if name is not None and name.type == "subscript":
            index = self._field(name, "index")
            name = name.child_by_field_name("name")
        given: shell.Word | tuple[shell.Word, ...]
        if value is None:
            given = shell.Word(self._span(node))
        elif value.type == "array":
            given = tuple(self.word(c) for c in value.named_children if c.type != "comment")
        else:
            given = self.word(value)
        appends = any(c.type == "+=" for c in node.children)
        return shell.Set(self._span(node), "" if name is None else self._text(name), given, appends, index)

    def _declared(self, node: Node) -> shell.Word | shell.Set:
        return self._set(node) if node.type == "variable_assignment" else self.word(node)

    def _list(self, node: Node, span: Span) -> shell.Node:
        parts: list[Node] = []
        signs: list[str] = []
        stack = [node]
        while stack:
            current = stack.pop()
            if current.type == "list":
                stack.extend(reversed([c for c in current.children if c.type != "comment"]))
            elif current.type in _COMMANDS:
                parts.append(current)
            elif current.type in ("&&", "||"):
                signs.append(current.type)
        # Around an error a sign can be missing.
        signs += ["&&"] * (len(parts) - 1 - len(signs))
        made = [self._command(part) for part in parts]
        return _and_or(span, made[0], zip(signs, made[1:], strict=False)) if made else shell.Simple(span)

    def _pipeline(self, node: Node, span: Span) -> shell.Node:
        return _piped(span, [self._command(c) for c in node.named_children if c.type in _COMMANDS])

    def _redirected(self, node: Node, span: Span) -> shell.Node:
        body = node.child_by_field_name("body")
        own = [c for c in node.named_children if c.type.endswith("_redirect")]
        words = tuple(self.word(c) for child in own for c in words_behind(child))
        redirects = tuple(r for child in own for r in self._redirect(child))
        made = _given(span, None if body is None else self._command(body), words, redirects)
        for child in own:
            for sign, right in followers(child, self._text):
                following = self._command(right)
                made = _piped(span, [made, following]) if sign == "|" else _and_or(span, made, [(sign, following)])
        return made

    def _redirect(self, node: Node) -> list[shell.Redirect]:
        span = self._span(node)
        if node.type == "herestring_redirect":
            return [shell.Redirect(span, "<<<", self.word(c)) for c in node.named_children[:1]]
        if node.type == "heredoc_redirect":
            found = []
            for child in node.named_children:
                if child.type == "heredoc_body":
                    found.append(shell.Redirect(span, "<<", self._heredoc(child, literal=is_literal(node, self._text))))
                elif child.type.endswith("_redirect"):
                    found += self._redirect(child)
            return found
        descriptor = node.child_by_field_name("descriptor")
        operator = next((c.type for c in node.children if not c.is_named), ">")
        target = node.child_by_field_name("destination")
        word = shell.Word(span) if target is None else self.word(target)
        return [shell.Redirect(span, operator, word, "" if descriptor is None else self._text(descriptor))]

    def _heredoc(self, node: Node, *, literal: bool) -> shell.Word:
        if literal:
            return shell.Word(self._span(node), (shell.Text(self._text(node), quoted=True),))
        found: list[shell.Part] = []
        for part in self._parts(node, node.start_byte, node.end_byte):
            found += self._missed(part, node) if isinstance(part, shell.Text) else [part]
        return shell.Word(self._span(node), tuple(found))

    def _missed(self, part: shell.Text, node: Node) -> list[shell.Part]:
        span = self._span(node)
        return [
            shell.Expand(span, piece, quoted=True) if at % 2 else shell.Text(_unescaped(piece, "$`\\\n"), quoted=True)
            for at, piece in enumerate(with_parameters(part.text))
        ]

    def _if(self, node: Node, span: Span) -> shell.Node:
        arms: list[shell.Arm] = []
        first, rest = self._split(node.children[1:])
        arms.append(self._arm(first, rest, span))
        for child in node.children:
            if child.type == "elif_clause":
                first, rest = self._split(child.children[1:])
                arms.append(self._arm(first, rest, self._span(child)))
            elif child.type == "else_clause":
                arms.append(shell.Arm(self._span(child), None, self.commands(child.children[1:])))
        return shell.If(span, tuple(arms))

    @staticmethod
    def _split(nodes: Sequence[Node]) -> tuple[list[Node], list[Node]]:
        cut = next((i for i, n in enumerate(nodes) if n.type == "then"), len(nodes))
        return list(nodes[:cut]), list(nodes[cut + 1 :])

    def _arm(self, tests: list[Node], body: list[Node], span: Span) -> shell.Arm:
        test = self.commands(tests)
        kept = [n for n in body if n.type not in ("elif_clause", "else_clause")]
        return shell.Arm(test[0].span if test else span, test, self.commands(kept))

    def _case(self, node: Node, span: Span) -> shell.Node:
        subject = node.child_by_field_name("value")
        choices = []
        for item in node.named_children:
            if item.type == "case_item":
                patterns = tuple(self.word(v) for v in item.children_by_field_name("value"))
                cut = next((i for i, c in enumerate(item.children) if c.type == ")"), 0)
                falls = any(c.type in (";&", ";;&") for c in item.children)
                choices.append(shell.Choice(self._span(item), patterns, self.commands(item.children[cut + 1 :]), falls))
        return shell.Case(span, shell.Word(span) if subject is None else self.word(subject), tuple(choices))

    def _for(self, node: Node, span: Span) -> shell.Node:
        name = node.child_by_field_name("variable")
        listed = any(c.type == "in" for c in node.children)
        words = tuple(self.word(c) for c in node.children_by_field_name("value")) if listed else None
        return shell.For(span, "" if name is None else self._text(name), words, self._body(node))

    def _body(self, node: Node) -> tuple[shell.Node, ...]:
        body = node.child_by_field_name("body")
        return () if body is None else self.commands(body.children)

    # --- tests -------------------------------------------------------------------------------------------------------------------

    def _test(self, node: Node, span: Span) -> shell.Node:
        if node.children and node.children[0].type == "((":
            return shell.Calculation(span, self._inside(node))
        return shell.Test(span, tuple(token for child in node.children[1:-1] for token in self._tokens(child)))

    def _tokens(self, node: Node) -> list[shell.Word | str]:
        if node.type == "comment":
            return []
        if node.type in _NESTED_TESTS or node.is_error:
            return [token for child in node.children for token in self._tokens(child)]
        text = self._text(node)
        if node.type == "test_operator" or (not node.is_named and _SIGNS.fullmatch(text)):
            return [text]
        return [self.word(node)]

    def _inside(self, node: Node) -> shell.Word:
        """Read what stands between the parentheses of an arithmetic expression; its names stay text."""
        text = self._text(node)
        width = 2 if text.endswith("))") else 1
        start = node.start_byte + len(text) - len(text.lstrip("$([")) if text.startswith("$") else node.start_byte + width
        return shell.Word(self._span(node), tuple(self._expansions(node, start, node.end_byte - width)))

    def _expansions(self, node: Node, start: int, end: int) -> list[shell.Part]:
        """Read a text whose expansions may hang deep in the tree."""
        parts: list[shell.Part] = []
        position = start
        stack = list(reversed(node.named_children))
        while stack:
            child = stack.pop()
            if child.type not in ("simple_expansion", "expansion", "command_substitution"):
                stack.extend(reversed(child.named_children))
                continue
            parts.append(shell.Text(self._between(position, child.start_byte), quoted=True))
            parts += self._word_parts(child, quoted=True)
            position = child.end_byte
        return [*parts, shell.Text(self._between(position, end), quoted=True)]

    # --- words -------------------------------------------------------------------------------------------------------------------

    def word(self, node: Node) -> shell.Word:
        """Lower a word."""
        return shell.Word(self._span(node), tuple(self._word_parts(node, quoted=False)))

    def _word_parts(self, node: Node, *, quoted: bool) -> list[shell.Part]:
        kind = node.type
        span = self._span(node)
        match kind:
            case "raw_string":
                return [shell.Text(self._text(node)[1:-1], quoted=True)]
            case "ansi_c_string":
                return [shell.Text(_ESCAPE.sub(lambda m: _ANSI.get(m[1], m[1]), self._text(node)[2:-1]), quoted=True)]
            case "string":
                parts = self._parts(node, node.start_byte + 1, node.end_byte - 1)
                cooked = [shell.Text(_unescaped(p.text, '$`"\\\n'), quoted=True) if isinstance(p, shell.Text) else p for p in parts]
                return cooked or [shell.Text("", quoted=True)]
            case "translated_string":
                return [part for child in node.named_children for part in self._word_parts(child, quoted=True)]
            case "concatenation":
                return [part for child in node.children for part in self._word_parts(child, quoted=quoted)]
            case "simple_expansion":
                inner = node.named_children
                return [shell.Expand(span, self._text(inner[0]), quoted=quoted) if inner else shell.Text("$")]
            case "expansion":
                return [self._expansion(node, span, quoted=quoted)]
            case "command_substitution" | "process_substitution":
                opener = self._text(node)[:2]
                body = self._substituted(node)
                return [shell.Substitute(span, body, opener if opener in ("<(", ">(") else "$(", quoted)]
            case "arithmetic_expansion":
                return [shell.Calculate(span, self._inside(node), quoted)]
            case "extglob_pattern" | "regex":
                return _pattern_parts(self._text(node))
            case _:
                return [shell.Text(_ESCAPE.sub(lambda m: "" if m[1] == "\n" else m[1], self._text(node)), quoted)]

    def _substituted(self, node: Node) -> tuple[shell.Node, ...]:
        body = self.commands(node.children)
        if not body:
            redirects = [r for c in node.named_children if c.type.endswith("_redirect") for r in self._redirect(c)]
            return (shell.Redirected(self._span(node), None, tuple(redirects)),) if redirects else ()
        return body

    def _parts(self, node: Node, start: int, end: int) -> list[shell.Part]:
        """Read what stands between quotes: the grammar names the expansions, the text is what lies between them."""
        parts: list[shell.Part] = []
        position = start
        for child in node.named_children:
            if child.type in ("simple_expansion", "expansion", "command_substitution", "arithmetic_expansion"):
                if child.start_byte > position:
                    parts.append(shell.Text(self._between(position, child.start_byte), quoted=True))
                parts += self._word_parts(child, quoted=True)
                position = child.end_byte
        if end > position:
            parts.append(shell.Text(self._between(position, end), quoted=True))
        return parts

    def _expansion(self, node: Node, span: Span, *, quoted: bool) -> shell.Part:
        children = [c for c in node.children if c.type not in ("${", "}")]
        prefix = ""
        if children and self._text(children[0]) in ("!", "#"):
            prefix = self._text(children.pop(0))
        if not children:
            return shell.Expand(span, prefix or "", quoted=quoted)
        name, index = children[0], None
        if name.type == "subscript":
            index = self._field(name, "index")
            inner = name.child_by_field_name("name")
            name = name if inner is None else inner
        operands: list[list[Node]] = []
        operator = ""
        for child in children[1:]:
            if not child.is_named and not (operands and operator in (":-", "-", ":=", "=", ":?", "?", ":+", "+")):
                operator = operator or self._text(child)
                operands.append([])
            elif operands:
                operands[-1].append(child)
        words = tuple(self._joined(group, span) for group in operands)
        return shell.Expand(span, self._text(name), index, prefix, operator, words, quoted)

    def _joined(self, nodes: list[Node], span: Span) -> shell.Word:
        return shell.Word(self._span(nodes[0]) if nodes else span, tuple(p for n in nodes for p in self._word_parts(n, quoted=False)))

    def _field(self, node: Node, name: str) -> str:
        found = node.child_by_field_name(name)
        return "" if found is None else self._text(found).strip("\"'")


def words_behind(redirect: Node) -> list[Node]:
    """List the words of the command that stand behind a redirection, which the grammar counts to it: ``echo >&2 "text"``."""
    if redirect.type == "heredoc_redirect":
        inner = [word for child in redirect.children_by_field_name("redirect") for word in words_behind(child)]
        return [*redirect.children_by_field_name("argument"), *inner]
    return redirect.children_by_field_name("destination")[1:]


def followers(redirect: Node, text: Callable[[Node], str]) -> list[tuple[str, Node]]:
    """List what follows the start of a here-document on its line, each command with the sign before it: it hangs below the redirection."""
    right, sign = redirect.child_by_field_name("right"), redirect.child_by_field_name("operator")
    found = [("|", c) for child in redirect.named_children if child.type == "pipeline" for c in child.named_children]
    if right is not None and sign is not None:
        # A pipe behind a redirection is respelled `||` for the grammar.
        written = text(sign)
        found.append((written if written in ("&&", "||") else "|", right))
    return [(sign, command) for sign, command in found if command.type in _COMMANDS]


def is_literal(redirect: Node, text: Callable[[Node], str]) -> bool:
    """Tell whether nothing is expanded in a here-document, because its delimiter is quoted."""
    return any(c.type == "heredoc_start" and re.search(r"['\"\\]", text(c)) for c in redirect.children)


def with_parameters(text: str) -> list[str]:
    """Split a text of a here-document at parameters such as `$1`, which the grammar takes for text: their names are every second piece."""
    return _PARAMETER.split(text)


def _and_or(span: Span, first: shell.Node, rest: Iterable[tuple[str, shell.Node]]) -> shell.Node:
    """Join commands from left to right, as the shell does; the grammar nests some of them."""
    flat: list[tuple[str, shell.Node]] = []
    for sign, node in (("", first), *rest):
        flat += [(sign, node.first), *node.rest] if isinstance(node, shell.AndOr) else [(sign, node)]
    return shell.AndOr(span, flat[0][1], tuple(flat[1:])) if len(flat) > 1 else first


def _piped(span: Span, commands: list[shell.Node]) -> shell.Node:
    """Join commands by pipes, which bind closer than ``&&``, ``||`` and ``!``, whatever the grammar nests."""
    if len(commands) < 2:
        return commands[0] if commands else shell.Simple(span)
    *before, last = commands
    match commands[0], last:
        case shell.AndOr(first=first, rest=rest), _:
            sign, inner = rest[-1]
            return _and_or(span, first, (*rest[:-1], (sign, _piped(span, [inner, *commands[1:]]))))
        case shell.Negation(body=inner), _:
            return shell.Negation(span, _piped(span, [inner, *commands[1:]]))
        case _, shell.AndOr(first=first, rest=rest):
            return _and_or(span, _piped(span, [*before, first]), rest)
        case _:
            flat = [inner for node in commands for inner in (node.commands if isinstance(node, shell.Pipeline) else (node,))]
            return shell.Pipeline(span, tuple(flat))


def _given(span: Span, body: shell.Node | None, words: tuple[shell.Word, ...], redirects: tuple[shell.Redirect, ...]) -> shell.Node:
    """Give a command its redirections and the words behind them; of several, they are the last one's."""
    match body:
        case shell.AndOr(rest=rest):
            sign, last = rest[-1]
            return replace(body, span=span, rest=(*rest[:-1], (sign, _given(_until(last, span), last, words, redirects))))
        case shell.Pipeline(commands=commands):
            return replace(body, span=span, commands=(*commands[:-1], _given(_until(commands[-1], span), commands[-1], words, redirects)))
        case shell.Negation(body=inner):
            return replace(body, span=span, body=_given(_until(inner, span), inner, words, redirects))
        case shell.Redirected(body=inner):
            return _given(body.span, inner, words, (*body.redirects, *redirects))
        case shell.Simple():
            return shell.Redirected(span, replace(body, words=(*body.words, *words)), redirects)
        case _:
            return shell.Redirected(span, body, redirects)


def _until(node: shell.Node, span: Span) -> Span:
    return Span(node.span.line, node.span.column, span.end_line, span.end_column)


def _unescaped(text: str, special: str) -> str:
    return _ESCAPE.sub(lambda m: ("" if m[1] == "\n" else m[1]) if m[1] in special else m[0], text)


def _pattern_parts(text: str) -> list[shell.Part]:
    """Read a pattern as written: what is quoted in it stands for itself."""
    parts: list[shell.Part] = []
    for quoted, plain in re.findall(r"\"((?:[^\"\\]|\\.)*)\"|'[^']*'|((?:[^\"'\\]|\\.)+)", text):
        if quoted:
            parts.append(shell.Text(quoted, quoted=True))
        elif plain:
            parts.append(shell.Text(_ESCAPE.sub(r"\1", plain)))
    return parts
