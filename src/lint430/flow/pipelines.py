"""Where CI starts integration suites without saying the mode: a call graph from workflows, Tilt, Tekton and compose down to make targets and scripts."""

from __future__ import annotations

import fnmatch
import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lint430 import facts
from lint430.config import Config
from lint430.flow.commands import Command, command_of, package_call
from lint430.flow.shell import UNKNOWN, Folder
from lint430.model import File, Role, Span, Suite
from lint430.repository.suites import RUNNER

_DEPTH = 40
_ROOTS = frozenset(("step", "service"))
_LISTENING = ("tekton.dev", "argoproj.io")
"""Texts that make a YAML file outside of CI's folders one that CI runs."""
_MAY_START = re.compile(
    rb"run_integration_tests|\b(?:jest|vitest|pytest|go test|gotestsum|make|just|task|npm|pnpm|yarn|bun|turbo|nx)\b[^\n]*integration"
)
_INTEGRATION = re.compile(r"(?:^|[:._/-])integration(?:$|[:._/-])")
_ENV_FILE = re.compile(r"(?!.*\.mk$)(?:.*/)?(?:\.?env(?:[._-].*)?|.+\.env(?:[._-].*)?|\.envrc)$")
_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_JUSTFILES = ("justfile", "Justfile", ".justfile")
_TASKFILES = ("Taskfile.yml", "Taskfile.yaml", "taskfile.yml", "taskfile.yaml", "Taskfile.dist.yml", "Taskfile.dist.yaml")
_TILT = re.compile(r"Tiltfile.*|.+\.tiltfile")
_COMPOSE = re.compile(r"(?:docker-)?compose[\w.-]*\.ya?ml")
_FOR_BROWSERS = re.compile(r"(?:NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|PUBLIC)_")
_MAKES = ("make", "gmake", "MAKE", "remake")
_SHELLS = frozenset(("bash",))
_WATCHED = frozenset((Role.CI, Role.TEST_CONFIG, Role.TOOLING, Role.RUNTIME, Role.HARNESS, Role.HELPER))


@dataclass(frozen=True, slots=True)
class Start:
    """A command that starts a suite while no caller on the way to it set the mode."""

    path: str
    """The file it is written in."""
    span: Span
    """The command."""
    task: str
    """The step, target, script or resource it belongs to."""
    kind: str
    """What that is: see :class:`lint430.facts.Task`; ``shell`` for a script file."""
    caller: str
    """The file that CI starts from."""


def unstated_starts(
    files: Sequence[File],
    module_of: Callable[[File], facts.Module],
    suites: Sequence[Suite],
    config_for: Callable[[str], Config],
    *,
    known: bool,
) -> list[Start]:
    """List the commands that start a suite without its mode being set, each once, by place.

    ``known`` says whether the repository knows of the contract: only then is a target that is not to be found judged by its name.
    """
    if not any(_MAY_START.search(file.data) for file in files if file.role in _WATCHED and file.language in ("manifest", "bash")):
        return []
    graph = _Graph(files, module_of, suites, config_for, known)
    callers = [file.path for file in files if _is_root(file) and graph.start_from(file)]
    if not callers:
        # Without any CI in sight nobody can tell what it calls: each target is taken for its own beginning.
        graph.start_from_targets()
    return sorted(graph.found.values(), key=lambda start: (start.path, start.span.line, start.span.column))


def _is_root(file: File) -> bool:
    if _TILT.fullmatch(file.name):
        return True
    if file.language != "manifest" or not file.path.endswith((".yml", ".yaml")):
        return False
    is_listed = file.role is Role.CI or _COMPOSE.fullmatch(file.name) is not None
    return is_listed or any(text.encode() in file.data for text in _LISTENING)


@dataclass(slots=True)
class _State:
    """What holds while a script runs."""

    explicit: bool
    """Whether the mode is set for what is started now."""
    folder: str | None
    """Where commands run; None where that is unknown."""
    file: str
    """The file the commands are written in."""
    task: facts.Task | None
    names: Folder
    functions: dict[str, tuple[facts.Function, str, Folder]]
    """The functions defined so far, each with its file and that file's variables."""
    assigned: bool = False
    """Whether the mode variable has a value that is not exported."""
    exports_all: bool = False
    feeds: bool = False
    """Whether an earlier command of the pipeline lists runners."""


class _Graph:
    """Follows what CI runs."""

    def __init__(
        self,
        files: Sequence[File],
        module_of: Callable[[File], facts.Module],
        suites: Sequence[Suite],
        config_for: Callable[[str], Config],
        known: bool,
    ) -> None:
        self._files = {file.path: file for file in files}
        self._module_of = module_of
        self._suites = suites
        self._config_for = config_for
        self._root = ""
        self._seen: set[tuple[int, bool, str | None]] = set()
        self._depth = 0
        self._known = known
        self._by_folder: dict[str, list[str]] = {}
        for path in self._files:
            self._by_folder.setdefault(path.rpartition("/")[0], []).append(path)
        self._packages = [path for path in self._files if path.rpartition("/")[2] == "package.json"]
        self._scripts: frozenset[str] | None = None
        self._gitlab: tuple[frozenset[str], dict[str, facts.Task]] | None = None
        self.found: dict[tuple[str, int, int], Start] = {}

    # --- tasks ---------------------------------------------------------------------------------------------------------------

    def start_from(self, file: File) -> bool:
        """Run everything that CI runs of a file by itself; tell whether that could call a target."""
        self._root = file.path
        module = self._module(file)
        told: set[str] = set()
        roots = [task for task in module.tasks if task.kind in _ROOTS]
        for task in roots:
            explicit = task.group != "" and task.group in told
            if task.kind == "service" and task.scripts and self._is_called_with_mode(file.path, task.name):
                explicit = True
            self._run_task(file.path, task, explicit=explicit)
            if any(self._tells_job(script) for script in task.scripts):
                told.add(task.group)
        return any(task.kind == "step" and (task.scripts or task.uses) for task in roots)

    def start_from_targets(self) -> None:
        """Run the targets of make, just and Taskfile that no other target runs."""
        for path, file in self._files.items():
            if file.role is not Role.CI or file.language != "manifest":
                continue
            targets = [task for task in self._module(file).tasks if task.kind == "target"]
            inner = {used for task in targets for used in task.uses}
            for script in (script for task in targets for script in task.scripts):
                names = Folder.of(script.module.body)
                for node in script.module.nodes():
                    if isinstance(node, facts.Call) and node.kind == "command":
                        command = command_of(node, names, ())
                        inner.update(command.words if command.name in (*_MAKES, "just", "task") else ())
            self._root = path
            for task in targets:
                if task.name not in inner:
                    self._targets(self._makefiles(path), [task.name], explicit=False)

    def _run_task(self, path: str, task: facts.Task, *, explicit: bool) -> None:
        variables = self._variables(path)
        defines, scripts, files = self._with_templates(path, task)
        explicit = explicit or any(v in defines for v in variables) or any(self._holds(path, name) for name in files)
        key = (id(task), explicit, None)
        if key in self._seen or self._depth > _DEPTH:
            return
        self._seen.add(key)
        self._depth += 1
        folder = self._working_folder(path, task)
        for used in task.uses:
            self._use(path, task, used, explicit=explicit)
        settings = {s.name: facts.Literal(s.span, s.value) for s in self._module(self._files[path]).settings if s.value is not None}
        state = _State(explicit, folder, path, task, Folder({}), {})
        for script in scripts:
            state.names = Folder({**settings, **Folder.of(script.module.body).variables})
            self._body(script.module.body, state)
            state.folder = folder
        self._depth -= 1

    def _with_templates(self, path: str, task: facts.Task) -> tuple[set[str], tuple[facts.Script, ...], list[str]]:
        """Give the variables a task's commands see, its commands, and its environment files, templates and globals included."""
        module = self._module(self._files[path])
        defines, passes = set(task.defines), set(task.passes)
        files = list(task.env_files)
        scripts = task.scripts
        by_name = {t.name: t for t in module.tasks if t.kind in ("template", "step", "service")}
        if _is_gitlab(path):
            common, shared = self._gitlab_globals()
            defines |= common
            passes |= common
            by_name = {**shared, **by_name}
        todo, done = list(task.extends), {task.name}
        while todo:
            template = by_name.get(todo.pop(0))
            if template is None or template.name in done:
                continue
            done.add(template.name)
            defines |= template.defines
            passes |= template.passes
            files += template.env_files
            scripts = scripts or template.scripts
            todo += template.extends
        if task.kind == "target":
            for include in self._makefiles(path):
                for other in self._module(self._files[include]).tasks:
                    if other.kind == "globals":
                        defines |= other.defines
                        passes |= other.passes
                if "*" in passes or any(v in passes for v in self._variables(path)):
                    files += [n for g in self._module(self._files[include]).tasks if g.kind == "globals" for n in g.env_files]
        return (defines if "*" in passes else defines & passes), scripts, files

    def _makefiles(self, path: str) -> list[str]:
        """List a Makefile and what it includes, as far as it can be found."""
        found, todo = [], [path]
        while todo:
            here = todo.pop(0)
            if here in found:
                continue
            found.append(here)
            for task in self._module(self._files[here]).tasks:
                for name in task.env_files if task.kind == "globals" else ():
                    todo += [target for target in self._included(here, name) if not _ENV_FILE.match(target)]
        return found

    def _included(self, path: str, name: str) -> list[str]:
        """List the files that an ``include`` names: a path, or the glob of ``$(wildcard mk/*.mk)``."""
        plain = name.removeprefix("$(wildcard").strip("()")
        if "*" in plain:
            pattern = self._normal(path.rpartition("/")[0], plain)
            return sorted(other for other in self._files if fnmatch.fnmatchcase(other, pattern))
        target = self._by_tail(path, name)
        return [] if target is None else [target]

    def _gitlab_globals(self) -> tuple[frozenset[str], dict[str, facts.Task]]:
        """Give what every GitLab file of the repository defines for all jobs, and their jobs by name: together they are one pipeline."""
        if self._gitlab is None:
            common: set[str] = set()
            shared: dict[str, facts.Task] = {}
            for path, file in self._files.items():
                if _is_gitlab(path) and file.language == "manifest":
                    for task in self._module(file).tasks:
                        if task.kind == "globals":
                            common |= task.defines
                        else:
                            shared.setdefault(task.name, task)
            self._gitlab = frozenset(common), shared
        return self._gitlab

    def _use(self, path: str, task: facts.Task, used: str, *, explicit: bool) -> None:
        """Run what a task uses: a local action, a prerequisite, a reusable command."""
        if used.startswith("./"):
            target = self._normal("", used)
            for name in ("", "/action.yml", "/action.yaml"):
                file = self._files.get(f"{target}{name}")
                # A reusable workflow sees nothing of its caller's environment, and is judged by itself.
                if name and file is not None:
                    for other in self._module(file).tasks:
                        self._run_task(file.path, other, explicit=explicit)
            return
        for home in self._makefiles(path) if task.kind == "target" else [path]:
            for other in self._module(self._files[home]).tasks:
                if other.name == used and other.kind in ("target", "action") and other is not task:
                    self._run_task(home, other, explicit=explicit)

    def _working_folder(self, path: str, task: facts.Task) -> str | None:
        """Give where a task's commands run: beside its file for make, npm, compose, Tilt and Taskfile, else at the top."""
        own = path.rpartition("/")[0]
        local = task.kind in ("target", "script", "service") or _TILT.fullmatch(self._files[path].name) is not None
        base = own if local else ""
        if not task.folder or task.kind == "service":
            return base
        if "$" in task.folder:
            return None
        return self._normal(base, task.folder)

    # --- shell ---------------------------------------------------------------------------------------------------------------

    def _body(self, body: Iterable[facts.Stmt], state: _State) -> None:
        for stmt in body:
            self._statement(stmt, state)

    def _statement(self, stmt: facts.Stmt, state: _State) -> None:
        match stmt:
            case facts.Assign():
                self._expression(stmt.value, state)
                self._assign(stmt, state)
            case facts.Import():
                self._source(stmt, state)
            case facts.If():
                self._expression(stmt.test, state)
                self._arms([stmt.body, stmt.orelse], state)
                state.explicit = state.explicit or self._refuses_unset(stmt, state)
            case facts.Switch():
                self._expression(stmt.subject, state)
                self._arms([case.body for case in stmt.cases], state)
            case facts.Loop():
                self._expression(stmt.iterable, state)
                self._expression(stmt.test, state)
                self._body(stmt.body, state)
            case facts.Block():
                self._block(stmt, state)
            case facts.Define():
                if stmt.function.name:
                    state.functions[stmt.function.name] = (stmt.function, state.file, state.names)
            case facts.Evaluate() | facts.Return():
                self._expression(stmt.value, state)
            case _:
                pass

    def _refuses_unset(self, stmt: facts.If, state: _State) -> bool:
        """Tell whether a script ends where the mode is not set: after that it is."""
        variables = self._variables(state.file)
        if not any(isinstance(node, facts.Name) and node.id in variables for node in facts.walk([stmt.test])):
            return False
        calls = [node for node in facts.walk([*stmt.body, *stmt.orelse]) if isinstance(node, facts.Call)]
        return any(isinstance(call.function, facts.Name) and call.function.id in ("exit", "return") for call in calls)

    def _arms(self, arms: list[tuple[facts.Stmt, ...]], state: _State) -> None:
        """Run each arm from the same beginning; what one of them sets counts as set."""
        before, folder = state.explicit, state.folder
        after = before
        for arm in arms:
            state.explicit, state.folder = before, folder
            self._body(arm, state)
            after = after or state.explicit
        state.explicit = after

    def _block(self, block: facts.Block, state: _State) -> None:
        before = (state.explicit, state.folder, state.assigned, state.exports_all, state.feeds)
        self._body(block.body, state)
        if block.kind in ("subshell", "pipeline", "background"):
            state.explicit, state.folder, state.assigned, state.exports_all, state.feeds = before

    def _assign(self, stmt: facts.Assign, state: _State) -> None:
        if not isinstance(stmt.target, facts.Name) or stmt.target.id not in self._variables(state.file):
            return
        passed_on = isinstance(stmt.value, facts.Name) and stmt.value.id == stmt.target.id
        if passed_on or stmt.value is None:
            state.explicit = state.explicit or (state.assigned and stmt.exported)
        elif stmt.exported or state.exports_all:
            state.explicit = True
        else:
            state.assigned = True

    def _source(self, stmt: facts.Import, state: _State) -> None:
        """Run a sourced file in place; one that is not there, but is named as an environment's, may well set the mode."""
        name = state.names.text(stmt.target)
        path = self._script(name, state)
        file = self._files.get(path or "")
        if file is None:
            if _ENV_FILE.match(name.rstrip(UNKNOWN)):
                state.explicit = True
            return
        if self._holds_mode(file):
            state.explicit = True
        elif file.language in _SHELLS and file.role is not Role.RUNNER and self._depth < _DEPTH:
            module = self._module(file)
            here, names = state.file, state.names
            state.file, state.names = file.path, Folder.of(module.body)
            self._depth += 1
            self._body(module.body, state)
            self._depth -= 1
            state.file, state.names = here, names

    def _expression(self, expr: facts.Expr | None, state: _State) -> None:
        """Run the commands of an expression, in source order."""
        if expr is None:
            return
        stack: list[facts.Expr] = [expr]
        while stack:
            node = stack.pop()
            if isinstance(node, facts.Call) and not self._demands(node, state):
                self._command(node, state)
            elif isinstance(node, facts.Bind) and isinstance(node.target, facts.Name):
                # `: "${X:=repo}"` assigns, and passes on only what is exported.
                if node.target.id in self._variables(state.file):
                    state.assigned, state.explicit = True, state.explicit or state.exports_all
            stack += [child for child in reversed(facts.children(node)) if isinstance(child, facts.Expr)]

    def _command(self, call: facts.Call, state: _State) -> None:
        variables = self._variables(state.file)
        command = command_of(call, state.names, variables)
        explicit = state.explicit or command.sets_mode or any(self._holds(state.file, f) for f in command.env_files)
        if command.name == "set" and any("a" in flag for flag in command.words if re.fullmatch(r"[-][a-z]+", flag)):
            state.exports_all = True
        elif command.name == "set" and any("a" in flag for flag in command.words if re.fullmatch(r"[+][a-z]+", flag)):
            state.exports_all = False
        elif command.name == "unset" and any(v in command.words for v in variables):
            state.explicit = True
        elif command.name in ("cd", "pushd") and command.words:
            state.folder = (
                None if state.folder is None and not command.words[0].startswith("/") else self._moved(state.folder, command.words[0])
            )
        elif command.name == "export" and any(word.partition("=")[0] in variables for word in command.words):
            state.explicit = True
        elif command.name in state.functions and self._depth < _DEPTH:
            self._depth += 1
            self._call_function(state.functions[command.name], state, explicit=explicit)
            self._depth -= 1
        elif self._is_start(command, state):
            if not explicit:
                self._report(call, state)
        else:
            if command.lists(RUNNER):
                state.feeds = True
            self._follow(call, command, state, explicit=explicit)

    def _demands(self, call: facts.Call, state: _State) -> bool:
        """See `${X:?}`, which ends the script where the mode is not set; tell whether the call stands for one."""
        given = call.arguments[0].value if call.arguments else None
        asks = call.kind != "command" and isinstance(call.function, facts.Name) and call.function.id == "require"
        if not (asks and isinstance(given, facts.Name)):
            return False
        state.explicit = state.explicit or given.id in self._variables(state.file)
        return True

    def _call_function(self, defined: tuple[facts.Function, str, Folder], state: _State, *, explicit: bool) -> None:
        function, file, names = defined
        before, here, around = state.explicit, state.file, state.names
        state.explicit, state.file, state.names = explicit, file, names
        self._body(function.body, state)
        state.file, state.names = here, around
        # What was only set in front of the call is gone after it.
        state.explicit = before if explicit and not before else state.explicit

    def _is_start(self, command: Command, state: _State) -> bool:
        if command.runs(RUNNER) or (state.feeds and (command.is_fed or command.runs_unknown)):
            return True
        return any(self._is_suite_folder(word, state) for word in command.tested_folders())

    def _is_suite_folder(self, word: str, state: _State) -> bool:
        """Tell whether a path given to a test framework is that of a suite, lies in one, or is the folder of several."""
        plain = word.split("::")[0].removesuffix("...").rstrip("/*").removeprefix("./")
        full = plain if state.folder is None else self._normal(state.folder, plain)
        pattern = re.compile(re.escape(full).replace(re.escape(UNKNOWN), "[^/]*"))
        if "integration" not in full:
            return False
        for suite in self._suites:
            parts = suite.folder.split("/")
            around = ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
            if any(pattern.fullmatch(folder) for folder in around) or full.startswith(f"{suite.folder}/"):
                return True
            # Where the folder that a command runs in is not known, the end of the path has to do.
            if state.folder is None and any(pattern.fullmatch("/".join(parts[at:])) for at in range(len(parts))):
                return True
        return False

    def _report(self, call: facts.Call, state: _State) -> None:
        key = (state.file, call.span.line, call.span.column)
        task = state.task
        in_task = task is not None and self._files[state.file].language not in _SHELLS
        start = Start(state.file, call.span, task.name if task and in_task else "", task.kind if task and in_task else "shell", self._root)
        self.found.setdefault(key, start)

    # --- what commands lead to -----------------------------------------------------------------------------------------------

    def _follow(self, call: facts.Call, command: Command, state: _State, *, explicit: bool) -> None:
        """Run what a command leads to: make targets, package scripts, tasks, scripts of the repository."""
        if command.name in _MAKES:
            explicit, targets = self._make(command, state, explicit=explicit)
            if not any(path.rpartition("/")[2] in _MAKEFILES or path.endswith(".mk") for path in self._files):
                self._named_only(call, targets, state, explicit=explicit)
        elif command.name in ("just", "task", "go-task"):
            named = _JUSTFILES if command.name == "just" else _TASKFILES
            words = [w for w in command.words if not w.startswith("-") and "=" not in w]
            self._targets(self._nearest(state.folder, named), words[:1], explicit=explicit)
        elif (script := package_call(command)) is not None:
            for path in self._package_files(script.everywhere, script.filters, script.folder, state):
                for task in self._module(self._files[path]).tasks:
                    if task.name in script.names:
                        self._run_task(path, task, explicit=explicit)
            self._named_only(call, [name for name in script.names if name not in self._script_names()], state, explicit=explicit)
        elif command.inline is not None:
            module = self._inline(command.inline, state.file)
            inner = _State(explicit, state.folder, state.file, state.task, Folder.of(module.body), dict(state.functions))
            inner.names = Folder({**state.names.variables, **inner.names.variables})
            self._relocated(module, call, inner)
        else:
            for word in command.programs():
                file = self._files.get(self._script(word, state) or "")
                if file is not None and file.language in _SHELLS and file.role is not Role.RUNNER:
                    self._run_script(file, state, explicit=explicit)

    def _inline(self, text: str, path: str) -> facts.Module:
        from lint430.languages import lower

        return lower("bash", path, text.replace(UNKNOWN, "${_}").encode())

    def _relocated(self, module: facts.Module, call: facts.Call, state: _State) -> None:
        """Run a command line that stands in a word of another: what it starts is reported where the outer command stands."""
        before = set(self.found)
        self._body(module.body, state)
        for key in set(self.found) - before:
            start = self.found[key]
            if start.path == state.file:
                del self.found[key]
                self._report(call, state)

    def _run_script(self, file: File, state: _State, *, explicit: bool) -> None:
        module = self._module(file)
        key = (id(module), explicit, state.folder)
        if key in self._seen or self._depth > _DEPTH:
            return
        self._seen.add(key)
        self._depth += 1
        inner = _State(explicit, state.folder, file.path, state.task, Folder.of(module.body), {})
        self._body(module.body, inner)
        self._depth -= 1

    def _named_only(self, call: facts.Call, names: Sequence[str], state: _State, *, explicit: bool) -> None:
        """Report a target or script that is nowhere in the repository and is named for the integration tests: only its caller could set the mode."""
        if self._known and not explicit and any(_INTEGRATION.search(name) for name in names):
            self._report(call, state)

    def _make(self, command: Command, state: _State, *, explicit: bool) -> tuple[bool, list[str]]:
        """Run the targets of a make command; give whether the mode is set for them, and their names."""
        folder, named = state.folder, ""
        targets: list[str] = []
        found: list[str]
        words = iter(command.words)
        for word in words:
            if word in ("-C", "--directory", "-f", "--file", "--makefile", "-I", "-j", "-o", "-W"):
                value = next(words, "") if word != "-j" else ""
                if word in ("-C", "--directory"):
                    folder = self._moved(folder, value)
                elif word in ("-f", "--file", "--makefile"):
                    named = value
            elif word.startswith(("--directory=", "-C")):
                folder = self._moved(folder, word.partition("=")[2] or word[2:])
            elif "=" in word:
                explicit = explicit or word.partition("=")[0].rstrip(":?") in self._variables(state.file)
            elif not word.startswith("-") and not word.isdigit():
                targets.append(word)
        own = self._files.get(state.file)
        if command.name == "MAKE" and folder == state.folder and not named and own is not None:
            found = [state.file]
        elif named:
            found = [path for path in [self._normal(folder or "", named)] if path in self._files]
        else:
            found = self._nearest(folder, _MAKEFILES)
        if not targets:
            targets = [t.name for path in found for t in self._module(self._files[path]).tasks if t.kind == "target"][:1]
        for path in found:
            self._targets(self._makefiles(path), targets, explicit=explicit)
        return explicit, targets

    def _targets(self, paths: Sequence[str], names: Sequence[str], *, explicit: bool) -> None:
        """Run targets of a Makefile and what it includes, which see each other's variables."""
        common = [t for path in paths for t in self._module(self._files[path]).tasks if t.kind == "globals"]
        passes = {name for task in common for name in task.passes}
        defines = {name for task in common for name in task.defines if "*" in passes or name in passes}
        for path in paths:
            stated = explicit or any(v in defines for v in self._variables(path))
            for task in self._module(self._files[path]).tasks:
                if task.kind == "target" and any(_fits(task.name, name) for name in names):
                    self._run_task(path, task, explicit=stated)

    def _nearest(self, folder: str | None, names: Sequence[str]) -> list[str]:
        """Give the Makefile, justfile or Taskfile of a folder; for an unknown folder, all of them."""
        if folder is None:
            return [path for path in self._files if path.rpartition("/")[2] in names]
        return [path for path in self._in_folder(folder) if path.rpartition("/")[2] in names][:1]

    def _in_folder(self, folder: str) -> list[str]:
        if UNKNOWN not in folder:
            return self._by_folder.get(folder, [])
        pattern = re.compile(re.escape(folder).replace(re.escape(UNKNOWN), "[^/]*"))
        return [path for here, paths in self._by_folder.items() if pattern.fullmatch(here) for path in paths]

    def _package_files(self, everywhere: bool, filters: Sequence[str], folder: str, state: _State) -> list[str]:
        """List the package.json files that a package manager looks for a script in."""
        if everywhere:
            wanted = [path for path in self._packages if any(self._is_package(path, name) for name in filters)]
            return wanted or self._packages
        here = self._moved(state.folder, folder) if folder else state.folder
        if here is None:
            return self._packages
        return [path for path in self._in_folder(here) if path in self._packages]

    def _script_names(self) -> frozenset[str]:
        """Give the names of every package script of the repository."""
        if self._scripts is None:
            self._scripts = frozenset(task.name for path in self._packages for task in self._module(self._files[path]).tasks)
        return self._scripts

    def _is_package(self, path: str, name: str) -> bool:
        plain = name.strip("{}^!").replace("...", "").removeprefix("./").rstrip("/")
        folder = path.rpartition("/")[0]
        if not plain:
            return False
        declared = next((str(o.value) for o in self._module(self._files[path]).options if o.key == "name"), "")
        pattern = re.escape(plain).replace(r"\*", ".*").replace(re.escape(UNKNOWN), ".*")
        return any(re.fullmatch(pattern, text) for text in (declared, declared.rpartition("/")[2], folder, folder.rpartition("/")[2]))

    def _is_called_with_mode(self, path: str, service: str) -> bool:
        """Tell whether CI runs a compose service, and every time gives it the mode: ``docker compose run -e INTEGRATION_MODE=repo tests``."""
        given: list[bool] = []
        variables = self._variables(path)
        for file in self._files.values():
            if file.language not in ("manifest", "bash") or file.role not in _WATCHED or b"compose" not in file.data or file.path == path:
                continue
            module = self._module(file)
            for body in (module.body, *(s.module.body for s in module.scripts)):
                names = Folder.of(body)
                for node in facts.walk(list(body)):
                    if isinstance(node, facts.Call) and node.kind == "command":
                        command = command_of(node, names, variables)
                        if command.is_compose and service in command.words:
                            given.append(command.sets_mode)
        return bool(given) and all(given)

    def _variables(self, path: str) -> tuple[str, ...]:
        """Give the variables that a runner reads: those that are built into a browser's code say nothing to it."""
        names = self._config_for(path).variables
        return tuple(name for name in names if not _FOR_BROWSERS.match(name)) or names

    # --- files ---------------------------------------------------------------------------------------------------------------

    def _module(self, file: File) -> facts.Module:
        return self._module_of(file)

    def _tells_job(self, script: facts.Script) -> bool:
        """Tell whether a step writes the mode into the environment of the steps after it."""
        if "GITHUB_ENV" not in script.text and "BASH_ENV" not in script.text and "task.setvariable" not in script.text:
            return False
        variables = self._variables(script.module.path)
        return any(re.search(rf"\b{re.escape(v)}\b", script.text) for v in variables)

    def _holds(self, path: str, name: str) -> bool:
        """Tell whether an environment file sets the mode; one that is not in the repository may."""
        target = self._by_tail(path, name)
        if target is None:
            return _ENV_FILE.match(name) is not None or "$" in name or UNKNOWN in name
        return any(s.name in self._variables(path) for s in self._module(self._files[target]).settings)

    def _holds_mode(self, file: File) -> bool:
        if file.language != "manifest":
            return False
        return any(s.name in self._variables(file.path) for s in self._module(file).settings)

    def _by_tail(self, path: str, name: str) -> str | None:
        """Find the file that a path names from another file; of a path with unknown parts, by its end."""
        plain = re.sub(r"\$[({]\w+[)}]|\$\w+", UNKNOWN, name)
        if UNKNOWN not in plain:
            for base in (path.rpartition("/")[0], ""):
                target = self._normal(base, plain)
                if target in self._files:
                    return target
            return None
        tail = plain.rpartition(UNKNOWN)[2].lstrip("/")
        found = [p for p in self._files if tail and f"/{p}".endswith(f"/{tail}")]
        return found[0] if len(found) == 1 else None

    def _script(self, word: str, state: _State) -> str | None:
        """Find the file of the repository that a command's path names."""
        if not word or word.startswith("-"):
            return None
        if UNKNOWN in word:
            return self._by_tail(state.file, word)
        for base in ([] if state.folder is None else [state.folder]) + ["", state.file.rpartition("/")[0]]:
            target = self._normal(base, word)
            if target in self._files:
                return target
        return None

    def _moved(self, folder: str | None, to: str) -> str | None:
        """Give the folder that ``cd`` leads to; one from the top where the path starts with something unknown."""
        if to in ("-", "~", ""):
            return None
        if to.startswith(UNKNOWN):
            rest = to.lstrip(UNKNOWN)
            return self._normal("", rest.lstrip("/")) if rest.startswith("/") else None
        if to.startswith("/"):
            return None
        return None if folder is None else self._normal(folder, to)

    @staticmethod
    def _normal(base: str, path: str) -> str:
        joined = posixpath.normpath(posixpath.join(base, path))
        return "" if joined == "." else joined.removeprefix("./")


def _is_gitlab(path: str) -> bool:
    return ".gitlab" in path


def _fits(target: str, name: str) -> bool:
    """Tell whether a make target is the one asked for; ``%`` stands for any text, and so does what only a run can tell."""
    if target == name:
        return True
    if UNKNOWN in name:
        return re.fullmatch(re.escape(name).replace(re.escape(UNKNOWN), ".+"), target) is not None
    return "%" in target and re.fullmatch(re.escape(target).replace("%", ".+"), name) is not None
