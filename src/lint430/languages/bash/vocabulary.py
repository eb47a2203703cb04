"""What the commands of Bash and bats mean."""

from __future__ import annotations

import functools

from lint430.languages import Getter, Meaning, Vocabulary

_EXACT = {
    "@test": Meaning("test", body=-1),
    "skip": Meaning("skip", reason=0),
    "fail": Meaning("fail"),
    "die": Meaning("fail"),
    "false": Meaning("fail"),
    "exit": Meaning("exit"),
    "[[": Meaning("assert"),
    "echo": Meaning("log"),
    "printf": Meaning("log"),
    "log": Meaning("log"),
    "logger": Meaning("log"),
    "warn": Meaning("log"),
    "info": Meaning("log"),
    "run": Meaning("quiet"),
    "def:setup": Meaning("hook"),
    "def:setup_file": Meaning("hook"),
    "def:setup_suite": Meaning("hook"),
    "def:teardown": Meaning("teardown"),
    "def:teardown_file": Meaning("teardown"),
    "def:teardown_suite": Meaning("teardown"),
}
_EXACT |= dict.fromkeys(
    (
        *("true", ":", "sleep", "export", "local", "declare", "readonly", "cd", "source", ".", "load"),
        *("set", "shift", "return", "unset", "bats_load_library", "debug"),
    ),
    Meaning("quiet"),
)

_OWN = frozenset(
    (
        "BASH", "BASHPID", "BASH_ARGV", "BASH_COMMAND", "BASH_LINENO", "BASH_REMATCH", "BASH_SOURCE", "BASH_SUBSHELL", "BASH_VERSINFO",
        "BASH_VERSION", "COMP_WORDS", "DIRSTACK", "EPOCHREALTIME", "EPOCHSECONDS", "EUID", "FUNCNAME", "GROUPS", "HOSTNAME", "HOSTTYPE",
        "LINENO", "MACHTYPE", "OLDPWD", "OPTARG", "OPTIND", "OSTYPE", "PIPESTATUS", "PPID", "PWD", "RANDOM", "REPLY", "SECONDS",
        "SHELLOPTS", "SHLVL", "SRANDOM", "UID", "ZSH_VERSION",
    )
)  # fmt: skip
"""What the shell sets itself."""


@functools.lru_cache(maxsize=4096)
def meaning(path: str) -> Meaning | None:
    """Give what a command is to a bats test."""
    known = _EXACT.get(path)
    if known is not None:
        return known
    if path == "assert" or path.startswith(("assert_", "refute_")) or path == "refute":
        return Meaning("assert")
    return None


VOCABULARY = Vocabulary(
    environment_getters={"printenv": Getter(), "isset": Getter(returns="presence")},
    conversions=frozenset(("tr", "lower", "lowercase", "to_lower", "tolower", "upper", "uppercase", "trim", "require", "basename")),
    ambient=True,
    own_variables=_OWN,
    meaning=meaning,
    commands_fail=True,
)
