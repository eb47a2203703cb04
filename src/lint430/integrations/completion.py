"""What a shell proposes while a command is typed, beyond what click knows by itself: the checks, and values behind ``--option=``."""

from __future__ import annotations

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, ZshComplete, add_completion_class


class Checks(click.ParamType[str]):
    """One or several checks, separated by commas."""

    name = "codes"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Propose what the last word of the list may be: families, codes, and names once a letter of theirs is there."""
        from lint430 import registry

        del ctx
        head, comma, word = incomplete.rpartition(",")
        known = registry.names()
        families = {code[:4]: "" for code in known} if param.nargs == 1 and isinstance(param, click.Option) else {}
        proposed = {**families, **known, **{name: code for code, name in known.items()}}
        is_code = word[:3].upper() == "ITM"[: len(word[:3])]
        start = word.upper() if is_code else word.lower()
        return [CompletionItem(f"{head}{comma}{one}", help=said or "a family") for one, said in proposed.items() if one.startswith(start)]


class Bash(BashComplete):
    """Bash parts a word at ``=``."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Propose values for an option, not what may follow its value ``=``."""
        return super().get_completions([word for word in args if word != "="], incomplete)


class Zsh(ZshComplete):
    """Zsh puts what is proposed in the place of the whole word: the option has to go before it again."""

    source_template = (
        ZshComplete.source_template.replace("    for type key", "    [[ $PREFIX == --*=* ]] && compset -P 1 '*='\n\n    for type key")
        .replace("compadd -U", 'compadd -U -P "$IPREFIX"')
        .replace("completions_with_descriptions -U", 'completions_with_descriptions -U -P "$IPREFIX"')
    )


class Fish(FishComplete):
    """Fish offers only what begins like the whole word, and cuts click's answers at every comma, where a list of checks has some."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split -m 1 ","')

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Propose values with their option before them."""
        name, equals, _ = incomplete.partition("=")
        head = f"{name}=" if equals and name.startswith("--") else ""
        found = super().get_completions(args, incomplete)
        return [CompletionItem(head + item.value, item.type, item.help) if item.type == "plain" else item for item in found]


def register() -> None:
    """Let click's answers to the shells be these."""
    for kind in (Bash, Zsh, Fish):
        add_completion_class(kind)
