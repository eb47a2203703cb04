"""What runs the command lines of a manifest's tree: steps, services, scripts and targets, each with the environment around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lint430 import facts
from lint430.languages.manifest.gather import Gathered
from lint430.languages.manifest.text import Items, Mapping, Node, Scalar

_PIPELINES = frozenset(("github", "gitlab", "circle", "azure", "pipeline", "tekton"))
_SCRIPTED = frozenset(("package", "pyproject", "deno"))
_LENT = ("stepTemplate", "container", "default", "docker", "executor", "job_defaults")
"""Keys whose variables hold for what stands beside them."""
_FOLDERS = ("working-directory", "working_directory", "workingDirectory", "dir")
_COMPOSITE = ("action.yml", "action.yaml")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the mappings around a command line say about it."""

    defines: frozenset[str] = frozenset()
    env_files: tuple[str, ...] = ()
    folder: str = ""
    extends: tuple[str, ...] = ()

    def within(self, node: Mapping, shape: str, environments: frozenset[str]) -> Surroundings:
        """Give what holds inside a mapping."""
        if shape not in _PIPELINES and shape not in ("compose", "taskfile"):
            return self
        names = set(self.defines)
        for key in environments:
            names.update(_names(node.get(key)))
        for key in _LENT:
            lent = node.get(key)
            for one in lent.items if isinstance(lent, Items) else [lent]:
                if isinstance(one, Mapping):
                    for inner in environments:
                        names.update(_names(one.get(inner)))
        parallel = node.get("parallel")
        if shape == "gitlab" and isinstance(parallel, Mapping):
            matrix = parallel.get("matrix")
            names.update(name for row in (matrix.items if isinstance(matrix, Items) else ()) for name in _names(row))
        if shape == "gitlab":
            names.update(name for rule in _items(node.get("rules")) if isinstance(rule, Mapping) for name in _names(rule.get("variables")))
        files = tuple(_texts(node.get("env_file", "envFile", "dotenv")))
        defaults = node.get("defaults")
        inner_run = defaults.get("run") if isinstance(defaults, Mapping) else None
        folder = node.word(*_FOLDERS) or (inner_run.word(*_FOLDERS) if isinstance(inner_run, Mapping) else None)
        extends = tuple(_executors(node)) if shape == "circle" else ()
        return replace(
            self,
            defines=frozenset(names),
            env_files=self.env_files + files,
            folder=folder or self.folder,
            extends=self.extends + extends,
        )


def keep(node: Mapping, path: tuple[str, ...], shape: str, around: Surroundings, scripts: Sequence[facts.Script], out: Gathered) -> None:
    """Keep the tasks of one mapping: one for all its command lines, or one for each package script."""
    if shape in _SCRIPTED:
        out.tasks += [facts.Task("script", script.name, script.span, (script,)) for script in scripts]
        return
    if shape not in _PIPELINES and shape not in ("compose", "taskfile"):
        return
    kind, name = _what(path, shape, out.path)
    uses = tuple(_uses(node, path, shape))
    extends = (*around.extends, *_extends(node, shape))
    is_named = name == path[-1] if path else kind == "globals"
    if not (scripts or uses or extends or (is_named and kind in ("template", "globals", "service"))):
        return
    group = "/".join(path[: path.index("steps")]) if "steps" in path else "/".join(path)
    passes = around.defines if kind != "globals" else frozenset(("*",))
    out.tasks.append(
        facts.Task(kind, name, node.span, tuple(scripts), around.defines, passes, around.env_files, uses, extends, around.folder, group)
    )


def _what(path: tuple[str, ...], shape: str, file: str) -> tuple[str, str]:
    """Give the kind and the name of the task that a mapping is."""
    if shape == "compose":
        return ("service", path[1]) if path[:1] == ("services",) and len(path) > 1 else ("step", ".".join(path))
    if shape == "taskfile":
        return ("target", path[1]) if path[:1] == ("tasks",) and len(path) > 1 else ("globals", "")
    if shape == "github" and file.rpartition("/")[2] in _COMPOSITE:
        return "action", file.rpartition("/")[0]
    if shape == "gitlab" and not path:
        return "globals", ""
    if shape == "gitlab" and len(path) == 1:
        return ("template" if path[0].startswith(".") else "step"), path[0]
    if shape == "circle" and path[:1] in (("commands",), ("executors",)) and len(path) > 1:
        return ("action" if path[0] == "commands" else "template"), path[1]
    return "step", ".".join(path)


def _uses(node: Mapping, path: tuple[str, ...], shape: str) -> Iterator[str]:
    """List what a mapping runs that is written elsewhere."""
    if shape == "github":
        used = node.word("uses")
        if used is not None and used.startswith("./"):
            yield used
    elif shape == "gitlab" and not path:
        for entry in _items(node.get("include")):
            local = entry.word("local") if isinstance(entry, Mapping) else entry.text.value if isinstance(entry, Scalar) else None
            if local is not None:
                yield local
    elif shape == "circle":
        for step in _items(node.get("steps")):
            if isinstance(step, Scalar):
                yield step.text.value
            elif isinstance(step, Mapping):
                yield from (pair.key.text.value for pair in step.entries()[:1] if pair.key.text.value != "run")
    elif shape == "taskfile":
        called = node.word("task")
        if called is not None:
            yield called
        for entry in _items(node.get("deps")):
            if isinstance(entry, Scalar):
                yield entry.text.value


def _executors(node: Mapping) -> Iterator[str]:
    """Give the CircleCI executor that a job names."""
    executor = node.get("executor")
    if isinstance(executor, Scalar):
        yield executor.text.value
    elif isinstance(executor, Mapping) and (named := executor.word("name")) is not None:
        yield named


def _extends(node: Mapping, shape: str) -> Iterator[str]:
    """List the templates a mapping takes over."""
    if shape == "gitlab":
        yield from _texts(node.get("extends"))
    elif shape == "compose":
        extended = node.get("extends")
        service = extended.word("service") if isinstance(extended, Mapping) else None
        yield from [service] if service is not None else _texts(extended) if isinstance(extended, Scalar) else []


def _items(node: Node | None) -> list[Node]:
    return [] if node is None else node.items if isinstance(node, Items) else [node]


def _names(node: Node | None) -> Iterator[str]:
    """List the variables under an environment key: the keys of a map, ``X=y`` and ``{name: X}`` in a list."""
    if isinstance(node, Mapping):
        named = node.word("name", "key")
        if named is not None and node.get("value", "valueFrom") is not None:
            yield named
        else:
            for pair in node.entries():
                yield pair.key.text.value
                if isinstance(pair.value, Items):
                    # Travis: `env: {global: [X=y]}`.
                    yield from _names(pair.value)
    elif isinstance(node, Items):
        for item in node.items:
            if isinstance(item, Scalar):
                yield from (word.partition("=")[0] for word in item.text.value.split() if word)
            else:
                yield from _names(item)
    elif isinstance(node, Scalar) and "fromJ" not in node.text.value:
        yield from (word.partition("=")[0] for word in node.text.value.split() if "=" in word)


def _texts(node: Node | None) -> Iterator[str]:
    """List scalars, and the paths of ``{path: x}``."""
    for item in _items(node):
        if isinstance(item, Scalar) and item.text.value:
            yield item.text.value
        elif isinstance(item, Mapping):
            path = item.word("path")
            if path is not None:
                yield path
