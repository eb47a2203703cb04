"""The language-neutral facts of a file.

A language folder lowers its syntax tree into one :class:`Module`. Flow and checks read modules only, so nothing here names a
grammar's node type. The set of expressions and statements is small and closed: what has no counterpart becomes
:class:`Opaque`, whose children are still seen.

Conventions that every lowering keeps:

- Source order is kept; parentheses, type assertions, ``await`` and non-null marks become :class:`Cast` or vanish.
- Positions are :class:`~lint430.model.Span`: lines and columns from 1, columns in bytes.
- A *path* is the symbolic name of something outside the file: ``os.environ`` (Python), ``vitest:it`` (TypeScript: module, colon,
  member), ``testing:T`` and ``github.com/stretchr/testify/require:Equal`` (Go), a bare command name (Bash). Imports carry the path of what
  they bind; a name that nothing binds is its own path (``process``, ``describe``, ``len``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar, cast

from lint430.model import Span
from lint430.shell import Node as ShellNode

# --- expressions -----------------------------------------------------------------------------------------------------------------


class Stretch(Protocol):
    """A stretch of source as a parser says it: lines and columns from 0."""

    @property
    def start_point(self) -> tuple[int, int]:
        """Give the line and column of its start."""

    @property
    def end_point(self) -> tuple[int, int]:
        """Give the line and column of its end."""


Place = Span | Stretch


@dataclass(slots=True, eq=False)
class _Placed:
    """What stands at a place. A parser's stretch becomes a span when it is asked for: three in four never are, and making one costs more than the node."""

    place: Place

    @property
    def span(self) -> Span:
        """Give where it stands."""
        place = self.place
        if isinstance(place, Span):
            return place
        line, column = place.start_point
        end_line, end_column = place.end_point
        self.place = span = Span(line + 1, column + 1, end_line + 1, end_column + 1)
        return span

    @span.setter
    def span(self, span: Span) -> None:
        self.place = span


@dataclass(slots=True, eq=False)
class Expr(_Placed):
    """An expression at a place."""


@dataclass(slots=True, eq=False)
class Literal(Expr):
    """A constant: cooked text, a number, a boolean, or None for ``null``/``nil``/``None``/``undefined``."""

    value: str | int | float | bool | None


@dataclass(slots=True, eq=False)
class Name(Expr):
    """A use of a variable; in Bash ``$X``, with the environment behind it where nothing in the script binds it."""

    id: str


@dataclass(slots=True, eq=False)
class Attribute(Expr):
    """``object.name``, optional chaining included."""

    object: Expr
    name: str


@dataclass(slots=True, eq=False)
class Index(Expr):
    """``object[key]``; also a generic instantiation in a type."""

    object: Expr
    key: Expr


@dataclass(slots=True, eq=False)
class Argument:
    """One argument of a call."""

    value: Expr
    name: str | None = None
    """The keyword, where the language has them."""
    spread: bool = False
    """``*xs``, ``...xs``, ``**kw``."""


@dataclass(slots=True, eq=False)
class Call(Expr):
    """A call, a construction, a tagged template, a JSX element (the component given its properties as one record), a shell command."""

    function: Expr
    arguments: tuple[Argument, ...]
    kind: str = "call"
    """``call``, ``new``, ``jsx``, ``command`` (Bash: arguments are words), ``substitution`` (Bash: ``$(…)``, the value is what it prints)."""


@dataclass(slots=True, eq=False)
class Compare(Expr):
    """A comparison or a membership test; its value is a boolean."""

    operator: str
    """``==`` (also ``===`` and Bash ``=``), ``!=``, ``<``, ``<=``, ``>``, ``>=``, ``in``, ``not in``, ``is``, ``is not``, ``match`` (regex, glob, ``instanceof``)."""
    left: Expr
    right: Expr


@dataclass(slots=True, eq=False)
class Logic(Expr):
    """A short circuit."""

    operator: str
    """``and``, ``or``, ``??``."""
    left: Expr
    right: Expr


@dataclass(slots=True, eq=False)
class Not(Expr):
    """A negation."""

    operand: Expr


@dataclass(slots=True, eq=False)
class Combine(Expr):
    """A value computed from its parts: arithmetic, concatenation, f-strings, template strings, Bash words of several parts."""

    parts: tuple[Expr, ...]
    operator: str = "+"
    """``+`` and the like; ``text`` for a template."""


@dataclass(slots=True, eq=False)
class Ternary(Expr):
    """A conditional expression."""

    test: Expr
    then: Expr
    orelse: Expr


@dataclass(slots=True, eq=False)
class Entry:
    """One entry of a record: a key with a value, or a spread (no key)."""

    key: Expr | None
    value: Expr


@dataclass(slots=True, eq=False)
class Record(Expr):
    """An object, dictionary, map or struct literal; as an assignment's target, a destructuring by key (values are the targets)."""

    entries: tuple[Entry, ...]
    type: Expr | None = None
    """The type of a Go composite literal, so that struct fields are known."""
    rest: Expr | None = None
    """As a target: what takes the rest."""


@dataclass(slots=True, eq=False)
class Sequence(Expr):
    """A list, tuple, set or array literal; as a target, a destructuring by position; in a type, a union of its items."""

    items: tuple[Expr, ...]
    kind: str = "list"
    """``list``, ``tuple``, ``set``, ``union``."""


@dataclass(slots=True, eq=False)
class Spread(Expr):
    """``*xs`` or ``...xs`` inside a sequence; as a target, the rest."""

    value: Expr


@dataclass(slots=True, eq=False)
class Default(Expr):
    """A destructuring target or parameter with a default: ``{ a = 1 }``. Only ever a target."""

    target: Expr
    value: Expr


@dataclass(slots=True, eq=False)
class Parameter:
    """One parameter of a function."""

    span: Span
    target: Expr
    """A name, or a destructuring."""
    default: Expr | None = None
    annotation: Expr | None = None
    """The type, lowered as an expression; pointers, optionals and ``Annotated`` unwrapped to the type itself."""
    kind: str = "positional"
    """``positional``, ``keyword``, ``rest`` (``*args``), ``keywords`` (``**kw``), ``receiver`` (``self``, Go receivers; JavaScript's ``this`` is implicit)."""
    property: bool = False
    """A TypeScript parameter property (``constructor(private x)``): also assigned to the field of that name."""


@dataclass(slots=True, eq=False)
class Function(Expr):
    """A function, method, closure or lambda; an arrow's expression body is a :class:`Return`."""

    name: str | None
    parameters: tuple[Parameter, ...]
    body: tuple[Stmt, ...]
    decorators: tuple[Expr, ...] = ()
    returns: Expr | None = None
    """The result's type, as an annotation."""
    is_async: bool = False
    is_generator: bool = False
    kind: str = "function"
    """``function``, ``method``, ``static``, ``class`` (a class method), ``getter`` (also Python properties), ``setter``, ``constructor``."""


@dataclass(slots=True, eq=False)
class Clause:
    """One ``for`` of a comprehension."""

    target: Expr
    iterable: Expr
    conditions: tuple[Expr, ...]


@dataclass(slots=True, eq=False)
class Comprehension(Expr):
    """A comprehension or generator expression."""

    element: Expr
    clauses: tuple[Clause, ...]
    key: Expr | None = None
    """Set for a dictionary comprehension."""
    kind: str = "list"


@dataclass(slots=True, eq=False)
class Bind(Expr):
    """An assignment used as an expression (walrus, JavaScript's ``a = b`` inside a condition)."""

    target: Expr
    value: Expr


@dataclass(slots=True, eq=False)
class Cast(Expr):
    """A value under another static type or awaited: the same value."""

    value: Expr
    type: Expr | None = None
    kind: str = "cast"
    """``cast``, ``await``, ``deref`` (Go ``*p`` and ``&x``), ``yield``, ``assert`` (Go type assertion), ``void``."""


@dataclass(slots=True, eq=False)
class Opaque(Expr):
    """Anything else; its children are evaluated for what they contain and the value is unknown."""

    children: tuple[Expr, ...]
    kind: str = ""
    """A hint for people, such as ``regex`` or ``jsx-text``."""


# --- statements ------------------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class Stmt(_Placed):
    """A statement at a place."""


@dataclass(slots=True, eq=False)
class Evaluate(Stmt):
    """An expression for its effect."""

    value: Expr


@dataclass(slots=True, eq=False)
class Assign(Stmt):
    """A binding. Several Go results are one sequence target and, for one call, one value."""

    target: Expr
    value: Expr | None
    """None for a declaration without a value."""
    declares: str = ""
    """``const``, ``let``, ``var`` (function-scoped in JavaScript; also Go's ``var``/``:=`` and Bash's ``local``); empty for a plain assignment."""
    operator: str = ""
    """``+``, ``or``, ``??`` … of an augmented assignment."""
    annotation: Expr | None = None
    exported: bool = False
    """Bash: ``export X=…``, ``declare -x``. (Exports of modules are :class:`Export`.)"""


@dataclass(slots=True, eq=False)
class If(Stmt):
    """A conditional; an ``elif``/``else if`` is the only statement of ``orelse``, itself an If with ``chained`` set."""

    test: Expr
    body: tuple[Stmt, ...]
    orelse: tuple[Stmt, ...] = ()
    chained: bool = False
    head: tuple[Stmt, ...] = ()
    """What a chained one does before its test; names bound there are seen by the rest of the chain (Go: ``else if v := f(); v``)."""


@dataclass(slots=True, eq=False)
class Case:
    """One arm of a switch."""

    span: Span
    patterns: tuple[Expr, ...]
    """Values compared with the subject (Literals for Bash patterns without wildcards); for a switch without a subject, conditions."""
    body: tuple[Stmt, ...]
    guard: Expr | None = None
    default: bool = False
    """``default:``, ``case _:``, ``*)``."""
    binds: Expr | None = None
    """What the pattern binds the subject to (Python ``case x:``)."""
    falls_through: bool = False


@dataclass(slots=True, eq=False)
class Switch(Stmt):
    """``switch``, ``match``, ``case … in``."""

    subject: Expr | None
    cases: tuple[Case, ...]


@dataclass(slots=True, eq=False)
class Loop(Stmt):
    """Any loop. ``for x in xs`` has target and iterable; ``while`` and three-clause loops have a test (init precedes as statements)."""

    body: tuple[Stmt, ...]
    test: Expr | None = None
    target: Expr | None = None
    iterable: Expr | None = None
    update: tuple[Stmt, ...] = ()
    orelse: tuple[Stmt, ...] = ()


@dataclass(slots=True, eq=False)
class Return(Stmt):
    """A return. Bash: the status of a function's last test; Go: several results are one sequence."""

    value: Expr | None


@dataclass(slots=True, eq=False)
class Output(Stmt):
    """Bash only: what a command such as ``echo`` or ``printf`` writes to standard output, so that ``$(f)`` has a value."""

    value: Expr


@dataclass(slots=True, eq=False)
class Raise(Stmt):
    """``raise``, ``throw``, ``panic``; value None re-raises."""

    value: Expr | None


@dataclass(slots=True, eq=False)
class Jump(Stmt):
    """``break``, ``continue``, ``goto``."""

    kind: str


@dataclass(slots=True, eq=False)
class Handler:
    """One ``except`` or ``catch``."""

    span: Span
    types: tuple[Expr, ...]
    """Empty catches everything."""
    name: str | None
    body: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class Try(Stmt):
    """A guarded block."""

    body: tuple[Stmt, ...]
    handlers: tuple[Handler, ...] = ()
    orelse: tuple[Stmt, ...] = ()
    final: tuple[Stmt, ...] = ()


@dataclass(slots=True, eq=False)
class With(Stmt):
    """Python ``with``, ``using``: context values, each with an optional target."""

    items: tuple[tuple[Expr, Expr | None], ...]
    body: tuple[Stmt, ...]


@dataclass(slots=True, eq=False)
class Block(Stmt):
    """A bare block; opens a scope where the language has block scopes. ``subshell`` changes stay inside (Bash)."""

    body: tuple[Stmt, ...]
    kind: str = "block"
    """``block``, ``subshell``, ``pipeline`` (Bash: a statement per command), ``defer``, ``go``, ``background``."""


@dataclass(slots=True, eq=False)
class Define(Stmt):
    """A named function in its scope; hoisted where the language hoists."""

    function: Function


@dataclass(slots=True, eq=False)
class Field:
    """A field of a class, struct, enum or schema-like type."""

    span: Span
    name: str
    value: Expr | None = None
    annotation: Expr | None = None
    tag: str = ""
    """The raw Go struct tag."""
    static: bool = False


@dataclass(slots=True, eq=False)
class Class(Stmt):
    """A class, struct, enum or interface. Go methods are put into their struct when it is in the file, else given as :class:`Method`."""

    name: str
    bases: tuple[Expr, ...]
    """Base classes; for Go also embedded types."""
    fields: tuple[Field, ...]
    methods: tuple[Function, ...]
    decorators: tuple[Expr, ...] = ()
    kind: str = "class"
    """``class``, ``enum``, ``struct``, ``interface``."""
    keywords: tuple[Argument, ...] = ()
    """Python class keywords."""
    body: tuple[Stmt, ...] = ()
    """Other statements of the class body, in order."""
    implements: tuple[Expr, ...] = ()
    """Interfaces it says it implements (TypeScript)."""


@dataclass(slots=True, eq=False)
class Method(Stmt):
    """A method whose type is declared in another file of the package (Go)."""

    receiver_type: str
    function: Function


@dataclass(slots=True, eq=False)
class Imported:
    """One name bound by an import."""

    name: str
    """The member imported; ``*`` for the module itself (namespace, Python ``import x``, Go packages), ``default``."""
    local: str
    """The name it is bound to here; ``*`` when every public member is bound (``from x import *``), ``_`` or empty for nothing."""
    path: str
    """Its symbolic path: ``os.environ``, ``vitest:it``; for a namespace the module path, with ``:`` at the end (TypeScript, Go)."""
    span: Span
    type_only: bool = False


@dataclass(slots=True, eq=False)
class Import(Stmt):
    """An import, ``require``, ``source`` or ``from … import``."""

    module: str
    """As written: ``../config/env``, ``.settings`` (Python relative with its dots), ``github.com/x/y``, a Bash path when it can be folded."""
    names: tuple[Imported, ...]
    type_only: bool = False
    dynamic: bool = False
    """``import()``, ``importlib.import_module`` with a constant."""
    target: Expr | None = None
    """Bash: the path expression of ``source``, for resolution."""


@dataclass(slots=True, eq=False)
class Export(Stmt):
    """A name that other files see (TypeScript); Python, Go and Bash export by convention and need none."""

    exported: str
    """The name outside; ``default``; ``*`` for everything of ``module``."""
    value: Expr | None = None
    """What it stands for in this file (a Name for ``export { a as b }`` and declarations)."""
    module: str | None = None
    """Set for a re-export, together with ``name``."""
    name: str | None = None
    """The member of ``module`` that is re-exported; ``*`` for the namespace as one object."""


# --- the whole file --------------------------------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class Comment:
    """A comment, with its markers."""

    span: Span
    text: str
    alone: bool
    """Whether nothing but white space precedes it on its line."""
    holder: Span | None = None
    """What stands there only for its sake and can go with it: the braces around a comment in JSX."""
    joined_from: int | None = None
    """The first line that a string or a backslash joins to its own (Python), where one does."""


@dataclass(slots=True, eq=False)
class Setting:
    """A variable given a value, passed on, or named as a key, in a manifest (YAML, Dockerfile, ``.env``, Makefile, JSON …)."""

    span: Span
    """Of the name."""
    name: str
    value: str | None
    """The literal value; None where it is computed or passed through from outside."""
    value_span: Span | None
    where: str
    """What holds it: ``dockerfile-env``, ``dockerfile-arg``, ``env-file``, ``workload-env`` (a Deployment's or StatefulSet's container),
    ``job-env`` (a Job's or CronJob's), ``ci-env`` (a workflow, job or step), ``ci-matrix``, ``compose-env``, ``values`` (Helm), ``make``, ``script-env`` (before a
    package script's command), ``other``."""
    source: str = ""
    """What a computed value is computed from, as written: ``${{ matrix.mode }}``."""


@dataclass(slots=True, eq=False)
class Script:
    """A command line inside a manifest, lowered as Bash with positions mapped back."""

    name: str
    """The package script, make target, workflow step or Dockerfile instruction it stands in."""
    span: Span
    module: Module
    text: str = ""
    """The command line as written."""


@dataclass(slots=True, eq=False)
class Task:
    """Something in a manifest that runs commands: a workflow's step, a make target, a package script, a compose service, a Tilt resource."""

    kind: str
    """``step`` (CI runs it by itself), ``service`` (compose), ``target`` (make, just, Taskfile), ``script`` (package.json and its like), ``action`` (steps that
    others use), ``template`` (a job or executor others extend), ``globals`` (what a whole Makefile, justfile or GitLab pipeline defines)."""
    name: str
    """What others call it by."""
    span: Span
    scripts: tuple[Script, ...] = ()
    """Its commands, in order."""
    defines: frozenset[str] = frozenset()
    """The variables given a value by it or by what is around it."""
    passes: frozenset[str] = frozenset()
    """The variables its commands see where they have a value; ``*`` for all that are defined."""
    env_files: tuple[str, ...] = ()
    """Files its variables come from, as written."""
    uses: tuple[str, ...] = ()
    """What it runs besides its commands: prerequisites, local workflows and actions, reusable commands."""
    extends: tuple[str, ...] = ()
    """Tasks whose settings and commands it takes over."""
    folder: str = ""
    """Where its commands run, as written; empty for the usual place."""
    group: str = ""
    """The job it is a step of: what one step writes to the job's environment, later ones see."""


@dataclass(slots=True, eq=False)
class Option:
    """A key of a manifest's tree with a scalar value: ``jest.testMatch.0``, ``tool.pytest.ini_options.addopts``."""

    key: str
    """Dotted, list items by number."""
    span: Span
    value: str | int | float | bool | None


@dataclass(slots=True, eq=False)
class Module:
    """The facts of one file."""

    path: str
    """Relative to the repository root."""
    language: str
    """The name of its language folder."""
    body: tuple[Stmt, ...] = ()
    """Top-level statements in order."""
    comments: tuple[Comment, ...] = ()
    """Every comment, in order."""
    errors: tuple[Span, ...] = ()
    """Where the grammar met something it could not read (the first of each run)."""
    package: str = ""
    """Go: the package's name."""
    tags: tuple[tuple[str, Span], ...] = ()
    """Go build constraint words and Bash/bats tags, negated ones left out."""
    type_checking: bool = False
    """A stub (``.pyi``, ``.d.ts``): no code runs."""
    settings: tuple[Setting, ...] = ()
    """Manifests: variables set or passed."""
    scripts: tuple[Script, ...] = ()
    """Manifests: shell command lines."""
    tasks: tuple[Task, ...] = ()
    """Manifests: what runs the command lines, with its environment."""
    options: tuple[Option, ...] = ()
    """Manifests: scalar options by key."""
    documents: tuple[str, ...] = field(default=())
    """YAML: the ``kind`` of each document."""
    shell: tuple[ShellNode, ...] = ()
    """Bash: the script as the shell runs it."""
    _nodes: list[Node] | None = field(default=None, repr=False)
    _kinds: dict[type, list[Node]] | None = field(default=None, repr=False)

    def nodes(self) -> list[Node]:
        """List every node of the file in source order; walked once, for everybody."""
        if self._nodes is None:
            self._nodes = walk(self.body)
        return self._nodes

    def of(self, kind: type[N]) -> list[N]:
        """List the nodes of one kind in source order; sorted by kind once, for everybody."""
        return cast(list[N], self._by_kind().get(kind, []))

    def several(self, *kinds: type[Node]) -> list[Node]:
        """List the nodes of some kinds in source order."""
        known = self._by_kind()
        there = [kind for kind in kinds if kind in known]
        return [node for node in self.nodes() if type(node) in there] if len(there) > 1 else [n for kind in there for n in known[kind]]

    def _by_kind(self) -> dict[type, list[Node]]:
        if self._kinds is None:
            kinds: defaultdict[type, list[Node]] = defaultdict(list)
            for node in self.nodes():
                kinds[type(node)].append(node)
            self._kinds = dict(kinds)
        return self._kinds


Node = Expr | Stmt
N = TypeVar("N", bound=Node)


def _nothing(node: Any) -> list[Node]:
    del node
    return []


def _some(*nodes: Node | None) -> list[Node]:
    return [node for node in nodes if node is not None]


def _of_switch(node: Switch) -> list[Node]:
    found: list[Node] = _some(node.subject)
    for case in node.cases:
        found += [*case.patterns, *_some(case.guard), *case.body]
    return found


def _of_comprehension(node: Comprehension) -> list[Node]:
    found = _some(node.key, node.element)
    for clause in node.clauses:
        found += [clause.target, clause.iterable, *clause.conditions]
    return found


def _of_class(node: Class) -> list[Node]:
    values = [f.value for f in node.fields if f.value is not None]
    return [*node.bases, *node.decorators, *values, *node.body, *node.methods]


_CHILDREN: dict[type, Callable[[Any], list[Node]]] = {
    Attribute: lambda n: [n.object],
    Index: lambda n: [n.object, n.key],
    Call: lambda n: [n.function, *(a.value for a in n.arguments)],
    Compare: lambda n: [n.left, n.right],
    Logic: lambda n: [n.left, n.right],
    Not: lambda n: [n.operand],
    Combine: lambda n: list(n.parts),
    Ternary: lambda n: [n.test, n.then, n.orelse],
    Record: lambda n: [x for e in n.entries for x in (e.key, e.value) if x is not None],
    Sequence: lambda n: list(n.items),
    Spread: lambda n: [n.value],
    Cast: lambda n: [n.value],
    Default: lambda n: [n.target, n.value],
    Bind: lambda n: [n.target, n.value],
    Function: lambda n: [*n.decorators, *_some(*(p.default for p in n.parameters)), *n.body],
    Comprehension: _of_comprehension,
    Opaque: lambda n: list(n.children),
    Evaluate: lambda n: [n.value],
    Output: lambda n: [n.value],
    Assign: lambda n: _some(n.target, n.value),
    If: lambda n: [*n.head, n.test, *n.body, *n.orelse],
    Switch: _of_switch,
    Loop: lambda n: [*_some(n.target, n.iterable, n.test), *n.body, *n.update, *n.orelse],
    Return: lambda n: _some(n.value),
    Raise: lambda n: _some(n.value),
    Export: lambda n: _some(n.value),
    Try: lambda n: [*n.body, *(s for h in n.handlers for s in h.body), *n.orelse, *n.final],
    With: lambda n: [*(e for e, _ in n.items), *n.body],
    Block: lambda n: list(n.body),
    Define: lambda n: [n.function],
    Method: lambda n: [n.function],
    Class: _of_class,
}


def children(node: Node) -> list[Node]:
    """List the direct children of a node in source order, for walks that need no scopes."""
    return _CHILDREN.get(type(node), _nothing)(node)


def walk(nodes: tuple[Node, ...] | list[Node]) -> list[Node]:
    """List every node below ``nodes``, themselves included, in source order; iterative, so depth is no limit."""
    found: list[Node] = []
    stack = list(reversed(nodes))
    pop, extend, append, table = stack.pop, stack.extend, found.append, _CHILDREN
    while stack:
        node = pop()
        append(node)
        below = table.get(type(node))
        if below is not None:
            extend(reversed(below(node)))
    return found


def blocks(node: Node) -> list[tuple[Stmt, ...]]:
    """List the sequences of statements that a node holds."""
    match node:
        case Function() | Block() | Loop() | With():
            return [node.body]
        case If():
            return [node.head, node.body, node.orelse]
        case Try():
            return [node.body, *(handler.body for handler in node.handlers), node.orelse, node.final]
        case Switch():
            return [case.body for case in node.cases]
        case _:
            return []


def bare(expr: Expr) -> Expr:
    """Give an expression without the casts around it."""
    while isinstance(expr, Cast):
        expr = expr.value
    return expr


def last_name(expr: Expr | None) -> str:
    """Give the last name of a callee, a type or an access path: ``get`` of ``client.get``; empty when it has none."""
    while isinstance(expr, Cast | Index):
        expr = expr.value if isinstance(expr, Cast) else expr.object
    match expr:
        case Name():
            return expr.id
        case Attribute():
            return expr.name
        case _:
            return ""


def key_text(key: Expr | None) -> str:
    """Give the name that a record's key spells; empty when it is computed or a spread."""
    match key:
        case Name():
            return key.id
        case Literal(value=str() as text):
            return text
        case _:
            return ""
