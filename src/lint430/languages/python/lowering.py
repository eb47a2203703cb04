"""Lowers Python source, up to 3.14, into facts; what cannot be read is noted and the rest is still lowered."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Callable, Iterable

import tree_sitter
import tree_sitter_python

from lint430 import facts
from lint430.languages.syntax import joined, reader, span_of, starting
from lint430.model import Span

_LANGUAGE = tree_sitter.Language(tree_sitter_python.language())
_JOINTS = tree_sitter.Query(_LANGUAGE, "[(string) (line_continuation)] @joint")
_COMMENTS = frozenset({"comment"})
_SIGN = re.compile(rb"#")
_DEEP = 400_000
_LONGEST_CONDITION = 400
"""Frames allowed for deeply nested source; Python frames live on the heap, so this costs memory only."""
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BOM = b"\xef\xbb\xbf"
_TYPE_CHECKING = re.compile(rb"\(*(\w+\.)?TYPE_CHECKING\)*")
_ESCAPE = re.compile(
    r"\\(\r?\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]+\}|[abfnrtv\\'\"])|(\{\{|\}\})", re.DOTALL
)
_ESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\", "'": "'", '"': '"'}
_QUOTES = ("'", '"')
_DOTTED = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")
_OPTIONAL = re.compile(r"(?:\w+\.)?Optional\[(.*)\]")
_ENUMS = frozenset({"Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "Choices", "TextChoices", "IntegerChoices"})
_QUALIFIERS = frozenset({"Optional", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "InitVar"})
_GETTERS = frozenset({"property", "cached_property", "abstractproperty", "hybrid_property", "classproperty", "getter"})
_CLASS_METHODS = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})
_WHOLE_SUBJECT = frozenset({"bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple"})


def _field(name: str) -> int:
    found = _LANGUAGE.field_id_for_name(name)
    assert found is not None
    return found


_ALIAS = _field("alias")
_ALTERNATIVE = _field("alternative")
_ARGUMENT = _field("argument")
_ARGUMENTS = _field("arguments")
_ATTRIBUTE = _field("attribute")
_BODY = _field("body")
_CAUSE = _field("cause")
_CONDITION = _field("condition")
_CONSEQUENCE = _field("consequence")
_DEFINITION = _field("definition")
_EXPRESSION = _field("expression")
_FUNCTION = _field("function")
_GUARD = _field("guard")
_KEY = _field("key")
_LEFT = _field("left")
_MODULE_NAME = _field("module_name")
_NAME = _field("name")
_OBJECT = _field("object")
_OPERATOR = _field("operator")
_PARAMETERS = _field("parameters")
_RETURN_TYPE = _field("return_type")
_RIGHT = _field("right")
_SUBJECT = _field("subject")
_SUBSCRIPT = _field("subscript")
_SUPERCLASSES = _field("superclasses")
_TYPE = _field("type")
_VALUE = _field("value")


def lower(path: str, data: bytes) -> facts.Module:
    """Lower one file into facts; spans count bytes of its UTF-8 form, without the byte order mark."""
    source = _utf8(data)
    root = tree_sitter.Parser(_LANGUAGE).parse(source).root_node
    comments = _comments(root, source)
    errors = _errors(root) if root.has_error else ()
    try:
        body = _Lowering(source).module(root)
    except RecursionError:
        try:
            body = _lower_deep(source, root)
        except RecursionError:
            body, errors = (), (Span(1, 1, 1, 1), *errors)
    return facts.Module(path, "python", body, comments, errors, type_checking=path.endswith(".pyi"))


def _lower_deep(source: bytes, root: tree_sitter.Node) -> tuple[facts.Stmt, ...]:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEEP))
    try:
        return _Lowering(source).module(root)
    finally:
        sys.setrecursionlimit(limit)


def _utf8(data: bytes) -> bytes:
    """Give the source as valid UTF-8 without a byte order mark, by its coding cookie where it has one."""
    if data.startswith(_BOM):
        data = data[3:]
    if data.isascii():
        return data
    for line in data.split(b"\n", 2)[:2]:
        cookie = _COOKIE.match(line)
        if cookie is not None and cookie[1].lower() not in (b"utf-8", b"utf8"):
            try:
                return data.decode(cookie[1].decode("ascii", "replace")).encode()
            except (LookupError, ValueError):
                break
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace").encode()
    return data


def _comments(root: tree_sitter.Node, source: bytes) -> tuple[facts.Comment, ...]:
    joints = _joints(root) if b"noqa" in source.lower() else {}
    comments = []
    for node in starting(root, source, _SIGN, _COMMENTS):
        start = node.start_byte
        before = source[source.rfind(b"\n", 0, start) + 1 : start]
        text = source[start : node.end_byte].decode("utf-8", "replace").rstrip("\r")
        line = own = node.start_point[0] + 1
        while line in joints:
            line = joints[line]
        comments.append(facts.Comment(span_of(node), text, not before.strip(), joined_from=None if line == own else line))
    return tuple(comments)


def _joints(root: tree_sitter.Node) -> dict[int, int]:
    """Give, for each line that goes on what began further up in a string or before a backslash, where that began."""
    found: dict[int, int] = {}
    for node in tree_sitter.QueryCursor(_JOINTS).captures(root).get("joint", []):
        first, last = node.start_point[0] + 1, node.end_point[0] + 1
        if first < last:
            found[last] = min(first, found.get(last, first))
    return found


def _errors(root: tree_sitter.Node) -> tuple[Span, ...]:
    """List the first place of each run of errors; errors on the same or on adjoining lines are one run."""
    places = []
    stack = [root]
    while stack:
        node = stack.pop()
        if node.is_error or node.is_missing:
            places.append(span_of(node if node.parent is not None else _first_unread(node)))
        else:
            stack += [child for child in node.children if child.has_error or child.is_missing]
    runs: list[Span] = []
    last = -1
    for place in sorted(places, key=lambda s: (s.line, s.column)):
        if place.line > last + 1:
            runs.append(place)
        last = max(last, place.end_line)
    return tuple(runs)


def _first_unread(root: tree_sitter.Node) -> tree_sitter.Node:
    """Find where a file that is one error went wrong: the first token that belongs to no statement."""
    for child in root.children:
        if child.is_error or not child.is_named:
            return child
    return root


def _named(node: tree_sitter.Node) -> list[tree_sitter.Node]:
    return [child for child in node.named_children if not child.is_extra or child.is_error]


def _fields(node: tree_sitter.Node, field: int) -> list[tree_sitter.Node]:
    return [child for child in node.children_by_field_id(field) if child.is_named and child.type != "comment"]


def _last_name(expr: facts.Expr) -> str:
    if isinstance(expr, facts.Attribute):
        return expr.name
    return expr.id if isinstance(expr, facts.Name) else ""


def _cook(text: str, *, raw: bool, template: bool, binary: bool) -> str:
    """Give the value of a string's text as written."""
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    if not template and (raw or "\\" not in text):
        return text

    def replace(found: re.Match[str]) -> str:
        escape, brace = found.groups()
        if brace is not None:
            return brace[0] if template else found[0]
        if raw or (binary and escape[0] in "uUN"):
            return found[0]
        if escape[-1] == "\n":
            return ""
        if escape in _ESCAPED:
            return _ESCAPED[escape]
        if escape[0] == "N":
            try:
                return unicodedata.lookup(escape[2:-1])
            except KeyError:
                return found[0]
        number = int(escape, 8) if escape[0] in "01234567" else int(escape[1:], 16)
        # A lone surrogate is no text that a report could be written in.
        return chr(number) if number < 0xD800 or 0xDFFF < number <= 0x10FFFF else "\ufffd"

    return _ESCAPE.sub(replace, text)


def _union(place: facts.Place, items: Iterable[facts.Expr]) -> facts.Expr:
    """Join alternatives of a type, None left out."""
    kept: list[facts.Expr] = []
    for item in items:
        if isinstance(item, facts.Sequence) and item.kind == "union":
            kept += item.items
        elif not (isinstance(item, facts.Literal) and item.value is None):
            kept.append(item)
    if len(kept) == 1:
        return kept[0]
    return facts.Sequence(place, tuple(kept), "union") if kept else facts.Literal(place, None)


def _quoted_type(place: facts.Place, text: str) -> facts.Expr:
    """Read a type written as a string where it is made of dotted names; else keep the text."""
    optional = _OPTIONAL.fullmatch(text.strip())
    parts = [part.strip() for part in (optional[1] if optional else text).split("|")]
    if not all(_DOTTED.fullmatch(part) for part in parts):
        return facts.Literal(place, text)
    return _union(place, (facts.Literal(place, None) if part == "None" else _dotted(place, part.split(".")) for part in parts))


def _dotted(place: facts.Place, names: list[str]) -> facts.Expr:
    expr: facts.Expr = facts.Name(place, names[0])
    for name in names[1:]:
        expr = facts.Attribute(place, expr, name)
    return expr


def _unannotated(annotation: facts.Expr) -> tuple[facts.Expr, facts.Expr | None]:
    """Split ``Annotated[T, …]`` into the type and the first call among its metadata."""
    if isinstance(annotation, facts.Index) and _last_name(annotation.object) == "Annotated" and isinstance(annotation.key, facts.Sequence):
        first, *metadata = annotation.key.items
        return first, next((item for item in metadata if isinstance(item, facts.Call)), None)
    return annotation, None


def _decorator_path(decorator: facts.Expr) -> tuple[str, str]:
    """Give the last two names of a decorator."""
    if isinstance(decorator, facts.Call):
        decorator = decorator.function
    owner = _last_name(decorator.object) if isinstance(decorator, facts.Attribute) else ""
    return owner, _last_name(decorator)


def _method_kind(name: str, decorators: tuple[facts.Expr, ...]) -> str:
    for decorator in decorators:
        _, last = _decorator_path(decorator)
        if last in ("staticmethod", "abstractstaticmethod"):
            return "static"
        if last in ("classmethod", "abstractclassmethod"):
            return "class"
        if last in _GETTERS:
            return "getter"
        if last in ("setter", "deleter"):
            return "setter"
    if name == "__init__":
        return "constructor"
    return "class" if name in _CLASS_METHODS else "method"


def _dynamic_import(value: facts.Expr) -> tuple[str, str] | None:
    """Give the module, and the module bound, of ``import_module("x")`` and ``__import__("x")`` with a constant."""
    if not isinstance(value, facts.Call) or not value.arguments:
        return None
    name = _last_name(value.function)
    module = value.arguments[0].value
    if name not in ("import_module", "__import__") or not isinstance(module, facts.Literal) or not isinstance(module.value, str):
        return None
    return module.value, module.value.partition(".")[0] if name == "__import__" and len(value.arguments) < 4 else module.value


def _with_condition(argument: facts.Argument, *, first: bool) -> facts.Argument:
    """Read the text that pytest evaluates as a condition: ``skipif("MODE == 'repo'")``; every part stands where the text does."""
    text = argument.value
    if not (isinstance(text, facts.Literal) and isinstance(text.value, str)):
        return argument
    if argument.name != "condition" and not (first and argument.name is None):
        return argument
    source = text.value.strip().encode()
    root = tree_sitter.Parser(_LANGUAGE).parse(source).root_node
    body = () if root.has_error or len(source) > _LONGEST_CONDITION else _Lowering(source).module(root)
    only = body[0] if len(body) == 1 else None
    if not (isinstance(only, facts.Evaluate) and isinstance(only.value, facts.Compare | facts.Logic | facts.Not | facts.Call)):
        return argument
    for part in facts.walk([only.value]):
        part.span = text.span
    return facts.Argument(only.value, argument.name)


class _Lowering:
    """Lowers the nodes of one file."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._text = reader(source)
        self._in_class = False
        self._type_only = False
        self._yields = False

    def module(self, root: tree_sitter.Node) -> tuple[facts.Stmt, ...]:
        """Give the top-level statements."""
        return self._statements(root)

    # --- statements --------------------------------------------------------------------------------------------------------------

    def _statements(self, block: tree_sitter.Node | None) -> tuple[facts.Stmt, ...]:
        out: list[facts.Stmt] = []
        if block is not None:
            for node in block.named_children:
                self._statement(node, out)
        return tuple(out)

    def _statement(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        kind = node.type
        handler = _STATEMENTS.get(kind)
        if handler is not None:
            if kind in _HEADED and node.has_error:
                self._unread(node, out)
            handler(self, node, out)
        elif kind in _EXPRESSIONS:
            out.append(facts.Evaluate(node.range, self._expression(node)))
        else:
            # A piece of broken source: an error, or a part of a statement whose rest is missing.
            for child in node.named_children:
                self._statement(child, out)

    def _unread(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        """Lower what stands in the broken parts of a statement that is read by its fields."""
        for child in node.named_children:
            if child.is_error:
                self._statement(child, out)

    def _nothing(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        """Lower ``pass`` and comments to nothing."""

    def _expression_statement(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        children = _named(node)
        if len(children) != 1:
            if children:
                out.append(facts.Evaluate(node.range, self._tuple(node, children)))
            return
        child = children[0]
        if child.type in ("assignment", "augmented_assignment"):
            self._statement(child, out)
        else:
            value = self._expression(child)
            imported = _dynamic_import(value)
            if imported is not None:
                out.append(facts.Import(value.span, imported[0], (), dynamic=True))
            else:
                out.append(facts.Evaluate(node.range, value))

    def _assignment_parts(
        self, node: tree_sitter.Node
    ) -> tuple[list[tuple[tree_sitter.Node, facts.Expr]], facts.Expr | None, facts.Expr | None]:
        """Give the targets of a chain of assignments, the value and the annotation."""
        targets = []
        annotation = None
        current: tree_sitter.Node | None = node
        while current is not None and current.type == "assignment":
            left = current.child_by_field_id(_LEFT)
            if left is not None:
                targets.append((current, self._expression(left)))
            noted = current.child_by_field_id(_TYPE)
            if noted is not None:
                annotation = self._type(noted)
            current = current.child_by_field_id(_RIGHT)
        return targets, None if current is None else self._expression(current), annotation

    def _assignment(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        targets, value, annotation = self._assignment_parts(node)
        if annotation is not None:
            annotation = _unannotated(annotation)[0]
        imported = None if value is None else _dynamic_import(value)
        for place, target in targets:
            if imported is not None and isinstance(target, facts.Name):
                name = facts.Imported("*", target.id, imported[1], target.span)
                out.append(facts.Import(place.range, imported[0], (name,), dynamic=True))
            else:
                out.append(facts.Assign(place.range, target, value, annotation=annotation))

    def _augmented(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        operator = node.child_by_field_id(_OPERATOR)
        sign = "+" if operator is None else self._text(operator).removesuffix("=")
        out.append(facts.Assign(node.range, self._part(node, _LEFT), self._part(node, _RIGHT), operator=sign))

    def _type_alias(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        left, right = node.child_by_field_id(_LEFT), node.child_by_field_id(_RIGHT)
        if left is not None and right is not None:
            target = self._type(left)
            if isinstance(target, facts.Index):
                target = target.object
            out.append(facts.Assign(node.range, target, self._type(right), declares="type"))

    def _if(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        orelse: tuple[facts.Stmt, ...] = ()
        links = [node]
        for clause in _fields(node, _ALTERNATIVE):
            if clause.type == "elif_clause":
                links.append(clause)
            else:
                orelse = self._statements(clause.child_by_field_id(_BODY))
        end = span_of(node)
        for link in reversed(links):
            condition = link.child_by_field_id(_CONDITION)
            saved = self._type_only
            if condition is not None and _TYPE_CHECKING.fullmatch(self._source, condition.start_byte, condition.end_byte):
                self._type_only = True
            body = self._statements(link.child_by_field_id(_CONSEQUENCE))
            self._type_only = saved
            orelse = (facts.If(joined(span_of(link), end), self._part(link, _CONDITION), body, orelse, chained=link is not node),)
        out += orelse

    def _orelse(self, node: tree_sitter.Node) -> tuple[facts.Stmt, ...]:
        clause = node.child_by_field_id(_ALTERNATIVE)
        return () if clause is None else self._statements(clause.child_by_field_id(_BODY))

    def _for(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        target, iterable = self._part(node, _LEFT), self._part(node, _RIGHT)
        body = self._statements(node.child_by_field_id(_BODY))
        out.append(facts.Loop(node.range, body, target=target, iterable=iterable, orelse=self._orelse(node)))

    def _while(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        test = self._part(node, _CONDITION)
        out.append(facts.Loop(node.range, self._statements(node.child_by_field_id(_BODY)), test=test, orelse=self._orelse(node)))

    def _try(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        body = self._statements(node.child_by_field_id(_BODY))
        handlers = []
        orelse: tuple[facts.Stmt, ...] = ()
        final: tuple[facts.Stmt, ...] = ()
        for clause in node.named_children:
            if clause.type in ("except_clause", "except_group_clause"):
                handlers.append(self._handler(clause))
            elif clause.type == "else_clause":
                orelse = self._statements(clause.child_by_field_id(_BODY))
            elif clause.type == "finally_clause":
                final = self._statements(self._block(clause))
        out.append(facts.Try(node.range, body, tuple(handlers), orelse, final))

    @staticmethod
    def _block(node: tree_sitter.Node) -> tree_sitter.Node | None:
        return next((child for child in node.named_children if child.type == "block"), None)

    def _handler(self, node: tree_sitter.Node) -> facts.Handler:
        types: list[facts.Expr] = []
        name = None
        for value in _fields(node, _VALUE):
            if value.type == "as_pattern":
                alias = value.child_by_field_id(_ALIAS)
                name = None if alias is None else self._text(alias)
            caught = self._expression(value)
            types += caught.items if isinstance(caught, facts.Sequence) else (caught,)
        return facts.Handler(span_of(node), tuple(types), name, self._statements(self._block(node)))

    def _with(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        items: list[tuple[facts.Expr, facts.Expr | None]] = []
        for clause in node.named_children:
            if clause.type == "with_clause":
                items += [self._with_item(item) for item in _named(clause)]
        out.append(facts.With(node.range, tuple(items), self._statements(node.child_by_field_id(_BODY))))

    def _with_item(self, item: tree_sitter.Node) -> tuple[facts.Expr, facts.Expr | None]:
        value = item.child_by_field_id(_VALUE)
        while value is not None and value.type == "parenthesized_expression" and (inner := _named(value)):
            value = inner[0]
        alias = value.child_by_field_id(_ALIAS) if value is not None and value.type == "as_pattern" else None
        target = _named(alias)[0] if alias is not None and _named(alias) else None
        return self._expression(value or item), None if target is None else self._expression(target)

    def _define(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        out.append(facts.Define(node.range, self._function(node, ())))

    def _decorated(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        definition = node.child_by_field_id(_DEFINITION)
        decorators = self._decorators(node)
        if definition is not None and definition.type == "class_definition":
            out.append(self._class(definition, decorators))
        elif definition is not None:
            out.append(facts.Define(definition.range, self._function(definition, decorators)))

    def _decorators(self, node: tree_sitter.Node) -> tuple[facts.Expr, ...]:
        return tuple(self._expression(_named(child)[0]) for child in node.named_children if child.type == "decorator" and _named(child))

    def _function(self, node: tree_sitter.Node, decorators: tuple[facts.Expr, ...]) -> facts.Function:
        named = node.child_by_field_id(_NAME)
        name = "" if named is None else self._text(named)
        saved = self._in_class, self._yields
        kind = _method_kind(name, decorators) if self._in_class else "function"
        self._in_class, self._yields = False, False
        parameters = self._parameters(node.child_by_field_id(_PARAMETERS))
        if kind not in ("function", "static") and parameters and parameters[0].kind == "positional":
            parameters[0].kind = "receiver"
        returned = node.child_by_field_id(_RETURN_TYPE)
        returns = None if returned is None else _unannotated(self._type(returned))[0]
        body = self._statements(node.child_by_field_id(_BODY))
        first = node.child(0)
        function = facts.Function(
            node.range,
            name,
            tuple(parameters),
            body,
            decorators,
            returns,
            is_async=first is not None and first.type == "async",
            is_generator=self._yields,
            kind=kind,
        )
        self._in_class, self._yields = saved
        return function

    def _parameters(self, node: tree_sitter.Node | None) -> list[facts.Parameter]:
        found: list[facts.Parameter] = []
        kind = "positional"
        for child in [] if node is None else _named(node):
            if child.type == "keyword_separator":
                kind = "keyword"
            elif child.type not in ("positional_separator", "ERROR"):
                parameter = self._parameter(child, kind)
                if parameter.kind == "rest":
                    kind = "keyword"
                found.append(parameter)
        return found

    def _parameter(self, node: tree_sitter.Node, kind: str) -> facts.Parameter:
        place: tree_sitter.Node | None = node
        default = annotation = None
        if node.type in ("default_parameter", "typed_default_parameter"):
            place = node.child_by_field_id(_NAME)
            default = self._part(node, _VALUE)
        elif node.type == "typed_parameter":
            place = next(iter(_named(node)), None)
        noted = node.child_by_field_id(_TYPE)
        if noted is not None:
            annotation, supplied = _unannotated(self._type(noted))
            default = supplied if default is None else default
        if place is not None and place.type in ("list_splat_pattern", "dictionary_splat_pattern"):
            kind = "rest" if place.type == "list_splat_pattern" else "keywords"
            place = next(iter(_named(place)), None)
        return facts.Parameter(span_of(node), self._expression(place or node), default, annotation, kind)

    def _define_class(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        out.append(self._class(node, ()))

    def _class(self, node: tree_sitter.Node, decorators: tuple[facts.Expr, ...]) -> facts.Class:
        named = node.child_by_field_id(_NAME)
        superclasses = node.child_by_field_id(_SUPERCLASSES)
        given = () if superclasses is None else self._arguments(superclasses)
        bases = tuple(a.value for a in given if a.name is None)
        kind = "enum" if any(_last_name(base) in _ENUMS or _last_name(base).endswith("Enum") for base in bases) else "class"
        saved = self._in_class
        self._in_class = True
        fields: list[facts.Field] = []
        methods: list[facts.Function] = []
        body: list[facts.Stmt] = []
        block = node.child_by_field_id(_BODY)
        for child in [] if block is None else block.named_children:
            self._member(child, fields, methods, body)
        self._in_class = saved
        return facts.Class(
            node.range,
            "" if named is None else self._text(named),
            bases,
            tuple(fields),
            tuple(methods),
            decorators,
            kind,
            tuple(a for a in given if a.name is not None),
            tuple(body),
        )

    def _member(self, node: tree_sitter.Node, fields: list[facts.Field], methods: list[facts.Function], body: list[facts.Stmt]) -> None:
        children = _named(node) if node.type == "expression_statement" else []
        if len(children) == 1 and children[0].type == "assignment":
            targets, value, annotation = self._assignment_parts(children[0])
            for place, target in targets:
                if isinstance(target, facts.Name):
                    fields.append(facts.Field(span_of(place), target.id, value, annotation, static=True))
                else:
                    body.append(facts.Assign(place.range, target, value, annotation=annotation))
            return
        found: list[facts.Stmt] = []
        self._statement(node, found)
        for stmt in found:
            if isinstance(stmt, facts.Define):
                methods.append(stmt.function)
            else:
                body.append(stmt)

    def _return(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        children = _named(node)
        out.append(facts.Return(node.range, self._expression(children[0]) if children else None))

    def _raise(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        children = _named(node)
        cause = node.child_by_field_id(_CAUSE)
        value = self._expression(children[0]) if children and (cause is None or children[0].start_byte != cause.start_byte) else None
        if isinstance(value, facts.Sequence) and value.items:
            value = value.items[0]
        out.append(facts.Raise(node.range, value))

    def _jump(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        out.append(facts.Jump(node.range, node.type.removesuffix("_statement")))

    def _scope(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        place, declares = node.range, node.type.removesuffix("_statement")
        out += [facts.Assign(place, self._expression(child), None, declares=declares) for child in _named(node)]

    def _keyword_call(self, node: tree_sitter.Node, name: str, arguments: Iterable[facts.Argument]) -> facts.Evaluate:
        place = node.range
        keyword = node.child(0)
        function = facts.Name(place if keyword is None else keyword.range, name)
        return facts.Evaluate(place, facts.Call(place, function, tuple(arguments)))

    def _assert(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        out.append(self._keyword_call(node, "assert", (facts.Argument(self._expression(child)) for child in _named(node))))

    def _delete(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        stack = [self._expression(child) for child in reversed(_named(node))]
        targets = []
        while stack:
            target = stack.pop()
            if isinstance(target, facts.Sequence):
                stack += reversed(target.items)
            else:
                targets.append(facts.Argument(target))
        out.append(self._keyword_call(node, "del", targets))

    def _print(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        arguments = [facts.Argument(self._expression(child)) for child in _fields(node, _ARGUMENT)]
        streams = [_named(child)[0] for child in node.named_children if child.type == "chevron" and _named(child)]
        arguments += [facts.Argument(self._expression(stream), "file") for stream in streams]
        out.append(self._keyword_call(node, "print", arguments))

    def _exec(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        out.append(self._keyword_call(node, "exec", (facts.Argument(self._expression(child)) for child in _named(node))))

    def _import(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        names = _fields(node, _NAME)
        for child in names:
            span = span_of(node if len(names) == 1 else child)
            alias = child.child_by_field_id(_ALIAS)
            name = child.child_by_field_id(_NAME) if alias is not None else child
            module = "" if name is None else self._dotted_text(name)
            local = module.partition(".")[0] if alias is None else self._text(alias)
            path = module if alias is not None else local
            imported = facts.Imported("*", local, path, span_of(child), self._type_only)
            out.append(facts.Import(span, module, (imported,), self._type_only))

    def _dotted_text(self, node: tree_sitter.Node) -> str:
        """Give a dotted name without the white space that may stand in it."""
        return "".join(self._text(node).replace("\\", "").split())

    def _import_from(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        source = node.child_by_field_id(_MODULE_NAME)
        module = "__future__" if node.type == "future_import_statement" else "" if source is None else self._dotted_text(source)
        head = module if not module or module.endswith(".") else f"{module}."
        names = []
        for child in _fields(node, _NAME):
            alias = child.child_by_field_id(_ALIAS)
            name = child.child_by_field_id(_NAME) if alias is not None else child
            member = "" if name is None else self._dotted_text(name)
            local = member if alias is None else self._text(alias)
            names.append(facts.Imported(member, local, f"{head}{member}", span_of(child), self._type_only))
        stars = [child for child in node.named_children if child.type == "wildcard_import"]
        names += [facts.Imported("*", "*", module, span_of(star), self._type_only) for star in stars]
        out.append(facts.Import(node.range, module, tuple(names), self._type_only))

    # --- match -------------------------------------------------------------------------------------------------------------------

    def _match(self, node: tree_sitter.Node, out: list[facts.Stmt]) -> None:
        subjects = _fields(node, _SUBJECT)
        subject = self._expression(subjects[0]) if len(subjects) == 1 else self._tuple(node, subjects)
        block = node.child_by_field_id(_BODY)
        clauses = [] if block is None else [child for child in block.named_children if child.type == "case_clause"]
        out.append(facts.Switch(node.range, subject, tuple(self._case(clause) for clause in clauses)))

    def _case(self, node: tree_sitter.Node) -> facts.Case:
        found = [child for child in node.named_children if child.type == "case_pattern"]
        pattern, binds = self._pattern(found[0]) if len(found) == 1 else self._sequence_pattern(node, found, "tuple")
        guarded = node.child_by_field_id(_GUARD)
        condition = _named(guarded) if guarded is not None else []
        guard = self._expression(condition[0]) if condition else None
        alternatives = pattern.items if isinstance(pattern, facts.Sequence) and pattern.kind == "union" else (pattern,)
        anything = any(_matches_anything(item) for item in alternatives)
        patterns = tuple(item for item in alternatives if not _matches_anything(item))
        body = self._statements(node.child_by_field_id(_CONSEQUENCE))
        return facts.Case(span_of(node), patterns, body, guard, anything and guard is None, binds)

    def _pattern(self, node: tree_sitter.Node) -> tuple[facts.Expr, facts.Expr | None]:
        """Give what a pattern compares the subject with, and what it binds it to."""
        kind = node.type
        children = _named(node)
        if kind == "case_pattern":
            if not children:
                return facts.Opaque(node.range, (), "anything"), None
            if len(children) == 1:
                value, binds = self._pattern(children[0])
                return self._signed(node, value), binds
        if kind == "dotted_name":
            expr = _dotted(node.range, self._dotted_text(node).split("."))
            if not isinstance(expr, facts.Name):
                return expr, None
            return facts.Opaque(expr.span, (), "anything"), None if expr.id == "_" else expr
        if kind == "union_pattern":
            return self._union_pattern(node)
        if kind == "as_pattern" and len(children) > 1:
            return self._pattern(children[0])[0], self._expression(children[-1])
        if kind == "tuple_pattern" and len(children) == 1 and not any(child.type == "," for child in node.children):
            return self._pattern(children[0])
        if kind in ("tuple_pattern", "list_pattern"):
            return self._sequence_pattern(node, children, kind.removesuffix("_pattern"))
        if kind == "dict_pattern":
            return self._mapping_pattern(node)
        if kind == "class_pattern":
            return self._class_pattern(node, children)
        if kind == "splat_pattern":
            span = span_of(node)
            binds = facts.Spread(span, self._expression(children[0])) if children else None
            return facts.Spread(span, facts.Opaque(span, (), "anything")), binds
        if kind == "complex_pattern":
            return facts.Opaque(node.range, (), "complex"), None
        return self._expression(node), None

    def _signed(self, node: tree_sitter.Node, value: facts.Expr) -> facts.Expr:
        first = node.child(0)
        return self._negative(node, value) if first is not None and first.type == "-" else value

    @staticmethod
    def _negative(node: tree_sitter.Node, value: facts.Expr) -> facts.Expr:
        if isinstance(value, facts.Literal) and isinstance(value.value, int | float) and not isinstance(value.value, bool):
            return facts.Literal(node.range, -value.value)
        return facts.Combine(node.range, (value,), "-")

    def _union_pattern(self, node: tree_sitter.Node) -> tuple[facts.Expr, facts.Expr | None]:
        items: list[facts.Expr] = []
        binds = None
        negative: tree_sitter.Node | None = None
        for child in node.children:
            if child.type == "-":
                negative = child
            elif child.type == "_":
                items.append(facts.Opaque(child.range, (), "anything"))
            elif child.is_named and child.type != "comment":
                item, bound = self._pattern(child)
                if negative is not None:
                    item = self._negative(child, item)
                    item.span = joined(span_of(negative), item.span)
                    negative = None
                binds = binds or bound
                items += item.items if isinstance(item, facts.Sequence) and item.kind == "union" else (item,)
        return facts.Sequence(node.range, tuple(items), "union"), binds

    def _sequence_pattern(
        self, node: tree_sitter.Node, children: list[tree_sitter.Node], kind: str
    ) -> tuple[facts.Expr, facts.Expr | None]:
        found = [self._pattern(child) for child in children]
        span = span_of(node) if not children else joined(span_of(children[0]), span_of(children[-1]))
        value = facts.Sequence(span, tuple(item for item, _ in found), kind)
        if all(bound is None for _, bound in found):
            return value, None
        targets = tuple(
            facts.Spread(item.span, facts.Name(item.span, "_"))
            if bound is None and isinstance(item, facts.Spread)
            else bound or facts.Name(item.span, "_")
            for item, bound in found
        )
        return value, facts.Sequence(span, targets, kind)

    def _mapping_pattern(self, node: tree_sitter.Node) -> tuple[facts.Expr, facts.Expr | None]:
        entries, targets = [], []
        key: facts.Expr | None = None
        rest: facts.Expr | None = None
        for child in _named(node):
            if child.type == "splat_pattern":
                rest = next((self._expression(name) for name in _named(child)), None)
            elif child.type != "case_pattern" or key is None:
                key = self._pattern(child)[0]
            else:
                value, bound = self._pattern(child)
                entries.append(facts.Entry(key, value))
                if bound is not None:
                    targets.append(facts.Entry(key, bound))
                key = None
        span = span_of(node)
        binds = facts.Record(span, tuple(targets), rest=rest) if targets or rest is not None else None
        return facts.Record(span, tuple(entries)), binds

    def _class_pattern(self, node: tree_sitter.Node, children: list[tree_sitter.Node]) -> tuple[facts.Expr, facts.Expr | None]:
        span = span_of(node)
        head = _dotted(span_of(children[0]), self._dotted_text(children[0]).split(".")) if children else facts.Opaque(span, ())
        parts: list[facts.Expr] = [head]
        targets: list[facts.Entry] = []
        binds: facts.Expr | None = None
        for child in children[1:]:
            inner = _named(child)
            if inner and inner[0].type == "keyword_pattern":
                name, *values = _named(inner[0])
                found = [self._pattern(value) for value in values[:1]] or [(facts.Opaque(name.range, (), "anything"), None)]
                if found[0][1] is not None:
                    targets.append(facts.Entry(facts.Literal(name.range, self._text(name)), found[0][1]))
                parts.append(found[0][0])
            else:
                value, bound = self._pattern(child)
                parts.append(value)
                if _last_name(head) in _WHOLE_SUBJECT:
                    binds = bound
        if targets:
            binds = facts.Record(span, tuple(targets))
        return facts.Opaque(span, tuple(parts), "class-pattern"), binds

    # --- expressions -------------------------------------------------------------------------------------------------------------

    def _expression(self, node: tree_sitter.Node) -> facts.Expr:
        return _BY_ID.get(node.kind_id, _Lowering._opaque)(self, node)

    def _part(self, node: tree_sitter.Node, field: int) -> facts.Expr:
        child = node.child_by_field_id(field)
        return facts.Opaque(node.range, (), "missing") if child is None else _BY_ID.get(child.kind_id, _Lowering._opaque)(self, child)

    def _opaque(self, node: tree_sitter.Node) -> facts.Expr:
        return facts.Opaque(node.range, tuple([self._expression(child) for child in _named(node)]), node.type.lower())

    def _identifier(self, node: tree_sitter.Node) -> facts.Expr:
        text = self._text(node)
        return facts.Name(node.range, text) if text else facts.Opaque(node.range, (), "missing")

    def _dotted_name(self, node: tree_sitter.Node) -> facts.Expr:
        return _dotted(node.range, self._dotted_text(node).split("."))

    def _constant(self, node: tree_sitter.Node) -> facts.Expr:
        return facts.Literal(node.range, {"true": True, "false": False}.get(node.type))

    def _integer(self, node: tree_sitter.Node) -> facts.Expr:
        text = self._text(node).rstrip("lL").replace("_", "")
        try:
            octal = text[:1] == "0" and text.strip("0").isdigit()
            return facts.Literal(node.range, int(text, 8 if octal else 0))
        except ValueError:
            return facts.Opaque(node.range, (), "number")

    def _float(self, node: tree_sitter.Node) -> facts.Expr:
        try:
            return facts.Literal(node.range, float(self._text(node)))
        except ValueError:
            return facts.Opaque(node.range, (), "number")

    def _string_parts(self, node: tree_sitter.Node) -> list[facts.Expr]:
        """Give the parts of one string literal; a single literal unless it is a template."""
        children = node.children
        start = children[0]
        prefix = self._text(start).rstrip("'\"").lower()
        raw, binary = "r" in prefix, "b" in prefix
        if "f" not in prefix and "t" not in prefix:
            end = children[-1].start_byte if children[-1].type == "string_end" else node.end_byte
            text = self._source[start.end_byte : end].decode("utf-8", "replace")
            return [facts.Literal(node.range, _cook(text, raw=raw, template=False, binary=binary))]
        parts: list[facts.Expr] = []
        for child in children:
            if child.type == "string_content":
                parts.append(facts.Literal(child.range, _cook(self._text(child), raw=raw, template=True, binary=False)))
            elif child.type == "interpolation":
                parts += self._interpolation(child)
        return parts or [facts.Literal(node.range, "")]

    def _interpolation(self, node: tree_sitter.Node) -> list[facts.Expr]:
        value = self._part(node, _EXPRESSION)
        parts: list[facts.Expr] = [facts.Literal(value.span, f"{self._source_of(node)}=") for child in node.children if child.type == "="]
        parts.append(value)
        for child in node.named_children:
            if child.type == "format_specifier":
                parts += [self._part(inner, _EXPRESSION) for inner in _named(child) if inner.child_by_field_id(_EXPRESSION) is not None]
        return parts

    def _source_of(self, interpolation: tree_sitter.Node) -> str:
        expression = interpolation.child_by_field_id(_EXPRESSION)
        return "" if expression is None else self._text(expression)

    def _string(self, node: tree_sitter.Node) -> facts.Expr:
        text = self._text(node)
        quote = text[:1]
        if quote in _QUOTES and "\\" not in text and "\r" not in text and not node.has_error:
            # Nearly every string is that plain: its tokens need no look.
            size = 3 if len(text) > 5 and text[:3] == quote * 3 else 1
            return facts.Literal(node.range, text[size:-size])
        parts = self._string_parts(node)
        if len(parts) == 1 and isinstance(parts[0], facts.Literal):
            parts[0].place = node.range
            return parts[0]
        return facts.Combine(node.range, tuple(parts), "text")

    def _concatenated(self, node: tree_sitter.Node) -> facts.Expr:
        merged: list[facts.Expr] = []
        for child in _named(node):
            for part in self._string_parts(child) if child.type == "string" else [self._expression(child)]:
                last = merged[-1] if merged else None
                if isinstance(last, facts.Literal) and isinstance(part, facts.Literal):
                    merged[-1] = facts.Literal(joined(last.span, part.span), f"{last.value}{part.value}")
                else:
                    merged.append(part)
        if len(merged) == 1 and isinstance(merged[0], facts.Literal):
            return facts.Literal(node.range, merged[0].value)
        return facts.Combine(node.range, tuple(merged), "text")

    def _spine(self, node: tree_sitter.Node) -> tuple[facts.Expr, list[tree_sitter.Node]]:
        """Give the leftmost operand of a chain of operators, lowered, and the operators' nodes from the inside out."""
        kind = node.type
        links = [node]
        left = node.child_by_field_id(_LEFT)
        while left is not None and left.type == kind:
            links.append(left)
            left = left.child_by_field_id(_LEFT)
        links.reverse()
        return self._part(links[0], _LEFT), links

    def _binary(self, node: tree_sitter.Node) -> facts.Expr:
        first, links = self._spine(node)
        parts = [first]
        current = None
        place = span_of(node)
        for link in links:
            operator = link.child_by_field_id(_OPERATOR)
            sign = "+" if operator is None else operator.type
            if current is not None and sign != current:
                parts = [facts.Combine(joined(place, parts[-1].span), tuple(parts), current)]
            current = sign
            parts.append(self._part(link, _RIGHT))
        return facts.Combine(place, tuple(parts), current or "+")

    def _boolean(self, node: tree_sitter.Node) -> facts.Expr:
        value, links = self._spine(node)
        for link in links:
            operator = link.child_by_field_id(_OPERATOR)
            value = facts.Logic(link.range, "and" if operator is None else operator.type, value, self._part(link, _RIGHT))
        return value

    def _not(self, node: tree_sitter.Node) -> facts.Expr:
        return facts.Not(node.range, self._part(node, _ARGUMENT))

    def _unary(self, node: tree_sitter.Node) -> facts.Expr:
        operator = node.child_by_field_id(_OPERATOR)
        operand = self._part(node, _ARGUMENT)
        if operator is not None and operator.type == "-":
            return self._negative(node, operand)
        return facts.Combine(node.range, (operand,), "+" if operator is None else operator.type)

    def _comparison(self, node: tree_sitter.Node) -> facts.Expr:
        operands: list[facts.Expr] = []
        operators: list[str] = []
        for child in node.children:
            if not child.is_named:
                operators.append("!=" if child.type == "<>" else child.type)
            elif child.type not in ("comment", "ERROR"):
                operands.append(self._expression(child))
        if len(operands) != len(operators) + 1:
            return facts.Opaque(node.range, tuple(operands), "comparison")
        if len(operators) == 1:
            return facts.Compare(node.range, operators[0], operands[0], operands[1])
        value: facts.Expr | None = None
        for operator, left, right in zip(operators, operands, operands[1:], strict=False):
            step = facts.Compare(joined(left.span, right.span), operator, left, right)
            value = step if value is None else facts.Logic(joined(value.span, right.span), "and", value, step)
        return value or facts.Opaque(node.range, tuple(operands), "comparison")

    def _conditional(self, node: tree_sitter.Node) -> facts.Expr:
        parts = [self._expression(child) for child in _named(node)]
        if len(parts) != 3:
            return facts.Opaque(node.range, tuple(parts), "conditional")
        return facts.Ternary(node.range, parts[1], parts[0], parts[2])

    def _attribute(self, node: tree_sitter.Node) -> facts.Expr:
        name = node.child_by_field_id(_ATTRIBUTE)
        return facts.Attribute(node.range, self._part(node, _OBJECT), "" if name is None else self._text(name))

    def _subscript(self, node: tree_sitter.Node) -> facts.Expr:
        keys = _fields(node, _SUBSCRIPT)
        key = self._expression(keys[0]) if len(keys) == 1 else self._tuple(node, keys)
        return facts.Index(node.range, self._part(node, _VALUE), key)

    def _call(self, node: tree_sitter.Node) -> facts.Expr:
        function = self._part(node, _FUNCTION)
        given = node.child_by_field_id(_ARGUMENTS)
        arguments: tuple[facts.Argument, ...] = ()
        if given is not None and given.type == "argument_list":
            arguments = self._arguments(given)
        elif given is not None:
            arguments = (facts.Argument(self._expression(given)),)
        if _last_name(function) in ("skipif", "xfail"):
            arguments = tuple(_with_condition(argument, first=index == 0) for index, argument in enumerate(arguments))
        return facts.Call(node.range, function, arguments)

    def _arguments(self, node: tree_sitter.Node) -> tuple[facts.Argument, ...]:
        found = []
        for child in _named(node):
            kind = child.type
            if kind == "keyword_argument":
                name = child.child_by_field_id(_NAME)
                found.append(facts.Argument(self._part(child, _VALUE), None if name is None else self._text(name)))
            elif kind in ("list_splat", "dictionary_splat", "parenthesized_list_splat"):
                found.append(facts.Argument(self._unsplat(child), spread=True))
            else:
                found.append(facts.Argument(self._expression(child)))
        return tuple(found)

    def _unsplat(self, node: tree_sitter.Node) -> facts.Expr:
        inner = _named(node)
        while inner and inner[0].type in ("list_splat", "parenthesized_list_splat"):
            inner = _named(inner[0])
        return self._expression(inner[0]) if inner else facts.Opaque(node.range, (), "missing")

    def _spread(self, node: tree_sitter.Node) -> facts.Expr:
        return facts.Spread(node.range, self._unsplat(node))

    def _parenthesized(self, node: tree_sitter.Node) -> facts.Expr:
        children = _named(node)
        while len(children) == 1 and children[0].type == "parenthesized_expression":
            children = _named(children[0])
        return self._expression(children[0]) if len(children) == 1 else self._opaque(node)

    def _tuple(self, node: tree_sitter.Node, children: list[tree_sitter.Node]) -> facts.Expr:
        span = joined(span_of(children[0]), span_of(children[-1])) if children else span_of(node)
        return facts.Sequence(span, tuple([self._expression(child) for child in children]), "tuple")

    def _collection(self, node: tree_sitter.Node) -> facts.Expr:
        kind = node.type.removesuffix("_pattern")
        items = tuple([self._expression(child) for child in _named(node)])
        return facts.Sequence(node.range, items, kind if kind in ("list", "set") else "tuple")

    def _dictionary(self, node: tree_sitter.Node) -> facts.Expr:
        entries = []
        for child in _named(node):
            if child.type == "pair":
                entries.append(facts.Entry(self._part(child, _KEY), self._part(child, _VALUE)))
            elif child.type == "dictionary_splat":
                entries.append(facts.Entry(None, self._unsplat(child)))
        return facts.Record(node.range, tuple(entries))

    def _slice(self, node: tree_sitter.Node) -> facts.Expr:
        return facts.Opaque(node.range, tuple([self._expression(child) for child in _named(node)]), "slice")

    def _ellipsis(self, node: tree_sitter.Node) -> facts.Expr:
        return facts.Opaque(node.range, (), "ellipsis")

    def _comprehension(self, node: tree_sitter.Node) -> facts.Expr:
        clauses: list[facts.Clause] = []
        for child in node.named_children:
            if child.type == "for_in_clause":
                iterables = _fields(child, _RIGHT)
                iterable = self._expression(iterables[0]) if len(iterables) == 1 else self._tuple(child, iterables)
                clauses.append(facts.Clause(self._part(child, _LEFT), iterable, ()))
            elif child.type == "if_clause" and clauses:
                clauses[-1].conditions += tuple([self._expression(test) for test in _named(child)])
        kind = node.type.partition("_")[0]
        body = node.child_by_field_id(_BODY)
        if body is not None and body.type == "pair":
            key, element = self._part(body, _KEY), self._part(body, _VALUE)
            return facts.Comprehension(node.range, element, tuple(clauses), key, "dict")
        return facts.Comprehension(node.range, self._part(node, _BODY), tuple(clauses), None, kind)

    def _lambda(self, node: tree_sitter.Node) -> facts.Expr:
        saved = self._in_class, self._yields
        self._in_class, self._yields = False, False
        parameters = self._parameters(node.child_by_field_id(_PARAMETERS))
        value = self._part(node, _BODY)
        function = facts.Function(node.range, None, tuple(parameters), (facts.Return(value.span, value),), is_generator=self._yields)
        self._in_class, self._yields = saved
        return function

    def _walrus(self, node: tree_sitter.Node) -> facts.Expr:
        return facts.Bind(node.range, self._part(node, _NAME), self._part(node, _VALUE))

    def _yield(self, node: tree_sitter.Node) -> facts.Expr:
        self._yields = True
        children = _named(node)
        value = self._expression(children[0]) if children else facts.Literal(node.range, None)
        return facts.Cast(node.range, value, kind="yield")

    def _await(self, node: tree_sitter.Node) -> facts.Expr:
        children = _named(node)
        value = self._expression(children[0]) if children else facts.Opaque(node.range, (), "missing")
        return facts.Cast(node.range, value, kind="await")

    def _as_pattern(self, node: tree_sitter.Node) -> facts.Expr:
        """Give the value of ``value as name``, whose name the statement around it binds."""
        children = _named(node)
        return self._expression(children[0]) if children else self._opaque(node)

    def _nested_assignment(self, node: tree_sitter.Node) -> facts.Expr:
        """Lower an assignment where only broken source has one."""
        return facts.Bind(node.range, self._part(node, _LEFT), self._part(node, _RIGHT))

    # --- types -------------------------------------------------------------------------------------------------------------------

    def _type(self, node: tree_sitter.Node) -> facts.Expr:
        """Lower an annotation: optionals and qualifiers unwrapped, quoted names read, ``Annotated`` kept."""
        kind = node.type
        children = _named(node)
        if kind in ("type", "parenthesized_expression") and len(children) == 1:
            return self._type(children[0])
        place = node.range
        if kind == "string":
            value = self._expression(node)
            return _quoted_type(place, value.value) if isinstance(value, facts.Literal) and isinstance(value.value, str) else value
        if kind == "union_type":
            return _union(place, [self._type(child) for child in children])
        if kind == "binary_operator":
            operator = node.child_by_field_id(_OPERATOR)
            if operator is not None and operator.type == "|" and len(children) == 2:
                return _union(place, [self._type(child) for child in children])
        if kind == "generic_type" and len(children) == 2:
            return self._generic(place, self._expression(children[0]), _named(children[1]))
        if kind == "subscript":
            return self._generic(place, self._part(node, _VALUE), _fields(node, _SUBSCRIPT))
        if kind == "member_type" and len(children) == 2:
            return facts.Attribute(place, self._type(children[0]), self._text(children[1]))
        if kind == "list":
            return facts.Sequence(place, tuple([self._type(child) for child in children]))
        return self._expression(node)

    def _generic(self, place: facts.Place, head: facts.Expr, arguments: list[tree_sitter.Node]) -> facts.Expr:
        name = _last_name(head)
        if name == "Literal":
            items = [self._plain(argument) for argument in arguments]
        elif name == "Annotated":
            items = [self._type(a) if index == 0 else self._plain(a) for index, a in enumerate(arguments)]
            return facts.Index(place, head, facts.Sequence(place, tuple(items), "tuple")) if items else head
        else:
            items = [self._type(argument) for argument in arguments]
        if name == "Union":
            return _union(place, items)
        if len(items) == 1:
            return items[0] if name in _QUALIFIERS else facts.Index(place, head, items[0])
        return facts.Index(place, head, facts.Sequence(place, tuple(items), "tuple"))

    def _plain(self, node: tree_sitter.Node) -> facts.Expr:
        """Lower an argument of a generic that is a value, not a type."""
        children = _named(node)
        return self._plain(children[0]) if node.type == "type" and len(children) == 1 else self._expression(node)


def _matches_anything(pattern: facts.Expr) -> bool:
    return isinstance(pattern, facts.Opaque) and pattern.kind == "anything"


_STATEMENTS: dict[str, Callable[[_Lowering, tree_sitter.Node, list[facts.Stmt]], None]] = {
    "assert_statement": _Lowering._assert,
    "assignment": _Lowering._assignment,
    "augmented_assignment": _Lowering._augmented,
    "break_statement": _Lowering._jump,
    "class_definition": _Lowering._define_class,
    "comment": _Lowering._nothing,
    "continue_statement": _Lowering._jump,
    "decorated_definition": _Lowering._decorated,
    "delete_statement": _Lowering._delete,
    "exec_statement": _Lowering._exec,
    "expression_statement": _Lowering._expression_statement,
    "for_statement": _Lowering._for,
    "function_definition": _Lowering._define,
    "future_import_statement": _Lowering._import_from,
    "global_statement": _Lowering._scope,
    "if_statement": _Lowering._if,
    "import_from_statement": _Lowering._import_from,
    "import_statement": _Lowering._import,
    "match_statement": _Lowering._match,
    "nonlocal_statement": _Lowering._scope,
    "pass_statement": _Lowering._nothing,
    "print_statement": _Lowering._print,
    "raise_statement": _Lowering._raise,
    "return_statement": _Lowering._return,
    "try_statement": _Lowering._try,
    "type_alias_statement": _Lowering._type_alias,
    "while_statement": _Lowering._while,
    "with_statement": _Lowering._with,
}

_HEADED = frozenset(
    {
        "assignment",
        "augmented_assignment",
        "class_definition",
        "for_statement",
        "function_definition",
        "if_statement",
        "match_statement",
        "try_statement",
        "while_statement",
        "with_statement",
    }
)
"""Statements whose parts are found by name, so that an error among them would be passed over."""

_EXPRESSIONS: dict[str, Callable[[_Lowering, tree_sitter.Node], facts.Expr]] = {
    "as_pattern": _Lowering._as_pattern,
    "assignment": _Lowering._nested_assignment,
    "attribute": _Lowering._attribute,
    "await": _Lowering._await,
    "binary_operator": _Lowering._binary,
    "boolean_operator": _Lowering._boolean,
    "call": _Lowering._call,
    "comparison_operator": _Lowering._comparison,
    "concatenated_string": _Lowering._concatenated,
    "conditional_expression": _Lowering._conditional,
    "dictionary": _Lowering._dictionary,
    "dictionary_comprehension": _Lowering._comprehension,
    "dictionary_splat": _Lowering._spread,
    "dotted_name": _Lowering._dotted_name,
    "ellipsis": _Lowering._ellipsis,
    "expression_list": _Lowering._collection,
    "true": _Lowering._constant,
    "false": _Lowering._constant,
    "float": _Lowering._float,
    "generator_expression": _Lowering._comprehension,
    "generic_type": _Lowering._type,
    "identifier": _Lowering._identifier,
    "integer": _Lowering._integer,
    "lambda": _Lowering._lambda,
    "list": _Lowering._collection,
    "list_comprehension": _Lowering._comprehension,
    "list_pattern": _Lowering._collection,
    "list_splat": _Lowering._spread,
    "list_splat_pattern": _Lowering._spread,
    "named_expression": _Lowering._walrus,
    "none": _Lowering._constant,
    "not_operator": _Lowering._not,
    "parenthesized_expression": _Lowering._parenthesized,
    "parenthesized_list_splat": _Lowering._spread,
    "pattern_list": _Lowering._collection,
    "set": _Lowering._collection,
    "set_comprehension": _Lowering._comprehension,
    "slice": _Lowering._slice,
    "string": _Lowering._string,
    "subscript": _Lowering._subscript,
    "tuple": _Lowering._collection,
    "tuple_pattern": _Lowering._collection,
    "type": _Lowering._type,
    "unary_operator": _Lowering._unary,
    "yield": _Lowering._yield,
}

_BY_ID = {
    number: _EXPRESSIONS[kind]
    for number in range(_LANGUAGE.node_kind_count)
    if (kind := _LANGUAGE.node_kind_for_id(number)) is not None and kind in _EXPRESSIONS
}
"""The same by the grammar's numbers, which need no text to be made for every node."""
