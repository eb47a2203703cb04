"""The ``checks`` command: what is checked, by family."""

from __future__ import annotations

import click

from lint430.integrations.console import CLEAN, write

_FAMILIES = {
    "ITM1": "application code",
    "ITM2": "test bodies",
    "ITM3": "which tests run",
    "ITM4": "runner scripts",
    "ITM5": "structure",
    "ITM6": "E2E and CI",
    "ITM9": "the analysis itself",
}


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How the list is shown.")
def command(form: str) -> int:
    """List the checks, by family, with their levels."""
    from lint430 import pages, registry

    entries = [(entry, pages.read(entry)) for entry in registry.registered()]
    if form == "json":
        import json

        listed = [
            {
                "code": e.check.code,
                "name": e.name,
                "level": str(e.check.severity),
                "summary": page.summary,
                "roles": sorted(map(str, e.check.roles)),
                "languages": sorted(e.check.languages),
                "since": e.check.since,
            }
            for e, page in entries
        ]
        write(json.dumps(listed, indent=2) + "\n")
        return CLEAN
    lines: list[str] = []
    width = max((len(entry.name) for entry, _ in entries), default=0)
    family = ""
    for entry, page in entries:
        if entry.check.code[:4] != family:
            family = entry.check.code[:4]
            lines += ["", f"{family}xx  {_FAMILIES.get(family, '')}".rstrip()]
        first = page.summary.partition(". ")[0].rstrip(".")
        lines.append(f"  {entry.check.code}  {entry.check.severity:<7}  {entry.name:<{width}}  {first}".rstrip())
    write("\n".join(lines[1:]) + "\n")
    return CLEAN
