"""What a command looks at: the repository around the given paths, its configurations, the checks that were named."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lint430.integrations.console import hint

if TYPE_CHECKING:
    from lint430.baseline import Baseline
    from lint430.config import Config, Configs


def root_of(paths: Sequence[str]) -> Path:
    """Find the repository that the paths lie in; the current folder only matters where they lie in several."""
    from lint430.config import nearest
    from lint430.repository.discover import is_repository, repository_root

    existing = [path for path in paths if os.path.lexists(path)]
    if paths and not existing:
        folder, name = os.path.split(os.path.normpath(paths[0]))
        try:
            near = nearest(name, os.listdir(folder or "."))
        except OSError:
            near = None
        raise click.UsageError(f"`{paths[0]}` does not exist{hint(near)}")
    here = repository_root(Path.cwd())
    roots = {repository_root(Path(os.path.abspath(path))) for path in existing} or {here}
    if len(roots) > 1 and not any(is_repository(root) for root in (here, *roots)) and all(here in root.parents for root in roots):
        # Nothing marks a repository: several folders are parts of the one that the command is run in.
        return here
    return here if here in roots else min(roots)


def configs_of(root: Path, explicit: Path | None, no_config: bool = False) -> Config | Configs:
    """Give the configurations of a repository: its own, one for every file, or none."""
    from lint430.config import Config, Configs

    if no_config:
        if explicit is not None:
            raise click.UsageError("`--config` and `--no-config` exclude each other")
        return Config()
    return Configs(root, explicit)


def baseline_at(place: Path) -> Baseline | None:
    """Read the baseline in a file; None where there is no such file. Raises :class:`~lint430.baseline.BaselineError`."""
    from lint430.baseline import BaselineError, parse

    try:
        return parse(place.read_text(encoding="utf-8", errors="replace"), str(place))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BaselineError(f"{place}: the baseline cannot be read: {error.strerror or error}") from None


def selectors(option: str, given: Iterable[str]) -> tuple[str, ...]:
    """Split the codes of an option, and refuse what fits no check."""
    from lint430 import registry
    from lint430.config import matches, nearest

    known = registry.names()
    words = [word.strip() for one in given for word in one.split(",") if word.strip()]
    words = [word.upper() if word[:3].upper() == "ITM" else word for word in words]
    for word in words:
        if not any(matches(word, code, name) for code, name in known.items()):
            raise click.UsageError(
                f"unknown check `{word}` in `{option}`{hint(nearest(word, [*known, *known.values()]))}; `lint430 checks` lists them"
            )
    return tuple(words)


def every_config(root: Path, configs: Config | Configs) -> list[Config]:
    """List every configuration of a repository; discovery meets them all."""
    from lint430.repository.discover import discover

    for path in discover(root, configs).paths:
        configs.for_path(path)
    return configs.every()


def settings_text(config: Config) -> str:
    """Write settings as they would stand in the file, each with its origin."""
    from lint430.config import resolved

    lines = [(f"{key} = {_toml(value)}", config.sources.get(key, "default")) for key, value in resolved(config).items()]
    return "".join(f"{line}  # {source}\n" for line, source in lines)


def _toml(value: Any) -> str:
    import json

    if isinstance(value, dict):
        return "{ " + ", ".join(f"{json.dumps(key)} = {_toml(item)}" for key, item in value.items()) + " }" if value else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return json.dumps(value)
