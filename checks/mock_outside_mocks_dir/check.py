"""ITM209: a double that is built in a test file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430 import facts
from lint430.flow.context import Context
from lint430.flow.doubles import only_sets_a_value
from lint430.flow.results import CallEvent, FileFlow
from lint430.languages import vocabulary
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM209",
    severity=Severity.WARNING,
    roles=frozenset({Role.INTEGRATION_TEST}),
    languages=frozenset({"python", "typescript", "go"}),
    since="0.1.0",
    suites_only=True,
)

_MODULE_MOCK = re.compile(r"(?:^|[.:])(?:jest|vi|vitest|mock)\.(?:mock|doMock|unstable_mockModule|setMock|module)$")
_SERVER = re.compile(
    r"(?:^|[:.])(?:createServer|createSecureServer|createRouterTransport|Server|NewServer|NewTLSServer|NewUnstartedServer|HTTPServer|ThreadingHTTPServer|TCPServer|ThreadingTCPServer|make_server)$"
    r"|^grpc\.(?:aio\.)?server$"
)
_GRPC_SERVER = "google.golang.org/grpc:NewServer"
_ACTIVATES = re.compile(
    r"(?:^|[.:])(?:activate|enabled?|httprettified|RequestsMock|Mocker|aioresponses|Activate\w*)$|^respx\.mock$|^pook\.use$"
)
_SPIES = re.compile(r"spyOn\(\)\.")
_SURROUNDINGS = frozenset(("console", "Date", "Math", "process", "performance", "logger", "log", "time", "random", "datetime", "uuid"))
_RECORDS = re.compile(r"^(?:assert_\w+|call\w*|mock_calls|method_calls|await\w*|reset_mock)$")
_RECORDERS = frozenset(("Mock", "MagicMock", "AsyncMock", "NonCallableMock", "stub", "async_stub", "fake"))
_REPLIES = frozenset(("end", "send", "json", "write", "Write", "WriteString", "Encode", "Fprint", "Fprintf", "Fprintln", "status", "reply"))
_REQUIRES = frozenset(("require", "import", "requireActual", "importActual", "requireMock", "importMock"))
_GENERATED = re.compile(r"(?:^|/)(?!gomock$)(?:mocks?|\w+mocks?|mock_\w+|fakes?|\w+fakes?)$")
_DEPTH = 6


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report each double once, where it is built."""
    del context
    origins = _Origins(flow)
    doubles = [call for call in _candidates(flow) if not _is_allowed(flow, call, origins)]
    libraries = {_library(call) for call in doubles if not _ACTIVATES.search(call.path)}
    doubles = [call for call in doubles if not (_ACTIVATES.search(call.path) and _library(call) in libraries)]
    kept: list[Span] = []
    objects: set[str] = set()
    for call in doubles:
        owner = call.receiver.expr if call.receiver is not None else None
        name = owner.id if isinstance(owner, facts.Name) and _SPIES.search(call.path) else ""
        if name in objects or any(span.contains(call.span) for span in kept):
            continue
        if name:
            objects.add(name)
        kept.append(call.span)
        yield _finding(flow, call.span, _shown(call))
    for node in facts.walk(list(flow.module.body)) if flow.module.language == "go" else ():
        # `&mocks.LedgerClient{}` and `new(mocks.LedgerClient)`.
        if isinstance(node, facts.Record) and isinstance(node.type, facts.Attribute) and isinstance(node.type.object, facts.Name):
            module = origins.module(node.type.object.id)
            if _GENERATED.search(module) and "__mocks__" not in module and not any(span.contains(node.span) for span in kept):
                yield _finding(flow, node.span, f"{node.type.object.id}.{node.type.name}")


def _finding(flow: FileFlow, span: Span, shown: str) -> Finding:
    return Finding(
        code=CHECK.code,
        path=flow.file.path,
        span=span,
        message=f"`{shown}` builds a double in the test file, where no other suite can check or reuse it: move it to the service's `__mocks__/` and let the harness choose it",
    )


def _candidates(flow: FileFlow) -> list[CallEvent]:
    found = [
        call
        for call in flow.calls
        if (call.meaning is not None and call.meaning.kind == "double") or call.path == _GRPC_SERVER or _is_generated(call)
    ]
    return sorted(found, key=lambda call: (call.span.line, call.span.column, -call.span.end_line, -call.span.end_column))


def _is_generated(call: CallEvent) -> bool:
    """Tell whether a call constructs what gomock or mockery generated: ``mocks.NewLedgerClient(t)``."""
    module, colon, name = call.path.rpartition(":")
    if not colon or not _GENERATED.search(module) or "__mocks__" in module or not re.match(r"^New[A-Z]\w*$", name):
        return False
    first = call.arguments[0].expr if call.arguments else None
    if isinstance(first, facts.Call):
        return isinstance(first.function, facts.Attribute) and first.function.name in ("T", "GinkgoT")
    return isinstance(first, facts.Name) and first.id in ("t", "tb", "s", "ctrl", "mockCtrl")


def _is_allowed(flow: FileFlow, call: CallEvent, origins: _Origins) -> bool:
    values = [argument.value for argument in call.node.arguments]
    if origins.are_mocks(call.node) or origins.is_own_library(call):
        return True
    if _MODULE_MOCK.search(call.path):
        is_automock = len(values) < 2 or (isinstance(values[1], facts.Record) and "module" not in call.path)
        return is_automock or origins.are_mocks(values[1])
    if only_sets_a_value(call) or (call.path.endswith("mock.method") and len(values) < 3):
        return True
    if _SPIES.search(call.path):
        watched = call.subjects[0].expr if call.subjects else None
        return isinstance(watched, facts.Name) and watched.id in _SURROUNDINGS
    if _SERVER.search(call.path):
        given = [*values, *_registered(flow, call, origins)]
        if call.path == _GRPC_SERVER and len(given) == len(values):
            return True
        return (
            any(origins.is_own(value) for value in given)
            or any(origins.are_mocks(v) for v in given)
            or any(_only_records(v) for v in values)
        )
    if (not values and _is_recorder(flow, call, origins)) or _is_part(flow, call, origins):
        return True
    return any(origins.are_mocks(value) for value in values)


def _registered(flow: FileFlow, call: CallEvent, origins: _Origins) -> list[facts.Expr]:
    """List what a server is given after it was made: ``add_LedgerServicer_to_server(Ledger(), server)``, ``server.addService(Ledger, impl)``."""
    name = origins.name(call)
    found: list[facts.Expr] = []
    for other in flow.calls if name else ():
        values = [a.value for a in other.node.arguments]
        owner = other.receiver.expr if other.receiver is not None else None
        if any(isinstance(v, facts.Name) and v.id == name for v in values) or (
            isinstance(owner, facts.Name) and owner.id == name and other.path.endswith(("addService", "addHttp2Port", "RegisterService"))
        ):
            found += [v for v in values if not (isinstance(v, facts.Name) and v.id == name)]
    return found


def _only_records(expr: facts.Expr) -> bool:
    """Tell whether a handler only notes what it is sent and answers with nothing."""
    if not isinstance(expr, facts.Function):
        return False
    notes = False
    for node in facts.walk(list(expr.body)):
        if isinstance(node, facts.Call):
            name = node.function.name if isinstance(node.function, facts.Attribute) else getattr(node.function, "id", "")
            if name in ("push", "append", "add", "set", "resolve", "emit"):
                notes = True
            elif name in _REPLIES and node.arguments and not all(_is_status(a.value) for a in node.arguments):
                return False
    return notes


def _is_status(expr: facts.Expr) -> bool:
    return isinstance(expr, facts.Literal) and (isinstance(expr.value, int) or expr.value in ("", None, "ok", "OK"))


def _is_recorder(flow: FileFlow, call: CallEvent, origins: _Origins) -> bool:
    """Tell whether a bare mock is only handed in and asked what it was called with."""
    if re.split(r"[.:]", call.path)[-1] not in _RECORDERS:
        return False
    name = origins.name(call)
    if name is None:
        return False
    for node in facts.walk(list(flow.module.body)):
        if (
            isinstance(node, facts.Attribute)
            and isinstance(node.object, facts.Name)
            and node.object.id == name
            and not _RECORDS.match(node.name)
        ):
            return False
    return True


def _is_part(flow: FileFlow, call: CallEvent, origins: _Origins) -> bool:
    """Tell whether a mock is put into another one: ``client.get = MagicMock()``."""
    root = origins.targets.get(id(call.node))
    if not isinstance(root, facts.Attribute):
        return False
    while isinstance(root, facts.Attribute):
        root = root.object
    meaning = vocabulary(flow.module.language).meaning((flow.value(root).path or "").removesuffix("()"))
    return meaning is not None and meaning.kind == "double"


def _library(call: CallEvent) -> str:
    return re.split(r"[.:(]", call.path.strip("<"))[0]


def _shown(call: CallEvent) -> str:
    names: list[str] = []
    node: facts.Expr = call.node.function
    while isinstance(node, facts.Attribute | facts.Call):
        names.append(node.name if isinstance(node, facts.Attribute) else "()")
        node = node.object if isinstance(node, facts.Attribute) else node.function
    names.append(node.id if isinstance(node, facts.Name) else "")
    return ".".join(reversed(names)).replace(".()", "()")


class _Origins:
    """Knows from which modules the names of a file come."""

    def __init__(self, flow: FileFlow) -> None:
        self._flow = flow
        self._modules: dict[str, str] = {}
        self._assigned: dict[str, facts.Expr] = {}
        self._here: set[str] = set()
        self.targets: dict[int, facts.Expr] = {}
        """What each assigned expression is assigned to, by the identity of its facts."""
        resolved = {id(event.node): event.resolved for event in flow.imports}
        for node in facts.walk(list(flow.module.body)):
            if isinstance(node, facts.Import):
                where = resolved.get(id(node)) or node.module
                for name in node.names:
                    if flow.module.language == "python" and resolved.get(id(node)):
                        self._here.add(name.local)
                    self._modules[name.local] = f"{where}.{name.name}" if flow.module.language == "python" and name.name != "*" else where
            elif isinstance(node, facts.Assign) and node.value is not None:
                value = node.value
                while isinstance(value, facts.Cast):
                    value = value.value
                self.targets[id(value)] = node.target
                targets = node.target.items if isinstance(node.target, facts.Sequence) else (node.target,)
                for target in targets:
                    if isinstance(target, facts.Name):
                        self._assigned.setdefault(target.id, node.value)

    def name(self, call: CallEvent) -> str | None:
        """Give the name that a call's result is bound to."""
        return getattr(self.targets.get(id(call.node)), "id", None)

    def is_own_library(self, call: CallEvent) -> bool:
        """Tell whether a Python double is this repository's own product: the thing under test, not a stand-in for it."""
        return _shown(call).split(".")[0].split("(")[0] in self._here

    def module(self, name: str) -> str:
        """Give the module that a name is imported from, or nothing."""
        return self._modules.get(name, "").rstrip(":")

    def are_mocks(self, expr: facts.Expr) -> bool:
        """Tell whether a value is wholly taken from ``__mocks__/``."""
        modules = self._roots(expr, 0)
        return bool(modules) and all("__mocks__" in module for module in modules)

    def is_own(self, expr: facts.Expr) -> bool:
        """Tell whether a value involves the service's own code."""
        return any(self._is_own_module(self._modules.get(name, "")) for name in self._names(expr))

    def _names(self, expr: facts.Expr) -> set[str]:
        found: set[str] = set()
        stack = [expr]
        while stack:
            for node in facts.walk([stack.pop()]):
                if isinstance(node, facts.Name) and node.id not in found:
                    found.add(node.id)
                    if node.id not in self._modules and node.id in self._assigned:
                        stack.append(self._assigned[node.id])
        return found

    def _is_own_module(self, module: str) -> bool:
        suite = self._flow.file.suite
        if not module or "__mocks__" in module or "__tests__" in module or suite is None:
            return False
        if module.startswith(f"{suite.path}/") or f"/{suite.path}/" in f"/{module}/":
            return True
        if module.startswith("../"):
            return module.startswith("../../")
        return module.split(".")[0].replace("-", "_") == suite.name.replace("-", "_") or module.split("/")[0] == suite.name

    def _roots(self, expr: facts.Expr, depth: int) -> list[str]:
        """List the modules that a value is taken from; an empty text stands for a part made here."""
        if depth > _DEPTH:
            return [""]
        match expr:
            case facts.Name():
                if expr.id in self._modules:
                    return [self._modules[expr.id]]
                if expr.id in self._assigned:
                    return self._roots(self._assigned[expr.id], depth + 1)
                return [self._flow.value(expr).path or ""]
            case facts.Attribute():
                return self._roots(expr.object, depth + 1)
            case facts.Index():
                return self._roots(expr.object, depth + 1)
            case facts.Cast() | facts.Spread():
                return self._roots(expr.value, depth + 1)
            case facts.Call():
                name = expr.function.name if isinstance(expr.function, facts.Attribute) else getattr(expr.function, "id", "")
                if name in _REQUIRES and expr.arguments and isinstance(expr.arguments[0].value, facts.Literal):
                    return [str(expr.arguments[0].value.value)]
                return self._roots(expr.function, depth + 1)
            case facts.Function():
                returned = [n.value for n in facts.walk(list(expr.body)) if isinstance(n, facts.Return) and n.value is not None]
                return [m for value in returned for m in self._roots(value, depth + 1)]
            case facts.Record():
                return [m for e in expr.entries if not isinstance(e.value, facts.Literal) for m in self._roots(e.value, depth + 1)] or [""]
            case facts.Opaque(children=children) if len(children) == 1:
                return self._roots(children[0], depth + 1)
            case _:
                return [""]
