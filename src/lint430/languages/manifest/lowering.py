"""Lowers one manifest into facts: variables, command lines, options and comments, read by the format its name tells."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable

from lint430.facts import Module
from lint430.languages.manifest import dockerfile, dotenv, ini, json, make, requirements, tilt, toml, yaml
from lint430.languages.manifest.gather import Gathered
from lint430.languages.manifest.shapes import gather, shape_of
from lint430.languages.manifest.text import Mapping, Node, Source, single_byte
from lint430.model import Span

_LOCKS = (
    *("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "*.lock", "*.lock.json", "*.lock.yaml", "*.lock.yml"),
    *("*-lock.json", "*-lock.yaml", "*-lock.yml", "packages.lock.json"),
)
"""Names of generated files of several megabytes that hold no configuration."""


def _tree(read: Callable[[bytes, Gathered], list[Node]]) -> Callable[[str, Gathered], None]:
    """Give a reader that goes through the documents of a tree format."""

    def collect(path: str, out: Gathered) -> None:
        roots = read(out.source.data, out)
        for root in roots:
            kind = root.word("kind") if isinstance(root, Mapping) else None
            if kind is not None:
                out.documents.append(kind)
        shape = next((s for s in (shape_of(path, root) for root in roots) if s.name != "plain"), None)
        for root in roots:
            gather(root, shape or shape_of(path, root), out)

    return collect


_YAML = _tree(yaml.read)
_JSON = _tree(json.read)
_TOML = _tree(toml.read)
_READERS: tuple[tuple[str, Callable[[str, Gathered], None]], ...] = (
    ("*.y*ml", _YAML),
    ("*.json", _JSON),
    ("*.json[c5]", _JSON),
    ("*.toml", _TOML),
    ("*.ini", lambda _, out: ini.read(out)),
    ("*.cfg", lambda _, out: ini.read(out)),
    ("*.mk", lambda _, out: make.read(out)),
    ("*.just", lambda _, out: make.read_just(out)),
    ("*justfile", lambda _, out: make.read_just(out)),
    ("dockerfile*", lambda _, out: dockerfile.read(out)),
    ("*.dockerfile", lambda _, out: dockerfile.read(out)),
    ("containerfile*", lambda _, out: dockerfile.read(out)),
    ("makefile*", lambda _, out: make.read(out)),
    ("gnumakefile*", lambda _, out: make.read(out)),
    ("tiltfile*", tilt.read),
    ("*.tiltfile", tilt.read),
    ("go.mod", lambda _, out: requirements.read_go(out)),
    ("pipfile", _TOML),
    ("*requirements*.txt", lambda _, out: requirements.read(out)),
    ("*requirements*.in", lambda _, out: requirements.read(out)),
    ("*.env", dotenv.read),
    (".env*", dotenv.read),
)
"""Which reader takes which file names, in lower case; the first that matches."""


def lower(path: str, data: bytes) -> Module:
    """Lower a manifest; a lock file and a file of no known format hold nothing."""
    name = path.rpartition("/")[2].lower()
    if any(fnmatch.fnmatchcase(name, pattern) for pattern in _LOCKS):
        return Module(path, "manifest")
    read = next((reader for pattern, reader in _READERS if fnmatch.fnmatchcase(name, pattern)), None)
    if read is None:
        return Module(path, "manifest")
    out = Gathered(path, Source(single_byte(data)))
    try:
        read(path, out)
    except RecursionError:
        out.errors.append(Span(1, 1, 1, 1))
    return out.module()
