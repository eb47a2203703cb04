"""The flake8 plugin: the command line's findings, whatever way flake8 and editors call it."""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from lint430 import registry
from lint430.config import Configs
from lint430.engine import run, run_buffer
from lint430.integrations.flake8 import Plugin
from lint430.reporters import column

HOME = Path(__file__).parent.parent
EXAMPLES = importlib.import_module("test_examples")
TREES = sorted(path.name for path in (HOME / "tests" / "linking").iterdir() if list(path.rglob("*.py")))
FAKE = 'import os\n\nFAKE = os.environ["INTEGRATION_MODE"] == "repo"\n'
USE = "from .env import FAKE\n\n\ndef send():\n    return None if FAKE else 1\n"
SPAWN = "import multiprocessing as m, sys; m.set_start_method('spawn'); from flake8.main.cli import main; sys.exit(main())"
Row = tuple[str, int, int, str]


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINT430_CACHE_DIR", str(tmp_path / "cache"))


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Give a repository whose only finding is in one file for a reason in another."""
    return plant(tmp_path / "shop", {"services/billing/src/env.py": FAKE, "services/billing/src/send.py": USE})


def plant(root: Path, files: dict[str, str]) -> Path:
    (root / ".git").mkdir(parents=True, exist_ok=True)
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode())
    return root


def flake8(cwd: Path, *arguments: str, text: str | None = None, start: tuple[str, ...] = ("-m", "flake8")) -> str:
    done = subprocess.run(
        [sys.executable, *start, "--isolated", "--select=ITM,E9", *arguments],
        cwd=cwd,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "", done.stderr
    return done.stdout


def rows(output: str) -> list[Row]:
    found = [re.fullmatch(r"(?:\./)?(.+?):(\d+):(\d+): (ITM\d+ .*)", line) for line in output.splitlines()]
    return [(one[1], int(one[2]), int(one[3]), one[4]) for one in found if one is not None]


def places(output: str) -> list[tuple[str, int, str]]:
    return [(path, line, text.split()[0]) for path, line, _, text in rows(output)]


def expected(root: Path, prefix: str = "") -> list[Row]:
    """Give what the command line finds in Python files that flake8 can read and is not told to skip, and on lines where it is not told to be silent."""
    outcome = run(root, Configs(root))
    assert not outcome.failures
    skipped = {file.path for file in outcome.files if file.language != "python" or not is_read(file.data)}
    return sorted(
        (f"{prefix}{f.path}", f.span.line, column(outcome.run, f.path, f.span.line, f.span.column), f"{f.code} {f.message}")
        for f in outcome.run.findings
        if f.path.endswith(".py") and f.path not in skipped and not is_silent(outcome.run.lines[f.path][f.span.line - 1])
    )


def is_silent(line: str) -> bool:
    """Tell whether flake8 takes a line's comment for a noqa without codes."""
    return re.search(r"(?i)# noqa(?!:\s?[A-Z]+[0-9])", line) is not None


def is_read(data: bytes) -> bool:
    try:
        ast.parse(data)
    except (SyntaxError, ValueError):
        return False
    return re.search(rb"(?mi)^\s*# flake8[:=]\s*noqa", data) is None


# --- the same findings -----------------------------------------------------------------------------------------------------------


def test_parity_over_every_example(tmp_path: Path) -> None:
    top = tmp_path / "repositories"
    roots = []
    for entry in registry.registered():
        for number, scenario in enumerate(EXAMPLES.all_of(entry)):
            if any(path.endswith(".py") for path in scenario.files):
                files = {path: data.decode("utf-8", "surrogateescape") for path, data in scenario.files.items()}
                root = top / f"{entry.check.code}-{number}"
                for path, text in files.items():
                    (root / path).parent.mkdir(parents=True, exist_ok=True)
                    (root / path).write_bytes(text.encode("utf-8", "surrogateescape"))
                (root / ".git").mkdir()
                roots.append(root)
    for name in ("monorepo", "quickstart"):
        shutil.copytree(HOME / "examples" / name, top / name)
        (top / name / ".git").mkdir()
        roots.append(top / name)
    wanted = sorted(row for root in roots for row in expected(root, f"{root.name}/"))
    assert len(wanted) > 100
    assert {row[3][:6] for row in wanted} >= {"ITM101", "ITM201", "ITM302", "ITM903", "ITM904"}
    assert sorted(rows(flake8(top, "-j2", "."))) == wanted
    assert sorted(rows(flake8(top, "-j1", "."))) == wanted


@pytest.mark.parametrize("tree", TREES)
def test_a_buffer_with_the_content_of_the_disk_has_the_findings_of_the_disk(tree: str, tmp_path: Path) -> None:
    root = tmp_path / tree
    shutil.copytree(HOME / "tests" / "linking" / tree, root)
    (root / ".git").mkdir()
    whole = run(root, Configs(root))
    for file in whole.files:
        if file.language == "python":
            alone = run_buffer(root, Configs(root), file.path, file.data)
            assert [f for f in alone.run.findings if f.path == file.path] == [f for f in whole.run.findings if f.path == file.path]


def test_across_files_and_several_processes(shop: Path) -> None:
    wanted = expected(shop)
    assert [row[:3] for row in wanted] == [("services/billing/src/send.py", 5, 20)]
    assert "via `FAKE` (services/billing/src/env.py:3)" in wanted[0][3]
    assert rows(flake8(shop, "-j4", ".")) == wanted
    assert rows(flake8(shop, "-j2", ".", start=("-c", SPAWN))) == wanted
    shutil.rmtree(os.environ["LINT430_CACHE_DIR"])
    assert rows(flake8(shop, "-j2", ".", start=("-c", SPAWN))) == wanted
    assert rows(flake8(shop, "--lint430-no-cache", "services/billing/src/send.py")) == wanted


def test_one_process_works_it_out(shop: Path, tmp_path: Path) -> None:
    plant(shop, {f"lib/part{number}.py": f"PART = {number}\n" for number in range(24)})
    log = tmp_path / "log"
    counting = f"""
import os, sys, time
from lint430.integrations import index
checked = index._checked
def counted(*given):
    with open({str(log)!r}, "a") as file:
        file.write("built\\n")
    time.sleep(0.5)
    return checked(*given)
index._checked = counted
from flake8.main.cli import main
sys.exit(main())
"""
    assert len(rows(flake8(shop, "-j8", ".", start=("-c", counting)))) == 1
    assert log.read_text() == "built\n"
    assert len(rows(flake8(shop, "-j8", ".", start=("-c", counting)))) == 1
    assert log.read_text() == "built\n"
    # Without a file to share, too.
    assert len(rows(flake8(shop, "-j8", "--lint430-no-cache", ".", start=("-c", counting)))) == 1
    assert log.read_text() == "built\nbuilt\n"


def test_a_process_of_the_pool_does_not_look_through_what_it_was_forked_with(shop: Path, tmp_path: Path) -> None:
    plant(shop, {f"lib/part{number}.py": f"PART = {number}\n" for number in range(8)})
    log = tmp_path / "log"
    counting = f"""
import gc, os, sys
from lint430.integrations.flake8 import Plugin
run, parent = Plugin.run, os.getpid()
def counted(self):
    with open({str(log)!r}, "a") as file:
        file.write(f"{{os.getpid() != parent}} {{gc.get_freeze_count() > 1000}}\\n")
    return run(self)
Plugin.run = counted
from flake8.main.cli import main
sys.exit(main())
"""
    assert len(rows(flake8(shop, "-j2", ".", start=("-c", counting)))) == 1
    assert set(log.read_text().splitlines()) == {"True True"}
    log.unlink()
    # Where it is not flake8's own to say, the collector goes on as it was.
    assert len(rows(flake8(shop, "-j1", ".", start=("-c", counting)))) == 1
    assert set(log.read_text().splitlines()) == {"False False"}


def test_what_nobody_waits_for_ends_with_flake8(shop: Path, tmp_path: Path) -> None:
    """The work begins while flake8 still looks for its files; where it has none that would need it, the work is given up."""
    (shop / "empty").mkdir()
    log = tmp_path / "log"
    slow = f"""
import os, sys, time
from lint430.integrations import index
def slow(*given):
    with open({str(log)!r}, "w") as file:
        file.write(str(os.getpid()))
    time.sleep(60)
index._checked = slow
from flake8.main import application
listed = application.Application.make_file_checker_manager
def waits(*given):
    while not (os.path.exists({str(log)!r}) and os.path.getsize({str(log)!r})):
        time.sleep(0.01)
    return listed(*given)
application.Application.make_file_checker_manager = waits
from flake8.main.cli import main
sys.exit(main())
"""
    started = time.monotonic()
    assert flake8(shop, "-j2", "empty", start=("-c", slow)) == ""
    assert time.monotonic() - started < 30
    with pytest.raises(ProcessLookupError):
        os.kill(int(log.read_text()), 0)


def test_from_any_directory_and_in_several_repositories(shop: Path, tmp_path: Path) -> None:
    other = plant(
        tmp_path / "other",
        {"lint430.toml": 'mode-variables = ["OTHER_MODE"]\n', "a.py": FAKE, "b.py": FAKE.replace("INTEGRATION", "OTHER")},
    )
    plant(other, {"b.py": 'import os\n\nif os.environ["OTHER_MODE"]:\n    print(1)\n'})
    source = shop / "services/billing/src"
    assert places(flake8(source, "send.py")) == [("send.py", 5, "ITM101")]
    assert places(flake8(tmp_path, "other", "shop")) == [("other/b.py", 3, "ITM101"), ("shop/services/billing/src/send.py", 5, "ITM101")]
    assert places(flake8(other, str(source / "send.py"))) == [(str(source / "send.py"), 5, "ITM101")]


def test_a_folder_that_is_no_repository(tmp_path: Path) -> None:
    """The folder that flake8 is given is the root, as for the command line; a file alone has the files beside it."""
    root = tmp_path / "loose"
    plant_in(root, {"app/mode/env.py": FAKE, "app/send.py": USE.replace(".env", ".mode.env"), "app/mode/use.py": USE})
    found = [("app/mode/use.py", 5, "ITM101"), ("app/send.py", 5, "ITM101")]
    assert sorted(places(flake8(root, "."))) == sorted(places(flake8(root))) == found
    assert sorted(place[1:] for place in places(flake8(tmp_path, "loose"))) == [(5, "ITM101")] * 2
    assert {f.path for f in run(root, Configs(root)).run.findings} == {path for path, *_ in found}
    assert places(flake8(root, "app/mode/use.py")) == [("app/mode/use.py", 5, "ITM101")]
    assert places(flake8(root, "app/send.py")) == []
    assert places(flake8(root, "--stdin-display-name", "app/mode/new.py", "-", text=USE)) == [("app/mode/new.py", 5, "ITM101")]


def test_what_the_command_line_leaves_out(shop: Path, tmp_path: Path) -> None:
    branch = FAKE + "if FAKE:\n    print(1)\n"
    plant(
        shop,
        {
            "vendor/a.py": branch,
            "ignored/b.py": branch,
            "odd/c.py": branch,
            ".gitignore": "ignored/\n",
            "lint430.toml": 'exclude = ["odd/**"]\n',
        },
    )
    (tmp_path / "link.py").symlink_to("shop/services/billing/src/send.py")
    assert places(flake8(shop, ".")) == [("services/billing/src/send.py", 5, "ITM101")]
    assert flake8(shop, "vendor/a.py", "ignored/b.py", "odd/c.py") == ""
    for path in ("vendor/a.py", "vendor/new.py", "odd/c.py", "odd/new.py"):
        assert flake8(shop, "--stdin-display-name", path, "-", text=branch + "print(2)\n") == ""
    assert places(flake8(tmp_path, "link.py")) == [("link.py", 5, "ITM101")]


def test_git_says_what_is_ignored(shop: Path) -> None:
    branch = FAKE + "if FAKE:\n    print(1)\n"
    (shop / ".git").rmdir()
    subprocess.run(["git", "init", "-q", "."], cwd=shop, check=True)
    plant_in(shop, {".gitignore": "ignored/\n", "ignored/b.py": branch})
    assert flake8(shop, "ignored/b.py") == ""
    assert flake8(shop, "--stdin-display-name", "ignored/new.py", "-", text=branch) == ""
    assert places(flake8(shop, "--stdin-display-name", "src/new.py", "-", text=branch)) == [("src/new.py", 4, "ITM101")]


def plant_in(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


# --- buffers ---------------------------------------------------------------------------------------------------------------------


def test_buffers(shop: Path, tmp_path: Path) -> None:
    path = "services/billing/src/send.py"

    def stdin(text: str) -> list[tuple[str, int, str]]:
        return places(flake8(shop, "--stdin-display-name", path, "-", text=text))

    assert stdin(USE) == [(path, 5, "ITM101")]
    assert stdin("# one\n# two\n" + USE) == [(path, 7, "ITM101")]
    assert stdin("def send():\n    return 1\n") == []
    assert stdin(USE.replace("\n", "\r\n")) == [(path, 5, "ITM101")]
    assert stdin("\ufeff" + USE) == [(path, 5, "ITM101")]
    new = "services/billing/src/new.py"
    assert places(flake8(shop, "--stdin-display-name", new, "-", text=USE)) == [(new, 5, "ITM101")]
    whole = shop / path
    assert places(flake8(tmp_path, "--stdin-display-name", str(whole), "-", text="\n" + USE)) == [(str(whole), 6, "ITM101")]
    assert flake8(shop, "-", text=FAKE + "if FAKE:\n    print(1)\n") == ""


def test_the_other_file_is_that_of_the_disk(shop: Path) -> None:
    path = "services/billing/src/send.py"
    assert len(places(flake8(shop, "."))) == 1
    (shop / "services/billing/src/env.py").write_text("FAKE = True\n")
    assert flake8(shop, "--stdin-display-name", path, "-", text=USE) == ""
    assert flake8(shop, "--stdin-display-name", path, "-", text=USE + "\n# more\n") == ""
    assert flake8(shop, ".") == ""


def test_columns_count_characters(shop: Path) -> None:
    text = "from .env import FAKE\n\nMARK = '→é', 1 if FAKE else 2\n"
    plant_in(shop, {"services/billing/src/send.py": text})
    assert rows(flake8(shop, ".")) == expected(shop)
    assert rows(flake8(shop, "."))[0][2] == 19


def test_a_syntax_error_is_flake8s_own(shop: Path) -> None:
    plant_in(shop, {"services/billing/src/send.py": USE + "def (:\n"})
    found = flake8(shop, ".")
    assert rows(found) == []
    assert ": E999 SyntaxError" in found


# --- options ---------------------------------------------------------------------------------------------------------------------


def test_selection_is_flake8s_on_top_of_ours(shop: Path) -> None:
    plant_in(shop, {"services/billing/src/read.py": 'import os\n\nprint(os.environ["INTEGRATION_MODE"])\n'})
    assert {code for _, _, code in places(flake8(shop, "."))} == {"ITM101", "ITM102"}
    assert {code for _, _, code in places(flake8(shop, "--extend-ignore=ITM102", "."))} == {"ITM101"}
    assert {code for _, _, code in places(flake8(shop, "--per-file-ignores=read.py:ITM1", "."))} == {"ITM101"}
    assert {code for _, _, code in places(flake8(shop, "--lint430-level=error", "."))} == {"ITM101"}
    plant_in(shop, {"lint430.toml": 'ignore = ["ITM101"]\n'})
    assert {code for _, _, code in places(flake8(shop, "."))} == {"ITM102"}
    plant_in(shop, {".flake8": "[flake8]\nselect = ITM\nlint430-level = error\n"})
    done = subprocess.run([sys.executable, "-m", "flake8", "."], cwd=shop, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_nothing_is_done_for_what_is_not_selected(shop: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "flake8", "--isolated", "--select=E,F401", "."], cwd=shop, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert not Path(os.environ["LINT430_CACHE_DIR"]).exists()


NOQA = "# no" + "qa"


@pytest.mark.parametrize("comment", [NOQA, f"{NOQA}: ITM101", f"{NOQA}: E501,ITM1", f"{NOQA} : ITM101", "# lint430: ignore[ITM101] -- why"])
def test_comments(shop: Path, comment: str) -> None:
    path = "services/billing/src/send.py"
    plant_in(shop, {path: USE.rstrip() + f"  {comment}\n"})
    assert flake8(shop, ".") == ""
    again = places(flake8(shop, "--disable-noqa", "."))
    if "lint430" in comment:
        assert again == []
    else:
        assert (path, 5, "ITM101") in again


def test_comments_are_judged(shop: Path) -> None:
    plant_in(
        shop, {"services/billing/src/send.py": f"A = 1  {NOQA}: ITM101\nB = 2  {NOQA}: ITM999\n# lint430: ignore[ITM101] -- why\nC = 3\n"}
    )
    assert [(line, code) for path, line, code in places(flake8(shop, ".")) if "send" in path] == [
        (1, "ITM903"),
        (2, "ITM904"),
        (3, "ITM903"),
    ]


def test_flake8_skips_whole_files(shop: Path) -> None:
    plant_in(shop, {"services/billing/src/send.py": f"# flake8: {NOQA[2:]}: E501\n{USE}"})
    assert flake8(shop, ".") == ""
    assert {code for _, _, code in places(flake8(shop, "--disable-noqa", "."))} == {"ITM101", "ITM904"}


def test_a_wrong_configuration_is_said_on_one_line(shop: Path) -> None:
    plant_in(shop, {"lint430.toml": "ingore = []\n"})
    for jobs in ("-j1", "-j2"):
        done = subprocess.run(
            [sys.executable, "-m", "flake8", "--isolated", jobs, "."], cwd=shop, capture_output=True, text=True, check=False
        )
        assert done.returncode == 1
        assert done.stderr.startswith("lint430: error: ")
        assert done.stderr.endswith("lint430.toml:1: unknown key `ingore`; did you mean `ignore`?\n")
        assert done.stderr.count("\n") == 1


def test_a_wrong_configuration_of_a_repository_inside_is_a_finding(shop: Path) -> None:
    plant_in(shop, {"inner/lint430.toml": "ingore = []\n", "inner/.git/HEAD": "", "inner/a.py": "A = 1\n"})
    done = subprocess.run([sys.executable, "-m", "flake8", "--isolated", "-j2", "."], cwd=shop, capture_output=True, text=True, check=False)
    assert "inner/a.py:1:1: ITM902 This file was not checked: " in done.stdout
    assert "unknown key `ingore`" in done.stdout
    assert done.stderr == ""


def test_flake8_lists_it_and_its_own_checks_are_as_before(shop: Path) -> None:
    assert "lint430: " in subprocess.run([sys.executable, "-m", "flake8", "--version"], capture_output=True, text=True, check=True).stdout
    plant_in(shop, {"long.py": "A = '" + 90 * "x" + "'\nimport os\n"})
    arguments = [sys.executable, "-m", "flake8", "--isolated", "--max-line-length=90", "long.py"]
    done = subprocess.run(arguments, cwd=shop, capture_output=True, text=True, check=False)
    assert [line.split()[1] for line in done.stdout.splitlines()] == ["E501", "F401", "E402"]


def test_the_plugin_imports_neither_flake8_nor_the_engine() -> None:
    program = (
        "import sys, lint430.integrations.flake8; print(sorted({'flake8', 'tree_sitter', 'click', 'lint430.engine'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"


class Manager(argparse.ArgumentParser):
    """Takes options as flake8 does."""

    def add_option(self, name: str, *, parse_from_config: bool, **more: Any) -> None:
        assert parse_from_config
        self.add_argument(name, **more)


def test_a_process_that_stays_sees_every_change(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop)
    manager = Manager()
    Plugin.add_options(manager)

    def shown(*given: str, **options: object) -> list[tuple[int, int, str]]:
        asked = {"filenames": ["."], "select": None, "extend_select": None, "disable_noqa": False} | options
        Plugin.parse_options(manager.parse_args(given, argparse.Namespace(**asked)))
        path = shop / "services/billing/src/send.py"
        text = str(options.get("text", path.read_text()))
        found = Plugin(None, "services/billing/src/send.py", text.splitlines(keepends=True)).run()
        return [(line, column, text[:6]) for line, column, text, _ in found]

    assert shown() == [(5, 19, "ITM101")]
    assert shown() == [(5, 19, "ITM101")]
    assert shown("--lint430-no-cache") == [(5, 19, "ITM101")]
    assert shown(select=["E"]) == []
    assert shown(select=["E"], extend_select=["ITM2"]) == [(5, 19, "ITM101")]
    assert shown(text="\n" + USE) == [(6, 19, "ITM101")]
    assert shown(text="\n" + USE, filenames=["-"]) == [(6, 19, "ITM101")]
    assert shown(filenames=["-"]) == [(5, 19, "ITM101")]
    assert list(Plugin(None, "stdin", [USE]).run()) == []
    plant_in(shop, {"services/billing/src/env.py": "FAKE = True\n"})
    assert shown() == []
    plant_in(shop, {"lint430.toml": "select = 1\n"})
    with pytest.raises(SystemExit):
        shown()
