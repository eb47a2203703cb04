"""The ``version`` command: what a report of a problem should say about the program."""

from __future__ import annotations

from pathlib import Path

import click

from lint430.integrations.build import Build, build
from lint430.integrations.console import CLEAN, write


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How it is shown.")
def command(form: str) -> int:
    """Show the version with its commit, Python, the platform, the grammars and the number of checks."""
    import json
    import platform
    import sys

    from lint430 import registry
    from lint430.languages import languages

    known = build()
    if known.commit is None:
        known = _of_checkout(known)
    facts: dict[str, object] = {
        "version": known.version,
        "commit": known.commit,
        "date": known.date,
        "modified": known.modified,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "platform": platform.platform(),
        "location": str(Path(__file__).parents[2]),
        "executable": sys.executable,
        "checks": len(registry.registered()),
        "languages": sorted(languages()),
        "dependencies": _dependencies(),
    }
    if form == "json":
        write(json.dumps(facts, indent=2) + "\n")
        return CLEAN
    lines = [
        f"lint430 {known}",
        f"python: {facts['python']} ({sys.executable})",
        f"platform: {facts['platform']}",
        f"location: {facts['location']}",
    ]
    lines.append(f"checks: {facts['checks']}")
    lines += [f"{name}: {version}" for name, version in _dependencies().items()]
    write("\n".join(lines) + "\n")
    return CLEAN


def _of_checkout(known: Build) -> Build:
    """Ask git about the folder that the program runs from; a checkout's commit changes without a build."""
    from lint430.repository.git import told
    from lint430.repository.revision import commit_of

    here = Path(__file__).parents[2]
    root = here.parent.parent
    commit = commit_of(root) if here.parent.name == "src" and (root / ".git").exists() else None
    if commit is None:
        return known
    modified = bool(told(root, "status", "--porcelain", "--untracked-files=no"))
    return Build(known.version, commit.id[:7], commit.date, modified)


def _dependencies() -> dict[str, str]:
    """Give what is installed of what the package asks for, by name."""
    import re
    from importlib import metadata

    try:
        wanted = metadata.requires("lint430") or []
    except metadata.PackageNotFoundError:
        return {}
    found = {}
    for name in sorted({re.split(r"[^\w.-]", one, maxsplit=1)[0] for one in wanted}):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            # An extra that nobody asked for.
            continue
    return found
