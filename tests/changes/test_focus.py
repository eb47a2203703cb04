"""What a change is answerable for, in every state that a repository can be in."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lint430.integrations.cli import main
from lint430.integrations.console import CLEAN, FINDINGS, USAGE

Git = Callable[..., str]
Check = Callable[..., list[str]]
SUITE = "services/billing/__tests__/integration"
SRC = "services/billing/src"
BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'
OLD = [
    f"ITM205 {SUITE}/answer.test.ts:12",
    f"ITM202 {SUITE}/old.test.ts:7",
    f"ITM101 {SRC}/log.ts:3",
    f"ITM101 {SRC}/send.ts:3",
    "ITM101 services/forms/forms/app.py:5",
]


def grow_topic(git: Git, repository: Path) -> None:
    """Commit a branch of code, and a user of ``env.ts``, on a branch that is left again."""
    git(repository, "switch", "-qc", "topic")
    (repository / SRC / "mine.ts").write_text(BRANCH)
    (repository / SRC / "user.ts").write_text('import { region } from "./env";\n\nexport const go = () => (region === "x" ? a() : b());\n')
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "mine")
    git(repository, "switch", "-q", "main")


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text()
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new))


def complaint(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Give the one line that a refused command says."""
    capsys.readouterr()
    assert main(["check", *arguments]) == USAGE
    said = capsys.readouterr().err
    assert said.startswith("lint430: error: ")
    assert said.count("\n") == 1
    return said


@pytest.fixture(params=["--staged", "--diff", "--patch"])
def changed(
    request: pytest.FixtureRequest, repository: Path, git: Git, check: Check, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], list[str]]:
    """Give what checks the change of the working tree, in each of the three ways."""

    def of() -> list[str]:
        if request.param == "--diff":
            return check("--diff", "HEAD")
        git(repository, "add", "-A")
        if request.param == "--staged":
            return check("--staged")
        patch = subprocess.run(["git", "diff", "--cached"], cwd=repository, capture_output=True, check=True).stdout
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(patch)))
        return check("--patch", "-")

    return of


# --- what counts -----------------------------------------------------------------------------------------------------------------


def test_what_was_there_before(repository: Path, check: Check) -> None:
    assert check() == OLD


def test_a_changed_line_and_no_other(repository: Path, changed: Callable[[], list[str]]) -> None:
    edit(repository, f"{SRC}/log.ts", "export const log", BRANCH + "export const log")
    assert changed() == [f"ITM101 {SRC}/log.ts:5"]


def test_lines_that_moved_are_old(repository: Path, changed: Callable[[], list[str]]) -> None:
    edit(repository, f"{SRC}/log.ts", 'import { region } from "./env";\n', '// one\n// two\n\nimport { region } from "./env";\n')
    edit(repository, f"{SUITE}/answer.test.ts", 'it("answers"', '// first\nit("answers"')
    assert changed() == []


def test_the_way_runs_through_a_changed_line(repository: Path, changed: Callable[[], list[str]]) -> None:
    """Those that import the changed file without asking for what changed stay silent."""
    edit(repository, f"{SRC}/env.ts", '!== "cluster"', '=== "repo"')
    assert changed() == [f"ITM101 {SRC}/send.ts:3"]


def test_another_line_of_a_file_on_the_way(repository: Path, changed: Callable[[], list[str]]) -> None:
    edit(repository, f"{SRC}/env.ts", '"eu"', '"us"')
    edit(repository, "services/forms/forms/settings.py", "import os\n", "import os\n\n# settings\n")
    assert changed() == [f"ITM101 {SRC}/send.ts:3", "ITM101 services/forms/forms/app.py:5"]


def test_another_line_of_the_file_itself(repository: Path, changed: Callable[[], list[str]]) -> None:
    edit(repository, f"{SRC}/log.ts", "export const log = () => region;", "export const log = () => `${region}`;")
    edit(repository, f"{SRC}/send.ts", "export const where = () => region;", "export const where = () => `${region}`;")
    assert changed() == []


def test_a_helper_that_becomes_the_cause(repository: Path, changed: Callable[[], list[str]]) -> None:
    edit(repository, f"{SRC}/env.ts", '"eu"', 'process.env.INTEGRATION_MODE ?? "repo"')
    (repository / SRC / "where.ts").write_text(
        'import { region } from "./env";\n\nexport const go = () => (region === "repo" ? a() : b());\n'
    )
    assert changed() == [f"ITM101 {SRC}/send.ts:3", f"ITM101 {SRC}/where.ts:3"]


def test_an_assertion_taken_out_of_a_helper(repository: Path, changed: Callable[[], list[str]]) -> None:
    edit(repository, f"{SUITE}/asserts.ts", '  expect(answer).toBe("yes");\n', "  console.log(answer);\n")
    assert changed() == [f"ITM212 {SUITE}/answer.test.ts:8"]


def test_a_suppression_taken_away(repository: Path, changed: Callable[[], list[str]]) -> None:
    edit(repository, f"{SRC}/quiet.ts", "// lint430: ignore[ITM101] -- until BILL-1\n", "")
    assert changed() == [f"ITM101 {SRC}/quiet.ts:1"]


def test_a_suppression_that_the_change_left_without_use(repository: Path, changed: Callable[[], list[str]]) -> None:
    edit(repository, f"{SRC}/quiet.ts", 'process.env.INTEGRATION_MODE === "repo" ? 1 : 2', "1")
    assert changed() == [f"ITM903 {SRC}/quiet.ts:1"]


def test_an_unused_suppression_elsewhere_is_old(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    (repository / SRC / "idle.ts").write_text("// lint430: ignore[ITM101] -- no more\nexport const idle = 1;\n\nexport const busy = 2;\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "idle")
    edit(repository, f"{SRC}/idle.ts", "busy = 2", "busy = 3")
    assert changed() == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("services/billing/__mocks__", [f"ITM501 {SUITE}/run_integration_tests.sh:1"]),
        ("tools/integration-runner/junit-path.sh", [f"ITM506 {SUITE}/run_integration_tests.sh:1"]),
        (f"{SUITE}/run_integration_tests.sh", ["ITM502 services/billing/package.json:1"]),
        ("services/billing/__mocks__/fixtures.ts", [f"ITM503 {SUITE}/run_integration_tests.sh:1"]),
        (f"{SUITE}/asserts.ts", [f"ITM212 {SUITE}/answer.test.ts:8"]),
        (f"{SRC}/env.ts", []),
    ],
)
def test_something_deleted(repository: Path, git: Git, changed: Callable[[], list[str]], path: str, expected: list[str]) -> None:
    git(repository, "rm", "-rq", path)
    assert changed() == expected


def test_every_test_deleted(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    git(repository, "rm", "-q", f"{SUITE}/answer.test.ts", f"{SUITE}/old.test.ts")
    assert changed() == [f"ITM504 {SUITE}/run_integration_tests.sh:1"]


def test_a_new_name_is_no_new_file(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    git(repository, "mv", f"{SUITE}/old.test.ts", f"{SUITE}/older.test.ts")
    git(repository, "mv", f"{SRC}/log.ts", f"{SRC}/protocol.ts")
    assert changed() == []


def test_moved_without_telling_git(repository: Path, check: Check) -> None:
    (repository / SRC).rename(repository / "services/billing/lib")
    edit(repository, "services/billing/lib/log.ts", "import { region", "// Logs.\nimport { region")
    edit(repository, "services/billing/lib/quiet.ts", "// lint430: ignore[ITM101] -- until BILL-1\n", "")
    assert check("--diff", "HEAD") == ["ITM101 services/billing/lib/quiet.ts:1"]


def test_a_new_name_with_a_new_meaning(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    git(repository, "mv", f"{SUITE}/answer.test.ts", f"{SUITE}/answer.cluster.test.ts")
    assert changed() == [f"ITM303 {SUITE}/answer.cluster.test.ts:1"]


def test_tooling_that_becomes_runtime(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    edit(repository, "tools/load.py", "print(os.environ.get('HOME'))\n", "if os.environ['INTEGRATION_MODE'] == 'repo':\n    print(1)\n")
    git(repository, "commit", "-qam", "tool")
    git(repository, "mv", "tools/load.py", "services/forms/forms/load.py")
    assert changed() == ["ITM101 services/forms/forms/load.py:3"]


def test_a_mode_taken_away(repository: Path, changed: Callable[[], list[str]]) -> None:
    (repository / SUITE / "run_integration_tests.sh").chmod(0o644)
    assert changed() == [f"ITM414 {SUITE}/run_integration_tests.sh:1"]


def test_a_workflow_that_says_no_more(repository: Path, changed: Callable[[], list[str]]) -> None:
    edit(repository, ".github/workflows/ci.yml", "        env:\n          INTEGRATION_MODE: repo\n", "")
    assert changed() == ["ITM603 .github/workflows/ci.yml:7"]


def test_a_configuration_counts_by_its_effect(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    (repository / "lint430.toml").write_text('ignore = ["ITM101"]\n')
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "settings")
    (repository / "lint430.toml").write_text('# nothing ignored\n[levels]\nITM205 = "error"\nITM202 = "note"\n')
    assert changed() == [line for line in OLD if "ITM202" not in line]


def test_a_configuration_that_is_a_link(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    (repository / "conf").mkdir()
    (repository / "conf/lint430.toml").write_text('ignore = ["ITM101"]\n')
    (repository / "lint430.toml").symlink_to("conf/lint430.toml")
    (repository / "services/billing/lint430.toml").symlink_to("../../lint430.toml")
    (repository / SRC / "limit.ts").write_text(BRANCH)
    assert changed() == []
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "x")
    (repository / "conf/lint430.toml").write_text("")
    assert changed() == [*(f"ITM101 {SRC}/{at}" for at in ("limit.ts:1", "log.ts:3", "send.ts:3")), "ITM101 services/forms/forms/app.py:5"]
    git(repository, "reset", "-q", "--hard")
    (repository / "services/billing/lint430.toml").unlink()
    (repository / "services/billing/lint430.toml").symlink_to("lint430.toml")
    assert changed() == ["ITM902 services/billing/lint430.toml:1"]


def test_a_link_whose_end_went_away(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    (repository / SRC / "link.ts").symlink_to("log.ts")
    (repository / SRC / "broken.ts").symlink_to("nowhere.ts")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "x")
    (repository / SRC / "log.ts").unlink()
    assert changed() == [f"ITM902 {SRC}/link.ts:1"]
    git(repository, "reset", "-q", "--hard")
    git(repository, "mv", f"{SRC}/link.ts", f"{SRC}/other.ts")
    assert changed() == []


def test_a_configuration_that_was_broken(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    (repository / "lint430.toml").write_text("ignore = [\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "broken")
    (repository / "lint430.toml").write_text("ignore = []\n")
    assert changed() == []


def test_a_baseline_that_was_broken(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    assert main(["baseline", "write"]) == CLEAN
    sound = (repository / ".lint430/baseline.json").read_text()
    (repository / ".lint430/baseline.json").write_text("<<<<<<< HEAD\n" + sound)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "broken")
    (repository / ".lint430/baseline.json").write_text(sound)
    (repository / SRC / "limit.ts").write_text(BRANCH)
    assert changed() == [f"ITM101 {SRC}/limit.ts:1"]
    # Here the state before is looked at, as what the baseline holds no more may be new.
    (repository / ".lint430/baseline.json").unlink()
    assert changed() == [f"ITM101 {SRC}/limit.ts:1"]


def test_a_broken_file(repository: Path, changed: Callable[[], list[str]]) -> None:
    edit(repository, f"{SRC}/log.ts", "export const log = () => region;\n", "export const log = (() => region;\n")
    assert [line for line in changed() if "ITM901" in line]


def test_odd_names(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    names = ["ä b.ts", 'quo"te.ts', "tab\t.ts", "-x.ts", "new\nline.ts", os.fsdecode(b"\xff.ts")]
    for name in names:
        (repository / SRC / name).write_text("export const a = 1;\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "names")
    for name in names:
        (repository / SRC / name).write_text("export const a = 1;\n" + BRANCH)
    found = changed()
    assert [line.rpartition(":")[2] for line in found] == ["2"] * len(names)


def test_paths_narrow_further(repository: Path, check: Check, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (SRC, "services/forms/web"):
        (repository / folder).mkdir(exist_ok=True)
        (repository / folder / "limit.ts").write_text(BRANCH)
    assert len(check("--diff", "HEAD")) == 2
    assert check("--diff", "HEAD", "services/billing") == [f"ITM101 {SRC}/limit.ts:1"]
    monkeypatch.chdir(repository / "services" / "forms")
    assert check("--diff", "HEAD", "web/limit.ts") == ["ITM101 services/forms/web/limit.ts:1"]
    assert check("--diff", "HEAD", "forms") == []
    (repository / SRC / "env.ts").unlink()
    assert check("--diff", "HEAD", "../billing/src/env.ts") == []
    assert main(["check", "--diff", "HEAD", "nowhere", "web"]) == USAGE
    assert "`nowhere` does not exist" in capsys.readouterr().err
    assert main(["check", "--diff", "HEAD", "../../..", "web"]) == USAGE
    assert "`../../..` is outside the repository" in capsys.readouterr().err
    monkeypatch.chdir(repository)
    shutil.rmtree("services/forms/forms")
    assert check("--diff", "HEAD", "services/forms/forms") == []
    Path("link").symlink_to("services/billing")
    assert check("--diff", "HEAD", "link") == [f"ITM101 {SRC}/limit.ts:1"]


# --- what is compared ------------------------------------------------------------------------------------------------------------


def test_paths_narrow_what_the_baseline_holds(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "write"]) == CLEAN
    edit(repository, f"{SRC}/env.ts", '"eu"', '"us"')
    capsys.readouterr()
    for path, shown in ((SRC, [f"{SRC}/send.ts"]), ("tools", [])):
        assert main(["check", "--diff", "HEAD", "--format", "sarif", path]) == CLEAN
        results = json.loads(capsys.readouterr().out)["runs"][0]["results"]
        assert [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in results] == shown


def test_only_what_is_staged(repository: Path, git: Git, check: Check) -> None:
    """The working tree may hold anything: what is committed is what counts."""
    edit(repository, f"{SRC}/log.ts", "export const log", BRANCH + "export const log")
    git(repository, "add", "-A")
    (repository / SRC / "log.ts").write_text("nonsense (\n")
    (repository / SRC / "more.ts").write_text(BRANCH)
    (repository / SUITE / "run_integration_tests.sh").unlink()
    (repository / "lint430.toml").write_text("nonsense\n")
    assert check("--staged", "--no-config") == check("--staged", "--config", os.devnull) == [f"ITM101 {SRC}/log.ts:5"]


def test_the_staged_configuration_holds(repository: Path, git: Git, check: Check) -> None:
    (repository / SRC / "more.ts").write_text(BRANCH)
    (repository / "lint430.toml").write_text('ignore = ["ITM101"]\n')
    git(repository, "add", "-A")
    assert check("--staged") == []
    git(repository, "rm", "-q", "--cached", "lint430.toml")
    (repository / "lint430.toml").unlink()
    assert check("--staged") == [f"ITM101 {SRC}/more.ts:1"]


def test_nothing_changed(repository: Path, capsys: pytest.CaptureFixture[str], git: Git) -> None:
    (repository / "empty.patch").write_text("")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "patch")
    (repository / SRC / "log.ts").touch()
    for way in (["--staged"], ["--diff", "HEAD"], ["--patch", "empty.patch"]):
        assert main(["check", *way]) == CLEAN
        assert "No changes" in capsys.readouterr().err
        assert main(["check", *way, "--format", "json"]) == CLEAN
        assert json.loads(capsys.readouterr().out)["findings"] == []


def test_a_change_without_code(repository: Path, check: Check) -> None:
    (repository / "notes.md").write_text("# Notes\n")
    assert check("--diff", "HEAD") == []


def test_the_first_commit(repository: Path, git: Git, check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    git(repository, "update-ref", "-d", "HEAD")
    assert check("--staged") == OLD
    assert "is no commit" in complaint(["--diff", "HEAD"], capsys)
    git(repository, "rm", "-rq", "--cached", ".")
    assert check("--staged") == []


def test_since_the_branches_parted(repository: Path, git: Git, check: Check) -> None:
    git(repository, "switch", "-qc", "topic")
    (repository / SRC / "mine.ts").write_text(BRANCH)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "mine")
    git(repository, "switch", "-q", "main")
    git(repository, "rm", "-q", f"{SRC}/log.ts")
    git(repository, "commit", "-qm", "theirs")
    git(repository, "switch", "-q", "topic")
    (repository / SRC / "untracked.ts").write_text(BRANCH)
    (repository / ".gitignore").write_text("ignored.ts\n")
    (repository / SRC / "ignored.ts").write_text(BRANCH)
    expected = [f"ITM101 {SRC}/mine.ts:1", f"ITM101 {SRC}/untracked.ts:1"]
    assert check("--diff", "main") == expected
    git(repository, "switch", "-q", "--detach")
    assert check("--diff", "main") == expected


def test_a_merge_answers_for_itself(repository: Path, git: Git, check: Check) -> None:
    """Neither for what one side brought, nor for what the other did; for what only both together make, and for what is written while merging."""
    grow_topic(git, repository)
    (repository / SRC / "theirs.ts").write_text(BRANCH)
    edit(repository, f"{SRC}/env.ts", '"eu"', 'process.env.INTEGRATION_MODE ?? "repo"')
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "theirs")
    git(repository, "merge", "-q", "--no-commit", "topic")
    assert check("--staged") == [f"ITM101 {SRC}/user.ts:3"]
    (repository / SRC / "written.ts").write_text(BRANCH)
    git(repository, "add", "-A")
    assert check("--staged") == [f"ITM101 {SRC}/user.ts:3", f"ITM101 {SRC}/written.ts:1"]


def test_an_unresolved_merge(repository: Path, git: Git, capsys: pytest.CaptureFixture[str]) -> None:
    git(repository, "switch", "-qc", "topic")
    edit(repository, f"{SRC}/env.ts", '"eu"', '"us"')
    git(repository, "commit", "-qam", "mine")
    git(repository, "switch", "-q", "main")
    edit(repository, f"{SRC}/env.ts", '"eu"', '"ap"')
    git(repository, "commit", "-qam", "theirs")
    git(repository, "merge", "-q", "topic", ok=False)
    assert f"`{SRC}/env.ts` in the index is not merged" in complaint(["--staged"], capsys)


def test_an_intention_to_add(repository: Path, git: Git, check: Check) -> None:
    (repository / SRC / "later.ts").write_text(BRANCH)
    (repository / SUITE / "run_integration_tests.sh").chmod(0o755)
    git(repository, "rm", "-rq", "--cached", "services/billing/__mocks__")
    git(repository, "add", "-N", ".")
    assert check("--staged") == [f"ITM501 {SUITE}/run_integration_tests.sh:1"]
    assert check("--diff", "HEAD") == [f"ITM101 {SRC}/later.ts:1"]


def test_a_file_that_git_stopped_to_track(repository: Path, git: Git, check: Check) -> None:
    git(repository, "rm", "-q", "--cached", f"{SRC}/log.ts")
    edit(repository, f"{SRC}/log.ts", "export const log", BRANCH + "export const log")
    assert check("--diff", "HEAD") == [f"ITM101 {SRC}/log.ts:5"]


def test_a_file_that_git_calls_binary(repository: Path, git: Git, check: Check, tmp_path: Path) -> None:
    (repository / ".gitattributes").write_text("*.ts -diff\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "attributes")
    edit(repository, f"{SRC}/log.ts", "export const log", BRANCH + "export const log")
    assert check("--diff", "HEAD") == [f"ITM101 {SRC}/log.ts:5"]
    # A patch does not tell what stood there, so that anything may be new.
    patch = tmp_path / "x.patch"
    for option in ("--patch", "--binary"):
        patch.write_text(git(repository, "diff", option))
        assert check("--patch", str(patch)) == [f"ITM101 {SRC}/log.ts:{line}" for line in (3, 5)]


def test_a_sparse_checkout(repository: Path, git: Git, check: Check) -> None:
    git(repository, "sparse-checkout", "set", SRC)
    assert not (repository / "tools").exists()
    (repository / SRC / "limit.ts").write_text(BRANCH)
    assert check("--diff", "HEAD") == [f"ITM101 {SRC}/limit.ts:1"]
    git(repository, "add", "--sparse", SRC)
    assert check("--staged") == [f"ITM101 {SRC}/limit.ts:1"]


def test_line_ends_of_windows(repository: Path, git: Git, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repository, "config", "core.autocrlf", "true")
    git(repository, "rm", "-rq", "--cached", ".")
    git(repository, "reset", "-q", "--hard")
    assert b"\r\n" in (repository / SRC / "log.ts").read_bytes()
    data = (repository / SRC / "log.ts").read_bytes()
    (repository / SRC / "log.ts").write_bytes(data + BRANCH.encode().replace(b"\n", b"\r\n"))
    assert check("--diff", "HEAD") == [f"ITM101 {SRC}/log.ts:6"]
    patch = subprocess.run(["git", "diff"], cwd=repository, capture_output=True, check=True).stdout
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(patch)))
    assert check("--patch", "-") == [f"ITM101 {SRC}/log.ts:6"]
    git(repository, "add", "-A")
    assert check("--staged") == [f"ITM101 {SRC}/log.ts:6"]


def test_another_work_tree(repository: Path, git: Git, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(repository, "worktree", "add", "-q", str(tmp_path / "other"))
    other = tmp_path / "other"
    (other / SRC / "limit.ts").write_text(BRANCH)
    git(other, "add", "-A")
    monkeypatch.chdir(other)
    assert check("--staged") == check("--diff", "main") == [f"ITM101 {SRC}/limit.ts:1"]
    monkeypatch.chdir(repository)
    assert check("--staged") == []


def test_submodules_are_their_own(repository: Path, git: Git, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    git(tmp_path, "clone", "-q", "repository", "library")
    git(repository, "submodule", "add", "-q", str(tmp_path / "library"), "library")
    assert check("--staged") == check("--diff", "HEAD") == []
    inner = repository / "library"
    (inner / SRC / "limit.ts").write_text(BRANCH)
    git(inner, "add", "-A")
    assert check("--staged") == []
    monkeypatch.chdir(inner)
    assert check("--staged") == check("--diff", "HEAD") == [f"ITM101 {SRC}/limit.ts:1"]


def test_shallow_clones(
    repository: Path, git: Git, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repository, "switch", "-qc", "topic")
    (repository / SRC / "limit.ts").write_text(BRANCH)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "topic")
    git(repository, "switch", "-q", "main")
    git(repository, "commit", "-q", "--allow-empty", "-m", "main goes on")
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=topic", f"file://{repository}", "shallow")
    shallow = tmp_path / "shallow"
    monkeypatch.chdir(shallow)
    assert "fetch-depth: 0" in complaint(["--diff", "origin/main"], capsys)
    git(shallow, "fetch", "-q", "--depth=1", "origin", "main:refs/remotes/origin/main")
    assert main(["check", "--format", "concise", "--diff", "origin/main"]) == FINDINGS
    said = capsys.readouterr()
    assert [line.partition(" ")[0] for line in said.out.splitlines()] == [f"{SRC}/limit.ts:1:22:"]
    assert said.err.startswith("lint430: warning: ")
    assert said.err.count("\n") == 1


@pytest.fixture
def partial(repository: Path, git: Git, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a clone that has no more of two commits than one folder of the last one, and go there."""
    edit(repository, f"{SRC}/env.ts", '"eu"', '"us"')
    git(repository, "commit", "-qam", "second")
    git(repository, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--filter=blob:none", "--sparse", f"file://{repository}", "partial")
    root = tmp_path / "partial"
    git(root, "sparse-checkout", "set", SRC)
    monkeypatch.chdir(root)
    return root


def test_what_a_partial_clone_lacks_did_not_change(partial: Path, git: Git, capfd: pytest.CaptureFixture[str]) -> None:
    (partial / SRC / "limit.ts").write_text(BRANCH)
    git(partial, "add", "-A")
    assert main(["check", "--staged", "--format", "concise"]) == FINDINGS
    said = capfd.readouterr()
    assert [line.partition(" ")[0] for line in said.out.splitlines()] == [f"{SRC}/limit.ts:1:22:"]
    assert said.err == ""


@pytest.mark.parametrize("command", [["check", "--diff", "HEAD~1"], ["status", "--since", "HEAD~1"]])
def test_a_commit_that_a_partial_clone_lacks(partial: Path, git: Git, capfd: pytest.CaptureFixture[str], command: list[str]) -> None:
    assert main(command) == USAGE
    said = capfd.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "`git fetch --refetch --no-filter` gets them all" in said.err
    git(partial, "fetch", "-q", "--refetch", "--no-filter")
    assert main(command) in (CLEAN, FINDINGS)


def test_a_patch_that_does_not_fit(repository: Path, git: Git, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    edit(repository, f"{SRC}/log.ts", "export const log", BRANCH + "export const log")
    patch = tmp_path / "x.patch"
    patch.write_text(git(repository, "diff"))
    assert main(["check", "--patch", str(patch)]) == FINDINGS
    edit(repository, f"{SRC}/log.ts", BRANCH, "")
    assert f"`{SRC}/log.ts` has something else in line 5" in complaint(["--patch", str(patch)], capsys)
    (repository / SRC / "log.ts").unlink()
    assert f"`{SRC}/log.ts` is not there" in complaint(["--patch", str(patch)], capsys)
    patch.write_text("hello\n")
    assert "holds no unified diff" in complaint(["--patch", str(patch)], capsys)
    assert "cannot be read" in complaint(["--patch", "nowhere.patch"], capsys)


def test_a_patch_of_several_commits(repository: Path, git: Git, check: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whichever stands first: what they come to together counts, whatever became of a file on the way."""
    git(repository, "switch", "-qc", "topic")
    (repository / SRC / "new.ts").write_text(BRANCH)
    (repository / SRC / "passing.ts").write_text(BRANCH)
    edit(repository, f"{SRC}/log.ts", "export const log", BRANCH + "export const log")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "one")
    git(repository, "mv", f"{SRC}/new.ts", f"{SRC}/newer.ts")
    git(repository, "mv", f"{SRC}/log.ts", f"{SRC}/logs.ts")
    git(repository, "rm", "-q", f"{SRC}/passing.ts", f"{SRC}/quiet.ts")
    edit(repository, f"{SRC}/logs.ts", "import { region", "// Logs.\nimport { region")
    git(repository, "commit", "-qam", f"two\n\ncommit {'0' * 40} is what it follows.")
    (repository / SRC / "quiet.ts").write_text(BRANCH)
    # Of neither of these a patch tells what it held.
    for number, name in enumerate(("env.ts", "send.ts", "env.ts")):
        (repository / "picture.png").write_bytes(b"\0%d" % number)
        (repository / "link.ts").unlink(missing_ok=True)
        (repository / "link.ts").symlink_to(f"{SRC}/{name}")
        git(repository, "add", "picture.png", "link.ts")
        git(repository, "commit", "-qm", "again")
    edit(repository, f"{SRC}/logs.ts", BRANCH, "\n" + BRANCH)
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "three")
    expected = [f"ITM101 {SRC}/{at}" for at in ("logs.ts:7", "newer.ts:1", "quiet.ts:1")]
    patch = tmp_path / "x.patch"
    for command in (["format-patch", "--stdout", "main"], ["log", "-p", "main.."], ["log", "-p", "--reverse", "main.."]):
        patch.write_text(git(repository, *command))
        assert check("--patch", str(patch)) == expected
    edit(repository, f"{SRC}/logs.ts", "// Logs.", "// All logs.")
    assert f"`{SRC}/logs.ts` has something else in line 1" in complaint(["--patch", str(patch)], capsys)


def test_what_takes_the_place_of_a_file(repository: Path, git: Git, changed: Callable[[], list[str]]) -> None:
    """git tells of it as of a file that is deleted, and another that is new."""
    for name in ("log.ts", "env.ts"):
        (repository / SRC / name).unlink()
    (repository / SRC / "log.ts").symlink_to("send.ts")
    (repository / SRC / "env.ts").mkdir()
    (repository / SRC / "env.ts" / "index.ts").write_text(BRANCH)
    assert changed() == [f"ITM101 {SRC}/env.ts/index.ts:1"]
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "x")
    (repository / SRC / "log.ts").unlink()
    (repository / SRC / "log.ts").write_text(BRANCH)
    assert changed() == [f"ITM101 {SRC}/log.ts:1"]


def test_how_a_patch_is_told(repository: Path, git: Git, check: Check, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    edit(repository, f"{SRC}/log.ts", "export const log", BRANCH + "export const log")
    expected = [f"ITM101 {SRC}/log.ts:5"]
    patch = tmp_path / "x.patch"
    patch.write_text(git(repository, "-c", "color.ui=always", "diff"))
    assert "\x1b" in patch.read_text()
    assert check("--patch", str(patch)) == expected
    monkeypatch.chdir(repository / "services")
    for option in ("--relative", "--no-relative"):
        patch.write_text(git(repository / "services", "diff", option))
        assert check("--patch", str(patch)) == expected
        assert check("--patch", str(patch), "billing/__tests__") == []
    patch.write_text(f"Submodule {SRC}/library 0123456..789abcd:\n  > fix\n")
    assert check("--patch", str(patch)) == []


def test_wrong_usage(
    repository: Path, tmp_path: Path, git: Git, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "exclude each other" in complaint(["--staged", "--diff", "HEAD"], capsys)
    assert "`-x` is no commit" in complaint(["--diff", "-x"], capsys)
    assert "is no commit" in complaint(["--diff", ""], capsys)
    for several in ("HEAD..HEAD", "HEAD...HEAD"):
        assert f"`{several}` is no commit" in complaint(["--diff", several], capsys)
    git(tmp_path, "clone", "-q", "--bare", "repository", "bare")
    plain = tmp_path / "plain"
    (plain / "inner").mkdir(parents=True)
    (plain / "lint430.toml").write_text("")
    for folder in (tmp_path / "bare", plain):
        monkeypatch.chdir(folder)
        for way in (["--staged"], ["--diff", "HEAD"]):
            assert "needs a git repository" in complaint(way, capsys)
    (repository / "part" / ".git").mkdir(parents=True)
    monkeypatch.chdir(repository / "part")
    assert "is none, only" in complaint(["--staged"], capsys)


# --- git around it ---------------------------------------------------------------------------------------------------------------


def test_nothing_is_run_and_nothing_written(
    repository: Path, git: Git, check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever programs the settings name, and however they dress a diff."""
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\nexec cat\n")
    trap.chmod(0o755)
    (repository / ".gitattributes").write_text("*.ts diff=trap filter=trap\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "attributes")
    edit(repository, f"{SRC}/log.ts", "export const log", BRANCH + "export const log")
    git(repository, "add", "-A")
    edit(repository, f"{SRC}/send.ts", "store(x)", "keep(x)")
    settings = {
        name: str(trap)
        for name in (
            "diff.external",
            "diff.trap.command",
            "diff.trap.textconv",
            "core.fsmonitor",
            "filter.trap.clean",
            "filter.trap.smudge",
        )
    }
    settings |= {
        "filter.trap.required": "true",
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "color.ui": "always",
        "diff.relative": "true",
    }
    settings |= {
        "diff.context": "9",
        "diff.interHunkContext": "9",
        "core.quotePath": "true",
        "diff.renames": "false",
        "diff.submodule": "log",
        "core.pager": str(trap),
    }
    for name, value in settings.items():
        git(repository, "config", name, value)
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=5")
    os.utime(repository / SRC / "env.ts", (1, 1))
    index = (repository / ".git" / "index").read_bytes()
    assert check("--staged") == [f"ITM101 {SRC}/log.ts:5"]
    assert check("--diff", "HEAD") == [f"ITM101 {SRC}/log.ts:5", f"ITM101 {SRC}/send.ts:3"]
    assert (repository / ".git" / "index").read_bytes() == index
    assert not (tmp_path / "sprung").exists()


def hook(root: Path, text: str, name: str = "pre-commit") -> Path:
    """Write a git hook that checks, and give the file it reports to."""
    place = Path(
        subprocess.run(["git", "rev-parse", "--git-path", "hooks"], cwd=root, check=True, capture_output=True, text=True).stdout.strip()
    )
    folder = root / place
    folder.mkdir(exist_ok=True)
    report = root.parent / "report"
    (folder / name).write_text(f"#!/bin/sh\n{text}\n{sys.executable} -m lint430 check --staged --format concise >{report} 2>&1\n")
    (folder / name).chmod(0o755)
    return report


def reported(report: Path) -> list[str]:
    return [line.partition(" ")[0] for line in report.read_text().splitlines()]


def test_the_index_of_a_commit(repository: Path, git: Git) -> None:
    """`git commit -a` and `git commit FILE` show their hooks an index of their own."""
    report = hook(repository, "")
    (repository / SRC / "staged.ts").write_text(BRANCH)
    git(repository, "add", "-A")
    edit(repository, f"{SRC}/env.ts", "export const region", BRANCH + "export const region")
    edit(repository, f"{SRC}/quiet.ts", "// lint430: ignore[ITM101] -- until BILL-1\n", "")
    git(repository, "commit", "-qm", "x", f"{SRC}/env.ts", ok=False)
    assert reported(report) == [f"{SRC}/env.ts:5:22:", f"{SRC}/send.ts:3:37:"]
    git(repository, "commit", "-qm", "x", ok=False)
    assert reported(report) == [f"{SRC}/staged.ts:1:22:"]
    git(repository, "commit", "-qam", "x", ok=False)
    assert reported(report) == [f"{SRC}/{at}:" for at in ("env.ts:5:22", "quiet.ts:1:22", "send.ts:3:37", "staged.ts:1:22")]


def test_the_hook_of_a_merge(repository: Path, git: Git) -> None:
    """git has not yet written down which commits it merges when it calls `pre-merge-commit`."""
    report = hook(repository, "", "pre-merge-commit")
    grow_topic(git, repository)
    edit(repository, f"{SRC}/env.ts", '"eu"', 'process.env.INTEGRATION_MODE ?? "repo"')
    git(repository, "commit", "-qam", "theirs")
    git(repository, "merge", "-q", "--no-edit", "topic", ok=False)
    assert reported(report) == [f"{SRC}/user.ts:3:26:"]
    git(repository, "reset", "-q", "--hard")
    # What is staged after a merge is not merged with it once more.
    after = hook(repository, f"git rm -q {SRC}/mine.ts; git commit -qnm x; git checkout -q topic {SRC}/mine.ts", "post-merge")
    git(repository, "merge", "-q", "--no-edit", "--no-verify", "topic")
    assert reported(after) == [f"{SRC}/mine.ts:1:22:"]


def test_hooks_of_work_trees_and_about_other_repositories(repository: Path, git: Git, tmp_path: Path) -> None:
    other = tmp_path / "other"
    git(repository, "worktree", "add", "-q", str(other))
    report = hook(other, "")
    (other / SRC / "limit.ts").write_text(BRANCH)
    git(other, "add", "-A")
    git(other, "commit", "-qam", "x", ok=False)
    assert reported(report) == [f"{SRC}/limit.ts:1:22:"]
    (repository / SRC / "here.ts").write_text(BRANCH)
    git(repository, "add", "-A")
    hook(other, f"cd {repository}")
    git(other, "commit", "-qam", "x", ok=False)
    assert reported(report) == [f"{SRC}/here.ts:1:22:"]


def test_what_pre_commit_says(repository: Path, git: Git, check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    assert check("--staged") == []
    monkeypatch.setenv("PRE_COMMIT", "1")
    assert check("--staged") == OLD
    (repository / SRC / "limit.ts").write_text(BRANCH)
    git(repository, "add", "-A")
    assert check("--staged") == [f"ITM101 {SRC}/limit.ts:1"]
    git(repository, "commit", "-qm", "x")
    (repository / SRC / "other.ts").write_text(BRANCH)
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert check("--staged") == [f"ITM101 {SRC}/limit.ts:1"]
    # What is pushed may come to nothing.
    git(repository, "revert", "--no-edit", "HEAD")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~2")
    assert check("--staged") == []
