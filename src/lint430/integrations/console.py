"""What every command says and writes: reports on standard output, one-line errors and progress on standard error."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from lint430.engine import Outcome

CLEAN, FINDINGS, USAGE, NOTHING, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 4, 130
"""The exit codes; all but the last are frozen."""
_PATIENCE = 1.0
"""Seconds before a progress bar appears."""


class Group(click.Group):
    """A group that suggests the command that was meant."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one is near."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            from lint430.config import nearest

            suggestion = hint(nearest(args[0], self.list_commands(ctx)))
            ctx.fail(f"no such command `{args[0]}`{'; did you mean to `check` this path?' if os.path.lexists(args[0]) else suggestion}")
        return super().resolve_command(ctx, args)


def hint(suggestion: str | None) -> str:
    """Give the end of an error that suggests what was meant."""
    return f"; did you mean `{suggestion}`?" if suggestion else ""


def complain(message: str, level: str = "error") -> None:
    """Say one line on standard error."""
    from lint430.terminal import visible

    click.echo(f"lint430: {level}: {visible(message)}", err=True)


def troubles(outcome: Outcome, rest: str) -> int:
    """Say what went wrong in a run and what became of the ``rest``; give the exit code for it, the gravest, or that of a run where all went well."""
    for failure in outcome.failures:
        complain(f"{failure}; {rest}")
    for problem in outcome.problems:
        complain(str(problem))
    return INTERNAL if not outcome.run.complete else USAGE if outcome.problems else CLEAN


def write(text: str) -> None:
    """Write a report to standard output; what does not get there is an error of the caller's, as with a file."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as error:
        # Python would complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        # A reader that has seen enough (`| head`) is no error.
        if not isinstance(error, BrokenPipeError):
            raise click.ClickException(f"standard output cannot be written: {error.strerror or error}") from None


class Bar:
    """A progress bar on standard error that appears only when a run takes long enough to wonder."""

    def __init__(self, wanted: bool | None) -> None:
        self._wanted = sys.stderr.isatty() if wanted is None else wanted
        self._patience = _PATIENCE if wanted is None else 0.0
        self._started = time.monotonic()
        self._shown: Any = None
        self._task: Any = None

    def __call__(self, phase: str, done: int, total: int) -> None:
        """Show how far a phase is."""
        if not self._wanted or (self._shown is None and time.monotonic() - self._started < self._patience):
            return
        if self._shown is None:
            from rich.console import Console
            from rich.progress import Progress

            self._shown = Progress(console=Console(stderr=True), transient=True)
            self._shown.start()
            self._task = self._shown.add_task(phase)
        self._shown.update(self._task, description=phase, completed=done, total=total or None)

    def close(self) -> None:
        """Take it away."""
        if self._shown is not None:
            self._shown.stop()
