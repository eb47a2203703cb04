"""What a word of a shell script says, as far as the script shows: literals, and variables that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lint430 import facts

UNKNOWN = "\0"
"""Stands for text that only a run can tell."""
_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Folder:
    """Folds words into text."""

    variables: Mapping[str, facts.Expr]
    """What each variable was last given."""

    @classmethod
    def of(cls, body: Iterable[facts.Stmt]) -> Folder:
        """Take the variables of a script: plain assignments, and those of loops."""
        variables: dict[str, facts.Expr] = {}
        for node in facts.walk(list(body)):
            if isinstance(node, facts.Assign) and isinstance(node.target, facts.Name) and node.value is not None and not node.operator:
                if not (isinstance(node.value, facts.Name) and node.value.id == node.target.id):
                    variables[node.target.id] = node.value
            elif isinstance(node, facts.Loop) and isinstance(node.target, facts.Name) and node.iterable is not None:
                variables[node.target.id] = node.iterable
        return cls(variables)

    def text(self, expr: facts.Expr | None, depth: int = 0) -> str:
        """Give the text of a word; unknown parts are :data:`UNKNOWN`."""
        if depth > _DEPTH:
            return UNKNOWN
        match expr:
            case facts.Literal():
                return "" if expr.value is None else str(expr.value)
            case facts.Combine():
                return "".join(self.text(part, depth + 1) for part in expr.parts)
            case facts.Name() if expr.id in self.variables:
                return self.text(self.variables[expr.id], depth + 1)
            case facts.Sequence() if len(expr.items) == 1:
                return self.text(expr.items[0], depth + 1)
            case facts.Logic():
                return self.text(expr.right, depth + 1)
            case facts.Opaque(kind="substitution") | facts.Ternary(then=facts.Call(function=facts.Name(id="pwd"))):
                # `$(cd "$(dirname "$0")/.." && pwd)` prints the folder it went to.
                went = [n for n in facts.walk([expr]) if isinstance(n, facts.Call) and _is_cd(n)]
                return self.text(went[0].arguments[0].value, depth + 1) if went else UNKNOWN
            case _:
                return UNKNOWN

    def mentions(self, expr: facts.Expr | None, text: str, depth: int = 0) -> bool:
        """Tell whether a text stands somewhere in a word, in what its variables hold, or in the commands that print it."""
        if expr is None or depth > _DEPTH:
            return False
        for node in facts.walk([expr]):
            if isinstance(node, facts.Literal) and isinstance(node.value, str) and text in node.value:
                return True
            if isinstance(node, facts.Name) and self.mentions(self.variables.get(node.id), text, depth + 1):
                return True
        return False


def _is_cd(call: facts.Call) -> bool:
    return isinstance(call.function, facts.Name) and call.function.id == "cd" and bool(call.arguments)
