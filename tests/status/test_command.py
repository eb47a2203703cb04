"""`lint430 status` as people use it: in a repository under git, with files written, checked, recorded and compared."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from lint430.config import Configs
from lint430.engine import Outcome, run, run_state
from lint430.integrations.cli import main
from lint430.integrations.console import CLEAN, FINDINGS, INTERNAL, USAGE
from lint430.repository.revision import Revision, RevisionError, commit_of

Platform = dict[str, str]
BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'
RUNNER = "run_integration_tests.sh"


def write(root: Path, files: Platform) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
        if path.endswith(RUNNER):
            (root / path).chmod(0o755)


def commit(root: Path, day: str) -> str:
    """Commit everything, on a day; give the commit."""
    stamp = f"{day}T12:00:00+00:00"
    identity = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b"}
    environment = os.environ | identity | {"GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp, "GIT_CONFIG_GLOBAL": "/dev/null"}
    for command in (["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run(["git", *command], cwd=root, env=environment, check=True)
    return subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a repository with the platform in one commit, and go there."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    write(tmp_path, platform)
    commit(tmp_path, "2025-12-10")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_document_is_the_same_each_time(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == CLEAN
    first = capsys.readouterr()
    assert first.err == ""
    assert "**Audit Date:** 2025-12-10" in first.out
    os.chdir(repository / "services" / "billing")
    assert main(["status"]) == CLEAN
    assert capsys.readouterr().out == first.out
    assert main(["status", "--date", "2026-01-01"]) == CLEAN
    assert "**Audit Date:** 2026-01-01" in capsys.readouterr().out
    for form in ("html", "json", "text", "badge"):
        assert main(["status", "--format", form]) == CLEAN
        assert "6" in capsys.readouterr().out


def test_a_committed_document_is_checked(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form, name in (("markdown", "docs/status.md"), ("json", "docs/status.json")):
        assert main(["status", "--format", form, "--output", name]) == CLEAN
        assert main(["status", "--format", form, "--check", name]) == CLEAN
    # The commit that brings the document is of another day; the document is not stale for that.
    commit(repository, "2025-12-24")
    for form, name in (("markdown", "docs/status.md"), ("json", "docs/status.json")):
        assert main(["status", "--format", form, "--check", name]) == CLEAN
        assert capsys.readouterr().out == ""
    write(repository, {"services/forms/src/limit.ts": BRANCH})
    assert main(["status", "--check", "docs/status.md"]) == FINDINGS
    diff = capsys.readouterr().out.splitlines()
    assert diff[:2] == ["--- docs/status.md", "+++ lint430 status"]
    assert "-| `forms` | Yes | **Compliant** | **Yes** | None | - |" in diff
    assert "+| `forms` | Yes | **Partial** | **Yes** | ITM101 | - |" in diff
    assert not any("Audit Date" in line for line in diff if line[0] in "+-")
    assert main(["status", "--check", "docs/status.md", "--output", "docs/status.md"]) == FINDINGS
    capsys.readouterr()
    assert main(["status", "--check", "docs/status.md"]) == CLEAN


def test_what_was_written_before_the_first_commit_is_not_stale(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (repository / ".git").rename(tmp_path_factory.mktemp("aside") / ".git")
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    for name in ("status.md", "status.json"):
        assert main(["status", "--output", name]) == CLEAN
    commit(repository, "2025-12-24")
    for name in ("status.md", "status.json"):
        assert main(["status", "--check", name]) == CLEAN
    (repository / "status.json").write_text('{"date": 3, "commit": []}')
    assert main(["status", "--check", "status.json"]) == FINDINGS


def test_the_name_of_the_file_says_the_format(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, start in (("a.json", "{"), ("a.html", "<!"), ("a.svg", "<svg"), ("a.txt", "430 – Status,"), ("a.md", "---"), ("a", "---")):
        assert main(["status", "--output", name]) == CLEAN
        assert (repository / name).read_text().startswith(start), name
        assert main(["status", "--format", "json", "--output", name + ".x"]) == CLEAN
        assert (repository / f"{name}.x").read_text().startswith("{")
    write(repository, {"services/forms/src/limit.ts": BRANCH})
    assert main(["status", "--output", "a.json"]) == CLEAN
    assert main(["status", "--check", "a.json"]) == CLEAN
    assert capsys.readouterr().out == ""


def test_a_badge_is_two_files(repository: Path) -> None:
    assert main(["status", "--format", "badge", "--output", "badges/430.svg"]) == CLEAN
    assert (repository / "badges/430.svg").read_text().startswith("<svg")
    assert json.loads((repository / "badges/430.json").read_text())["message"] == "6/6"


def test_the_history_is_recorded_once_per_commit(repository: Path) -> None:
    place = repository / ".lint430" / "history.jsonl"
    for _ in range(2):
        assert main(["status", "--record", "--output", "out.md"]) == CLEAN
    assert [json.loads(line)["metrics"]["compliant"] for line in place.read_text().splitlines()] == [6]
    write(repository, {"services/forms/src/limit.ts": BRANCH})
    head = commit(repository, "2025-12-11")
    assert main(["status", "--record", "--output", "out.md"]) == CLEAN
    lines = [json.loads(line) for line in place.read_text().splitlines()]
    assert [line["metrics"]["compliant"] for line in lines] == [6, 5]
    assert (lines[1]["commit"], lines[1]["date"]) == (head, "2025-12-11")
    assert sorted(path.name for path in place.parent.iterdir()) == ["history.jsonl"]


@pytest.mark.parametrize(
    ("path", "text", "warns"),
    [
        ("docs/status.md", "old\n", False),
        (".lint430/history.jsonl", "", False),
        ("services/forms/src/limit.ts", BRANCH, True),
        ("services/forms/src/forms.py", "PRICE = 2\n", True),
        ("services/forms/__mocks__/fixtures.py", None, True),
    ],
)
def test_uncommitted_changes_in_the_history_are_told(
    path: str, text: str | None, warns: bool, repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if text is None:
        (repository / path).unlink()
    else:
        write(repository, {path: text})
    assert main(["status", "--record", "--output", "docs/status.md"]) == CLEAN
    said = capsys.readouterr().err
    assert said.endswith(" include changes that are not committed\n") if warns else said == ""
    assert (repository / ".lint430/history.jsonl").read_text().count("\n") == 1


def test_incomplete_numbers_are_not_recorded(repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def broken(*arguments: object, **options: object) -> Outcome:
        outcome = run(repository, Configs(repository))
        return replace(outcome, run=replace(outcome.run, complete=False))

    monkeypatch.setattr("lint430.integrations.status.run", broken)
    assert main(["status", "--record", "--output", "status.md"]) == INTERNAL
    assert "nothing was recorded" in capsys.readouterr().err
    assert not (repository / ".lint430").exists()


def test_a_detached_head_is_a_commit_like_others(repository: Path) -> None:
    write(repository, {"services/forms/src/limit.ts": BRANCH})
    commit(repository, "2025-12-11")
    subprocess.run(["git", "checkout", "-q", "--detach", "HEAD~1"], cwd=repository, check=True)
    assert main(["status", "--record", "--since", "HEAD@{1}", "--output", "status.json"]) == CLEAN
    document = json.loads((repository / "status.json").read_text())
    assert (document["date"], document["metrics"]["compliant"]) == ("2025-12-10", 6)
    assert document["since"]["suites"][0]["better"] == ["Partial → Compliant", "gone: ITM101 in `services/forms/src/limit.ts`"]


def test_a_commit_that_a_shallow_clone_lacks(
    repository: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(repository, {"services/forms/src/limit.ts": BRANCH})
    commit(repository, "2025-12-11")
    clone = tmp_path_factory.mktemp("clone")
    subprocess.run(["git", "clone", "-q", "--depth", "1", repository.as_uri(), str(clone)], check=True)
    monkeypatch.chdir(clone)
    assert main(["status", "--since", "HEAD", "--format", "text"]) == CLEAN
    assert capsys.readouterr().out.endswith("nothing changed\n")
    assert main(["status", "--since", "HEAD~1"]) == USAGE
    assert "the clone is shallow, and `git fetch --unshallow` brings older commits" in capsys.readouterr().err


def test_a_configuration_that_was_wrong_then(repository: Path, platform: Platform, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, {"lint430.toml": "bogus = 1\n"})
    commit(repository, "2025-12-11")
    write(repository, {"lint430.toml": platform["lint430.toml"]})
    assert main(["status", "--since", "HEAD"]) == USAGE
    assert capsys.readouterr().err == "lint430: error: at `HEAD`: lint430.toml:1: unknown key `bogus`\n"


def test_a_commit_is_compared_without_a_checkout(repository: Path, platform: Platform, capsys: pytest.CaptureFixture[str]) -> None:
    write(repository, {"services/forms/src/limit.ts": BRANCH, "lint430.toml": platform["lint430.toml"] + "\n[levels]\nITM205 = 'off'\n"})
    (repository / f"services/gate/__tests__/integration/{RUNNER}").chmod(0o644)
    commit(repository, "2025-12-11")
    assert main(["status", "--since", "HEAD~1", "--format", "json"]) == CLEAN
    since = json.loads(capsys.readouterr().out)["since"]
    assert since["date"] == "2025-12-10"
    assert since["metrics"]["compliant"] == [6, 4]
    assert [(suite["path"], suite["was"], suite["is"], suite["worse"][1:]) for suite in since["suites"]] == [
        ("services/forms", "Compliant", "Partial", ["new: ITM101 in `services/forms/src/limit.ts`"]),
        ("services/gate", "Compliant", "Partial", [f"new: ITM414 in `services/gate/__tests__/integration/{RUNNER}`"]),
    ]
    assert main(["status", "--since", "HEAD", "--format", "text"]) == CLEAN
    assert "nothing changed" in capsys.readouterr().out


def test_a_commit_gives_the_findings_of_its_checkout(repository: Path) -> None:
    write(
        repository,
        {
            "services/forms/src/limit.ts": BRANCH,
            "services/forms/src/broken.py": "def (:\n",
            "services/forms/lint430.toml": '[per-path-ignores]\n"src/other.ts" = ["ITM1"]\n',
            "services/forms/src/other.ts": BRANCH,
            "node_modules/x/index.js": BRANCH,
            "services/forms/bin/start": '#!/usr/bin/env bash\n[ "$INTEGRATION_MODE" = repo ] && exit 0\n',
        },
    )
    (repository / "services/forms/src/utf16.ts").write_bytes(BRANCH.encode("utf-16"))
    (repository / "services/forms/src/latin.ts").write_bytes(b"// \xe9\n" + BRANCH.encode())
    (repository / "services/forms/src/dangling.ts").symlink_to("nowhere.ts")
    (repository / "services/forms/src/linked.ts").symlink_to("limit.ts")
    (repository / "services/forms/src/outside.ts").symlink_to("../../../../../outside.ts")
    commit(repository, "2025-12-11")
    (repository / "services/forms/src/outside.ts").unlink()
    on_disk = run(repository, Configs(repository))
    with Revision(repository, "HEAD") as revision:
        in_git = run_state(revision, Configs(repository, None, revision.content))
    assert len(on_disk.run.findings) > 5
    assert in_git.run.findings == on_disk.run.findings
    assert in_git.run.suppressed == on_disk.run.suppressed
    assert [one.suite for one in in_git.inventories] == [one.suite for one in on_disk.inventories]


@pytest.mark.parametrize("name", ["nowhere", "--all", "", "HEAD~9", "HEAD:lint430.toml", "a b", "\0"])
def test_an_unknown_commit(name: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commit_of(repository, name) is None
    with pytest.raises(RevisionError):
        Revision(repository, name)
    assert main(["status", f"--since={name}"]) == USAGE
    assert capsys.readouterr().err.startswith("lint430: error: ")


def test_wrong_usage_is_one_line(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "folder").mkdir()
    (repository / ".lint430").mkdir()
    (repository / ".lint430/history.jsonl").write_text("x\n")
    for arguments in (
        ["--date", "yesterday"],
        ["--date", "20251210"],
        ["--check", "missing.md"],
        ["--check", "folder"],
        ["--output", "folder"],
        ["--output", "lint430.toml/x"],
        ["--format", "badge", "--check", "lint430.toml"],
        ["--format", "html", "--check", "lint430.toml"],
        ["--format", "text", "--check", "lint430.toml"],
        ["--format", "badge", "--output", "badge.json"],
        ["--format", "pdf"],
        ["--record"],
    ):
        assert main(["status", *arguments]) == USAGE, arguments
        said = capsys.readouterr().err
        assert said.startswith("lint430: error: "), arguments
        assert said.count("\n") == 1


def test_the_schema_is_printed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--schema"]) == CLEAN
    schema = json.loads(capsys.readouterr().out)
    assert main(["status", "--since", "HEAD", "--format", "json"]) == CLEAN
    jsonschema.validate(json.loads(capsys.readouterr().out), schema)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            '[status.suites."services/biling"]\npriority = "P1"',
            "`status.suites` names `services/biling`, where there is no integration suite; did you mean `services/billing`?",
        ),
        (
            '[status]\nmocks-order = ["services/gate", "services/from"]',
            "`status.mocks-order` names `services/from`, where there is no integration suite; did you mean `services/forms`?",
        ),
        (
            '[status]\nfeatures = ["invoices", "aut"]',
            "`status.features` names `aut`, of which there is no E2E spec; did you mean `auth`?",
        ),
    ],
)
def test_what_is_not_there_is_told(settings: str, said: str, repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "lint430.toml").write_text(f"{settings}\n")
    assert main(["status", "--output", "status.md"]) == CLEAN
    assert capsys.readouterr().err == f"lint430: warning: {said}\n"


def test_without_git(tmp_path: Path, platform: Platform, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, platform)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["status"]) == CLEAN
    assert "**Audit Date:** unknown" in capsys.readouterr().out
    assert main(["status", "--record"]) == USAGE
    assert main(["status", "--since", "HEAD"]) == USAGE


def test_links_and_modes_of_written_files_are_kept(repository: Path) -> None:
    (repository / "real.md").write_text("old\n")
    (repository / "real.md").chmod(0o600)
    (repository / "link.md").symlink_to("real.md")
    assert main(["status", "--output", "link.md"]) == CLEAN
    assert (repository / "link.md").is_symlink()
    assert (repository / "real.md").read_text().startswith("---\n")
    assert (repository / "real.md").stat().st_mode & 0o777 == 0o600
