"""What a shell proposes while a command is typed, beyond what click knows by itself: the checks."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


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
