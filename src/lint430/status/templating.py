"""The template engine of the documents, set up once per kind of text. Imported only when a document is written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

import jinja2

from lint430.terminal import visible


def render(template: str, filters: dict[str, Callable[..., str]], **values: Any) -> str:
    """Fill in a template of this package; HTML and SVG are escaped, Markdown is up to the template's filters."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("lint430.status", "templates"),
        autoescape=jinja2.select_autoescape(["html.j2", "svg.j2"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(filters)
    return environment.get_template(template).render(**values)


def code(text: str) -> str:
    """Write a name as Markdown code; its fence is longer than any run of backticks in it."""
    shown = visible(text)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    if not longest:
        return f"`{shown}`"
    fence = "`" * (longest + 1)
    return f"{fence} {shown} {fence}"


def cell(text: str) -> str:
    """Fit a text into a cell of a Markdown table."""
    return " ".join(visible(text.replace("\n", " ")).split()).replace("|", "\\|")


def line(text: str) -> str:
    """Fit a text into one line of Markdown, its HTML shown as written."""
    parts = re.split(r"(`[^`]*`)", " ".join(visible(text.replace("\n", " ")).split()))
    return "".join(part if part.startswith("`") else part.replace("<", "\\<") for part in parts)


def scalar(text: str) -> str:
    """Write a text as a YAML scalar, quoted where it would be something else."""
    plain = re.fullmatch(r"\w[^\n\"'#:\[\]{}]*(?:: ?(?=\S)[^\n\"'#:\[\]{}]*)*", text) is not None and ": " not in text
    reserved = text.lower() in ("true", "false", "yes", "no", "on", "off", "null", "~")
    return text if plain and not reserved and text == text.strip() else json.dumps(text, ensure_ascii=False)


def joined(texts: Iterable[str]) -> str:
    """List names as code, with commas."""
    return ", ".join(code(text) for text in texts)
