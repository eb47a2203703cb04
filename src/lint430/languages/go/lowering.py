"""Lowers Go syntax trees into facts."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

import tree_sitter_go
from tree_sitter import Language, Node, Parser

from lint430 import facts
from lint430.facts import Argument, Entry, Expr, Stmt
from lint430.languages.respelling import Respelling, parsed
from lint430.languages.syntax import joined, reader, span_of, starting
from lint430.model import Span

_BOM = b"\xef\xbb\xbf"
_COMMENTS = frozenset(("comment",))
_SIGN = re.compile(rb"//|/\*")
_MAX_DEPTH = 150
"""Nesting beyond this is no one's handwriting; it must not exhaust the interpreter's stack."""
_ESCAPE = re.compile(rb"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))", re.DOTALL)
_ESCAPES = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}
_COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))
_LOGIC = {"&&": "and", "||": "or"}
_VERSION = re.compile(r"^v\d+$")
_CONSTRAINT = re.compile(r"&&|\|\||[!()]|[\w.]+")
_PREDECLARED = frozenset(
    (
        *("any", "bool", "byte", "comparable", "complex64", "complex128", "error", "float32"),
        *("float64", "int", "int8", "int16", "int32", "int64", "rune", "string"),
        *("uint", "uint8", "uint16", "uint32", "uint64", "uintptr"),
    )
)
_TESTING = frozenset(
    (
        *(
            "Cleanup",
            "Context",
            "Error",
            "Errorf",
            "Fail",
            "FailNow",
            "Failed",
            "Fatal",
            "Fatalf",
            "Helper",
            "Log",
            "Logf",
            "Name",
            "Parallel",
        ),
        *("Run", "Setenv", "Skip", "SkipNow", "Skipf", "Skipped", "TempDir", "Chdir", "Deadline"),
    )
)
"""Methods of ``testing.T``."""
_TELLING = frozenset(("FailNow", "Helper", "Skip", "SkipNow", "Skipf", "Fail"))
"""Those that a logger does not have."""
_TYPE_SHAPES = frozenset(("map", "channel", "function", "interface", "struct"))
_TYPE_DECLARATIONS = ("type_spec", "type_alias")


_MISREAD: tuple[Respelling, ...] = (
    # Since Go 1.26 `new` takes a value, too: new(int64(3)), new("label").
    (re.compile(rb"\bnew(?=\((?:[\w.]+\(|[\"'`\d&!-]|(?:true|false)\b|[\w.]+ [-+*/%]))"), lambda _: b"neW"),
)


@functools.cache
def _language() -> Language:
    return Language(tree_sitter_go.language())


def lower(path: str, data: bytes) -> facts.Module:
    """Lower one file into facts; what cannot be read is in ``errors``."""
    data = data.removeprefix(_BOM)
    if not data.endswith(b"\n"):
        data += b"\n"
    module = facts.Module(path, "go")
    root, _ = parsed(lambda source: Parser(_language()).parse(source).root_node, data, _MISREAD)
    lowering = _Lowering(data)
    try:
        module.body = lowering.file(root)
    except RecursionError:
        lowering.errors.append(Span(1, 1, 1, 1))
    module.package = lowering.package
    module.comments = _comments(root, data)
    module.tags = _tags(module.comments, lowering.package_line)
    module.errors = tuple(sorted((*_errors(root), *lowering.errors), key=lambda s: (s.line, s.column)))
    return module


def _comments(root: Node, data: bytes) -> tuple[facts.Comment, ...]:
    comments = []
    for node in starting(root, data, _SIGN, _COMMENTS):
        before = data[data.rfind(b"\n", 0, node.start_byte) + 1 : node.start_byte]
        text = data[node.start_byte : node.end_byte].decode("utf-8", "replace").rstrip("\r\n")
        comments.append(facts.Comment(span_of(node), text, not before.strip()))
    return tuple(comments)


def _errors(root: Node) -> list[Span]:
    """Give the first span of each run of unreadable source: neighbours on the same or the next line are one run."""
    if not root.has_error:
        return []
    found: list[Node] = []
    stack = [root]
    while stack:
        node = stack.pop()
        if (node.is_error and node.parent is not None) or node.is_missing:
            found.append(node)
        elif node.has_error:
            stack.extend(child for child in reversed(node.children) if child.has_error or child.is_missing)
    if root.is_error:
        found = found or [root]
    # Where nothing is found, the grammar only missed a line end before a closing bracket, which Go does not ask for.
    errors: list[Span] = []
    last = -1
    for node in found:
        if node.start_point[0] > last or not errors:
            errors.append(span_of(node))
        last = max(last, node.end_point[0])
    return errors


def _tags(comments: tuple[facts.Comment, ...], package_line: int) -> tuple[tuple[str, Span], ...]:
    """List the words of the build constraints above the package clause that are not negated."""
    found: dict[str, Span] = {}
    for comment in comments:
        if comment.span.line >= package_line:
            break
        text = comment.text
        if text.startswith("//go:build "):
            words = _unnegated(text.removeprefix("//go:build "))
        elif text.startswith(("// +build ", "//+build ")):
            words = [w for w in text.partition("+build ")[2].replace(",", " ").split() if not w.startswith("!")]
        else:
            continue
        for word in words:
            found.setdefault(word, comment.span)
    return tuple(found.items())


def _unnegated(constraint: str) -> list[str]:
    words: list[str] = []
    negated = False
    pending = False
    outer: list[bool] = []
    for token in _CONSTRAINT.findall(constraint):
        match token:
            case "!":
                pending = not pending
            case "(":
                outer.append(negated)
                negated, pending = negated != pending, False
            case ")":
                negated, pending = outer.pop() if outer else False, False
            case "&&" | "||":
                pending = False
            case _:
                if negated == pending:
                    words.append(token)
                pending = False
    return words


def _cook(raw: bytes) -> str:
    if b"\\" in raw:
        raw = _ESCAPE.sub(_unescape, raw)
    return raw.decode("utf-8", "replace")


def _unescape(match: re.Match[bytes]) -> bytes:
    if match[1] is not None:
        return bytes((int(match[1], 16),))
    if match[4] is not None:
        return bytes((int(match[4], 8) & 0xFF,))
    code = match[2] or match[3]
    if code is not None:
        number = int(code, 16)
        return (chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd").encode()
    return _ESCAPES.get(match[5], match[5])


def _number(text: str) -> int | float | None:
    text = text.replace("_", "").lower()
    try:
        if text.startswith(("0x", "0o", "0b")):
            return float.fromhex(text) if "p" in text or "." in text else int(text, 0)
        if len(text) > 300:
            return None
        if text.isdigit():
            return int(text, 8) if len(text) > 1 and text[0] == "0" else int(text)
        return float(text)
    except (ValueError, OverflowError):
        return None


def _fold(operator: str, left: Expr, right: Expr) -> int | None:
    """Compute simple arithmetic on integers, as constant groups do with ``iota``."""
    if not (isinstance(left, facts.Literal) and isinstance(right, facts.Literal)):
        return None
    a, b = left.value, right.value
    if type(a) is not int or type(b) is not int:
        return None
    match operator:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "<<" if 0 <= b < 64:
            return a << b
        case _:
            return None


def _default_name(module: str) -> str:
    """Guess a package's name from its import path."""
    parts = module.split("/")
    while len(parts) > 1 and _VERSION.match(parts[-1]):
        parts.pop()
    last = re.sub(r"\.v\d+$", "", parts[-1])
    last = last.removeprefix("go-").removesuffix(".go").removesuffix("-go")
    return last.replace("-", "_") if last else parts[-1]


class _Lowering:
    """One file on its way from syntax to facts."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.text = reader(data)
        self.errors: list[Span] = []
        self.package = ""
        self.package_line = 1 << 30
        self.depth = 0
        self.iota: int | None = None
        self.constant_place: facts.Place | None = None
        """The name whose implicit constant value is being repeated."""
        self.before: list[Stmt] = []
        """Classes of anonymous structs met in the statement being lowered; they go before it."""
        self.types: dict[str, Node] = {}
        """What each type declared in the file stands for."""
        self.generic: set[str] = set()
        """Functions of the file with type parameters."""
        self.methods: dict[str, list[facts.Function]] = {}
        self.results: list[tuple[str, ...]] = []
        """The named results of the functions around, innermost last."""
        self.statement_kinds: dict[str, Callable[[Node, list[Stmt]], None]] = {
            "package_clause": self._package_clause,
            "import_declaration": self._import_declaration,
            "function_declaration": self._function_declaration,
            "method_declaration": self._method_declaration,
            "type_declaration": self._type_declaration,
            "var_declaration": self._var_declaration,
            "const_declaration": self._const_declaration,
            "short_var_declaration": self._short_declaration,
            "assignment_statement": self._assignment,
            "inc_statement": self._step,
            "dec_statement": self._step,
            "expression_statement": self._expression_statement,
            "send_statement": lambda node, out: out.append(facts.Evaluate(node.range, self._send(node))),
            "if_statement": self._if,
            "expression_switch_statement": self._switch,
            "type_switch_statement": self._type_switch,
            "select_statement": self._select,
            "for_statement": self._for,
            "return_statement": self._return,
            "defer_statement": self._deferred,
            "go_statement": self._deferred,
            "block": self._block,
            "statement_list": self._unreadable,
            "labeled_statement": self._labeled,
            "break_statement": self._jump,
            "continue_statement": self._jump,
            "goto_statement": self._jump,
            "ERROR": self._unreadable,
        }
        self.expression_kinds: dict[str, Callable[[Node], Expr]] = {
            "identifier": self._name,
            "field_identifier": self._name,
            "package_identifier": self._name,
            "blank_identifier": self._name,
            "true": lambda node: facts.Literal(node.range, True),
            "false": lambda node: facts.Literal(node.range, False),
            "nil": lambda node: facts.Literal(node.range, None),
            "iota": self._iota,
            "int_literal": lambda node: facts.Literal(node.range, _number(self.text(node))),
            "float_literal": lambda node: facts.Literal(node.range, _number(self.text(node))),
            "imaginary_literal": lambda node: facts.Opaque(node.range, (), "imaginary"),
            "rune_literal": self._rune,
            "interpreted_string_literal": self._string,
            "raw_string_literal": self._string,
            "func_literal": lambda node: self._function(node, None, "function"),
            "composite_literal": self._composite_literal,
            "literal_value": lambda node: self._composite(node.range, None, node),
            "literal_element": self._last,
            "unary_expression": self._unary,
            "type_conversion_expression": self._conversion,
            "type_instantiation_expression": lambda node: self._first(node),
            "expression_list": self._listed,
            "parenthesized_expression": self._last,
        }
        self.spine_kinds: dict[str, Callable[[Node, Expr], Expr]] = {
            "selector_expression": lambda node, value: facts.Attribute(node.range, value, self._field_text(node, "field")),
            "index_expression": lambda node, value: facts.Index(node.range, value, self._field(node, "index")),
            "slice_expression": self._slice,
            "call_expression": self._call,
            "binary_expression": self._binary,
            "type_assertion_expression": lambda node, value: facts.Cast(node.range, value, self._optional_type(node), "assert"),
        }
        self.type_kinds: dict[str, Callable[[Node], Expr]] = {
            "type_identifier": self._name,
            "identifier": self._name,
            "qualified_type": self._qualified_type,
            "generic_type": self._generic_type,
            "slice_type": lambda node: facts.Sequence(node.range, (self._element_type(node),)),
            "array_type": lambda node: facts.Sequence(node.range, (self._element_type(node),)),
            "implicit_length_array_type": lambda node: facts.Sequence(node.range, (self._element_type(node),)),
            "map_type": lambda node: facts.Opaque(node.range, self._types(node), "map"),
            "channel_type": lambda node: facts.Opaque(node.range, self._types(node), "channel"),
            "function_type": lambda node: facts.Opaque(node.range, (), "function"),
            "interface_type": lambda node: facts.Opaque(node.range, (), "interface"),
            "struct_type": self._struct_type,
            "negated_type": lambda node: self._type(node.named_children[-1]),
            "variadic_parameter_declaration": lambda node: self._type(node.named_children[-1]),
        }

    # --- statements --------------------------------------------------------------------------------------------------------------

    def file(self, root: Node) -> tuple[Stmt, ...]:
        for node in root.children:
            if node.type == "type_declaration":
                for spec in node.children:
                    name, of = spec.child_by_field_name("name"), spec.child_by_field_name("type")
                    if spec.type in _TYPE_DECLARATIONS and name is not None and of is not None:
                        self.types[self.text(name)] = of
            elif node.type == "function_declaration" and node.child_by_field_name("type_parameters") is not None:
                self.generic.add(self._field_text(node, "name"))
        body = self.statements(root.children)
        for stmt in body:
            if isinstance(stmt, facts.Class) and stmt.name in self.methods:
                stmt.methods = (*stmt.methods, *self.methods.pop(stmt.name))
        # A type whose declaration could not be read leaves its methods behind.
        left = [facts.Method(f.span, name, f) for name, functions in self.methods.items() for f in functions]
        return (*body, *left)

    def statements(self, nodes: list[Node]) -> tuple[Stmt, ...]:
        out: list[Stmt] = []
        outer, self.before = self.before, []
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self._too_deep(nodes)
        else:
            for node in nodes:
                if node.is_named:
                    self._statement(node, out)
        self.depth -= 1
        self.before = outer
        return tuple(out)

    def _statement(self, node: Node, out: list[Stmt]) -> None:
        kind = node.type
        handler = self.statement_kinds.get(kind)
        mark = len(out)
        if handler is not None:
            handler(node, out)
        elif kind in self.expression_kinds or kind in self.spine_kinds:
            out.append(facts.Evaluate(node.range, self.expression(node)))
        if self.before:
            out[mark:mark] = self.before
            self.before = []

    def _too_deep(self, nodes: list[Node]) -> None:
        if nodes and not self.errors:
            self.errors.append(span_of(nodes[0]))

    def _body(self, node: Node | None) -> tuple[Stmt, ...]:
        if node is None:
            return ()
        if node.type == "block":
            lists = [c for c in node.children if c.is_named]
            if len(lists) == 1 and lists[0].type == "statement_list":
                return self.statements(lists[0].children)
            return self.statements(lists)
        return self.statements([node])

    def _unreadable(self, node: Node, out: list[Stmt]) -> None:
        out.extend(self.statements(node.children))

    def _block(self, node: Node, out: list[Stmt]) -> None:
        out.append(facts.Block(node.range, self._body(node)))

    def _labeled(self, node: Node, out: list[Stmt]) -> None:
        for child in node.children:
            if child.is_named and child.type not in ("label_name", "comment"):
                out.extend(self.statements([child]))

    def _jump(self, node: Node, out: list[Stmt]) -> None:
        out.append(facts.Jump(node.range, node.type.removesuffix("_statement")))

    def _package_clause(self, node: Node, out: list[Stmt]) -> None:  # noqa: ARG002 - a handler like the others
        if not self.package:
            self.package = self.text(node.named_children[-1]) if node.named_children else ""
            self.package_line = node.start_point[0] + 1

    def _import_declaration(self, node: Node, out: list[Stmt]) -> None:
        stack = list(reversed(node.children))
        while stack:
            child = stack.pop()
            if child.type == "import_spec_list":
                stack.extend(reversed(child.children))
            elif child.type == "import_spec":
                self._import(child, out)

    def _import(self, node: Node, out: list[Stmt]) -> None:
        source = node.child_by_field_name("path")
        if source is None:
            return
        module, span = str(self._string(source).value), span_of(node)
        given = node.child_by_field_name("name")
        names: tuple[facts.Imported, ...] = ()
        if given is None:
            names = (facts.Imported("*", self._local_name(module), f"{module}:", span),)
        elif given.type == "dot":
            names = (facts.Imported("*", "*", f"{module}:", span),)
        elif given.type != "blank_identifier":
            names = (facts.Imported("*", self.text(given), f"{module}:", span),)
        out.append(facts.Import(span, module, names))

    def _local_name(self, module: str) -> str:
        """Give the package name that the file most likely calls an import by."""
        guess = _default_name(module)
        if f"{guess}.".encode() in self.data:
            return guess
        for other in (guess.replace("_", ""), guess.rpartition("_")[2], guess.partition("_")[0]):
            if other and re.search(rb"\b" + re.escape(other.encode()) + rb"\.[A-Z]", self.data):
                return other
        return guess

    def _expression_statement(self, node: Node, out: list[Stmt]) -> None:
        inner = self._inner(node)
        if inner is not None:
            value = self.expression(inner)
            match value:
                case facts.Call(function=facts.Name(id="panic"), arguments=arguments):
                    out.append(facts.Raise(node.range, arguments[0].value if arguments else None))
                case _:
                    out.append(facts.Evaluate(node.range, value))

    def _send(self, node: Node) -> facts.Call:
        place = node.range
        arguments = (Argument(self._field(node, "channel")), Argument(self._field(node, "value")))
        return facts.Call(place, facts.Name(place, "send"), arguments)

    def _step(self, node: Node, out: list[Stmt]) -> None:
        place = node.range
        out.append(facts.Assign(place, self._first(node), facts.Literal(place, 1), operator="+" if node.type == "inc_statement" else "-"))

    def _assignment(self, node: Node, out: list[Stmt]) -> None:
        operator = node.child_by_field_name("operator")
        written = "" if operator is None else operator.type.removesuffix("=")
        self._assign(node.range, self._list(node, "left"), self._list(node, "right"), "", written, None, out)

    def _short_declaration(self, node: Node, out: list[Stmt]) -> None:
        self._assign(node.range, self._list(node, "left"), self._list(node, "right"), "var", "", None, out)

    def _assign(
        self,
        place: facts.Place,
        targets: list[Expr],
        values: list[Expr],
        declares: str,
        operator: str,
        annotation: Expr | None,
        out: list[Stmt],
    ) -> None:
        if not targets:
            out.extend(facts.Evaluate(v.span, v) for v in values)
        elif len(targets) == 1 and len(values) == 1:
            out.append(facts.Assign(place, targets[0], values[0], declares, operator, annotation))
        elif not values:
            out.extend(facts.Assign(t.span, t, None, declares, operator, annotation) for t in targets)
        elif len(values) == 1:
            target = facts.Sequence(joined(targets[0].span, targets[-1].span), tuple(targets), "tuple")
            out.append(facts.Assign(place, target, values[0], declares, operator, annotation))
        else:
            for index, value in enumerate(values):
                if index < len(targets):
                    target_expr = targets[index]
                    out.append(facts.Assign(joined(target_expr.span, value.span), target_expr, value, declares, operator, annotation))
                else:
                    out.append(facts.Evaluate(value.span, value))

    def _specs(self, node: Node, kind: str) -> list[Node]:
        found: list[Node] = []
        for child in node.children:
            if child.type == kind:
                found.append(child)
            elif child.type == f"{kind}_list":
                found.extend(c for c in child.children if c.type == kind)
        return found

    def _named(self, node: Node) -> list[Expr]:
        return [self._name(c) for c in node.children_by_field_name("name") if c.is_named]

    def _var_declaration(self, node: Node, out: list[Stmt]) -> None:
        for spec in self._specs(node, "var_spec"):
            of = spec.child_by_field_name("type")
            annotation = None if of is None else self._type(of)
            self._assign(spec.range, self._named(spec), self._list(spec, "value"), "var", "", annotation, out)

    def _const_declaration(self, node: Node, out: list[Stmt]) -> None:
        given: Node | None = None
        outer = self.iota, self.constant_place
        for index, spec in enumerate(self._specs(node, "const_spec")):
            self.iota = index
            place, names = spec.range, self._named(spec)
            # A specification without values repeats the last one that has some.
            if spec.child_by_field_name("value") is not None:
                given, self.constant_place = spec, None
            else:
                self.constant_place = place
            source = given or spec
            of = source.child_by_field_name("type")
            annotation = None if of is None else self._type(of)
            self._assign(place, names, self._list(source, "value")[: len(names)], "const", "", annotation, out)
        self.iota, self.constant_place = outer

    def _iota(self, node: Node) -> Expr:
        place = self.constant_place or node.range
        return facts.Name(place, "iota") if self.iota is None else facts.Literal(place, self.iota)

    def _return(self, node: Node, out: list[Stmt]) -> None:
        place = node.range
        values: list[Expr] = []
        for child in node.children:
            if child.is_named and child.type != "comment":
                values += self._all(child) if child.type == "expression_list" else [self.expression(child)]
        if not values and self.results:
            values = [facts.Name(place, name) for name in self.results[-1]]
        if len(values) > 1:
            where = joined(values[0].span, values[-1].span)
            out.append(facts.Return(place, facts.Sequence(where, tuple(values), "tuple")))
        else:
            out.append(facts.Return(place, values[0] if values else None))

    def _deferred(self, node: Node, out: list[Stmt]) -> None:
        inner = self._inner(node)
        if inner is not None:
            body = facts.Evaluate(inner.range, self.expression(inner))
            out.append(facts.Block(node.range, (body,), node.type.removesuffix("_statement")))

    def _head(self, node: Node) -> tuple[Stmt, ...]:
        """Lower the simple statement before a condition or subject."""
        first = node.child_by_field_name("initializer")
        if first is None:
            return ()
        outer, self.before = self.before, []
        head: list[Stmt] = []
        self._statement(first, head)
        self.before = outer
        return tuple(head)

    def _initialised(self, node: Node, made: Stmt, out: list[Stmt]) -> None:
        """Put the simple statement before a subject in front, both in a scope of their own."""
        head = self._head(node)
        out.append(facts.Block(made.span, (*head, made)) if head else made)

    def _if(self, node: Node, out: list[Stmt]) -> None:
        chain: list[Node] = [node]
        alternative = node.child_by_field_name("alternative")
        while alternative is not None and alternative.type == "if_statement":
            chain.append(alternative)
            alternative = alternative.child_by_field_name("alternative")
        parts = [
            (link, self._head(link), self._field(link, "condition"), self._body(link.child_by_field_name("consequence"))) for link in chain
        ]
        rest = self._body(alternative)
        for link, head, test, body in reversed(parts[1:]):
            rest = (facts.If(link.range, test, body, rest, chained=True, head=head),)
        _, head, test, body = parts[0]
        made = facts.If(node.range, test, body, rest)
        out.append(facts.Block(made.span, (*head, made)) if head else made)

    def _switch(self, node: Node, out: list[Stmt]) -> None:
        value = node.child_by_field_name("value")
        subject = None if value is None else self.expression(value)
        if isinstance(subject, facts.Literal) and subject.value is True:
            subject = None
        cases = []
        for child in node.children:
            if child.type == "expression_case":
                cases.append(self._case(child, tuple(self._list(child, "value"))))
            elif child.type == "default_case":
                cases.append(self._case(child, ()))
        self._initialised(node, facts.Switch(node.range, subject, tuple(cases)), out)

    def _case(self, node: Node, patterns: tuple[Expr, ...], head: tuple[Stmt, ...] = ()) -> facts.Case:
        body: list[Node] = []
        for child in node.children:
            if child.type == "statement_list":
                body.extend(child.children)
        steps = [c for c in body if c.is_named and c.type not in ("comment", "empty_statement")]
        through = bool(steps) and steps[-1].type == "fallthrough_statement"
        statements = (*head, *self.statements(body))
        return facts.Case(span_of(node), patterns, statements, default=node.type == "default_case", falls_through=through)

    def _type_switch(self, node: Node, out: list[Stmt]) -> None:
        place, value = node.range, self._field(node, "value")
        subject = facts.Cast(value.span, value, None, "assert")
        cases = []
        for child in node.children:
            if child.type == "type_case":
                kinds = [c for c in child.children_by_field_name("type") if c.is_named]
                cases.append(self._case(child, tuple(facts.Opaque(c.range, (), "type") for c in kinds)))
            elif child.type == "default_case":
                cases.append(self._case(child, ()))
        alias = node.child_by_field_name("alias")
        if alias is None:
            self._initialised(node, facts.Switch(place, subject, tuple(cases)), out)
            return
        name = facts.Name(alias.range, self.text(alias))
        bound = facts.Assign(joined(name.span, value.span), name, subject, "var")
        again = facts.Cast(name.span, facts.Name(name.span, name.id), None, "assert")
        self._initialised(node, facts.Block(place, (bound, facts.Switch(place, again, tuple(cases)))), out)

    def _select(self, node: Node, out: list[Stmt]) -> None:
        cases = []
        for child in node.children:
            if child.type == "communication_case":
                cases.append(self._communication(child))
            elif child.type == "default_case":
                cases.append(self._case(child, ()))
        out.append(facts.Switch(node.range, None, tuple(cases)))

    def _communication(self, node: Node) -> facts.Case:
        act = node.child_by_field_name("communication")
        if act is None:
            return self._case(node, ())
        place = act.range
        if act.type == "send_statement":
            return self._case(node, (facts.Opaque(place, (self._send(act),), "select"),))
        value = self._field(act, "right") if act.type == "receive_statement" else self.expression(act)
        targets = self._list(act, "left")
        if not targets:
            return self._case(node, (facts.Opaque(place, (value,), "select"),))
        head: list[Stmt] = []
        declares = "var" if any(c.type == ":=" for c in act.children) else ""
        self._assign(place, targets, [value], declares, "", None, head)
        return self._case(node, (facts.Opaque(place, (), "select"),), tuple(head))

    def _for(self, node: Node, out: list[Stmt]) -> None:
        place = node.range
        head = next((c for c in node.children if c.is_named and c.type not in ("block", "comment", "ERROR")), None)
        block = node.child_by_field_name("body")
        if head is None:
            out.append(facts.Loop(place, self._body(block)))
        elif head.type == "range_clause":
            self._range(node, head, out)
        elif head.type == "for_clause":
            condition, step = head.child_by_field_name("condition"), head.child_by_field_name("update")
            update: list[Stmt] = []
            if step is not None:
                self._statement(step, update)
            test = None if condition is None else self.expression(condition)
            self._initialised(head, facts.Loop(place, self._body(block), test, update=tuple(update)), out)
        else:
            out.append(facts.Loop(place, self._body(block), self.expression(head)))

    def _range(self, node: Node, head: Node, out: list[Stmt]) -> None:
        targets, iterable = self._list(head, "left"), self._field(head, "right")
        body = self._body(node.child_by_field_name("body"))
        target = targets[0] if targets else None
        if len(targets) > 1:
            # The element is the second variable; the first is a position or key, of which nothing is known.
            target = targets[1]
            if not (isinstance(targets[0], facts.Name) and targets[0].id == "_"):
                body = (facts.Assign(targets[0].span, targets[0], None, "var"), *body)
        out.append(facts.Loop(node.range, body, None, target, iterable))

    # --- declarations ------------------------------------------------------------------------------------------------------------

    def _function_declaration(self, node: Node, out: list[Stmt]) -> None:
        out.append(facts.Define(node.range, self._function(node, self._field_text(node, "name"), "function")))

    def _method_declaration(self, node: Node, out: list[Stmt]) -> None:
        function = self._function(node, self._field_text(node, "name"), "method")
        owner = function.parameters[0].annotation if function.parameters else None
        while isinstance(owner, facts.Index):
            owner = owner.object
        name = owner.id if isinstance(owner, facts.Name) else ""
        if name in self.types:
            self.methods.setdefault(name, []).append(function)
        else:
            out.append(facts.Method(node.range, name, function))

    def _function(self, node: Node, name: str | None, kind: str) -> facts.Function:
        place = node.range
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.depth -= 1
            self._too_deep([node])
            return facts.Function(place, name, (), ())
        parameters: list[facts.Parameter] = []
        receiver = node.child_by_field_name("receiver")
        if receiver is not None:
            parameters += self._parameters(receiver)[:1]
            for parameter in parameters:
                parameter.kind = "receiver"
        parameters += self._parameters(node.child_by_field_name("parameters"))
        result = node.child_by_field_name("result")
        returns: Expr | None = None
        named: list[facts.Parameter] = []
        if result is not None and result.type == "parameter_list":
            results = self._parameters(result)
            types = [r.annotation or facts.Opaque(r.span, ()) for r in results]
            returns = types[0] if len(types) == 1 else facts.Sequence(result.range, tuple(types), "tuple")
            # An unnamed result stands where its type does.
            named = [r for r in results if r.annotation is None or r.span != r.annotation.span]
        elif result is not None:
            returns = self._type(result)
        names = tuple([r.target.id for r in named if isinstance(r.target, facts.Name)])
        self.results.append(names)
        declared = [facts.Assign(r.target.span, r.target, None, "var", annotation=r.annotation) for r in named]
        body = (*declared, *self._body(node.child_by_field_name("body")))
        self.results.pop()
        self.depth -= 1
        return facts.Function(place, name, tuple(parameters), body, (), returns, kind=kind)

    def _parameters(self, node: Node | None) -> list[facts.Parameter]:
        found: list[facts.Parameter] = []
        for child in [] if node is None else node.children:
            if child.type not in ("parameter_declaration", "variadic_parameter_declaration"):
                continue
            of = child.child_by_field_name("type")
            kind = "rest" if child.type.startswith("variadic") else "positional"
            names = self._named(child)
            for name in names:
                annotation = None if of is None else self._type(of)
                found.append(facts.Parameter(name.span, name, None, annotation, kind))
            if not names and of is not None:
                annotation = self._type(of)
                found.append(facts.Parameter(annotation.span, facts.Name(annotation.span, "_"), None, annotation, kind))
        return found

    def _type_declaration(self, node: Node, out: list[Stmt]) -> None:
        for spec in node.children:
            of = spec.child_by_field_name("type") if spec.type in _TYPE_DECLARATIONS else None
            if of is None:
                continue
            place, name = spec.range, self._field_text(spec, "name")
            self.types.setdefault(name, of)
            if of.type == "struct_type":
                out.append(self._struct(place, name, of))
            elif of.type == "interface_type":
                out.append(self._interface(place, name, of))
            elif spec.type == "type_alias":
                target = facts.Name((spec.child_by_field_name("name") or spec).range, name)
                out.append(facts.Assign(place, target, self._type(of), "type"))
            else:
                out.append(facts.Class(place, name, (self._type(of),), (), ()))

    def _struct(self, place: facts.Place, name: str, node: Node) -> facts.Class:
        fields: list[facts.Field] = []
        bases: list[Expr] = []
        for child in self._struct_fields(node):
            of, tag = child.child_by_field_name("type"), child.child_by_field_name("tag")
            if of is None:
                continue
            annotation, cooked = self._type(of), "" if tag is None else str(self._string(tag).value)
            names = [c for c in child.children_by_field_name("name") if c.is_named]
            fields.extend(facts.Field(span_of(each), self.text(each), None, annotation, cooked) for each in names)
            if not names:
                bases.append(annotation)
                fields.append(facts.Field(annotation.span, _last_name(annotation), None, annotation, cooked))
        return facts.Class(place, name, tuple(bases), tuple(fields), (), kind="struct")

    def _struct_fields(self, node: Node) -> list[Node]:
        return [f for c in node.children if c.type == "field_declaration_list" for f in c.children if f.type == "field_declaration"]

    def _interface(self, place: facts.Place, name: str, node: Node) -> facts.Class:
        bases: list[Expr] = []
        methods: list[facts.Function] = []
        for child in node.children:
            if child.type == "method_elem":
                methods.append(self._function(child, self._field_text(child, "name"), "method"))
                methods[-1].body = ()
            elif child.type == "type_elem" and len(child.named_children) == 1:
                bases.append(self._type(child.named_children[0]))
        if _like_testing(methods):
            # Whatever implements it is a test's T: what its methods do is known, though no body is.
            bases.append(facts.Name(place, "testing:TB"))
            methods = [m for m in methods if m.name not in _TESTING]
        return facts.Class(place, name, tuple(bases), (), tuple(methods), kind="interface")

    # --- types -------------------------------------------------------------------------------------------------------------------

    def _type(self, node: Node) -> Expr:
        """Lower a type; pointers and parentheses vanish."""
        while node.type in ("pointer_type", "parenthesized_type", "type_elem") and node.named_children:
            node = node.named_children[-1]
        self.depth += 1
        handler = self.type_kinds.get(node.type)
        if self.depth > _MAX_DEPTH:
            self._too_deep([node])
            handler = None
        made = facts.Opaque(node.range, (), "type") if handler is None else handler(node)
        self.depth -= 1
        return made

    def _optional_type(self, node: Node) -> Expr | None:
        of = node.child_by_field_name("type")
        return None if of is None else self._type(of)

    def _types(self, node: Node) -> tuple[Expr, ...]:
        return tuple([self._type(c) for c in node.named_children if c.type != "comment"])

    def _element_type(self, node: Node) -> Expr:
        element = node.child_by_field_name("element")
        return facts.Opaque(node.range, (), "type") if element is None else self._type(element)

    def _qualified_type(self, node: Node) -> Expr:
        package = node.child_by_field_name("package")
        return facts.Attribute(node.range, self._name(package or node), self._field_text(node, "name"))

    def _generic_type(self, node: Node) -> Expr:
        of, given = node.child_by_field_name("type"), node.child_by_field_name("type_arguments")
        base = facts.Opaque(node.range, (), "type") if of is None else self._type(of)
        arguments = () if given is None else self._types(given)
        if not arguments:
            return base
        key = arguments[0] if len(arguments) == 1 else facts.Sequence((given or node).range, arguments, "tuple")
        return facts.Index(node.range, base, key)

    def _struct_type(self, node: Node) -> Expr:
        """Name an anonymous struct after its place, and declare it before the statement."""
        place = span_of(node)
        if not self._struct_fields(node):
            return facts.Opaque(place, (), "struct")
        name = f"struct@{place.line}:{place.column}"
        self.before.append(self._struct(place, name, node))
        return facts.Name(place, name)

    # --- expressions -------------------------------------------------------------------------------------------------------------

    def expression(self, node: Node) -> Expr:
        """Lower an expression; chains that lean left are followed without recursion."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.depth -= 1
            self._too_deep([node])
            return facts.Opaque(node.range, (), "deep")
        spines = self.spine_kinds
        spine: list[tuple[Node, str]] = []
        kind = node.type
        while True:
            if kind == "parenthesized_expression":
                inner = self._inner(node)
                if inner is None:
                    break
                node = inner
            elif kind in spines:
                first = node.child(0)
                if first is None:
                    break
                spine.append((node, kind))
                node = first
            else:
                break
            kind = node.type
        handler = self.expression_kinds.get(kind) or self.type_kinds.get(kind)
        if handler is not None:
            value = handler(node)
        elif kind in ("pointer_type", "parenthesized_type"):
            value = self._type(node)
        else:
            value = self._unknown(node)
        for above, above_kind in reversed(spine):
            value = spines[above_kind](above, value)
        self.depth -= 1
        return value

    def _unknown(self, node: Node) -> Expr:
        known = self.expression_kinds
        parts = [self.expression(c) for c in node.named_children if c.type in known or c.type in self.spine_kinds]
        return facts.Opaque(node.range, tuple(parts), node.type)

    def _inner(self, node: Node) -> Node | None:
        """Give the first child that is neither punctuation nor a comment."""
        for child in node.children:
            if child.is_named and child.type not in ("comment", "ERROR"):
                return child
        return None

    def _first(self, node: Node) -> Expr:
        inner = self._inner(node)
        return facts.Opaque(node.range, (), "missing") if inner is None else self.expression(inner)

    def _last(self, node: Node) -> Expr:
        for child in reversed(node.children):
            if child.is_named and child.type != "comment":
                return self.expression(child)
        return facts.Opaque(node.range, (), "missing")

    def _field(self, node: Node, name: str) -> Expr:
        child = node.child_by_field_name(name)
        return facts.Opaque(node.range, (), "missing") if child is None else self.expression(child)

    def _field_text(self, node: Node, name: str) -> str:
        child = node.child_by_field_name(name)
        return "" if child is None else self.text(child)

    def _all(self, node: Node) -> list[Expr]:
        return [self.expression(c) for c in node.children if c.is_named and c.type != "comment"]

    def _list(self, node: Node, name: str) -> list[Expr]:
        child = node.child_by_field_name(name)
        if child is None:
            return []
        return self._all(child) if child.type == "expression_list" else [self.expression(child)]

    def _listed(self, node: Node) -> Expr:
        items = self._all(node)
        return items[0] if len(items) == 1 else facts.Sequence(node.range, tuple(items), "tuple")

    def _name(self, node: Node) -> Expr:
        return facts.Name(node.range, self.text(node))

    def _string(self, node: Node) -> facts.Literal:
        raw = self.data[node.start_byte + 1 : max(node.end_byte - 1, node.start_byte + 1)]
        if node.type == "raw_string_literal":
            return facts.Literal(node.range, raw.replace(b"\r", b"").decode("utf-8", "replace"))
        return facts.Literal(node.range, _cook(raw))

    def _rune(self, node: Node) -> Expr:
        text = _cook(self.data[node.start_byte + 1 : max(node.end_byte - 1, node.start_byte + 1)])
        return facts.Literal(node.range, ord(text) if len(text) == 1 else None)

    def _unary(self, node: Node) -> Expr:
        where = node.child_by_field_name("operator")
        place, operand, operator = node.range, self._field(node, "operand"), "" if where is None else where.type
        match operator:
            case "!":
                return facts.Not(place, operand)
            case "&" | "*":
                return facts.Cast(place, operand, None, "deref")
            case "<-":
                return facts.Call(place, facts.Name(place, "receive"), (Argument(operand),))
            case "-" if isinstance(operand, facts.Literal) and isinstance(operand.value, int | float):
                return facts.Literal(place, -operand.value)
            case _:
                return facts.Combine(place, (operand,), operator)

    def _binary(self, node: Node, left: Expr) -> Expr:
        where = node.child_by_field_name("operator")
        place, right, operator = node.range, self._field(node, "right"), "" if where is None else where.type
        if operator in _COMPARISONS:
            return facts.Compare(place, operator, left, right)
        if operator in _LOGIC:
            return facts.Logic(place, _LOGIC[operator], left, right)
        folded = None if self.iota is None else _fold(operator, left, right)
        return facts.Combine(place, (left, right), operator) if folded is None else facts.Literal(self.constant_place or place, folded)

    def _slice(self, node: Node, value: Expr) -> Expr:
        bounds = [self._field(node, name) for name in ("start", "end", "capacity") if node.child_by_field_name(name) is not None]
        return facts.Opaque(node.range, (value, *bounds), "slice")

    def _conversion(self, node: Node) -> Expr:
        place, of, operand = node.range, self._optional_type(node), self._field(node, "operand")
        if isinstance(of, facts.Index):
            # The grammar takes every f[x](y) for a conversion to a generic type.
            return facts.Call(place, of.object if self._instantiates(of) else of, (Argument(operand),))
        return facts.Cast(place, operand, of)

    def _call(self, node: Node, function: Expr) -> Expr:
        place = node.range
        if isinstance(function, facts.Index) and self._instantiates(function):
            function = function.object
        given = node.child_by_field_name("arguments")
        arguments: list[Argument] = []
        for child in [] if given is None else given.children:
            if not child.is_named or child.type == "comment":
                continue
            if child.type == "variadic_argument":
                arguments.append(Argument(self._first(child), spread=True))
            else:
                arguments.append(Argument(self.expression(child)))
        if isinstance(function, facts.Name) and function.id == "new" and len(arguments) == 1:
            of = arguments[0].value
            if isinstance(of, facts.Name | facts.Attribute | facts.Index):
                # new(T) is &T{}.
                return facts.Cast(place, facts.Record(of.span, (), of), None, "deref")
        return facts.Call(place, function, tuple(arguments))

    def _instantiates(self, function: facts.Index) -> bool:
        """Tell whether the index of a callee is a type argument."""
        if isinstance(function.object, facts.Name) and function.object.id in self.generic:
            return True
        match function.key:
            case facts.Name(id=name):
                return name in _PREDECLARED or name in self.types
            case facts.Sequence():
                return True
            case facts.Opaque(kind=kind):
                return kind in _TYPE_SHAPES
            case _:
                return False

    # --- composite literals ------------------------------------------------------------------------------------------------------

    def _composite_literal(self, node: Node) -> Expr:
        of, body = node.child_by_field_name("type"), node.child_by_field_name("body")
        if body is None:
            return facts.Opaque(node.range, (), "composite")
        return self._composite(node.range, of, body)

    def _underlying(self, node: Node | None) -> Node | None:
        """Follow the types of this file to what a type is made of; None where it is declared elsewhere."""
        for _ in range(10):
            if node is None:
                return None
            if node.type in ("pointer_type", "parenthesized_type", "type_elem"):
                node = node.named_children[-1] if node.named_children else None
            elif node.type == "generic_type":
                node = node.child_by_field_name("type")
            elif node.type == "type_identifier":
                node = self.types.get(self.text(node))
            else:
                return None if node.type == "qualified_type" else node
        return None

    def _composite(self, place: facts.Place, of: Node | None, body: Node) -> Expr:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.depth -= 1
            self._too_deep([body])
            return facts.Opaque(place, (), "deep")
        under = self._underlying(of)
        elements = [c for c in body.children if c.type in ("keyed_element", "literal_element")]
        keyed = any(c.type == "keyed_element" for c in elements)
        if under is not None and under.type == "map_type":
            made: Expr = self._map(place, under, elements)
        elif under is not None and under.type in ("slice_type", "array_type", "implicit_length_array_type"):
            element = under.child_by_field_name("element")
            made = facts.Sequence(place, tuple([self._element(self._value_node(c), element) for c in elements]))
        elif of is None and not keyed:
            made = facts.Sequence(place, tuple([self._element(c, None) for c in elements]))
        else:
            made = self._struct_literal(place, of, under, elements)
        self.depth -= 1
        return made

    def _map(self, place: facts.Place, under: Node, elements: list[Node]) -> Expr:
        key_type, value_type = under.child_by_field_name("key"), under.child_by_field_name("value")
        entries = []
        for element in elements:
            key = self._key_node(element)
            entries.append(
                Entry(None if key is None else self._map_key(key, key_type), self._element(self._value_node(element), value_type))
            )
        return facts.Record(place, tuple(entries))

    def _map_key(self, node: Node, of: Node | None) -> Expr:
        key = self._element(node, of)
        # A bare name as a key would read as the key's own text.
        return facts.Cast(key.span, key) if isinstance(key, facts.Name) else key

    def _struct_literal(self, place: facts.Place, of: Node | None, under: Node | None, elements: list[Node]) -> Expr:
        struct = under if under is not None and under.type == "struct_type" else None
        fields: dict[str, Node | None] = {}
        anonymous = struct is not None and of is not None and of.type == "struct_type"
        if struct is not None:
            for child in self._struct_fields(struct):
                for name in child.children_by_field_name("name"):
                    if name.is_named:
                        fields[self.text(name)] = child.child_by_field_name("type")
        entries = []
        names = list(fields)
        for index, element in enumerate(elements):
            key, value = self._key_node(element), self._value_node(element)
            if key is not None:
                named = self._inner(key)
                if named is not None and named.type == "identifier":
                    entries.append(Entry(facts.Literal(key.range, self.text(key)), self._element(value, fields.get(self.text(key)))))
                else:
                    entries.append(Entry(self._element(key, None), self._element(value, None)))
            elif anonymous and index < len(names):
                entries.append(Entry(facts.Literal(element.range, names[index]), self._element(value, fields[names[index]])))
            else:
                entries.append(Entry(None, self._element(value, None)))
        of_type: Expr | None = None
        if anonymous and of is not None:
            of_type = facts.Opaque(of.range, (), "struct")
        elif of is not None:
            of_type = self._type(of)
        return facts.Record(place, tuple(entries), of_type)

    def _key_node(self, element: Node) -> Node | None:
        return element.child_by_field_name("key") if element.type == "keyed_element" else None

    def _value_node(self, element: Node) -> Node:
        return (element.child_by_field_name("value") or element) if element.type == "keyed_element" else element

    def _element(self, node: Node, of: Node | None) -> Expr:
        """Lower an element whose type may be left out, as it is in ``[]T{{…}}``."""
        inner = self._inner(node) if node.type in ("literal_element", "keyed_element") else node
        if inner is None:
            return facts.Opaque(node.range, (), "missing")
        if inner.type == "literal_value":
            return self._composite(inner.range, of, inner)
        return self.expression(inner)


def _like_testing(methods: list[facts.Function]) -> bool:
    """Tell whether an interface's methods are those of ``testing.T``: by name, giving nothing back, and not those of a logger."""
    names = {
        m.name for m in methods if m.name in _TESTING and (m.returns is None or m.name in ("Failed", "Name", "Skipped", "Run", "TempDir"))
    }
    return len(names) > 1 and not names.isdisjoint(_TELLING)


def _last_name(expr: Expr) -> str:
    """Give the name under which an embedded type is a field."""
    while isinstance(expr, facts.Index):
        expr = expr.object
    match expr:
        case facts.Name():
            return expr.id
        case facts.Attribute():
            return expr.name
        case _:
            return ""
