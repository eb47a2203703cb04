"""What a command installs: package managers, and launchers that fetch what they launch."""

from __future__ import annotations

import re

_MANAGERS: dict[str, frozenset[str]] = {
    "npm": frozenset(("install", "i", "ci", "add", "install-test", "it", "clean-install")),
    "pnpm": frozenset(("install", "i", "add", "dlx", "fetch", "import")),
    "yarn": frozenset(("", "install", "add", "dlx")),
    "bun": frozenset(("install", "i", "add")),
    "pip": frozenset(("install", "download")),
    "uv": frozenset(("sync", "add", "pip install", "pip sync", "tool install", "tool run")),
    "poetry": frozenset(("install", "add", "update", "sync")),
    "pipenv": frozenset(("install", "sync", "update")),
    "pdm": frozenset(("install", "sync", "add", "update")),
    "pipx": frozenset(("install", "run", "inject")),
    "conda": frozenset(("install", "create", "env create", "env update")),
    "go": frozenset(("get", "install", "mod download")),
    "gem": frozenset(("install",)),
    "bundle": frozenset(("", "install", "update")),
    "cargo": frozenset(("install", "binstall")),
    "composer": frozenset(("install", "require", "update")),
    "brew": frozenset(("install", "upgrade", "bundle", "reinstall")),
    "apt": frozenset(("install", "update", "upgrade", "dist-upgrade", "full-upgrade")),
    "apk": frozenset(("add", "update", "upgrade")),
    "yum": frozenset(("install", "update", "upgrade")),
    "playwright": frozenset(("install", "install-deps")),
    "asdf": frozenset(("install",)),
    "nvm": frozenset(("install",)),
    "snap": frozenset(("install",)),
}
_SAME = {
    "apt-get": "apt", "aptitude": "apt", "dnf": "yum", "microdnf": "yum", "zypper": "yum", "mamba": "conda", "micromamba": "conda",
    "bundler": "bundle", "mise": "asdf",
}  # fmt: skip
_TAKES_VALUE = frozenset(
    [
        "-C",
        "--dir",
        "--prefix",
        "--cwd",
        "--filter",
        "-F",
        "-w",
        "--workspace",
        "--directory",
        "--project",
        "-P",
        "--python",
        "-p",
        "-o",
        "-c",
        "-t",
        "-n",
    ]
)
"""Options of package managers that are followed by a value."""
_RUNNERS = frozenset(("exec", "run", "x", "--"))


def installs(words: list[str]) -> str | None:
    """Give the part of a command that installs something."""
    tool = re.sub(r"(?<=pip)[\d.]+$", "", words[0].rpartition("/")[2])
    rest = words[1:]
    if re.fullmatch(r"python[\d.]*|py", tool):
        return installs(rest[1:]) if rest[:1] == ["-m"] and len(rest) > 1 else None
    if tool == "uvx":
        return tool
    if tool in ("timeout", "retry", "xargs", "doas"):
        return installs(rest[1:]) if len(rest) > 1 else None
    if tool == "npx" or rest[:1] == ["exec"]:
        if any(flag in rest for flag in ("-y", "--yes")):
            return f"{tool} --yes"
        behind = [word for word in rest if not word.startswith("-") and word not in _RUNNERS]
        return installs(behind) if behind[:1] == ["playwright"] else None
    if tool == "go" and rest[:1] == ["run"]:
        return next((f"go run {word}" for word in rest[1:] if re.fullmatch(r"[\w./-]+@[\w.-]+", word)), None)
    if tool == "pacman":
        return "pacman -S" if any(word.startswith("-S") for word in rest) else None
    known = _MANAGERS.get(_SAME.get(tool, tool))
    if known is None:
        return None
    asked = _subcommand(rest)
    if asked[:1] == ["run"] and asked[1:2] == ["playwright"]:
        return installs(asked[1:])
    if any(word in ("--version", "-v", "--help", "-h") for word in rest):
        return None
    found = next((" ".join(asked[:count]) for count in (1, 2) if " ".join(asked[:count]) in known), None)
    return None if found is None else f"{tool} {found}".strip()


def _subcommand(words: list[str]) -> list[str]:
    """Give the words without the options before and between them."""
    kept: list[str] = []
    skip = False
    for word in words:
        if not skip and not word.startswith("-"):
            kept.append(word)
        skip = not skip and word in _TAKES_VALUE
    return kept
