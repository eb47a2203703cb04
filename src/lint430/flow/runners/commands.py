"""The commands of the shell, those of the shared helpers, and what is known of others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from lint430 import shell
from lint430.flow.runners.courses import ARRAYS, EVENT, JUNIT, JUNIT_PATH, MAX_DEPTH, RESOLVE, SHARED, SUITE_FAILED, Departure
from lint430.flow.runners.memory import Variable
from lint430.flow.runners.texts import MARKS, SOME, UNKNOWN, is_known, printed, unescaped
from lint430.flow.runners.words import BINARY, status_of
from lint430.flow.selection import test_index
from lint430.model import Span

if TYPE_CHECKING:
    from lint430.flow.runners.execution import Machine

_OPTIONS = {"e": "errexit", "u": "nounset", "a": "allexport"}
_WRAPPERS = frozenset(("command", "builtin", "exec", "env", "time", "nice", "nohup", "sudo", "stdbuf", "setsid"))
_SHELLS = frozenset(("bash", "sh"))
_FILE_TOOLS = frozenset(
    (
        "mkdir", "rm", "touch", "cp", "mv", "cat", "ls", "dirname", "basename", "realpath", "readlink", "logger", "chmod", "chown", "install", "curl", "aws",
        "gsutil", "gcloud", "scp", "rsync", "tar", "zip", "gzip", "sed", "grep", "awk", "head", "tail", "wc", "find", "xmllint", "stat", "ln", "truncate",
    )
)  # fmt: skip
"""Commands that are given the report's path and do not write the report."""
_INFORMING = frozenset(
    (
        "--version",
        "-V",
        "--help",
        "-h",
        "--collect-only",
        "--co",
        "--list",
        "--listTests",
        "--showConfig",
        "--clearCache",
        "--cache-show",
        "--fixtures",
        "-list",
    )
)
"""With one of these a test command runs no test."""


def run(machine: Machine, words: list[str], span: Span, *, asked: bool) -> int | None:
    """Run a command that is no function of the script."""
    if words[0] in SHARED:
        return _shared(machine, words[0], words, span)
    known = _BUILTINS.get(words[0])
    return _external(machine, words, span, asked=asked) if known is None else known(machine, words, span)


def _shared(machine: Machine, name: str, words: list[str], span: Span) -> int | None:
    if name == RESOLVE:
        machine.note("resolve", span, tuple(words))
        machine.resolved = machine.mode_seen = True
        if machine.world.helper_fails:
            machine.state.helper_at = machine.state.helper_at or machine.place(span)
            return 1
        machine.put(machine.world.mode + "\n", span)
        return 0
    if name == JUNIT:
        machine.note("junit", span, tuple(words))
        machine.put(JUNIT_PATH + "\n", span)
        return 0
    machine.note("require", span, tuple(words))
    known = machine.state.functions.get(name)
    if known is not None and any(machine.is_required(word) for word in shell.words_of((known[0].body,))):
        # The shared helper looks at the array itself.
        machine.note("ask", span)
    if machine.world.mode != "cluster":
        machine.leave("exit", 1, span, modal=True)
    return 0


def _external(machine: Machine, words: list[str], span: Span, *, asked: bool) -> int | None:
    machine.note("command", span, tuple(words))
    if _INFORMING.isdisjoint(words) and test_index([MARKS.sub("$()", word) for word in words]) is not None:
        return _suite(machine, words, span)
    event = _event_of(words, machine.stdin)
    if event is not None:
        machine.put(event, span)
    elif machine.sinks[-1].to in ("captured", "pipe"):
        machine.put(UNKNOWN, span)
    if _takes_report(words) and not machine.course.of("suite"):
        # A script of the suite's own, told where its report goes.
        return _suite(machine, words, span)
    return None if asked or (machine.ignored and machine.depth) else 0


def _takes_report(words: list[str]) -> bool:
    return any(JUNIT_PATH in word for word in words[1:]) and words[0].rpartition("/")[2] not in _FILE_TOOLS


def _suite(machine: Machine, words: list[str], span: Span) -> int | None:
    held = [v for n, v in machine.state.variables.items() if machine.names.is_variable(n)]
    machine.note("suite", span, tuple(words), exported=any(v.exported and v.resolved for v in held))
    if machine.sinks[-1].to in ("captured", "pipe"):
        machine.put(UNKNOWN, span)
    if machine.world.failing == machine.place(span):
        machine.state.suite_at = machine.place(span)
        return SUITE_FAILED
    return 0


def _nothing(machine: Machine, words: list[str], span: Span) -> int | None:
    del machine, words, span
    return 0


def _pwd(machine: Machine, words: list[str], span: Span) -> int | None:
    del words
    machine.put(SOME + "\n", span)
    return 0


def _false(machine: Machine, words: list[str], span: Span) -> int | None:
    del machine, words, span
    return 1


def _exit(machine: Machine, words: list[str], span: Span) -> int | None:
    status = machine.state.status if len(words) < 2 else _number(words[1])
    machine.note("exit", span, tuple(words) if machine.spelled else ())
    machine.leave("exit", status, span)
    return status


def _return(machine: Machine, words: list[str], span: Span) -> int | None:
    if not machine.depth:
        # Outside functions and sourced files there is nowhere to return to: `return 0 2>/dev/null || exit 0`.
        return 1
    machine.leave("return", machine.state.status if len(words) < 2 else _number(words[1]), span)
    return 0


def _jump(machine: Machine, words: list[str], span: Span) -> int | None:
    machine.leave(words[0], 0, span)
    return 0


def _options(machine: Machine, words: list[str], span: Span) -> int | None:
    """Run ``set``."""
    rest = list(words[1:])
    on: list[str] = []
    off: list[str] = []
    while rest:
        word = rest.pop(0)
        if word == "--" or not re.match(r"[-+]\w", word):
            machine.arguments[-1] = rest if word == "--" else [word, *rest]
            break
        named = on if word[0] == "-" else off
        named += [_OPTIONS.get(letter, letter) for letter in word[1:] if letter != "o"]
        if "o" in word[1:] and rest:
            named.append(rest.pop(0))
    _switch(machine, on, off, span)
    return 0


def _switch(machine: Machine, on: list[str], off: list[str], span: Span) -> None:
    machine.state.options = (machine.state.options | set(on)) - set(off)
    machine.note("option", span, tuple(on))
    if "errexit" in off:
        machine.state.relaxed_at = machine.place(span)


def _shopt(machine: Machine, words: list[str], span: Span) -> int | None:
    if any(w.startswith("-") and "o" in w for w in words[1:]) and any(w.startswith("-") and "s" in w for w in words[1:]):
        _switch(machine, [w for w in words[1:] if not w.startswith("-")], [], span)
    return 0


def _test_command(machine: Machine, words: list[str], span: Span) -> int | None:
    tokens: list[shell.Word | str] = []
    for word in words[1:] if words[-1] != "]" else words[1:-1]:
        operator = word in BINARY or word in ("!", "-a", "-o", "(", ")") or re.fullmatch(r"-\w", word)
        tokens.append(word if operator else shell.Word(span, (shell.Text(word, quoted=True),)))
    return status_of(machine.truth(tuple(tokens)))


def _echo(machine: Machine, words: list[str], span: Span) -> int | None:
    rest = words[1:]
    flags = ""
    while rest and re.fullmatch(r"-[neE]+", rest[0]):
        flags += rest.pop(0)
    text = " ".join(rest)
    machine.put((unescaped(text) if "e" in flags else text) + ("" if "n" in flags else "\n"), span)
    return 0


def _printf(machine: Machine, words: list[str], span: Span) -> int | None:
    rest = [w for i, w in enumerate(words[1:]) if not (i == 0 and w == "--")]
    if rest[:1] == ["-v"] and len(rest) > 1:
        machine.store(rest[1], printed(rest[2:]), span, resolved=machine.resolved)
        return 0
    machine.put(printed(rest), span)
    return 0


def _cat(machine: Machine, words: list[str], span: Span) -> int | None:
    files = [w for w in words[1:] if not w.startswith("-")]
    machine.put(UNKNOWN if files or machine.stdin is None else "".join(machine.stdin), span)
    return 0


def _tr(machine: Machine, words: list[str], span: Span) -> int | None:
    text = "".join(machine.stdin or [UNKNOWN])
    joined = " ".join(words[1:])
    if re.search(r"(?:upper:\]|A-Z)\S* \S*(?:lower:|a-z)", joined):
        text = text.lower()
    elif re.search(r"(?:lower:\]|a-z)\S* \S*(?:upper:|A-Z)", joined):
        text = text.upper()
    elif re.search(r"-d \S*\\n", joined):
        text = text.replace("\n", "")
    elif re.search(r"-d \S*space", joined):
        text = "".join(text.split())
    elif re.search(r"\\n\S* [\"' ]*$", joined):
        text = text.replace("\n", " ")
    else:
        text = UNKNOWN
    machine.put(text, span)
    return 0


def _grep(machine: Machine, words: list[str], span: Span) -> int | None:
    text = "".join(machine.stdin or [UNKNOWN])
    pattern = next((w for w in words[1:] if not w.startswith("-")), "")
    if not any(w.startswith("-") and "q" in w for w in words[1:]):
        machine.put(UNKNOWN, span)
    if not is_known(text + pattern) or not re.fullmatch(r"[\w^$ -]+", pattern):
        return None
    flags = re.IGNORECASE if any(re.fullmatch(r"-\w*i\w*", w) for w in words[1:]) else 0
    return int(re.search(pattern, text.rstrip("\n"), flags | re.MULTILINE) is None)


def _tee(machine: Machine, words: list[str], span: Span) -> int | None:
    to_error = any(w == "/dev/stderr" for w in words)
    text = "".join(machine.stdin or [UNKNOWN])
    machine.put(text, span)
    if to_error:
        machine.put(text, span, error=True)
    return 0


def _read(machine: Machine, words: list[str], span: Span) -> int | None:
    names = [w for w in words[1:] if w.isidentifier()] or ["REPLY"]
    if machine.stdin is None or any(not is_known(piece) and not piece.strip(UNKNOWN) for piece in machine.stdin):
        for name in names:
            machine.store(name, UNKNOWN, span)
        return None
    lines = "".join(machine.stdin).split("\n")
    line, machine.stdin[:] = lines[0], ["\n".join(lines[1:])] if len(lines) > 1 else []
    pieces = line.split(None, len(names) - 1)
    for position, name in enumerate(names):
        machine.store(name, pieces[position] if position < len(pieces) else "", span, resolved=machine.resolved)
    return 0 if len(lines) > 1 or line else 1


def _mapfile(machine: Machine, words: list[str], span: Span) -> int | None:
    names = [w for w in words[1:] if w.isidentifier()]
    text = "".join(machine.stdin or [UNKNOWN])
    if names:
        values = tuple(line for line in text.split("\n") if line)
        machine.store(names[-1], values, span)
        if names[-1] in ARRAYS:
            machine.note("array", span, values, words_at=tuple(machine.place(span) for _ in values))
    return 0


def _unset(machine: Machine, words: list[str], span: Span) -> int | None:
    for name in words[1:]:
        if not name.startswith("-"):
            machine.state.variables[name] = Variable(None)
            if "-f" in words:
                machine.state.functions.pop(name, None)
    del span
    return 0


def _shift(machine: Machine, words: list[str], span: Span) -> int | None:
    arguments = machine.arguments[-1]
    if arguments:
        del arguments[: _number(words[1]) or 1 if len(words) > 1 else 1]
    del span
    return 0 if arguments is not None else None


def _sourced(machine: Machine, words: list[str], span: Span) -> int | None:
    if len(words) < 2:
        return 0
    target = words[1]
    plain = target.replace(UNKNOWN, "").replace(SOME, "")
    found = machine.source(target, machine.file)
    name = plain.rpartition("/")[2]
    shared = found is None or f"/tools/integration-runner/{name}" in f"/{found[0]}"
    kind = {"integration-mode.sh": "mode-helper", "junit-path.sh": "junit-helper"}.get(name, "source") if shared else "source"
    machine.note(kind, span, (MARKS.sub("*", target), *(() if found is None else found[:1])), followed=found is not None)
    if found is None:
        machine.unread.append(MARKS.sub("*", target))
    if found is None or machine.depth >= MAX_DEPTH:
        return 0
    outer, file = machine.outer, machine.file
    machine.outer, machine.file = machine.place(span), found[0]
    machine.depth += 1
    if words[2:]:
        machine.arguments.append(words[2:])
    try:
        machine.run_list(found[1])
    except Departure as departure:
        if departure.kind != "return":
            raise
    finally:
        machine.outer, machine.file = outer, file
        machine.depth -= 1
        if words[2:]:
            machine.arguments.pop()
    return 0


def _eval(machine: Machine, words: list[str], span: Span) -> int | None:
    return machine.evaluated(" ".join(words[1:]), span)


def _trap(machine: Machine, words: list[str], span: Span) -> int | None:
    rest = [w for w in words[1:] if w != "--"]
    if len(rest) > 1:
        for signal in rest[1:]:
            if rest[0] in ("-", ""):
                machine.state.traps.pop(signal.removeprefix("SIG"), None)
            else:
                machine.state.traps[signal.removeprefix("SIG")] = (rest[0], machine.place(span))
    return 0


def _wait(machine: Machine, words: list[str], span: Span) -> int | None:
    del span
    return machine.state.background if len(words) > 1 else 0


def _printenv(machine: Machine, words: list[str], span: Span) -> int | None:
    value = machine.lookup(words[1]) if len(words) > 1 and is_known(words[1]) else UNKNOWN
    if value is None:
        machine.ask(span)
        return 1
    machine.put((value if isinstance(value, str) else " ".join(value)) + "\n", span)
    return None if value == UNKNOWN else 0


def _wrapped(machine: Machine, words: list[str], span: Span) -> int | None:
    """Run ``command``, ``exec``, ``env`` and the like: the command behind them."""
    wrapper, rest = words[0], list(words[1:])
    if wrapper == "command" and rest[:1] and rest[0] in ("-v", "-V"):
        return _external(machine, words, span, asked=True)
    while rest and (rest[0].startswith("-") or (wrapper in ("env", "sudo") and re.match(r"\w+=", rest[0]))):
        taken = rest.pop(0)
        if wrapper == "env" and (name := taken.partition("=")[0]) != taken and machine.names.is_variable(name):
            machine.note("prefix", span)
        if taken in ("-u", "-n", "-C", "-S", "-a") and rest and wrapper != "command":
            rest.pop(0)
    if not rest:
        return 0
    status = machine.call(rest, span, asked=False)
    if wrapper == "exec":
        machine.leave("exec", status, span, explicit=False)
    return status


def _inner_shell(machine: Machine, words: list[str], span: Span) -> int | None:
    """Run ``sh -c text``; any other script is a command of its own."""
    at = next((i for i, w in enumerate(words[1:], 1) if re.fullmatch(r"-\w*c", w)), None)
    if at is None or at + 1 >= len(words):
        return _external(machine, words, span, asked=False)
    before = machine.written_at
    machine.written_at = before or span
    options = frozenset(_OPTIONS.get(letter, letter) for letter in words[at][1:-1])
    if any(w == "pipefail" for w in words[1:at]):
        options |= {"pipefail"}
    outside = machine.state
    machine.state = replace(outside.copy(), options=options)
    machine.arguments.append(words[at + 3 :])
    try:
        status = machine.evaluated(words[at + 1], span)
    except Departure as departure:
        status = departure.status
    finally:
        inside, machine.state = machine.state, outside
        machine.arguments.pop()
        machine.written_at = before
    for name in ("suite_at", "swallowed_at", "helper_at", "hidden_at"):
        setattr(outside, name, getattr(outside, name) or getattr(inside, name))
    return status


_Builtin = Callable[["Machine", list[str], Span], "int | None"]
_BUILTINS: dict[str, _Builtin] = {
    **dict.fromkeys((":", "true", "cd", "pushd", "popd", "hash", "ulimit", "umask", "alias", "mkdir", "sleep", "let"), _nothing),
    **dict.fromkeys(("false",), _false),
    **dict.fromkeys(("break", "continue"), _jump),
    **dict.fromkeys(_WRAPPERS, _wrapped),
    **dict.fromkeys(("source", "."), _sourced),
    **dict.fromkeys(("test", "["), _test_command),
    **dict.fromkeys(("mapfile", "readarray"), _mapfile),
    **dict.fromkeys((*_SHELLS, "/bin/bash", "/bin/sh"), _inner_shell),
    "exit": _exit,
    "pwd": _pwd,
    "return": _return,
    "set": _options,
    "shopt": _shopt,
    "echo": _echo,
    "printf": _printf,
    "cat": _cat,
    "tr": _tr,
    "tee": _tee,
    "grep": _grep,
    "read": _read,
    "unset": _unset,
    "shift": _shift,
    "eval": _eval,
    "trap": _trap,
    "wait": _wait,
    "printenv": _printenv,
}


def _number(text: str) -> int | None:
    return int(text) if text.strip().isdigit() else None


def _event_of(words: list[str], given: list[str] | None) -> str | None:
    """Give the event that a JSON tool or an interpreter prints, in the form that matters: its keys, and whether it is one line."""
    tool = words[0].rpartition("/")[2]
    text = " ".join(words[1:])
    if tool == "jq":
        compact = any(re.fullmatch(r"-\w*c\w*|--compact-output", w) for w in words[1:])
        if EVENT not in text:
            piped = "".join(given or [])
            if EVENT not in piped:
                return None
            return re.sub(r"\s*\n\s*", "", piped) + "\n" if compact else piped.replace("{", "{\n", 1)
        mode = '"mode": "\x02"' if re.search(r"\bmode\b", text) else ""
    elif re.fullmatch(r"python[\d.]*|node|deno|bun|ruby|perl", tool):
        text += "".join(given or [])
        if EVENT not in text:
            return None
        compact = re.search(r"\bindent\s*=|stringify\([^)]*,[^)]*,\s*\d", text) is None
        mode = '"mode": "\x02"' if re.search(r"\bmode\b", text) else ""
    else:
        # A command nobody knows that is told to emit the event.
        return f'{{"event": "{EVENT}", "mode": "{SOME}"}}\n' if EVENT in text else None
    joint = ", " if mode else ""
    return f'{{"event": "{EVENT}"{joint}{mode}}}\n' if compact else f'{{\n  "event": "{EVENT}"{joint}{mode}\n}}\n'
