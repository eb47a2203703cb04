"""The ``completion`` command: the script by which a shell completes commands."""

from __future__ import annotations

import click

from lint430.integrations.console import CLEAN, write

_SETUP = """\b
bash: echo 'eval "$(lint430 completion bash)"' >> ~/.bashrc
zsh:  echo 'eval "$(lint430 completion zsh)"' >> ~/.zshrc
fish: lint430 completion fish > ~/.config/fish/completions/lint430.fish"""


@click.command(epilog=_SETUP)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the script by which a shell completes commands, options, formats and checks."""
    from click.shell_completion import get_completion_class

    from lint430.integrations.completion import register

    register()
    from lint430.integrations.cli import cli

    made = get_completion_class(shell)
    if made is None:
        raise click.ClickException(f"click has no completion for {shell}")
    # `source()` would start a bash to ask for its version.
    completion = made(cli, {}, "lint430", "_LINT430_COMPLETE")
    write(completion.source_template % completion.source_vars() + "\n")
    return CLEAN
