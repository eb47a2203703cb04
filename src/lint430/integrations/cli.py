"""The command line. Nothing heavy is imported before a command needs it: ``--version`` is asked by hooks and editors."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence

import click

from lint430.integrations import commands
from lint430.integrations.build import build
from lint430.integrations.console import CLEAN, INTERNAL, INTERRUPTED, USAGE, Group, complain


class _Commands(Group):
    """The commands of the folder, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands by name."""
        del ctx
        return sorted(info.name.replace("_", "-") for info in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found: click.Command = importlib.import_module(f"{commands.__name__}.{cmd_name.replace('-', '_')}").command
        found.name = cmd_name
        return found


def _version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not context.resilient_parsing:
        click.echo(f"lint430 {build()}")
        context.exit()


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-V", "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit.")
@click.pass_context
def cli(context: click.Context) -> int | None:
    """Finds the code that behaves differently under test."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
        context.exit(USAGE)
    return None


def _open_streams() -> None:
    """Let what is closed (`>&-`) lead nowhere: the exit code tells, and no file that is opened later becomes standard output."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and give the exit code; what goes wrong is one line on standard error, never a traceback."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A path may hold bytes that are no text, and a console may know no arrows. Whatever reads from a file or a pipe takes it for UTF-8.
            own = stream.isatty() or "PYTHONIOENCODING" in os.environ
            stream.reconfigure(encoding=None if own else "utf-8", errors="backslashreplace")
    if "_LINT430_COMPLETE" in os.environ:
        from lint430.integrations.completion import register

        register()
    try:
        code = cli.main(list(sys.argv[1:] if arguments is None else arguments), prog_name="lint430", standalone_mode=False)
        return code if isinstance(code, int) else CLEAN
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        complain(" ".join(error.format_message().split()))
        return USAGE
    except Exception as error:  # the last guard: whatever it is, the user gets a line and the exit code for it
        from lint430.config import ConfigError

        if isinstance(error, ConfigError):
            complain(str(error))
            return USAGE
        if os.environ.get("LINT430_DEBUG"):
            import traceback

            traceback.print_exc()
        said = " ".join(f"{type(error).__name__}: {error}".split())
        complain(f"internal error: {said} (LINT430_DEBUG=1 shows where)")
        return INTERNAL
