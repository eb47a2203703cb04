"""The ``concise`` format: one line per finding, ``path:line:column: CODE message``."""

from __future__ import annotations

from lint430.model import Run
from lint430.reporters import View, column
from lint430.terminal import Paint, visible


def render(run: Run, view: View) -> str:
    """Give one line per finding."""
    paint = Paint(view.color)
    lines = [
        f"{paint(visible(f.path), 'bold')}:{f.span.line}:{column(run, f.path, f.span.line, f.span.column)}: {paint(f.code, 'red')} {visible(f.message)}"
        for f in run.findings
    ]
    return "".join(line + "\n" for line in lines)
