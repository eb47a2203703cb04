"""What a shell command really runs: wrappers taken off, the program found, the variables it is given, the tests or package scripts it names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lint430 import facts
from lint430.flow.shell import UNKNOWN, Folder

_SHELLS = frozenset(("sh", "bash", "zsh", "dash", "ksh", "ash"))
_PLAIN_WRAPPERS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("command", "builtin", "nohup", "setsid", "chronic", "unbuffer", "tini", "dumb-init", "cross-env", "cross-env-shell"), frozenset()
    ),
    "exec": frozenset(("-a",)),
    "time": frozenset(("-f", "-o")),
    "env": frozenset(("-u", "--unset", "-C", "--chdir", "-S")),
    "nice": frozenset(("-n",)),
    "ionice": frozenset(("-c", "-n")),
    "stdbuf": frozenset(("-i", "-o", "-e")),
    "sudo": frozenset(("-u", "-g", "-h", "-p", "-C", "--user", "--group")),
    "doas": frozenset(("-u",)),
    "xvfb-run": frozenset(("-n", "-s", "-e", "-f")),
    "timeout": frozenset(("-k", "-s", "--kill-after", "--signal")),
    "xargs": frozenset(("-n", "-P", "-I", "-L", "-d", "-a", "-s", "-E")),
    **dict.fromkeys(("npx", "bunx", "pnpx"), frozenset(("-p", "--package", "-c"))),
}
"""Programs that run the words after their options, with the options that take a word of their own."""
_RUN_WRAPPERS = {
    **dict.fromkeys(("poetry", "uv", "pipenv", "pdm", "hatch", "rye", "pixi", "mise", "direnv"), frozenset(("run", "exec", "x"))),
    **dict.fromkeys(("pnpm", "yarn", "npm", "bun", "bundle", "nix", "devbox", "asdf"), frozenset(("exec", "dlx", "x"))),
}
"""Programs that run the words after one of these."""
_BEFORE_DASHES = frozenset(
    ("doppler", "op", "infisical", "aws-vault", "dotenv", "dotenvx", "env-cmd", "with-env", "kubectl", "oc", "nix-shell", "chamber")
)
"""Programs that run the words after ``--``."""
_CONTAINERS = frozenset(("docker", "podman", "nerdctl", "docker-compose", "kubectl", "oc", "finch"))
_FRAMEWORKS = frozenset(("jest", "vitest", "pytest", "py.test", "gotestsum"))
_IGNORES = re.compile(
    r"--?(?:ignore|ignore-glob|deselect|testPathIgnorePatterns|exclude|coverage\w*|cov[\w-]*|junit[\w-]*|output\w*|k|m|run|skip|tags)"
)
_POINTS = re.compile(r"--?(?:testPathPatterns?|config|rootDir|rootdir|root|dir|c)")
_MANAGERS = frozenset(("npm", "pnpm", "yarn", "bun"))
_NOT_SCRIPTS = frozenset(
    (
        *(
            "install",
            "i",
            "ci",
            "add",
            "remove",
            "exec",
            "dlx",
            "x",
            "publish",
            "pack",
            "audit",
            "cache",
            "config",
            "version",
            "link",
            "store",
            "create",
        ),
        *(
            "init",
            "why",
            "list",
            "ls",
            "outdated",
            "up",
            "update",
            "dedupe",
            "set",
            "login",
            "logout",
            "whoami",
            "view",
            "info",
            "prune",
            "rebuild",
        ),
        *("fetch", "deploy", "patch"),
    )
)
"""What package managers do themselves."""
_TAKES_SCRIPT = frozenset(("run", "run-script", "foreach"))
_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)=.*", re.DOTALL)


@dataclass(slots=True)
class Command:
    """One simple command, unwrapped."""

    name: str
    """The program that does the work: its last path part."""
    words: list[str]
    """Its arguments as text; what only a run can tell is :data:`~lint430.flow.shell.UNKNOWN`."""
    head: str
    """The program as written."""
    exprs: list[facts.Expr]
    """The expressions of head and words."""
    names: Folder
    sets_mode: bool = False
    """Whether it is given the mode in front of it, by ``env``, or by a container's options."""
    env_files: list[str] = field(default_factory=list)
    """Environment files it is given."""
    inline: str | None = None
    """The text of ``sh -c``."""
    is_compose: bool = False
    """Whether it is ``docker compose run``, ``up`` or ``exec``."""
    is_fed: bool = False
    """Whether ``xargs`` gives a shell its script."""
    program: int | None = None
    """Where in ``exprs`` the script of a shell stands."""
    is_dry: bool = False
    """Whether the shell only checks the syntax."""

    def programs(self) -> list[str]:
        """List what may be a script of the repository that it runs."""
        if self.is_dry:
            return []
        if self.program is not None:
            return [self.words[self.program - 1]]
        return [self.head] if "/" in self.head or self.head.endswith(".sh") else []

    def runs(self, name: str) -> bool:
        """Tell whether it runs a script of this name."""
        if self.is_dry:
            return False
        at = self._at()
        if at is not None:
            text = self._text(at)
            if f"/{text}".endswith(f"/{name}") or text.endswith(f"{UNKNOWN}{name}"):
                return True
            # A variable that goes through a list of runners, or through what `find` prints.
            if UNKNOWN in text and not re.search(r"\w", text) and self.names.mentions(self.exprs[at], name):
                return True
        if self.name == "find" and any(word in ("-exec", "-execdir", "-ok") for word in self.words):
            after = next(i for i, word in enumerate(self.words) if word in ("-exec", "-execdir", "-ok"))
            runner = self.words[after + 1 : after + 2]
            checks = any(re.fullmatch(r"-\w*n", word) for word in self.words[after + 2 :])
            return self.lists(name) and bool(runner) and (runner[0] == "{}" or (runner[0].rpartition("/")[2] in _SHELLS and not checks))
        if self.name == "parallel":
            return any(f"/{word}".endswith(f"/{name}") for word in self.words) and not any(
                word in ("chmod", "shellcheck") for word in self.words
            )
        return False

    @property
    def runs_unknown(self) -> bool:
        """Tell whether it runs a script whose path only a run can tell."""
        at = self._at()
        return at is not None and not self.is_dry and re.search(r"\w", self._text(at)) is None

    def _at(self) -> int | None:
        """Give which of ``exprs`` is run: the head, or a shell's script."""
        return self.program if self.program is not None else 0 if self.exprs and self.name not in _SHELLS else None

    def _text(self, at: int) -> str:
        return self.words[at - 1] if at else self.head

    def lists(self, name: str) -> bool:
        """Tell whether it prints paths of scripts of this name."""
        return self.name in ("find", "ls", "fd", "fdfind", "git", "printf", "echo", "rg", "grep", "cat") and any(
            name in w for w in self.words
        )

    def tested_folders(self) -> list[str]:
        """List the paths given to a test framework; empty for other commands."""
        words = self.words
        if self.name == "go" and words[:1] == ["test"]:
            words = words[1:]
        elif self.name in ("python", "python3", "coverage") and "pytest" in words:
            words = words[words.index("pytest") + 1 :]
        elif self.name not in _FRAMEWORKS:
            return []
        found: list[str] = []
        option = ""
        for word in words:
            name, equals, value = word.partition("=")
            if word.startswith("-"):
                option = "" if equals else word
                if equals and _POINTS.fullmatch(name):
                    found.append(value)
            else:
                if not _IGNORES.fullmatch(option):
                    found.append(word)
                option = ""
        return found


def command_of(call: facts.Call, names: Folder, variables: Sequence[str]) -> Command:
    """Read a command: its wrappers, what they set, and what is run in the end."""
    exprs = [call.function, *(a.value for a in call.arguments if a.name is None)]
    texts = [_head(call.function, names), *(names.text(e) for e in exprs[1:])]
    command = Command("", [], "", [], names)
    command.sets_mode = any(a.name in variables for a in call.arguments if a.name is not None)
    for _ in range(12):
        rest = _unwrap(texts, command, variables)
        if rest is None or rest <= 0:
            break
        texts, exprs = texts[rest:], exprs[rest:]
        if not texts:
            break
    command.head = texts[0] if texts else ""
    command.name = command.head.rpartition("/")[2]
    command.words, command.exprs = texts[1:], exprs
    if command.name in _SHELLS:
        _read_shell(command, texts)
    elif command.is_fed:
        command.is_fed = command.head in ("{}", "%")
    return command


def _head(expr: facts.Expr, names: Folder) -> str:
    if isinstance(expr, facts.Name) and expr.id not in names.variables:
        return expr.id
    return names.text(expr)


def _unwrap(texts: list[str], command: Command, variables: Sequence[str]) -> int | None:
    """Give how many words the wrapper in front takes; None where there is none."""
    name = texts[0].rpartition("/")[2]
    assigned = _ASSIGNMENT.fullmatch(texts[0])
    if assigned is not None:
        command.sets_mode = command.sets_mode or assigned[1] in variables
        return 1
    if name in _CONTAINERS and (inner := _container(texts, command, variables)) is not None:
        return inner
    if name in _BEFORE_DASHES:
        return _dashes(texts, command)
    if name == "timeout":
        return _after_options(texts, 1, command, variables) + 1
    if name == "xargs":
        command.is_fed = True
        return _after_options(texts, 1, command, variables)
    if name == "retry":
        return next((i for i, text in enumerate(texts) if i and text.rpartition("/")[2] in (*_SHELLS, "make")), None)
    if name in _PLAIN_WRAPPERS:
        return _after_options(texts, 1, command, variables)
    if name in _RUN_WRAPPERS:
        at = 1
        while at < len(texts) and texts[at].startswith("-"):
            at += 2 if texts[at] in ("-C", "--dir", "--filter", "-F", "--directory", "--project") else 1
        verbs = _RUN_WRAPPERS[name]
        return _after_options(texts, at + 1, command, variables) if texts[at : at + 1] and texts[at] in verbs else None
    if texts[0] == "--":
        return 1
    return None


def _after_options(texts: list[str], at: int, command: Command, variables: Sequence[str]) -> int:
    """Give where the options and assignments of a wrapper end."""
    takes = _PLAIN_WRAPPERS.get(texts[0].rpartition("/")[2], frozenset())
    while at < len(texts):
        word = texts[at]
        assigned = _ASSIGNMENT.fullmatch(word)
        if assigned is not None:
            command.sets_mode = command.sets_mode or assigned[1] in variables
            at += 1
        elif word == "--":
            return at + 1
        elif word.startswith("-") and len(word) > 1:
            if word in ("-u", "--unset") and texts[at + 1 : at + 2] and texts[at + 1] in variables:
                command.sets_mode = True
            at += 2 if word in takes else 1
        elif texts[0] == "env" and UNKNOWN in word and not re.search(r"\w", word):
            # `env $(cat .env | xargs) cmd`: whatever the file holds.
            command.sets_mode = True
            at += 1
        else:
            break
    return at


def _dashes(texts: list[str], command: Command) -> int | None:
    for index, word in enumerate(texts):
        if word in ("-e", "-f", "--env-file", "--file") and index + 1 < len(texts):
            command.env_files.append(texts[index + 1])
        elif word.startswith(("--env-file=", "--file=")):
            command.env_files.append(word.partition("=")[2])
        elif word == "--":
            if texts[0] in ("dotenv", "dotenvx", "env-cmd") and not command.env_files:
                command.env_files.append(".env")
            return index + 1
    return None


def _container(texts: list[str], command: Command, variables: Sequence[str]) -> int | None:
    """Read ``docker run``, ``docker compose run``, ``kubectl exec``: the variables given, and where the command inside begins."""
    command.is_compose = texts[0] == "docker-compose" or "compose" in texts[1:3]
    if not any(verb in texts[1:] for verb in ("run", "exec", "up")):
        return None
    for index, word in enumerate(texts):
        following = texts[index + 1] if index + 1 < len(texts) else ""
        value = following if word in ("-e", "--env") else word.removeprefix("--env=").removeprefix("-e")
        if value.partition("=")[0] in variables:
            command.sets_mode = True
        if word == "--env-file":
            command.env_files.append(following)
        elif word.startswith("--env-file="):
            command.env_files.append(word.partition("=")[2])
    verb = next(i for i, word in enumerate(texts) if i and word in ("run", "exec", "up"))
    for index in range(verb + 1, len(texts)):
        last = texts[index].rpartition("/")[2]
        before = texts[index - 1]
        if before in ("--entrypoint", "-v", "--volume", "-w", "--workdir"):
            continue
        if last in (*_SHELLS, "env", "make", "pytest", "jest", "timeout", "npx", "pnpm", "npm", "yarn", "go") or last.endswith(".sh"):
            return index
    return None


def _read_shell(command: Command, texts: list[str]) -> None:
    """See what a shell is given: ``-c`` with text, or a script."""
    at = 1
    while at < len(texts):
        word = texts[at]
        if re.fullmatch(r"[-+][a-zA-Z]*o", word):
            at += 2
            continue
        if not word.startswith(("-", "+")) or word == "-":
            break
        if re.fullmatch(r"-[a-zA-Z]*c[a-zA-Z]*", word):
            command.inline = texts[at + 1] if at + 1 < len(texts) and not isinstance(command.exprs[at + 1], facts.Literal) else None
            return
        if re.fullmatch(r"-[a-zA-Z]*n[a-zA-Z]*", word):
            command.is_dry = True
        at += 1
    if command.is_dry or (at < len(texts) and texts[at] not in ("{}", "%")):
        command.is_fed = False
    if at < len(texts) and texts[at] not in ("{}", "%"):
        command.program = at


@dataclass(frozen=True, slots=True)
class PackageCall:
    """A call of scripts of ``package.json`` files."""

    names: tuple[str, ...]
    everywhere: bool
    """Whether it runs in several packages, or in one given by name."""
    filters: tuple[str, ...] = ()
    """The packages named; empty for all."""
    folder: str = ""
    """The folder given, as written."""


def package_call(command: Command) -> PackageCall | None:
    """Read ``pnpm --filter x test:integration``, ``npm run``, ``yarn workspace``, ``turbo run`` and the like; None for other commands."""
    if command.name in ("turbo", "lerna", "nx", "npm-run-all", "run-s", "run-p", "wsrun", "ultra"):
        return _monorepo_tool(command)
    if command.name not in _MANAGERS:
        return None
    everywhere, filters, folder, names = False, [], "", list[str]()
    words = iter(command.words)
    for word in words:
        name, equals, value = word.partition("=")
        if name in ("--filter", "-F", "--workspace", "-w", "--scope") and not (command.name == "pnpm" and name == "-w"):
            everywhere = True
            filters.append(value if equals else next(words, ""))
        elif name in ("--prefix", "-C", "--cwd", "--dir"):
            folder = value if equals else next(words, "")
        elif name in ("-r", "--recursive", "--workspaces", "-ws", "--parallel", "-A", "-W", "--all") or word == "workspaces":
            everywhere = everywhere or name != "-W"
        elif word == "workspace":
            everywhere = True
            filters.append(next(words, ""))
        elif word == "--":
            break
        elif word.startswith("-") or word in _TAKES_SCRIPT:
            continue
        elif names:
            break
        elif word in _NOT_SCRIPTS:
            return None
        elif word == "turbo":
            inner = Command("turbo", list(words), "turbo", [], command.names)
            return _monorepo_tool(inner)
        else:
            names.append("test" if word in ("t", "tst") else word)
    return PackageCall(tuple(names), everywhere, tuple(f for f in filters if f), folder) if names else None


def _monorepo_tool(command: Command) -> PackageCall | None:
    """Read ``turbo run x --filter y``, ``nx run-many -t x``, ``nx run y:x``, ``lerna run x --scope y``, ``run-s x y``."""
    names: list[str] = []
    filters: list[str] = []
    words = iter(command.words)
    for word in words:
        name, equals, value = word.partition("=")
        if name in ("--filter", "-F", "--scope", "--projects", "-p"):
            filters += (value if equals else next(words, "")).split(",")
        elif name in ("-t", "--target", "--targets"):
            names += (value if equals else next(words, "")).split(",")
        elif word == "--":
            break
        elif word.startswith("-") or word in ("run", "run-many", "affected"):
            continue
        elif command.name == "nx" and ":" in word:
            project, _, target = word.partition(":")
            filters.append(project)
            names.append(target)
        else:
            names.append(word)
    everywhere = command.name not in ("npm-run-all", "run-s", "run-p")
    return PackageCall(tuple(names), everywhere, tuple(filters)) if names else None
