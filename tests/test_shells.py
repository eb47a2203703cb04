"""What is typed and read beside the program itself: completion in real shells, the manual page, the version."""

from __future__ import annotations

import json
import os
import pty
import runpy
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lint430 import __version__, registry
from lint430.integrations.build import Build, build
from lint430.integrations.cli import main
from lint430.integrations.console import CLEAN, USAGE

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        assert not os.environ.get("CI"), f"{name} is missing: .ci/run installs it"
        pytest.skip(f"{name} is not installed")
    return found


@pytest.fixture
def environment() -> dict[str, str]:
    return os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "TERM": "dumb", "PS1": "$ "}


# --- completion ------------------------------------------------------------------------------------------------------------------

TYPED = [
    ("lint430 exp", {"explain"}),
    ("lint430 suppressions li", {"list"}),
    ("lint430 explain runner-inst", {"runner-installs-dependencies"}),
    ("lint430 explain itm10", {"ITM101", "ITM102", "ITM103", "ITM104"}),
    ("lint430 check --select ITM9", {"ITM9", "ITM901", "ITM902", "ITM903", "ITM904"}),
    ("lint430 check --ignore ITM101,env-", {"ITM101,env-fallback"}),
    ("lint430 baseline write --select ITM9", {"ITM9", "ITM901", "ITM902", "ITM903", "ITM904"}),
    ("lint430 baseline check --ignore env-", {"env-fallback"}),
    ("lint430 check --format js", {"json"}),
    ("lint430 check --fix-", {"--fix-preview"}),
    ("lint430 completion f", {"fish"}),
]


@pytest.mark.parametrize(("typed", "proposed"), TYPED)
def test_bash(typed: str, proposed: set[str], environment: dict[str, str]) -> None:
    """The function that the script registers is asked as bash asks it."""
    script = """
        eval "$(lint430 completion bash)"
        complete -p lint430 >/dev/null
        read -ra COMP_WORDS <<< "$1"
        COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
        _lint430_completion lint430 "${COMP_WORDS[COMP_CWORD]}"
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run([tool("bash"), "-c", script, "-", typed], env=environment, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == proposed
    assert done.stderr == ""


def test_bash_as_it_is_typed(environment: dict[str, str], tmp_path: Path) -> None:
    """In an interactive bash a tab completes a command and a file."""
    (tmp_path / "services").mkdir()
    lines = ['eval "$(lint430 completion bash)"', "lint430 expl\tITM101 | head -1", "lint430 check serv\t --allow-empty; echo =$?="]
    said = typed_into([tool("bash"), "--norc", "-i"], lines, environment, tmp_path, "=0=")
    assert "=0=" in said, said
    assert "# runtime-mode-branch (ITM101)" in said
    assert "lint430 check services/" in said


@pytest.mark.parametrize(
    ("command", "load"),
    [
        (["bash", "--norc", "-i"], 'eval "$(lint430 completion bash)"'),
        (["zsh", "-f", "-i"], 'autoload -U compinit; compinit -u -D; eval "$(lint430 completion zsh)"'),
    ],
)
def test_a_value_behind_an_equals_sign(command: list[str], load: str, environment: dict[str, str], tmp_path: Path) -> None:
    """A tab completes the value and leaves the option where it is."""
    lines = [load, "lint430 check --format=rdj\t --select=ITM101,env-f\t --allow-empty; echo _$?_"]
    said = typed_into([tool(command[0]), *command[1:]], lines, environment, tmp_path, "_0_")
    assert "_0_" in said, said
    assert '"diagnostics"' in said


def test_fish_wants_the_option_back(environment: dict[str, str], tmp_path: Path) -> None:
    script = 'lint430 completion fish | source; complete -C "lint430 check --format=rdj"; complete -C "lint430 check --select=ITM101,env-f"'
    environment |= {"HOME": str(tmp_path)}
    done = subprocess.run([tool("fish"), "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["--format=rdjson", "--select=ITM101,env-fallback"]


def typed_into(command: list[str], lines: list[str], environment: dict[str, str], folder: Path, until: str) -> str:
    child, handle = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execve(command[0], command, environment)
    said = ""
    try:
        for line in lines:
            # A tab that is followed at once by more text is a paste.
            for part in line.replace("\t", "\t\0").split("\0"):
                os.write(handle, part.encode())
                said += heard(handle, 0.7)
            os.write(handle, b"\n")
        deadline = time.monotonic() + 20
        while until not in said and time.monotonic() < deadline:
            said += heard(handle, 0.2)
        os.write(handle, b"exit\n")
        heard(handle, 0.2)
    finally:
        os.close(handle)
        os.waitpid(child, 0)
    return said


def heard(handle: int, seconds: float) -> str:
    said = b""
    while select.select([handle], [], [], seconds)[0]:
        try:
            said += os.read(handle, 4096)
        except OSError:
            break
    return said.decode("utf-8", "replace")


@pytest.mark.parametrize(("typed", "proposed"), TYPED)
def test_fish(typed: str, proposed: set[str], environment: dict[str, str], tmp_path: Path) -> None:
    environment |= {"HOME": str(tmp_path)}
    script = 'lint430 completion fish | source; complete -C "$argv[1]"'
    done = subprocess.run([tool("fish"), "-c", script, typed], env=environment, capture_output=True, text=True, check=True)
    assert {line.split("\t")[0] for line in done.stdout.splitlines()} == proposed


@pytest.mark.parametrize(("typed", "proposed"), TYPED)
def test_zsh(typed: str, proposed: set[str], environment: dict[str, str]) -> None:
    """The script's own function is asked; what it would hand to the shell is printed instead."""
    script = """
        autoload -U compinit; compinit -D
        eval "$(lint430 completion zsh)"
        _describe() { local one; for one in "${(@P)3}"; do print -r -- "${one%%:*}"; done }
        compadd() { print -rl -- "${(@P)argv[-1]}" }
        words=(${=1}); CURRENT=$#words
        _lint430_completion
    """
    done = subprocess.run([tool("zsh"), "-f", "-c", script, "-", typed], env=environment, capture_output=True, text=True, check=True)
    assert set(done.stdout.split()) == proposed
    assert done.stderr == ""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_scripts_are_read_without_a_word(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == CLEAN
    done = subprocess.run([tool(shell), "-n"], input=capsys.readouterr().out, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == USAGE
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in capsys.readouterr().err


# --- the manual page -------------------------------------------------------------------------------------------------------------

PAGE = ROOT / "docs" / "man" / "lint430.1"


def test_the_manual_page_is_up_to_date() -> None:
    written = runpy.run_path(str(ROOT / "docs" / "man" / "write.py"))["page"]()
    assert PAGE.read_text(encoding="utf-8") == written, "write it anew: python docs/man/write.py"


def test_the_manual_page_is_well_formed() -> None:
    page = str(PAGE)
    for command in ([tool("mandoc"), "-T", "lint", page], [tool("groff"), "-man", "-ww", "-b", "-z", "-Tutf8", page]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_manual_page_reads() -> None:
    done = subprocess.run([tool("mandoc"), "-T", "ascii", PAGE], capture_output=True, text=True, check=True)
    text = "".join(char for number, char in enumerate(done.stdout) if char != "\b" and done.stdout[number + 1 : number + 2] != "\b")
    assert "lint430 suppressions list [OPTIONS] [PATHS]..." in text
    assert "--fix-preview" in text
    assert "echo 'eval \"$(lint430 completion bash)\"' >> ~/.bashrc" in text


# --- the version -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("abc1234 2026-11-24\n", f"{__version__} (commit abc1234, 2026-11-24)"),
        ("abc1234 2026-11-24 modified\n", f"{__version__} (commit abc1234, modified, 2026-11-24)"),
        ("abc1234", f"{__version__} (commit abc1234)"),
        ("$Format:%h %cs$\n", __version__),
        ("", __version__),
        (None, __version__),
    ],
)
def test_what_a_build_knows(tmp_path: Path, written: str | None, shown: str) -> None:
    if written is not None:
        (tmp_path / "commit.txt").write_text(written)
    assert str(build(tmp_path / "commit.txt")) == shown


def test_a_checkout_knows_no_build() -> None:
    assert (ROOT / "src" / "lint430" / "commit.txt").read_text() == "$Format:%h %cs$\n", "what `git archive` fills in"
    assert build() == Build(__version__, None, None, False)


def test_the_version_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["version", "--format", "json"]) == CLEAN
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["checks"]) == (__version__, len(registry.registered()))
    assert told["dependencies"]["tree-sitter-go"]
    head = subprocess.run(["git", "log", "-1", "--format=%H"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    assert told["commit"] == (head[:7] or None), "a checkout asks git"
    assert main(["version"]) == CLEAN
    text = capsys.readouterr().out
    assert text.startswith(f"lint430 {__version__}")
    assert f"checks: {told['checks']}\n" in text
    assert f"python: {told['python']} " in text
