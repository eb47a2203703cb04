"""``lint430 suppressions list``: what is silenced, by whom, since when; in real repositories of every shape."""

from __future__ import annotations

import json
import os
import re
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lint430.integrations.cli import main
from lint430.integrations.console import CLEAN, INTERNAL, USAGE
from lint430.repository.blame import UNCOMMITTED, UNKNOWN, authorship

BRANCH = 'export const a = process.env.INTEGRATION_MODE === "cluster" ? 1 : 2;'
NOQA = "# no" + "qa"
"""In two pieces: as one it would be a comment to the tools that read this file."""


def git(folder: Path, *arguments: str, author: str = "Ann", on: str = "2026-01-02T03:04:05+0000") -> None:
    name, _, rest = author.partition("|")
    environment = {"GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": rest or "a@x", "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@x"}
    environment |= {"GIT_AUTHOR_DATE": on, "GIT_COMMITTER_DATE": on, "GIT_CONFIG_GLOBAL": os.devnull}
    subprocess.run(["git", *arguments], cwd=folder, env=os.environ | environment, check=True, capture_output=True)


def commit(folder: Path, **about: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "x", **about)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repository"
    (root / "src").mkdir(parents=True)
    git(root, "init", "-q")
    (root / "src" / "a.ts").write_text(f"{BRANCH} // lint430: ignore[ITM101] -- until BILL-412\n")
    commit(root)
    (root / "src" / "b.py").write_text(f"A = 1  {NOQA}: E501, ITM101\nB = 2  {NOQA}\n")
    (root / "src" / "c.ts").write_text(f"// lint430: ignore-file[ITM101, ITM102] -- generated\n{BRANCH}\n{BRANCH}\n")
    commit(root, author="Bö Å", on="2025-06-01T23:30:00-0300")
    monkeypatch.chdir(root)
    return root


def listed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert main(["suppressions", "list", "--format", "json", *arguments]) == CLEAN
    captured = capsys.readouterr()
    assert captured.err == ""
    found: list[dict[str, Any]] = json.loads(captured.out)["suppressions"]
    return found


def ages(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, tuple[str, str | None, str | None]]:
    return {
        f"{one['path']}:{one['line']}": (one["age"]["state"], one["age"]["date"], one["age"]["author"])
        for one in listed(capsys, *arguments)
    }


def test_the_list(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suppressions", "list"]) == CLEAN
    text = re.sub(r"\(\d+ days\)", "(N days)", capsys.readouterr().out)
    assert text == (
        "src/a.ts:1\n"
        "    ITM101 runtime-mode-branch: silences 1 finding\n"
        "    reason: until BILL-412\n"
        "    since 2026-01-02 (N days), by Ann\n"
        "src/b.py:1\n"
        "    ITM101 runtime-mode-branch: silences nothing\n"
        "    no reason given\n"
        "    since 2025-06-01 (N days), by Bö Å\n"
        "src/c.ts:1 (whole file)\n"
        "    ITM101 runtime-mode-branch: silences 2 findings\n"
        "    ITM102 runtime-mode-read: silences nothing\n"
        "    reason: generated\n"
        "    since 2025-06-01 (N days), by Bö Å\n"
        "3 suppressions, 2 unused, 1 without a reason.\n"
    )


def test_as_json(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second, third = listed(capsys)
    days = (date.today() - date(2026, 1, 2)).days
    assert first.pop("age") | {"commit": None} == {
        "state": "committed",
        "author": "Ann",
        "date": "2026-01-02",
        "days": pytest.approx(days, abs=1),
        "commit": None,
    }
    assert first == {
        "path": "src/a.ts",
        "line": 1,
        "scope": "line",
        "kind": "lint430",
        "checks": [{"code": "ITM101", "name": "runtime-mode-branch", "silences": 1, "state": "used"}],
        "reason": "until BILL-412",
    }
    assert (second["kind"], second["checks"][0]["state"], second["reason"]) == ("noqa", "unused", None)
    assert re.fullmatch("[0-9a-f]{40}", second["age"]["commit"])
    assert (third["scope"], [one["silences"] for one in third["checks"]]) == ("file", [2, 0])


def test_sorted_filtered_and_without_ages(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "src" / "d.ts").write_text("const d = 1; // lint430: ignore[ITM204]\n")
    assert [one["path"] for one in listed(capsys, "--sort", "age")] == ["src/b.py", "src/c.ts", "src/a.ts", "src/d.ts"]
    assert [one["path"] for one in listed(capsys, "--select", "ITM2")] == ["src/d.ts"]
    assert [one["path"] for one in listed(capsys, "--select", "runtime-mode-read,ITM204")] == ["src/c.ts", "src/d.ts"]
    assert [one["path"] for one in listed(capsys, "src/a.ts")] == ["src/a.ts"]
    assert {one["age"] for one in listed(capsys, "--no-age")} == {None}
    assert main(["suppressions", "list", "--select", "ITM999"]) == USAGE


def test_what_was_not_judged_is_not_called_unused(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "lint430.toml").write_text('ignore = ["ITM101"]\n')
    assert {c["state"] for one in listed(capsys) for c in one["checks"] if c["code"] == "ITM101"} == {"unknown"}
    assert main(["suppressions", "list"]) == CLEAN
    assert "ITM101 runtime-mode-branch: not judged here" in capsys.readouterr().out


def test_the_baseline_does_not_matter(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = listed(capsys)
    (tree / ".lint430").mkdir()
    (tree / ".lint430" / "baseline.json").write_text("broken")
    assert listed(capsys) == before


def test_a_bare_noqa_is_listed_where_it_silences(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "src" / "e.py").write_text(f'import os\nA = 1 if os.environ["INTEGRATION_MODE"] == "repo" else 2  {NOQA}\n')
    (one,) = listed(capsys, "src/e.py")
    assert (one["kind"], one["checks"][0]["code"], one["checks"][0]["silences"]) == ("noqa", "ITM101", 1)


# --- ages ------------------------------------------------------------------------------------------------------------------------


def test_lines_that_moved_keep_their_age(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (tree / "src" / "a.ts").read_text()
    (tree / "src" / "a.ts").write_text(f"// new\n// lint430: ignore[ITM104]\n{before}")
    (tree / "src" / "c.ts").write_bytes((tree / "src" / "c.ts").read_bytes().replace(b"\n", b"\r\n"))
    found = ages(capsys)
    assert found["src/a.ts:2"] == ("uncommitted", None, None)
    assert found["src/a.ts:3"] == ("committed", "2026-01-02", "Ann")
    assert found["src/c.ts:1"] == ("committed", "2025-06-01", "Bö Å"), "a checkout may have other line ends"
    git(tree, "mv", "src/a.ts", "src/z.ts")
    assert ages(capsys)["src/z.ts:3"] == ("uncommitted", None, None)
    commit(tree, on="2026-03-01T00:00:00+0000")
    assert ages(capsys)["src/z.ts:3"] == ("committed", "2026-01-02", "Ann")


def test_uncommitted_and_untracked(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "src" / "d.ts").write_text("const d = 1; // lint430: ignore[ITM204]\n")
    assert main(["suppressions", "list", "src/d.ts"]) == CLEAN
    assert "    not committed yet\n" in capsys.readouterr().out
    git(tree, "add", "-A")
    assert ages(capsys, "src/d.ts") == {"src/d.ts:1": ("uncommitted", None, None)}


def test_a_shallow_clone_says_older(
    tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", tree.as_uri(), "shallow")
    monkeypatch.chdir(tmp_path / "shallow")
    assert ages(capsys)["src/a.ts:1"] == ("older", "2025-06-01", None)
    assert main(["suppressions", "list", "src/a.ts"]) == CLEAN
    assert re.search(r"    older than 2025-06-01 \(\d+ days\): the history ends there\n", capsys.readouterr().out)


def test_commits_that_only_formatted_are_passed_over(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tree / "src" / "a.ts"
    path.write_text(path.read_text().replace("export const a", "export  const  a"))
    commit(tree, author="Formatter", on="2026-05-05T00:00:00+0000")
    assert ages(capsys)["src/a.ts:1"] == ("committed", "2026-05-05", "Formatter")
    name = subprocess.run(["git", "rev-parse", "HEAD"], cwd=tree, capture_output=True, text=True, check=True).stdout
    (tree / ".git-blame-ignore-revs").write_text(f"# formatting\n{name}")
    assert ages(capsys)["src/a.ts:1"] == ("committed", "2026-01-02", "Ann")
    (tree / ".git-blame-ignore-revs").write_text("no commit\n")
    assert ages(capsys)["src/a.ts:1"] == ("committed", "2026-05-05", "Formatter"), "a bad list is as good as none"
    (tree / ".git-blame-ignore-revs").unlink()
    (tree / ".git" / "mine").write_text(name)
    git(tree, "config", "blame.ignoreRevsFile", ".git/mine")
    assert ages(capsys)["src/a.ts:1"] == ("committed", "2026-05-05", "Formatter"), "the reader's own settings have no say"


def test_no_program_of_the_repository_is_run(tree: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = tmp_path / "ran"
    for key in ("core.fsmonitor", "filter.x.clean", "filter.x.smudge", "filter.x.process", "diff.x.textconv", "diff.x.command"):
        git(tree, "config", key, f"touch {ran}; false")
    (tree / ".gitattributes").write_text("* filter=x diff=x\n")
    (tree / "src" / "a.ts").write_text("// new\n" + (tree / "src" / "a.ts").read_text())
    assert ages(capsys)["src/a.ts:2"] == ("committed", "2026-01-02", "Ann")
    assert not ran.exists()


def test_without_git(tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / ".git").rename(tree / "gone")
    (tree / "lint430.toml").touch()
    assert set(ages(capsys, "src").values()) == {("unknown", None, None)}
    assert main(["suppressions", "list", "src/a.ts"]) == CLEAN
    assert "    of unknown age\n" in capsys.readouterr().out
    (tree / "gone").rename(tree / ".git")
    monkeypatch.setenv("PATH", "")
    assert set(ages(capsys).values()) == {("unknown", None, None)}


def test_before_the_first_commit(tmp_path: Path) -> None:
    assert authorship(tmp_path, {"a": [1]}, {"a": b"a\n"}.get) == {("a", 1): UNKNOWN}
    git(tmp_path, "init", "-q")
    assert authorship(tmp_path, {"a": [1]}, {"a": b"a\n"}.get) == {("a", 1): UNCOMMITTED}


def test_a_folder_of_git_that_is_none(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / ".git").rename(tree / "gone")
    (tree / ".git").mkdir()
    assert set(ages(capsys, "src").values()) == {("unknown", None, None)}


@pytest.mark.parametrize(
    ("author", "on", "expected"),
    [
        ("\x1b[31mRed\u202e", "2026-01-02T00:00:00+0000", "since 2026-01-02"),
        ("author-time 5", "2026-01-02T23:59:00-1200", "since 2026-01-02"),
        ("A", "@99999999999 +0000", "by A"),
        ("A", "@0 +0000", "since 1970-01-01"),
    ],
)
def test_odd_commits(tree: Path, capsys: pytest.CaptureFixture[str], author: str, on: str, expected: str) -> None:
    (tree / "src" / "a b'ä.ts").write_text(f"{BRANCH} // lint430: ignore[ITM101]\n")
    commit(tree, author=author, on=on)
    assert main(["suppressions", "list", "src/a b'ä.ts"]) == CLEAN
    out = capsys.readouterr().out
    assert expected in out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize(
    "data",
    [b"\xff\xfe// lint430: ignore[ITM101]\n", b"const a = = 1; // lint430: ignore[ITM101]\n", b"// lint430: ignore[ITM101]", b"\0", b""],
)
def test_odd_files(tree: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    (tree / "src" / "odd.ts").write_bytes(data)
    (tree / "src" / os.fsdecode(b"odd\xff.ts")).write_bytes(data)
    commit(tree)
    for arguments in ([], ["--sort", "age"], ["--format", "json"]):
        assert main(["suppressions", "list", *arguments]) == CLEAN
    assert capsys.readouterr().err == ""


def test_an_incomplete_run_says_so(tree: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from lint430 import engine

    monkeypatch.setattr(engine, "_judge", lambda flow, *_: ([], [engine.Failure("ITM101", flow.file.path, "x")]))
    assert main(["suppressions", "list"]) == INTERNAL
    captured = capsys.readouterr()
    assert "not judged here" in captured.out
    assert "internal error: ITM101 failed on `src/a.ts`: x" in captured.err
