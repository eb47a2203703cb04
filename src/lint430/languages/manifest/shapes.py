"""What the keys of each kind of manifest mean: where variables are set, which values are command lines, what a matrix holds."""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass, replace

from lint430.languages.manifest.gather import Gathered, assignments, command_line, literal
from lint430.languages.manifest.tasks import Surroundings, keep
from lint430.languages.manifest.text import FILLER, Items, Mapping, Node, Pair, Scalar, Text
from lint430.model import Span

MAX_DEPTH = 500
"""How deep a tree is followed; aliases can make one that never ends."""
MAX_VISITS = 200_000
"""How many nodes are visited; aliases can make few lines stand for billions."""
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|_?[A-Z][A-Z0-9_]{2,}")
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LISTED = re.compile(r"(?:[DR]:)*(?P<name>[A-Z_][A-Z0-9_]*)\s*=(?P<value>.*)", re.DOTALL)
_PASSED = re.compile(r"(?P<name>[A-Za-z_]\w*)(?:=(?P<value>.*))?", re.DOTALL)
_STRUCTURE = {"steps", "jobs", "containers", "initContainers", "spec", "template", "tasks", "scripts", "run"}
_OTHER_SHELLS = {"python", "pwsh", "powershell", "cmd", "node", "perl"}


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of manifest is read."""

    name: str
    where: str = "other"
    """What holds the variables under one of ``environments``."""
    environments: frozenset[str] = frozenset(
        {"env", "environment", "environments", "envs", "envVars", "extraEnv", "extraEnvVars", "set_env", "setenv"}
    )
    """Keys whose value is a map or a list of variables."""
    any_name: bool = False
    """Whether every name under ``environments`` is a variable, not only one in capitals."""
    shell: frozenset[str] = frozenset()
    """Keys whose value is a command line or a list of them."""
    words: frozenset[str] = frozenset()
    """Keys whose value is one command as a list of words, or a command line."""
    elsewhere: str = "other"
    """What holds a variable that stands anywhere else."""
    is_pipeline: bool = False
    """Whether it is a CI file: its matrices are read, its options are not kept."""
    patterns: tuple[tuple[str, ...], ...] = ()
    """Paths of keys whose value is a command line; ``*`` for any key."""


PLAIN = Shape("plain")
GITHUB = Shape("github", "ci-env", frozenset({"env"}), any_name=True, shell=frozenset({"run"}), is_pipeline=True)
GITLAB = Shape(
    "gitlab",
    "ci-env",
    frozenset({"variables"}),
    any_name=True,
    shell=frozenset({"script", "before_script", "after_script"}),
    is_pipeline=True,
)
CIRCLE = Shape("circle", "ci-env", frozenset({"environment"}), any_name=True, shell=frozenset({"run", "command"}), is_pipeline=True)
AZURE = Shape("azure", "ci-env", frozenset({"variables", "env"}), any_name=True, shell=frozenset({"script", "bash"}), is_pipeline=True)
PIPELINE = Shape(
    "pipeline",
    "ci-env",
    frozenset({"env", "environment", "variables"}),
    any_name=True,
    shell=frozenset({"script", "command", "commands", "run", "before_script", "after_script", "before_install", "install"}),
    is_pipeline=True,
)
TASKFILE = Shape("taskfile", "other", frozenset({"env", "vars"}), any_name=True, shell=frozenset({"cmd", "cmds"}))
COMPOSE = Shape("compose", "compose-env", frozenset({"environment"}), any_name=True, words=frozenset({"command", "entrypoint"}))
CLUSTER_JOB = Shape("tekton", "ci-env", frozenset({"env"}), any_name=True, shell=frozenset({"script"}), words=frozenset({"command"}))
WORKLOAD = Shape("workload", "workload-env", frozenset({"env"}), any_name=True, words=frozenset({"command"}))
JOB = replace(WORKLOAD, name="job", where="job-env")
VALUES = Shape("values", "values", elsewhere="values")
PACKAGE = Shape("package", patterns=(("scripts", "*"),))
PYPROJECT = Shape(
    "pyproject",
    patterns=(
        ("tool", "poe", "tasks", "*"),
        ("tool", "poe", "tasks", "*", "cmd"),
        ("tool", "poe", "tasks", "*", "shell"),
        ("tool", "pdm", "scripts", "*"),
        ("tool", "pdm", "scripts", "*", "cmd"),
        ("tool", "pdm", "scripts", "*", "shell"),
        ("tool", "hatch", "envs", "*", "scripts", "*"),
        ("tool", "hatch", "scripts", "*"),
        ("envs", "*", "scripts", "*"),
        ("tool", "taskipy", "tasks", "*"),
        ("tool", "taskipy", "tasks", "*", "cmd"),
        ("tool", "rye", "scripts", "*"),
        ("tool", "rye", "scripts", "*", "cmd"),
        ("tool", "pixi", "tasks", "*"),
        ("tool", "pixi", "tasks", "*", "cmd"),
        ("tasks", "*"),
        ("tasks", "*", "run"),
        ("tasks", "*", "cmd"),
    ),
)

_BY_PATH: tuple[tuple[str, Shape], ...] = (
    ("*.github/workflows/*", GITHUB),
    ("*.forgejo/workflows/*", GITHUB),
    ("*.gitea/workflows/*", GITHUB),
    ("*/.gitlab-ci.y*ml", GITLAB),
    ("*.gitlab-ci.y*ml", GITLAB),
    ("*.gitlab/ci/*", GITLAB),
    ("*.circleci/*", CIRCLE),
    ("*azure-pipelines*", AZURE),
    ("*/.azuredevops/*", AZURE),
    ("*/.azure/pipelines/*", AZURE),
    ("*.buildkite/*", PIPELINE),
    ("*/.drone.y*ml", PIPELINE),
    ("*/.travis.y*ml", PIPELINE),
    ("*/.woodpecker*", PIPELINE),
    ("*/bitbucket-pipelines.y*ml", PIPELINE),
    ("*/cloudbuild*.y*ml", PIPELINE),
    ("*/[Tt]askfile*.y*ml", TASKFILE),
    ("*/docker-compose*", COMPOSE),
    ("*/compose*.y*ml", COMPOSE),
    ("*.compose.y*ml", COMPOSE),
    ("*/values*.y*ml", VALUES),
    ("*[-.]values.y*ml", VALUES),
    ("*/package.json", PACKAGE),
    ("*/composer.json", PACKAGE),
    ("*/deno.json*", Shape("deno", patterns=(("tasks", "*"), ("tasks", "*", "command")))),
    ("*.toml", PYPROJECT),
)
_WORKLOAD_KINDS = {
    "Deployment",
    "StatefulSet",
    "DaemonSet",
    "ReplicaSet",
    "ReplicationController",
    "Pod",
    "Service",
    "Configuration",
    "Rollout",
    "DeploymentConfig",
}
_BY_KIND: dict[str, Shape] = {
    **dict.fromkeys(_WORKLOAD_KINDS, WORKLOAD),
    **dict.fromkeys(("Job", "CronJob"), JOB),
    **dict.fromkeys(("Task", "ClusterTask", "Pipeline", "TaskRun", "PipelineRun", "StepAction"), CLUSTER_JOB),
    **dict.fromkeys(("Workflow", "CronWorkflow", "WorkflowTemplate", "ClusterWorkflowTemplate"), CLUSTER_JOB),
}


def shape_of(path: str, root: Node) -> Shape:
    """Give the shape of a document from the file's path, else from its top-level keys."""
    for pattern, shape in _BY_PATH:
        if fnmatch.fnmatchcase(f"/{path}", pattern):
            return shape
    if isinstance(root, Mapping):
        runs, services = root.get("runs"), root.get("services")
        if isinstance(runs, Mapping) and runs.get("using") is not None:
            return GITHUB
        if isinstance(root.get("jobs"), Mapping) and root.get("on") is not None:
            return GITHUB
        if isinstance(services, Mapping) and any(
            isinstance(p.value, Mapping) and p.value.get("image", "build") for p in services.entries()
        ):
            return COMPOSE
    return PLAIN


def gather(root: Node, shape: Shape, out: Gathered) -> None:
    """Collect the settings, command lines and options of one document."""
    stack: list[tuple[Node, tuple[str, ...], Shape, Surroundings]] = [(root, (), shape, Surroundings())]
    visits = 0
    while stack and visits < MAX_VISITS:
        node, path, shape, around = stack.pop()
        visits += 1
        if isinstance(node, Scalar):
            if not shape.is_pipeline and path:
                out.option(".".join(path), node.span, node.text.as_written(out.source) if node.text.is_templated() else node.value)
            continue
        if len(path) > MAX_DEPTH:
            continue
        if isinstance(node, Items):
            for item in node.items:
                if isinstance(item, Scalar):
                    _listed(item, shape, out)
            stack.extend((item, (*path, str(i)), shape, around) for i, item in reversed(list(enumerate(node.items))))
            continue
        shape = _kind(node, shape)
        entries = node.entries()
        around = around.within(node, shape.name, shape.environments)
        before = len(out.scripts)
        _named_item(entries, shape.elsewhere, out, weak=True)
        for pair in entries:
            key, value = pair.key.text.value, pair.value
            if shape.is_pipeline and key == "matrix":
                _matrix(value, out)
                continue
            if key in shape.environments and not isinstance(value, Scalar):
                _environment(value, shape, out)
            elif isinstance(value, Scalar) and _VARIABLE.fullmatch(key):
                out.setting(key, pair.key.text.whole(), _value(value), _place(value), shape.elsewhere, weak=True)
            if key == "with" and shape is GITHUB and isinstance(value, Mapping):
                # An action that retries a command is given it: the command is as much the step's as one under `run`.
                _shell(value.get("command", "run") or value, _title(node, (*path, key), shape), node, out)
            elif key in shape.shell:
                _shell(value, _title(node, (*path, key), shape), node, out)
            elif key in shape.words:
                _words(value, node, _title(node, (*path, key), shape), out)
            elif shape.patterns and _matches((*path, key), shape.patterns):
                _tasks(value, (*path, key), out)
        if "args" in (p.key.text.value for p in entries) and shape.words and shape is not COMPOSE and node.get(*shape.words) is None:
            _words(node.get("args"), node, _title(node, (*path, "args"), shape), out)
        keep(node, path, shape.name, around, out.scripts[before:], out)
        stack.extend((pair.value, (*path, pair.key.text.as_written(out.source)), shape, around) for pair in reversed(entries))


def _kind(node: Mapping, shape: Shape) -> Shape:
    """Give the shape of a Kubernetes object where the mapping is one."""
    kind = node.word("kind")
    if kind is None or node.get("apiVersion") is None:
        return shape
    found = _BY_KIND.get(kind, PLAIN)
    metadata = node.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, Mapping) else None
    if found is WORKLOAD and isinstance(annotations, Mapping) and "test" in (annotations.word("helm.sh/hook") or ""):
        return JOB
    return found


def _value(node: Node) -> str | None:
    """Give what a variable is set to; None where that is computed, passed through or not a scalar."""
    if isinstance(node, Mapping):
        inner = node.get("value", "default")
        return None if inner is None else _value(inner)
    if not isinstance(node, Scalar) or node.text.is_templated() or (node.value is None and not node.text.value):
        return None
    return literal(node.text.value)


def _place(node: Node) -> Span | None:
    if isinstance(node, Mapping):
        inner = node.get("value", "default")
        return None if inner is None else _place(inner)
    return node.span if isinstance(node, Scalar) and (node.text.value or isinstance(node.value, str)) else None


def _named_item(entries: list[Pair], where: str, out: Gathered, *, weak: bool, any_name: bool = False) -> None:
    """Read ``{name: X, value: y}``, where a template may give the value several times."""
    names = [p.value for p in entries if p.key.text.value in ("name", "key")]
    pattern = _IDENTIFIER if any_name else _VARIABLE
    for name in names[:1]:
        if not isinstance(name, Scalar) or not pattern.fullmatch(name.text.value):
            continue
        values = [p.value for p in entries if p.key.text.value == "value"]
        for value in values:
            out.setting(name.text.value, name.text.whole(), _value(value), _place(value), where, weak=weak)
        if not values and any(p.key.text.value in ("valueFrom", "from_secret", "group", "from") for p in entries):
            out.setting(name.text.value, name.text.whole(), None, None, where, weak=weak)
        elif not values and any_name and len(entries) == 1:
            out.setting(name.text.value, name.text.whole(), "", None, where, weak=weak)


def _environment(value: Node, shape: Shape, out: Gathered) -> None:
    """Read the map or list under an environment key."""
    pattern = _IDENTIFIER if shape.any_name else _VARIABLE
    if isinstance(value, Mapping):
        for pair in value.entries():
            name = pair.key.text.value
            if pattern.fullmatch(name) and not isinstance(pair.value, Items):
                text = _value(pair.value)
                if text is None and shape.where == "ci-env" and isinstance(pair.value, Scalar) and not pair.value.text.value:
                    text = ""
                out.setting(name, pair.key.text.whole(), text, _place(pair.value), shape.where)
    elif isinstance(value, Items):
        for item in value.items:
            if isinstance(item, Mapping):
                entries = item.entries()
                named = any(p.key.text.value in ("name", "key") for p in entries)
                _named_item(entries, shape.where, out, weak=False, any_name=shape.any_name)
                if not named and item.get("group", "template") is None:
                    _environment(item, shape, out)
            elif isinstance(item, Scalar):
                _listed(item, shape, out, strong=True)


def _listed(item: Scalar, shape: Shape, out: Gathered, *, strong: bool = False) -> None:
    """Read ``X=y`` as an item of a list, or ``X`` where that passes a variable on."""
    text = item.text
    if strong and shape.where == "ci-env" and text.value.count("=") > 1:
        for name, span, value, value_span in assignments(text):
            out.setting(name, span, value, value_span, shape.where)
        return
    match = (_PASSED if strong and shape.any_name else _LISTED).fullmatch(text.value)
    if match is None:
        return
    span = text.span(match.start("name"), match.end("name"))
    if match["value"] is None:
        out.setting(match["name"], span, None, None, shape.where)
        return
    begin = match.end("value") - len(match["value"].lstrip())
    value_text = text.part(begin, len(text.value))
    value = None if value_text.is_templated() else literal(value_text.value)
    out.setting(match["name"], span, value, text.span(begin, len(text.value)), shape.where if strong else shape.elsewhere, weak=not strong)


def _matrix(root: Node, out: Gathered) -> None:
    """Read the values of a matrix, whatever nests them; what is excluded never runs."""
    stack: list[tuple[Node, Scalar | None, int]] = [(root, None, 0)]
    while stack:
        node, key, depth = stack.pop()
        if isinstance(node, Mapping):
            inner = [p for p in node.entries() if p.key.text.value not in ("exclude", "adjustments")]
            stack.extend((pair.value, pair.key, depth + 1) for pair in reversed(inner) if depth < 20)
        elif isinstance(node, Items):
            stack.extend((item, key, depth + 1) for item in reversed(node.items) if depth < 20)
        elif key is not None and node.text.value and not key.text.is_templated():
            out.setting(key.text.value, key.text.whole(), _value(node), _place(node), "ci-matrix")


def _title(node: Mapping, path: tuple[str, ...], shape: Shape) -> str:
    """Name a command line: by its step's name, else by what it stands in."""
    if shape not in (GITLAB, COMPOSE):
        named = node.word("name", "displayName", "label", "id")
        if named is not None and FILLER not in named:
            return named
    outer = [part for part in path[:-1] if not part.isdigit() and part not in _STRUCTURE]
    return outer[-1] if outer else path[-1]


def _shell(value: Node, title: str, parent: Mapping, out: Gathered) -> None:
    other = parent.word("shell")
    if other is not None and other.split()[0] in _OTHER_SHELLS:
        return
    if isinstance(value, Scalar):
        out.script(title, value.text, value.span if value.text.value.count("\n") == 0 else None)
    elif isinstance(value, Items):
        for item in value.items:
            if isinstance(item, Scalar):
                out.script(title, item.text)
            elif isinstance(item, Items):
                _shell(Items(item.span, [i for i in item.items if isinstance(i, Scalar)]), title, parent, out)


def _words(value: Node | None, parent: Mapping, title: str, out: Gathered) -> None:
    """Read a command given as words, together with the arguments beside it."""
    if isinstance(value, Scalar):
        out.script(title, value.text)
        return
    arguments = parent.get("args")
    parts = [value] if value is arguments else [value, arguments]
    found = [item for part in parts if isinstance(part, Items) for item in part.items if isinstance(item, Scalar)]
    text = command_line(found)
    if text is not None:
        out.script(title, text)


def _matches(path: tuple[str, ...], patterns: tuple[tuple[str, ...], ...]) -> bool:
    return any(
        len(pattern) == len(path) and all(want in ("*", part) for want, part in zip(pattern, path, strict=True)) for pattern in patterns
    )


def _tasks(value: Node, path: tuple[str, ...], out: Gathered) -> None:
    """Read a task's command line or list of them, and the variables set in front of the commands."""
    title = path[-1] if path[-1] not in ("cmd", "shell", "run", "command") else path[-2]
    for item in value.items if isinstance(value, Items) else [value]:
        if isinstance(item, Scalar) and isinstance(item.value, str):
            out.script(title, item.text, item.span)
            _script_environment(item.text, out)


def _script_environment(text: Text, out: Gathered) -> None:
    for name, span, setting, value_span in assignments(text):
        out.setting(name, span, setting, value_span, "script-env")
