"""Lowers TypeScript and JavaScript syntax trees into facts."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser

from lint430 import facts
from lint430.facts import Argument, Entry, Expr, Stmt
from lint430.languages.respelling import Respelling, blanked, parsed
from lint430.languages.syntax import reader, span_of, starting
from lint430.model import Span

_BOM = b"\xef\xbb\xbf"
_COMMENTS = frozenset(("comment", "html_comment"))
_SIGN = re.compile(rb"//|/\*|<!--|-->")
_MAX_DEPTH = 150
"""Nesting beyond this is no one's handwriting; it must not exhaust the interpreter's stack."""
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": "", "\u2028": "", "\u2029": ""}
_COMPARISONS = {
    "===": "==",
    "!==": "!=",
    "instanceof": "match",
    "==": "==",
    "!=": "!=",
    "<": "<",
    "<=": "<=",
    ">": ">",
    ">=": ">=",
    "in": "in",
}
_LOGIC = {"&&": "and", "||": "or", "??": "??"}
_TRANSPARENT_TYPES = frozenset(("Readonly", "Partial", "Required", "Promise", "PromiseLike", "NonNullable", "Awaited"))
_STATIC_ENVIRONMENTS = frozenset(("$env/static/private", "$env/static/public", "astro:env/server", "astro:env/client"))
"""Modules whose members are environment variables, put in at build time."""
_LEAVING = (facts.Return, facts.Raise, facts.Jump)


_IMPORT_TYPE = rb"import\(\s*(?:\"[^\"\n]*\"|'[^'\n]*')\s*,?\s*\)"
_MISREAD: tuple[Respelling, ...] = (
    # vi.mock("node:os", async (original) => ({ ...(await original<typeof import("node:os")>()) }))
    (re.compile(rb"\btypeof\s+" + _IMPORT_TYPE), blanked),
    # type Runtime = import("@astrojs/cloudflare").Runtime<Env>
    (re.compile(rb"(?<![\w.$])" + _IMPORT_TYPE + rb"(?=\.[A-Z])"), blanked),
    # export type * from "./types"
    (re.compile(rb"(?<=\bexport type )\* (?=from\b)"), lambda _: b"{}"),
    # assert(using({ ... })), where `using` is a function
    (re.compile(rb"\busing(?=\()"), lambda _: b"usinG"),
    # <b>Confirm & Execute</b>
    (re.compile(rb"(?<=[\w\s])&(?=\s\w)"), lambda _: b"+"),
)


@functools.cache
def _language(name: str) -> Language:
    match name:
        case "javascript":
            return Language(tree_sitter_javascript.language())
        case "tsx":
            return Language(tree_sitter_typescript.language_tsx())
        case _:
            return Language(tree_sitter_typescript.language_typescript())


def lower(path: str, data: bytes) -> facts.Module:
    """Lower one file into facts; what cannot be read is in ``errors``."""
    data = data.removeprefix(_BOM)
    module = facts.Module(
        path, "typescript", type_checking=path.endswith((".d.ts", ".d.mts", ".d.cts")) or ".d." in path.rpartition("/")[2]
    )
    root = _parse(path, data)
    lowering = _Lowering(data)
    try:
        module.body = lowering.statements(root.children)
    except RecursionError:
        lowering.errors.append(Span(1, 1, 1, 1))
    module.comments = _comments(root, data)
    module.errors = tuple(sorted((*_errors(root), *lowering.errors), key=lambda s: (s.line, s.column)))
    return module


def _parse(path: str, data: bytes) -> Node:
    suffix = path.rpartition(".")[2]
    grammar = "tsx" if suffix == "tsx" else "typescript" if suffix in ("ts", "mts", "cts") else "javascript"
    root, _ = parsed(lambda source: Parser(_language(grammar)).parse(source).root_node, data, _MISREAD)
    if grammar == "javascript" and root.has_error:
        # Type annotations in a .js file (Flow, or TypeScript under another name) are read by the other grammar.
        typed = Parser(_language("tsx")).parse(data).root_node
        if not typed.has_error:
            return typed
    return root


def _comments(root: Node, data: bytes) -> tuple[facts.Comment, ...]:
    comments = []
    for node in starting(root, data, _SIGN, _COMMENTS):
        before = data[data.rfind(b"\n", 0, node.start_byte) + 1 : node.start_byte].strip()
        text = data[node.start_byte : node.end_byte].decode("utf-8", "replace").rstrip("\r\n")
        # In JSX a comment cannot stand without its brace.
        in_jsx = before == b"{" and node.parent is not None and node.parent.type == "jsx_expression"
        comments.append(facts.Comment(span_of(node), text, not before or in_jsx, _holder(node, data)))
    return tuple(comments)


def _holder(node: Node, data: bytes) -> Span | None:
    """Give the braces around a comment in JSX where they can go without joining the text on both sides.

    `Hello {/* … */} world` has two blanks and `Hello⏎{/* … */}⏎world` none: without the braces each would have one.
    """
    braces = node.parent
    if braces is None or braces.type != "jsx_expression" or braces.named_child_count != 1 or braces.parent is None:
        return None
    if braces.parent.type not in ("jsx_element", "jsx_fragment"):
        return None
    before = data[: braces.start_byte].rstrip()
    after = data[braces.end_byte :].lstrip()
    gaps = data[len(before) : braces.start_byte], data[braces.end_byte : len(data) - len(after)]
    beside_tags = before.endswith((b">", b"}")) and after.startswith((b"<", b"{"))
    return span_of(braces) if beside_tags and all(not gap or b"\n" in gap for gap in gaps) else None


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
    errors: list[Span] = []
    last = -1
    for node in found or [root]:
        if node.start_point[0] > last or not errors:
            errors.append(span_of(node))
        last = max(last, node.end_point[0])
    return errors


def _cook(text: str) -> str:
    if "\\" not in text:
        return text
    return _ESCAPE.sub(_unescape, text)


def _unescape(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code is not None:
        number = int(code, 16)
        return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\ufffd"
    return _ESCAPES.get(match[4], match[4])


def _number(text: str) -> int | float | None:
    text = text.replace("_", "").removesuffix("n").lower()
    try:
        if text.startswith(("0x", "0o", "0b")):
            return int(text, 0)
        if len(text) > 300:
            return None
        return int(text) if text.isdigit() else float(text)
    except ValueError:
        return None


def _leaves(body: tuple[Stmt, ...]) -> bool:
    """Tell whether a case's body never runs into the next case."""
    if not body:
        return False
    last = body[-1]
    if isinstance(last, facts.Block):
        return _leaves(last.body)
    if isinstance(last, facts.If):
        return _leaves(last.body) and _leaves(last.orelse)
    if isinstance(last, facts.Try):
        return _leaves(last.final) or (_leaves(last.body) and all(_leaves(h.body) for h in last.handlers))
    return isinstance(last, _LEAVING)


def _without_break(body: tuple[Stmt, ...]) -> tuple[Stmt, ...]:
    if body and isinstance(body[-1], facts.Jump) and body[-1].kind == "break":
        return body[:-1]
    if body and isinstance(body[-1], facts.Block):
        inner = body[-1]
        return (*body[:-1], facts.Block(inner.span, _without_break(inner.body), inner.kind))
    return body


def _target_names(target: Expr) -> Iterable[facts.Name]:
    """List the names that a declaration's target binds."""
    stack = [target]
    while stack:
        node = stack.pop()
        match node:
            case facts.Name():
                yield node
            case facts.Default():
                stack.append(node.target)
            case facts.Spread():
                stack.append(node.value)
            case facts.Sequence():
                stack.extend(reversed(node.items))
            case facts.Record():
                if node.rest is not None:
                    stack.append(node.rest)
                stack.extend(e.value for e in reversed(node.entries))
            case _:
                pass


def _is_exports(expr: Expr) -> bool:
    """Tell whether an expression is ``exports`` or ``module.exports``."""
    match expr:
        case facts.Name(id="exports"):
            return True
        case facts.Attribute(object=facts.Name(id="module"), name="exports"):
            return True
        case _:
            return False


def _unwrapped(expr: Expr) -> Expr:
    while isinstance(expr, facts.Cast) and expr.kind in ("cast", "await"):
        expr = expr.value
    return expr


class _Lowering:
    """One file on its way from syntax to facts."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.text = reader(data)
        self.errors: list[Span] = []
        self.depth = 0
        self.namespace = 0
        self.before: list[Stmt] = []
        """Class expressions met in the statement being lowered; they go before it as statements."""
        self.statement_kinds: dict[str, Callable[[Node, list[Stmt]], None]] = {
            "expression_statement": self._expression_statement,
            "lexical_declaration": self._declaration,
            "variable_declaration": self._declaration,
            "using_declaration": self._declaration,
            "function_declaration": self._function_declaration,
            "generator_function_declaration": self._function_declaration,
            "class_declaration": self._class_declaration,
            "abstract_class_declaration": self._class_declaration,
            "enum_declaration": self._enum,
            "interface_declaration": self._interface,
            "type_alias_declaration": self._type_alias,
            "internal_module": self._namespace,
            "module": self._namespace,
            "import_statement": self._import,
            "import_alias": self._import_alias,
            "export_statement": self._export,
            "return_statement": self._return,
            "throw_statement": self._throw,
            "if_statement": self._if,
            "switch_statement": self._switch,
            "for_statement": self._for,
            "for_in_statement": self._for_in,
            "while_statement": self._while,
            "do_statement": self._while,
            "try_statement": self._try,
            "statement_block": self._block,
            "labeled_statement": self._labeled,
            "with_statement": self._with,
            "break_statement": self._jump,
            "continue_statement": self._jump,
            "ERROR": self._unreadable,
        }
        self.expression_kinds: dict[str, Callable[[Node], Expr]] = {
            "identifier": self._name,
            "shorthand_property_identifier": self._name,
            "shorthand_property_identifier_pattern": self._name,
            "property_identifier": self._name,
            "private_property_identifier": self._name,
            "type_identifier": self._name,
            "this": self._name,
            "super": self._name,
            "import": self._name,
            "undefined": self._null,
            "null": self._null,
            "true": lambda node: facts.Literal(node.range, True),
            "false": lambda node: facts.Literal(node.range, False),
            "number": lambda node: facts.Literal(node.range, _number(self.text(node))),
            "string": self._string,
            "template_string": self._template,
            "regex": lambda node: facts.Opaque(node.range, (), "regex"),
            "meta_property": self._meta,
            "array": self._array,
            "object": self._object,
            "arrow_function": self._function,
            "function_expression": self._function,
            "generator_function": self._function,
            "class": self._class_expression,
            "new_expression": self._new,
            "unary_expression": self._unary,
            "await_expression": lambda node: facts.Cast(node.range, self._last(node), None, "await"),
            "yield_expression": self._yield,
            "update_expression": lambda node: facts.Opaque(node.range, (self._field(node, "argument"),), "update"),
            "assignment_expression": self._bind,
            "augmented_assignment_expression": self._bind_augmented,
            "sequence_expression": lambda node: facts.Opaque(node.range, self._all(node), "sequence"),
            "type_assertion": lambda node: facts.Cast(node.range, self._last(node), self._asserted(node)),
            "jsx_element": self._jsx,
            "jsx_self_closing_element": self._jsx,
            "jsx_fragment": self._jsx,
            "jsx_expression": self._jsx_expression,
            "jsx_text": self._jsx_text,
            "html_character_reference": self._jsx_text,
            "object_pattern": self._object_pattern,
            "array_pattern": self._array_pattern,
            "assignment_pattern": self._default_pattern,
            "object_assignment_pattern": self._default_pattern,
            "rest_pattern": lambda node: facts.Spread(node.range, self._last(node)),
            "spread_element": lambda node: facts.Spread(node.range, self._last(node)),
            "decorator": lambda node: self._last(node),
            "computed_property_name": self._computed,
            "nested_identifier": self._nested_name,
            "jsx_namespace_name": self._name,
            "instantiation_expression": lambda node: self.expression(node.children[0]),
        }
        self.spine_kinds: dict[str, Callable[[Node, Expr], Expr]] = {
            "member_expression": self._member,
            "subscript_expression": self._subscript,
            "call_expression": self._call,
            "binary_expression": self._binary,
            "ternary_expression": self._ternary,
            "non_null_expression": lambda node, value: value if isinstance(value, facts.Cast) else facts.Cast(node.range, value),
            "as_expression": lambda node, value: facts.Cast(node.range, value, self._as_type(node)),
            "satisfies_expression": lambda node, value: facts.Cast(node.range, value, self._as_type(node)),
        }

    # --- statements --------------------------------------------------------------------------------------------------------------

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
        return self.statements(node.children if node.type == "statement_block" else [node])

    def _unreadable(self, node: Node, out: list[Stmt]) -> None:
        out.extend(self.statements(node.children))

    def _block(self, node: Node, out: list[Stmt]) -> None:
        out.append(facts.Block(node.range, self.statements(node.children)))

    def _labeled(self, node: Node, out: list[Stmt]) -> None:
        out.extend(self._body(node.child_by_field_name("body")))

    def _with(self, node: Node, out: list[Stmt]) -> None:
        out.append(facts.Evaluate(node.range, self._field(node, "object")))
        out.extend(self._body(node.child_by_field_name("body")))

    def _jump(self, node: Node, out: list[Stmt]) -> None:
        out.append(facts.Jump(node.range, node.type.removesuffix("_statement")))

    def _expression_statement(self, node: Node, out: list[Stmt]) -> None:
        inner = self._inner(node)
        if inner is None:
            return
        stack = [inner]
        while stack:
            part = self._bare(stack.pop())
            if part.type == "sequence_expression":
                stack.extend(reversed([c for c in part.named_children if c.type != "comment"]))
            else:
                self._effect(part, node if part.id == inner.id else part, out)

    def _effect(self, node: Node, whole: Node, out: list[Stmt]) -> None:
        place = whole.range
        match node.type:
            case "assignment_expression":
                self._assignment(node, place, out)
            case "augmented_assignment_expression":
                left, right = self._field(node, "left"), self._field(node, "right")
                operator = self._operator(node).removesuffix("=")
                out.append(facts.Assign(place, left, right, operator=_LOGIC.get(operator, operator)))
            case "update_expression":
                operator = self._operator(node)[:1] or "+"
                out.append(facts.Assign(place, self._field(node, "argument"), facts.Literal(place, 1), operator=operator))
            case "internal_module":
                self._namespace(node, out)
            case "await_expression" if (
                (inner := self._inner(node)) is not None and inner.type == "assignment_expression" and inner.children[0].type == "using"
            ):
                self._assignment(inner, place, out)
            case _:
                value = self.expression(node)
                loaded = self._loaded(value)
                if loaded is not None and not loaded[1]:
                    out.append(facts.Import(place, loaded[0], (), dynamic=loaded[2]))
                else:
                    out.append(facts.Evaluate(place, value))

    def _assignment(self, node: Node, place: facts.Place, out: list[Stmt]) -> None:
        left, right = self._field(node, "left"), self._field(node, "right")
        if node.children[0].type == "using":
            out.append(facts.Assign(place, left, right, "const"))
            return
        targets = [left]
        value = right
        while isinstance(value, facts.Bind):
            targets.append(value.target)
            value = value.value
        exported = [t for t in targets if isinstance(t, facts.Attribute) and (_is_exports(t) or _is_exports(t.object))]
        if not exported:
            out.append(facts.Assign(place, left, right))
            return
        for target in targets:
            if not isinstance(target, facts.Attribute) or target not in exported:
                if not _is_exports(target):
                    out.append(facts.Assign(place, target, value))
            elif _is_exports(target) or target.name == "default":
                self._export_whole(place, value, out)
            else:
                out.append(facts.Export(place, target.name, value))

    def _export_whole(self, place: facts.Place, value: Expr, out: list[Stmt]) -> None:
        out.append(facts.Export(place, "default", value))
        bare = _unwrapped(value)
        if isinstance(bare, facts.Record):
            out += [
                facts.Export(entry.key.span, entry.key.value, entry.value)
                for entry in bare.entries
                if isinstance(entry.key, facts.Literal) and isinstance(entry.key.value, str) and entry.key.value != "default"
            ]

    def _declaration(self, node: Node, out: list[Stmt]) -> None:
        declares = node.children[0].type
        declares = declares if declares in ("const", "let", "var") else "const"
        declarators = [c for c in node.named_children if c.type == "variable_declarator"]
        for declarator in declarators:
            place = (node if len(declarators) == 1 else declarator).range
            name, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
            if name is None:
                continue
            if value is not None and value.type == "class" and name.type == "identifier":
                out.append(self._class(value, self.text(name), place))
                continue
            target = self.expression(name)
            annotation = declarator.child_by_field_name("type")
            lowered = None if value is None else self.expression(value)
            imported = None if lowered is None else self._required(place, target, lowered)
            if imported is not None:
                out.append(imported)
            else:
                out.append(facts.Assign(place, target, lowered, declares, annotation=self._annotation(annotation)))

    def _loaded(self, value: Expr) -> tuple[str, str, bool] | None:
        """Give module, member and whether it is ``import()`` for ``require("x").y`` and ``await import("x")``."""
        member = ""
        if isinstance(value, facts.Attribute):
            member, value = value.name, value.object
        awaited = False
        while isinstance(value, facts.Cast):
            awaited = awaited or value.kind == "await"
            value = value.value
        if not isinstance(value, facts.Call) or not isinstance(value.function, facts.Name) or not value.arguments:
            return None
        module = value.arguments[0].value
        if not isinstance(module, facts.Literal) or not isinstance(module.value, str):
            return None
        if (value.function.id == "require" and not awaited) or (value.function.id == "import" and awaited):
            return module.value, member, awaited
        return None

    def _required(self, place: facts.Place, target: Expr, value: Expr) -> facts.Import | None:
        loaded = self._loaded(value)
        if loaded is None:
            return None
        module, member, dynamic = loaded
        names: list[facts.Imported] = []
        if isinstance(target, facts.Name):
            names.append(facts.Imported(member or "*", target.id, f"{module}:{member}", target.span))
        elif isinstance(target, facts.Record) and not member and target.rest is None:
            for entry in target.entries:
                inner = entry.value.target if isinstance(entry.value, facts.Default) else entry.value
                if not isinstance(entry.key, facts.Literal) or not isinstance(inner, facts.Name):
                    return None
                names.append(facts.Imported(str(entry.key.value), inner.id, f"{module}:{entry.key.value}", inner.span))
        else:
            return None
        return facts.Import(place, module, tuple(names), dynamic=dynamic)

    def _function_declaration(self, node: Node, out: list[Stmt]) -> None:
        out.append(facts.Define(node.range, self._function(node)))

    def _return(self, node: Node, out: list[Stmt]) -> None:
        out.append(facts.Return(node.range, self._optional(self._inner(node))))

    def _throw(self, node: Node, out: list[Stmt]) -> None:
        out.append(facts.Raise(node.range, self._optional(self._inner(node))))

    def _if(self, node: Node, out: list[Stmt]) -> None:
        chain = [node]
        rest: Node | None = None
        while True:
            clause = chain[-1].child_by_field_name("alternative")
            rest = None if clause is None else self._inner(clause)
            if rest is None or rest.type != "if_statement":
                break
            chain.append(rest)
        lowered = [(link.range, self._field(link, "condition"), self._body(link.child_by_field_name("consequence"))) for link in chain]
        orelse = self._body(rest)
        for index in range(len(lowered) - 1, -1, -1):
            place, test, body = lowered[index]
            orelse = (facts.If(place, test, body, orelse, chained=index > 0),)
        out.extend(orelse)

    def _switch(self, node: Node, out: list[Stmt]) -> None:
        subject = self._field(node, "value")
        arms = node.child_by_field_name("body")
        nodes = [] if arms is None else [c for c in arms.named_children if c.type in ("switch_case", "switch_default")]
        cases = []
        for number, arm in enumerate(nodes):
            value = arm.child_by_field_name("value")
            patterns = () if value is None else (self.expression(value),)
            body = self.statements(arm.children_by_field_name("body"))
            falls = number + 1 < len(nodes) and not _leaves(body)
            cases.append(facts.Case(span_of(arm), patterns, _without_break(body), default=value is None, falls_through=falls))
        out.append(facts.Switch(node.range, subject, tuple(cases)))

    def _for(self, node: Node, out: list[Stmt]) -> None:
        start = node.child_by_field_name("initializer")
        condition, step = node.child_by_field_name("condition"), node.child_by_field_name("increment")
        first = () if start is None else self._clause(start)
        test = (
            None if condition is None else self._optional(self._inner(condition) if condition.type == "expression_statement" else condition)
        )
        update = () if step is None else self._clause(step)
        loop = facts.Loop(node.range, self._body(node.child_by_field_name("body")), test, update=update)
        if start is not None and start.type == "lexical_declaration":
            out.append(facts.Block(node.range, (*first, loop)))
        else:
            out.extend((*first, loop))

    def _clause(self, node: Node) -> tuple[Stmt, ...]:
        """Lower an expression or statement of a loop's head."""
        if node.type in self.statement_kinds or node.type == "empty_statement":
            return self.statements([node])
        made: list[Stmt] = []
        parts = [c for c in node.named_children if c.type != "comment"] if node.type == "sequence_expression" else [node]
        for part in parts:
            self._effect(part, part, made)
        return tuple(made)

    def _for_in(self, node: Node, out: list[Stmt]) -> None:
        target, iterable = self._field(node, "left"), self._field(node, "right")
        operator = node.child_by_field_name("operator")
        if operator is not None and operator.type == "in":
            iterable = facts.Opaque(iterable.span, (iterable,), "keys")
        out.append(facts.Loop(node.range, self._body(node.child_by_field_name("body")), target=target, iterable=iterable))

    def _while(self, node: Node, out: list[Stmt]) -> None:
        test = self._field(node, "condition")
        out.append(facts.Loop(node.range, self._body(node.child_by_field_name("body")), test))

    def _try(self, node: Node, out: list[Stmt]) -> None:
        body = self._body(node.child_by_field_name("body"))
        handlers: tuple[facts.Handler, ...] = ()
        handler = node.child_by_field_name("handler")
        if handler is not None:
            parameter = handler.child_by_field_name("parameter")
            inner = self._body(handler.child_by_field_name("body"))
            name = None
            if parameter is not None and parameter.type == "identifier":
                name = self.text(parameter)
            elif parameter is not None:
                pattern = facts.Assign(parameter.range, self.expression(parameter), facts.Opaque(parameter.range, (), "error"), "let")
                inner = (pattern, *inner)
            handlers = (facts.Handler(span_of(handler), (), name, inner),)
        final = node.child_by_field_name("finalizer")
        last = () if final is None else self._body(final.child_by_field_name("body"))
        out.append(facts.Try(node.range, body, handlers, final=last))

    def _namespace(self, node: Node, out: list[Stmt]) -> None:
        self.namespace += 1
        body = self._body(node.child_by_field_name("body"))
        self.namespace -= 1
        out.append(facts.Block(node.range, body))

    # --- imports and exports -----------------------------------------------------------------------------------------------------

    def _module_of(self, node: Node) -> str | None:
        source = node.child_by_field_name("source")
        return None if source is None else str(getattr(self.expression(source), "value", ""))

    def _import(self, node: Node, out: list[Stmt]) -> None:
        children = node.children
        type_only = any(c.type in ("type", "typeof") for c in children)
        required = next((c for c in children if c.type == "import_require_clause"), None)
        place = node.range
        if required is not None:
            module = self._module_of(required) or ""
            local = required.named_children[0]
            names = (facts.Imported("*", self.text(local), f"{module}:", span_of(local), type_only),)
            out.append(facts.Import(place, module, names, type_only))
            return
        module = self._module_of(node) or ""
        found: list[facts.Imported] = []
        clause = next((c for c in children if c.type == "import_clause"), None)
        for part in () if clause is None else clause.named_children:
            if part.type == "identifier":
                found.append(facts.Imported("default", self.text(part), f"{module}:default", span_of(part), type_only))
            elif part.type == "namespace_import":
                local = part.named_children[-1]
                found.append(facts.Imported("*", self.text(local), f"{module}:", span_of(local), type_only))
            elif part.type == "named_imports":
                found += [self._specifier(s, module, type_only) for s in part.named_children if s.type == "import_specifier"]
        if module in _STATIC_ENVIRONMENTS and not type_only:
            out.append(facts.Import(place, module, ()))
            for imported in found:
                if imported.name not in ("*", "default"):
                    environment = facts.Attribute(imported.span, facts.Name(imported.span, "process"), "env")
                    value = facts.Attribute(imported.span, environment, imported.name)
                    out.append(facts.Assign(imported.span, facts.Name(imported.span, imported.local), value, "const"))
            return
        out.append(facts.Import(place, module, tuple(found), type_only))

    def _specifier(self, node: Node, module: str, type_only: bool) -> facts.Imported:
        name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
        member = self._export_name(name)
        local = self.text(alias) if alias is not None else member
        type_only = type_only or node.children[0].type in ("type", "typeof")
        return facts.Imported(member, local, f"{module}:{member}", span_of(node), type_only)

    def _export_name(self, node: Node | None) -> str:
        if node is None:
            return ""
        return str(getattr(self._string(node), "value", "")) if node.type == "string" else self.text(node)

    def _import_alias(self, node: Node, out: list[Stmt]) -> None:
        parts = [c for c in node.named_children if c.type != "comment"]
        if len(parts) == 2:
            out.append(facts.Assign(node.range, self.expression(parts[0]), self.expression(parts[1]), "const"))

    def _export(self, node: Node, out: list[Stmt]) -> None:
        module = self._module_of(node)
        words = {c.type for c in node.children if not c.is_named}
        declaration = node.child_by_field_name("declaration")
        value = node.child_by_field_name("value")
        if module is not None:
            if "type" not in words:
                self._re_export(node, module, out)
        elif declaration is not None:
            self._export_declaration(node, declaration, "default" in words, out)
        elif value is not None:
            self._export_default(node, value, out)
        elif "=" in words:
            inner = next((c for c in node.named_children if c.type != "comment"), None)
            if inner is not None:
                self._export_whole(node.range, self.expression(inner), out)
        else:
            for clause in node.named_children:
                if clause.type == "export_clause":
                    self._export_names(clause, out)
                elif clause.type in self.statement_kinds:
                    self._exported(clause, out)

    def _re_export(self, node: Node, module: str, out: list[Stmt]) -> None:
        place = node.range
        clauses = [c for c in node.children if c.type in ("*", "namespace_export", "export_clause")]
        for clause in clauses:
            if clause.type == "*":
                out.append(facts.Export(place, "*", None, module, "*"))
            elif clause.type == "namespace_export":
                out.append(facts.Export(place, self._export_name(clause.named_children[-1]), None, module, "*"))
            else:
                for specifier in clause.named_children:
                    if specifier.type == "export_specifier" and specifier.children[0].type != "type":
                        name, alias = self._export_pair(specifier)
                        out.append(facts.Export(specifier.range, alias, None, module, name))

    def _export_pair(self, specifier: Node) -> tuple[str, str]:
        parts = [c for c in specifier.children if c.type not in ("type", "as", "comment") or (c.is_named and c.type != "comment")]
        return self._export_name(parts[0]), self._export_name(parts[-1])

    def _export_names(self, clause: Node, out: list[Stmt]) -> None:
        if self.namespace:
            return
        for specifier in clause.named_children:
            if specifier.type == "export_specifier":
                name, alias = self._export_pair(specifier)
                place = specifier.range
                out.append(facts.Export(place, alias, facts.Name(place, name)))

    def _export_declaration(self, node: Node, declaration: Node, default: bool, out: list[Stmt]) -> None:
        if not default:
            self._exported(declaration, out, node)
            return
        mark = len(out)
        if declaration.type in ("class_declaration", "abstract_class_declaration", "class"):
            out.append(self._class(declaration, "default", declaration.range, self._decorators(node)))
        else:
            self._statement(declaration, out)
        made = out[mark:]
        name = next((self._declared(s) for s in made if self._declared(s)), None)
        if name is not None:
            out.append(facts.Export(node.range, "default", facts.Name(node.range, name)))

    def _export_default(self, node: Node, value: Node, out: list[Stmt]) -> None:
        place = node.range
        if value.type == "class":
            made = self._class(value, "default", value.range, self._decorators(node))
            out += [made, facts.Export(place, "default", facts.Name(place, made.name))]
        else:
            out.append(facts.Export(place, "default", self.expression(value)))

    @staticmethod
    def _declared(stmt: Stmt) -> str | None:
        match stmt:
            case facts.Define():
                return stmt.function.name
            case facts.Class():
                return stmt.name
            case _:
                return None

    def _exported(self, declaration: Node, out: list[Stmt], node: Node | None = None) -> None:
        mark = len(out)
        if node is not None and declaration.type in ("class_declaration", "abstract_class_declaration"):
            out.append(self._class(declaration, "", declaration.range, self._decorators(node)))
        else:
            self._statement(declaration, out)
        if self.namespace:
            return
        for stmt in out[mark:]:
            match stmt:
                case facts.Assign():
                    out += [facts.Export(name.span, name.id, name) for name in _target_names(stmt.target)]
                case facts.Import():
                    out += [facts.Export(name.span, name.local, facts.Name(name.span, name.local)) for name in stmt.names]
                case facts.Define() | facts.Class():
                    declared = self._declared(stmt)
                    if declared:
                        out.append(facts.Export(stmt.span, declared, facts.Name(stmt.span, declared)))
                case _:
                    pass

    # --- classes and types -------------------------------------------------------------------------------------------------------

    def _decorators(self, node: Node) -> tuple[Expr, ...]:
        return tuple(self.expression(c) for c in node.children if c.type == "decorator")

    def _class_declaration(self, node: Node, out: list[Stmt]) -> None:
        out.append(self._class(node, "default", node.range))

    def _class_expression(self, node: Node) -> Expr:
        place = span_of(node)
        made = self._class(node, f"class:{place.line}:{place.column}", place)
        self.before.append(made)
        return facts.Name(place, made.name)

    def _class(self, node: Node, fallback: str, place: facts.Place, decorators: tuple[Expr, ...] = ()) -> facts.Class:
        name = node.child_by_field_name("name")
        bases: list[Expr] = []
        interfaces: list[Expr] = []
        heritage = next((c for c in node.children if c.type == "class_heritage"), None)
        for clause in () if heritage is None else heritage.named_children:
            if clause.type == "extends_clause":
                bases += [self.expression(c) for c in clause.children_by_field_name("value")]
            elif clause.type == "implements_clause":
                interfaces += [t for t in (self._type(c) for c in clause.named_children if c.type != "comment") if t is not None]
            elif clause.type != "comment":
                bases.append(self.expression(clause))
        # A class given to a name is known by that name, whatever it calls itself.
        known = fallback if node.type == "class" and fallback and not fallback.startswith(("class:", "default")) else None
        made = facts.Class(
            place,
            known or (self.text(name) if name is not None else fallback),
            tuple(bases),
            (),
            (),
            (*decorators, *self._decorators(node)),
        )
        made.implements = tuple(interfaces)
        body = node.child_by_field_name("body")
        if body is not None:
            self._members(made, body)
        return made

    def _members(self, made: facts.Class, body: Node) -> None:
        fields: list[facts.Field] = []
        methods: list[facts.Function] = []
        others: list[Stmt] = []
        pending: list[Expr] = []
        for member in body.named_children:
            match member.type:
                case "decorator":
                    pending.append(self.expression(member))
                    continue
                case "method_definition":
                    methods.append(self._function(member, decorators=tuple(pending)))
                case "public_field_definition" | "field_definition":
                    self._class_field(member, fields, others)
                case "class_static_block":
                    others.extend(self._body(member.child_by_field_name("body")))
                case _:
                    pass
            pending = []
        made.fields, made.methods, made.body = tuple(fields), tuple(methods), tuple(others)

    def _class_field(self, member: Node, fields: list[facts.Field], others: list[Stmt]) -> None:
        named = member.child_by_field_name("name") or member.child_by_field_name("property")
        value = self._optional(member.child_by_field_name("value"))
        name = self._key_text(named)
        others += [facts.Evaluate(decorator.span, decorator) for decorator in self._decorators(member)]
        if name is None:
            if value is not None:
                others.append(facts.Evaluate(value.span, value))
            return
        static = any(c.type == "static" for c in member.children)
        fields.append(facts.Field(span_of(member), name, value, self._annotation(member.child_by_field_name("type")), static=static))

    def _key_text(self, node: Node | None) -> str | None:
        if node is None:
            return None
        if node.type == "computed_property_name":
            inner = self._inner(node)
            if inner is None or inner.type != "string":
                return None
            node = inner
        return self._export_name(node)

    def _enum(self, node: Node, out: list[Stmt]) -> None:
        fields: list[facts.Field] = []
        body = node.child_by_field_name("body")
        number: int | None = 0
        for member in () if body is None else body.named_children:
            if member.type == "comment":
                continue
            assigned = member.type == "enum_assignment"
            name = self._key_text(member.child_by_field_name("name") if assigned else member)
            value = self._optional(member.child_by_field_name("value")) if assigned else facts.Literal(member.range, number)
            number = value.value + 1 if isinstance(value, facts.Literal) and isinstance(value.value, int) else None
            if name is not None:
                fields.append(facts.Field(span_of(member), name, value, static=True))
        name_node = node.child_by_field_name("name")
        out.append(facts.Class(node.range, "" if name_node is None else self.text(name_node), (), tuple(fields), (), kind="enum"))

    def _interface(self, node: Node, out: list[Stmt]) -> None:
        name = node.child_by_field_name("name")
        bases: list[Expr] = []
        for child in node.named_children:
            if child.type in ("extends_type_clause", "extends_clause"):
                bases += [b for b in (self._type(t) for t in child.named_children if t.type != "comment") if b is not None]
        self._typed_fields(node, name, node.child_by_field_name("body"), tuple(bases), out)

    def _typed_fields(self, node: Node, name: Node | None, body: Node | None, bases: tuple[Expr, ...], out: list[Stmt]) -> None:
        if name is None or body is None:
            return
        fields = []
        for member in body.named_children:
            key = self._key_text(member.child_by_field_name("name")) if member.type == "property_signature" else None
            if key is not None:
                fields.append(facts.Field(span_of(member), key, None, self._annotation(member.child_by_field_name("type"))))
        out.append(facts.Class(node.range, self.text(name), bases, tuple(fields), (), kind="interface"))

    def _type_alias(self, node: Node, out: list[Stmt]) -> None:
        name, value = node.child_by_field_name("name"), node.child_by_field_name("value")
        if name is None or value is None:
            return
        if value.type == "object_type":
            self._typed_fields(node, name, value, (), out)
            return
        lowered = self._type(value)
        if isinstance(lowered, facts.Literal):
            lowered = facts.Sequence(lowered.span, (lowered,), "union")
        if isinstance(lowered, facts.Sequence | facts.Name | facts.Attribute):
            out.append(facts.Assign(node.range, self._name(name), lowered, "type"))

    def _annotation(self, node: Node | None) -> Expr | None:
        if node is None or node.type != "type_annotation":
            return None
        inner = self._inner(node)
        return None if inner is None else self._type(inner)

    def _asserted(self, node: Node) -> Expr | None:
        given = next((c for c in node.children if c.type == "type_arguments"), None)
        inner = None if given is None else self._inner(given)
        return None if inner is None else self._type(inner)

    def _as_type(self, node: Node) -> Expr | None:
        parts = [c for c in node.named_children if c.type != "comment"]
        return self._type(parts[-1]) if len(parts) > 1 else None

    def _type(self, node: Node) -> Expr | None:
        """Lower a type; None for ``undefined``, ``null`` and ``const``, which say nothing."""
        self.depth += 1
        try:
            if self.depth > _MAX_DEPTH:
                return facts.Opaque(node.range, (), "type")
            return self._type_of(node)
        finally:
            self.depth -= 1

    def _type_of(self, node: Node) -> Expr | None:
        place = node.range
        match node.type:
            case "predefined_type" if self.text(node) in ("any", "unknown", "object"):
                return facts.Opaque(place, (), "type")
            case "type_identifier" | "identifier" | "predefined_type":
                return facts.Name(place, self.text(node))
            case "nested_type_identifier" | "nested_identifier":
                return self._nested_name(node)
            case "member_expression":
                return self.expression(node)
            case "parenthesized_type" | "readonly_type" | "optional_type":
                inner = self._inner(node)
                return None if inner is None else self._type(inner)
            case "literal_type":
                inner = self._inner(node)
                value = None if inner is None else self.expression(inner)
                return None if isinstance(value, facts.Literal) and value.value is None else value
            case "union_type":
                return self._union(node, place)
            case "lookup_type" if (listed := self._listed(node)) is not None:
                return listed
            case "generic_type":
                return self._generic(node, place)
            case "object_type":
                entries = []
                for member in node.named_children:
                    key = self._key_text(member.child_by_field_name("name")) if member.type == "property_signature" else None
                    if key is not None:
                        entries.append(Entry(facts.Literal(member.range, key), facts.Opaque(member.range, (), "type")))
                return facts.Record(place, tuple(entries))
            case _:
                return facts.Opaque(place, (), "type")

    def _listed(self, node: Node) -> Expr | None:
        """See ``(typeof MODES)[number]``: the union of what a list holds."""
        parts = [c for c in node.named_children if c.type != "comment"]
        while parts and parts[0].type == "parenthesized_type":
            parts[0] = self._inner(parts[0]) or parts[0].children[0]
        if len(parts) != 2 or parts[0].type != "type_query" or self.text(parts[1]) != "number":
            return None
        asked = self._inner(parts[0])
        return None if asked is None else self._type(asked)

    def _union(self, node: Node, place: facts.Place) -> Expr | None:
        items: list[Expr] = []
        stack = [node]
        while stack:
            part = stack.pop()
            if part.type == "union_type" or (part.type == "parenthesized_type" and part is not node):
                stack.extend(reversed([c for c in part.named_children if c.type != "comment"]))
                continue
            lowered = self._type(part)
            if isinstance(lowered, facts.Sequence) and lowered.kind == "union":
                items.extend(lowered.items)
            elif lowered is not None:
                items.append(lowered)
        if len(items) == 1 and not isinstance(items[0], facts.Literal):
            return items[0]
        if items and all(isinstance(i, facts.Literal) for i in items):
            return facts.Sequence(place, tuple(items), "union")
        return facts.Opaque(place, (), "type") if items else None

    def _generic(self, node: Node, place: facts.Place) -> Expr | None:
        parts = [c for c in node.named_children if c.type != "comment"]
        base = self._type(parts[0])
        given = next((c for c in parts if c.type == "type_arguments"), None)
        types = [] if given is None else [self._type(c) for c in given.named_children if c.type != "comment"]
        if isinstance(base, facts.Name) and base.id in _TRANSPARENT_TYPES and len(types) == 1:
            return types[0]
        known = [t if t is not None else facts.Literal(place, None) for t in types]
        if base is None or not known:
            return base
        return facts.Index(place, base, known[0] if len(known) == 1 else facts.Sequence(place, tuple(known), "tuple"))

    # --- functions ---------------------------------------------------------------------------------------------------------------

    def _function(self, node: Node, decorators: tuple[Expr, ...] = ()) -> facts.Function:
        words = set()
        kind = "function"
        name = node.child_by_field_name("name")
        for child in node.children:
            if not child.is_named:
                words.add(child.type)
            elif child.type == "formal_parameters":
                break
        named = self._key_text(name)
        if node.type == "method_definition":
            decorators = (*decorators, *self._decorators(node))
            kind = "getter" if "get" in words else "setter" if "set" in words else "static" if "static" in words else "method"
            if named == "constructor" and kind == "method":
                kind = "constructor"
        given = node.child_by_field_name("parameters")
        single = node.child_by_field_name("parameter")
        parameters = self._parameters(given) if given is not None else ()
        if single is not None:
            parameters = (facts.Parameter(span_of(single), self.expression(single)),)
        body = node.child_by_field_name("body")
        lowered: tuple[Stmt, ...] = ()
        if body is not None and body.type == "statement_block":
            lowered = self.statements(body.children)
        elif body is not None:
            outer, self.before = self.before, []
            value = self.expression(body)
            lowered = (*self.before, facts.Return(body.range, value))
            self.before = outer
        starred = "*" in words or node.type.startswith("generator")
        returns = self._annotation(node.child_by_field_name("return_type"))
        return facts.Function(node.range, named, parameters, lowered, decorators, returns, "async" in words, starred, kind)

    def _parameters(self, node: Node) -> tuple[facts.Parameter, ...]:
        found = []
        for child in node.named_children:
            if child.type in ("comment", "decorator"):
                continue
            pattern = child.child_by_field_name("pattern") if child.type in ("required_parameter", "optional_parameter") else child
            if pattern is None or pattern.type == "this":
                continue
            default = child.child_by_field_name("value")
            is_property = pattern is not child and any(
                c.type in ("accessibility_modifier", "readonly", "override_modifier") for c in child.children
            )
            target: Expr = self.expression(pattern)
            value = self._optional(default)
            kind = "positional"
            if isinstance(target, facts.Spread):
                kind, target = "rest", target.value
            elif isinstance(target, facts.Default):
                value, target = target.value, target.target
            annotation = self._annotation(child.child_by_field_name("type"))
            found.append(facts.Parameter(span_of(child), target, value, annotation, kind, is_property))
        return tuple(found)

    # --- expressions -------------------------------------------------------------------------------------------------------------

    def expression(self, node: Node) -> Expr:
        """Lower an expression; chains that lean left are followed without recursion."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self.depth -= 1
            self._too_deep([node])
            return facts.Opaque(node.range, (), "deep")
        handler = self.expression_kinds.get(node.type)
        value = handler(node) if handler is not None else self._chain(node)
        self.depth -= 1
        return value

    def _chain(self, node: Node) -> Expr:
        spines = self.spine_kinds
        spine: list[tuple[Node, Callable[[Node, Expr], Expr]]] = []
        inner: Node | None = node
        while inner is not None:
            node, kind = inner, inner.type
            link = spines.get(kind)
            if link is not None:
                spine.append((node, link))
                inner = node.child(0)
            else:
                inner = self._inner(node) if kind == "parenthesized_expression" else None
        handler = self.expression_kinds.get(kind)
        value = handler(node) if handler is not None else self._unknown(node)
        for above, link in reversed(spine):
            value = link(above, value)
        return value

    def _unknown(self, node: Node) -> Expr:
        known = self.expression_kinds
        parts = [self.expression(c) for c in node.named_children if c.type in known or c.type in self.spine_kinds]
        return facts.Opaque(node.range, tuple(parts), node.type)

    def _inner(self, node: Node) -> Node | None:
        """Give the first child that is neither punctuation nor a comment."""
        for child in node.named_children:
            if child.type not in ("comment", "ERROR"):
                return child
        return None

    def _bare(self, node: Node) -> Node:
        while node.type == "parenthesized_expression":
            inner = self._inner(node)
            if inner is None:
                break
            node = inner
        return node

    def _field(self, node: Node, name: str) -> Expr:
        child = node.child_by_field_name(name)
        return facts.Opaque(node.range, (), "missing") if child is None else self.expression(child)

    def _optional(self, node: Node | None) -> Expr | None:
        return None if node is None or node.type == "empty_statement" else self.expression(node)

    def _last(self, node: Node) -> Expr:
        for child in reversed(node.named_children):
            if child.type != "comment":
                return self.expression(child)
        return facts.Literal(node.range, None)

    def _all(self, node: Node) -> tuple[Expr, ...]:
        return tuple([self.expression(c) for c in node.named_children if c.type != "comment"])

    def _operator(self, node: Node) -> str:
        operator = node.child_by_field_name("operator")
        return "" if operator is None else operator.type

    def _name(self, node: Node) -> Expr:
        text = self.text(node)
        return facts.Literal(node.range, None) if text == "undefined" else facts.Name(node.range, text)

    def _null(self, node: Node) -> Expr:
        return facts.Literal(node.range, None)

    def _nested_name(self, node: Node) -> Expr:
        parts = [c for c in node.named_children if c.type != "comment"]
        if len(parts) < 2:
            return facts.Name(node.range, self.text(node))
        return facts.Attribute(
            node.range,
            self.expression(parts[0]) if parts[0].type != "nested_identifier" else self._nested_name(parts[0]),
            self.text(parts[-1]),
        )

    def _string(self, node: Node) -> facts.Literal:
        raw = self.data[node.start_byte + 1 : max(node.end_byte - 1, node.start_byte + 1)]
        return facts.Literal(node.range, _cook(raw.decode("utf-8", "replace")))

    def _template(self, node: Node) -> Expr:
        parts: list[Expr] = []
        position = node.start_byte + 1
        substitutions = [c for c in node.children if c.type == "template_substitution"]
        if not substitutions:
            return self._string(node)
        for child in substitutions:
            if child.start_byte > position:
                parts.append(self._fragment(node, position, child.start_byte))
            inner = self._inner(child)
            if inner is not None:
                parts.append(self.expression(inner))
            position = child.end_byte
        if node.end_byte - 1 > position:
            parts.append(self._fragment(node, position, node.end_byte - 1))
        return facts.Combine(node.range, tuple(parts), "text")

    def _fragment(self, node: Node, start: int, end: int) -> facts.Literal:
        text = self.data[start:end].decode("utf-8", "replace").replace("\r\n", "\n")
        return facts.Literal(node.range, _cook(text))

    def _meta(self, node: Node) -> Expr:
        text = "".join(self.text(node).split())
        if text == "import.meta":
            return facts.Attribute(node.range, facts.Name(node.range, "import"), "meta")
        return facts.Opaque(node.range, (), "meta")

    def _array(self, node: Node) -> Expr:
        return facts.Sequence(node.range, self._all(node))

    def _object(self, node: Node) -> Expr:
        entries = []
        for child in node.named_children:
            match child.type:
                case "pair":
                    entries.append(Entry(self._key(child.child_by_field_name("key")), self._field(child, "value")))
                case "shorthand_property_identifier":
                    entries.append(Entry(facts.Literal(child.range, self.text(child)), self._name(child)))
                case "spread_element":
                    entries.append(Entry(None, self._last(child)))
                case "method_definition":
                    entries.append(Entry(self._key(child.child_by_field_name("name")), self._function(child)))
                case _:
                    pass
        return facts.Record(node.range, tuple(entries))

    def _key(self, node: Node | None) -> Expr | None:
        if node is None:
            return None
        if node.type == "computed_property_name":
            return self._computed(node)
        if node.type in ("string", "number"):
            return self.expression(node)
        return facts.Literal(node.range, self.text(node))

    def _computed(self, node: Node) -> Expr:
        value = self._last(node)
        # A bare name as a key would read as the key's own text.
        return facts.Cast(value.span, value) if isinstance(value, facts.Name) else value

    def _object_pattern(self, node: Node) -> Expr:
        entries = []
        rest: Expr | None = None
        for child in node.named_children:
            match child.type:
                case "shorthand_property_identifier_pattern":
                    entries.append(Entry(facts.Literal(child.range, self.text(child)), facts.Name(child.range, self.text(child))))
                case "pair_pattern":
                    entries.append(Entry(self._key(child.child_by_field_name("key")), self._field(child, "value")))
                case "object_assignment_pattern":
                    value = self._default_pattern(child)
                    left = child.child_by_field_name("left")
                    if left is not None:
                        entries.append(Entry(facts.Literal(left.range, self.text(left)), value))
                case "rest_pattern":
                    rest = self._last(child)
                case _:
                    pass
        return facts.Record(node.range, tuple(entries), None, rest)

    def _array_pattern(self, node: Node) -> Expr:
        items: list[Expr] = []
        taken = False
        for child in node.children:
            if child.type == ",":
                if not taken:
                    items.append(facts.Opaque(child.range, (), "hole"))
                taken = False
            elif child.is_named and child.type != "comment":
                items.append(self.expression(child))
                taken = True
        return facts.Sequence(node.range, tuple(items))

    def _default_pattern(self, node: Node) -> facts.Default:
        return facts.Default(node.range, self._field(node, "left"), self._field(node, "right"))

    def _unary(self, node: Node) -> Expr:
        place, operand, operator = node.range, self._field(node, "argument"), self._operator(node)
        match operator:
            case "!":
                return facts.Not(place, operand)
            case "typeof" | "delete":
                where = node.child_by_field_name("operator")
                return facts.Call(place, facts.Name((where or node).range, operator), (Argument(operand),))
            case "void":
                return facts.Cast(place, operand, None, "void")
            case "-" if isinstance(operand, facts.Literal) and isinstance(operand.value, int | float):
                return facts.Literal(place, -operand.value)
            case _:
                return facts.Combine(place, (operand,), operator)

    def _yield(self, node: Node) -> Expr:
        inner = self._inner(node)
        value = facts.Literal(node.range, None) if inner is None else self.expression(inner)
        return facts.Cast(node.range, value, None, "yield")

    def _bind(self, node: Node) -> Expr:
        return facts.Bind(node.range, self._field(node, "left"), self._field(node, "right"))

    def _bind_augmented(self, node: Node) -> Expr:
        place = node.range
        left, right = self._field(node, "left"), self._field(node, "right")
        operator = self._operator(node).removesuffix("=")
        short = _LOGIC.get(operator)
        value: Expr = facts.Combine(place, (left, right), operator) if short is None else facts.Logic(place, short, left, right)
        return facts.Bind(place, left, value)

    def _new(self, node: Node) -> Expr:
        return facts.Call(node.range, self._field(node, "constructor"), self._arguments(node.child_by_field_name("arguments")), "new")

    def _arguments(self, node: Node | None) -> tuple[Argument, ...]:
        if node is None:
            return ()
        if node.type == "template_string":
            return (Argument(self._template(node)),)
        found = []
        for child in node.named_children:
            kind = child.type
            if kind == "spread_element":
                found.append(Argument(self._last(child), spread=True))
            elif kind != "comment":
                found.append(Argument(self.expression(child)))
        return tuple(found)

    # --- the links of a chain ----------------------------------------------------------------------------------------------------

    def _member(self, node: Node, value: Expr) -> Expr:
        name = node.child_by_field_name("property")
        return facts.Attribute(node.range, value, "" if name is None else self.text(name))

    def _subscript(self, node: Node, value: Expr) -> Expr:
        return facts.Index(node.range, value, self._field(node, "index"))

    def _call(self, node: Node, value: Expr) -> Expr:
        return facts.Call(node.range, value, self._arguments(node.child_by_field_name("arguments")))

    def _binary(self, node: Node, value: Expr) -> Expr:
        operator = self._operator(node)
        right = self._field(node, "right")
        if operator in _LOGIC:
            return facts.Logic(node.range, _LOGIC[operator], value, right)
        if operator in _COMPARISONS:
            return facts.Compare(node.range, _COMPARISONS[operator], value, right)
        if isinstance(value, facts.Combine) and value.operator == operator and len(value.parts) > 1:
            # A long sum is one flat combination, so that its length is no depth.
            return facts.Combine(node.range, (*value.parts, right), operator)
        return facts.Combine(node.range, (value, right), operator)

    def _ternary(self, node: Node, value: Expr) -> Expr:
        links: list[tuple[facts.Place, Expr, Expr]] = [(node.range, value, self._field(node, "consequence"))]
        rest = node.child_by_field_name("alternative")
        while rest is not None:
            rest = self._bare(rest)
            if rest.type != "ternary_expression":
                break
            links.append((rest.range, self._field(rest, "condition"), self._field(rest, "consequence")))
            rest = rest.child_by_field_name("alternative")
        result: Expr = facts.Opaque(node.range, (), "missing") if rest is None else self.expression(rest)
        for place, test, then in reversed(links):
            result = facts.Ternary(place, test, then, result)
        return result

    # --- JSX ---------------------------------------------------------------------------------------------------------------------

    def _jsx(self, node: Node) -> Expr:
        opening = node.child_by_field_name("open_tag") if node.type == "jsx_element" else node
        place = node.range
        children = self._jsx_children(node) if node.type != "jsx_self_closing_element" else ()
        name = None if opening is None else opening.child_by_field_name("name")
        if name is None or opening is None:
            return facts.Opaque(place, children, "fragment")
        entries: list[Entry] = []
        for child in opening.named_children:
            if child.type == "jsx_attribute":
                parts = [c for c in child.named_children if c.type != "comment"]
                value = self.expression(parts[1]) if len(parts) > 1 else facts.Literal(child.range, True)
                entries.append(Entry(facts.Literal(parts[0].range, self.text(parts[0])), value))
            elif child.type == "jsx_expression":
                spread = self.expression(child)
                entries.append(Entry(None, spread.value if isinstance(spread, facts.Spread) else spread))
        if children:
            entries.append(Entry(facts.Literal(place, "children"), facts.Sequence(place, children)))
        return facts.Call(place, self.expression(name), (Argument(facts.Record(opening.range, tuple(entries))),), "jsx")

    def _jsx_children(self, node: Node) -> tuple[Expr, ...]:
        found = []
        for child in node.named_children:
            if child.type in ("jsx_opening_element", "jsx_closing_element", "comment"):
                continue
            lowered = self.expression(child)
            if not isinstance(lowered, facts.Opaque) or lowered.kind != "empty":
                found.append(lowered)
        return tuple(found)

    def _jsx_expression(self, node: Node) -> Expr:
        inner = self._inner(node)
        return facts.Opaque(node.range, (), "empty") if inner is None else self.expression(inner)

    def _jsx_text(self, node: Node) -> Expr:
        text = " ".join(self.text(node).split())
        return facts.Literal(node.range, text) if text else facts.Opaque(node.range, (), "empty")
