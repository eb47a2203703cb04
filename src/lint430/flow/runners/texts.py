"""Texts that are known in part: what the shell makes of them."""

from __future__ import annotations

import ast
import fnmatch
import operator
import re
from collections.abc import Callable

UNKNOWN = "\x01"
"""Stands in a text for what is not known and may be empty."""
SOME = "\x02"
"""Stands in a text for what is not known but is not empty."""
MAX_LENGTH = 20_000
"""Characters of one value."""
MAX_TRIMMED = 1000
"""Characters of a text that a pattern is taken off, which takes time that grows with their square."""
MAX_WORDS = 500
"""Words of one array, and of one expansion."""
MARKS = re.compile("[\x01\x02]+")
"""What stands for something unknown."""
_DIRECTIVE = re.compile(r"%(?P<flags>[-+ #0]*\d*(?:\.\d+)?)(?P<kind>[sdiqbcuxXfeg%])")
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|0?[0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_OPERATIONS: dict[type, Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.floordiv,
    ast.Mod: operator.mod,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def is_known(text: str) -> bool:
    """Tell whether all of a text is known."""
    return MARKS.search(text) is None


def emptiness(text: str | None) -> bool | None:
    """Tell whether a text is empty; None where it may be."""
    if not text:
        return True
    return None if not text.strip(UNKNOWN) else False


def matches(text: str, pattern: str, *, ignore_case: bool = False) -> bool | None:
    """Tell whether a text matches a glob (quoted parts escaped as :func:`literal` does); None where that depends on what is unknown."""
    if not is_known(text) or not is_known(pattern):
        if pattern == "*":
            return True
        if pattern == "" or text == "":
            return emptiness(text + pattern)
        return None
    if ignore_case:
        text, pattern = text.lower(), pattern.lower()
    extended = re.fullmatch(r"[@+?*]\((.*)\)", pattern)
    options = extended[1].split("|") if extended else [pattern]
    return any(fnmatch.fnmatchcase(text, option.replace("[^", "[!")) for option in options)


def literal(text: str) -> str:
    """Escape a text so that a glob matches it as it is."""
    return re.sub(r"([*?\[])", r"[\1]", text)


def unescaped(text: str) -> str:
    r"""Resolve the escapes that ``printf`` and ``echo -e`` know."""

    def resolved(match: re.Match[str]) -> str:
        code = match[1]
        if code[0] == "x" and len(code) > 1:
            return chr(int(code[1:], 16))
        if code[0].isdigit():
            return chr(int(code, 8))
        return _ESCAPES.get(code, "\\" + code)

    return _ESCAPE.sub(resolved, text)


def printed(words: list[str]) -> str:
    """Give what ``printf`` writes for a format and its arguments."""
    if not words:
        return ""
    template, rest = unescaped(words[0]), words[:0:-1]

    def given(match: re.Match[str]) -> str:
        if match["kind"] == "%":
            return "%"
        value = rest.pop() if rest else ("0" if match["kind"] in "di" else "")
        return unescaped(value) if match["kind"] == "b" else value

    written = _DIRECTIVE.sub(given, template)
    for _ in words:
        left = len(rest)
        if not left:
            break
        more = _DIRECTIVE.sub(given, template)
        if len(rest) == left:
            break
        written += more
    return written


def trimmed(text: str, sign: str, pattern: str) -> str:
    """Give what ``${X#pattern}`` and its like leave."""
    if not is_known(text) or not is_known(pattern) or len(text) > MAX_TRIMMED:
        return UNKNOWN
    cuts = range(len(text) + 1)
    if sign.startswith("#"):
        for cut in cuts if sign == "#" else reversed(cuts):
            if fnmatch.fnmatchcase(text[:cut], pattern):
                return text[cut:]
    else:
        for cut in reversed(cuts) if sign == "%" else cuts:
            if fnmatch.fnmatchcase(text[cut:], pattern):
                return text[:cut]
    return text


def replaced(text: str, pattern: str, by: str, *, every: bool) -> str:
    """Give what ``${X/pattern/by}`` makes, where the pattern is plain."""
    if not is_known(text) or not is_known(pattern) or re.search(r"[*?\[]", pattern) or not pattern:
        return UNKNOWN
    return text.replace(pattern, by) if every else text.replace(pattern, by, 1)


def braces(text: str) -> list[str]:
    """Expand ``A_{X,Y}``."""
    done: list[str] = []
    todo = [text]
    while todo and len(done) < MAX_WORDS:
        one = todo.pop()
        found = re.search(r"\{([^{}]*,[^{}]*)\}", one)
        if found is None:
            done.append(one)
        else:
            todo += [one[: found.start()] + option + one[found.end() :] for option in reversed(found[1].split(",")[:MAX_WORDS])]
    return done


def kept(value: str | tuple[str, ...] | None) -> str | tuple[str, ...] | None:
    """Give a value, or what stands for it where it is too long to be worth following."""
    if isinstance(value, tuple):
        return (*value[:MAX_WORDS], UNKNOWN) if len(value) > MAX_WORDS else value
    return value if value is None or len(value) <= MAX_LENGTH else SOME


def calculated(text: str, lookup: Callable[[str], str | None]) -> int | None:
    """Give the value of an arithmetic expression without side effects; None where it is not known."""
    spelled = re.sub(r"\$?(?<![\w.])([A-Za-z_]\w*)", lambda m: lookup(m[1]) or "0", text)
    if not is_known(spelled):
        return None
    spelled = re.sub(r"!(?!=)", " not ", spelled.replace("&&", " and ").replace("||", " or ")).strip()
    try:
        return _number(ast.parse(spelled, mode="eval").body) if len(spelled) < 200 else None
    except (SyntaxError, ValueError, ArithmeticError, RecursionError):
        return None


def _number(node: ast.expr) -> int:
    match node:
        case ast.Constant(value=int() as value):
            return int(value)
        case ast.BinOp(op=op) if type(op) in _OPERATIONS:
            return _OPERATIONS[type(op)](_number(node.left), _number(node.right))
        case ast.UnaryOp(op=ast.Not()):
            return int(not _number(node.operand))
        case ast.UnaryOp(op=ast.USub()):
            return -_number(node.operand)
        case ast.BoolOp():
            every = isinstance(node.op, ast.And)
            return int((all if every else any)(_number(value) for value in node.values))
        case ast.Compare(ops=[op], comparators=[right]) if type(op) in _OPERATIONS:
            return int(_OPERATIONS[type(op)](_number(node.left), _number(right)))
    raise ValueError(ast.dump(node))
