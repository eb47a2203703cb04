"""The hooks under real pre-commit and prek, in commits as people make them.

One test per host walks through everything, so that the hooks' environment is built once for each.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import translate
from pathlib import Path

import pytest
import yaml

from lint430.languages import languages

Git = Callable[..., str]
ROOT = Path(__file__).parents[2]
SUITE = "services/billing/__tests__/integration"
SRC = "services/billing/src"
BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'


def program(name: str) -> list[str]:
    """Give the command of a host; skip where it is not installed."""
    try:
        files = importlib.metadata.distribution(name).files or []
        found = next(Path(str(file.locate())) for file in files if file.name == name)
    except (importlib.metadata.PackageNotFoundError, StopIteration):
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"{name} is not installed")
    return [str(found)] if name == "prek" else [sys.executable, "-m", "pre_commit"]


@pytest.fixture
def source(tmp_path: Path, git: Git) -> Path:
    """Give a repository with the project as it is here, changes included."""
    root = tmp_path / "lint430"
    listed = git(
        ROOT,
        "ls-files",
        "-z",
        "--cached",
        "--others",
        "--exclude-standard",
        "src",
        "checks",
        ".pre-commit-hooks.yaml",
        "docs/man",
        "pyproject.toml",
        "setup.py",
        "README.md",
        "LICENSE",
    )
    for path in filter(None, listed.split("\0")):
        if (ROOT / path).is_file():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / path, root / path)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "hooks")
    return root


@dataclass(frozen=True)
class Host:
    """pre-commit or prek in a repository."""

    command: list[str]
    git: Git
    source: Path

    def configure(self, root: Path, *hooks: str) -> None:
        rev = self.git(self.source, "rev-parse", "HEAD").strip()
        listed = "".join(f"  - {hook}\n" for hook in hooks)
        (root / ".pre-commit-config.yaml").write_text(f"repos:\n- repo: {self.source}\n  rev: {rev}\n  hooks:\n{listed}")
        self.git(root, "add", ".pre-commit-config.yaml")

    def __call__(self, root: Path, *words: str) -> tuple[int, str]:
        done = subprocess.run([*self.command, *words], cwd=root, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def commit(self, root: Path, *words: str, all_files: bool = True) -> list[str]:
        """Commit; give the findings that forbid it, none when it went through."""
        if all_files:
            self.git(root, "add", "-A")
        before = self.git(root, "rev-parse", "-q", "--verify", "HEAD", ok=False)
        done = subprocess.run(["git", "commit", "-m", "x", *words], cwd=root, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        assert "Passed" in said or "Failed" in said, said
        assert (self.git(root, "rev-parse", "-q", "--verify", "HEAD", ok=False) != before) == (done.returncode == 0), said
        assert ("Failed" in said) == (done.returncode != 0), said
        return [] if done.returncode == 0 else findings(said)

    def undo(self, root: Path) -> None:
        self.git(root, "reset", "-q", "--hard")
        self.git(root, "clean", "-qfd")


def findings(said: str) -> list[str]:
    return [f"{code} {place}" for code, place in re.findall(r"\[(ITM\d{3})\][^\n]*\n *--> ([^\n]*):\d+\n", said)]


@pytest.fixture(params=["pre-commit", "prek"])
def host(request: pytest.FixtureRequest, git: Git, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Host:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PREK_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    return Host(program(request.param), git, source)


def test_commits(repository: Path, host: Host, git: Git, tmp_path: Path) -> None:
    host.configure(repository, "id: lint430")
    code, said = host(repository, "install")
    assert code == 0, said
    # What was there before stops nobody.
    assert host.commit(repository) == []
    branch_and_partial_staging(repository, host)
    names_and_deletions(repository, host)
    runs_outside_a_commit(repository, host)
    merges(repository, host)
    work_trees_and_submodules(repository, host, tmp_path)
    first_commit(repository, host, tmp_path)
    many_files(repository, host)
    single_files_settings_and_status(repository, host)


def branch_and_partial_staging(root: Path, host: Host) -> None:
    limit = root / SRC / "limit.ts"
    limit.write_text(BRANCH)
    assert host.commit(root) == [f"ITM101 {SRC}/limit.ts:1"]
    limit.write_text("export const limit = 1;\n")
    assert host.commit(root, all_files=False) == [f"ITM101 {SRC}/limit.ts:1"]
    host.git(root, "add", "-A")
    limit.write_text(BRANCH)
    assert host.commit(root, all_files=False) == []
    assert host.commit(root, "-a", all_files=False) == [f"ITM101 {SRC}/limit.ts:1"]
    assert host.commit(root, str(limit), all_files=False) == [f"ITM101 {SRC}/limit.ts:1"]
    host.undo(root)
    # A message alone is no reason to look at everything.
    assert host.commit(root, "--amend", all_files=False) == []


def names_and_deletions(root: Path, host: Host) -> None:
    host.git(root, "mv", f"{SUITE}/old.test.ts", f"{SUITE}/older.test.ts")
    assert host.commit(root) == []
    host.git(root, "mv", f"{SUITE}/older.test.ts", f"{SUITE}/older.cluster.test.ts")
    assert host.commit(root) == [f"ITM303 {SUITE}/older.cluster.test.ts:1"]
    host.undo(root)
    host.git(root, "rm", "-rq", "services/billing/__mocks__")
    assert host.commit(root) == [f"ITM501 {SUITE}/run_integration_tests.sh:1"]
    host.undo(root)


def runs_outside_a_commit(root: Path, host: Host) -> None:
    code, said = host(root, "run", "--all-files")
    assert code == 1
    assert len(findings(said)) == 5
    (root / SRC / "pushed.ts").write_text(BRANCH)
    host.git(root, "add", "-A")
    host.git(root, "commit", "-qnm", "x")
    code, said = host(root, "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    assert code == 1
    assert findings(said) == [f"ITM101 {SRC}/pushed.ts:1"]


def merges(root: Path, host: Host) -> None:
    host.git(root, "switch", "-qc", "topic")
    (root / SRC / "mine.ts").write_text(BRANCH)
    (root / SRC / "both.ts").write_text("export const both = 1;\n")
    host.git(root, "add", "-A")
    host.git(root, "commit", "-qnm", "mine")
    host.git(root, "switch", "-q", "main")
    (root / SRC / "theirs.ts").write_text(BRANCH)
    (root / SRC / "both.ts").write_text("export const both = 2;\n")
    host.git(root, "add", "-A")
    host.git(root, "commit", "-qnm", "theirs")
    host.git(root, "merge", "-q", "topic", ok=False)
    (root / SRC / "both.ts").write_text(BRANCH)
    assert host.commit(root) == [f"ITM101 {SRC}/both.ts:1"]
    (root / SRC / "both.ts").write_text("export const both = 3;\n")
    assert host.commit(root) == []
    # One without conflicts has a hook of its own.
    assert host(root, "install", "--hook-type", "pre-merge-commit")[0] == 0
    host.git(root, "switch", "-qc", "next", "topic")
    (root / SRC / "more.ts").write_text(BRANCH)
    host.git(root, "add", "-A")
    host.git(root, "commit", "-qnm", "more")
    host.git(root, "switch", "-q", "main")
    done = subprocess.run(["git", "merge", "--no-edit", "next"], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, "Passed" in done.stdout + done.stderr) == (0, True), done.stdout + done.stderr


def work_trees_and_submodules(root: Path, host: Host, tmp_path: Path) -> None:
    other = tmp_path / "other"
    host.git(root, "worktree", "add", "-q", str(other))
    (other / SRC / "elsewhere.ts").write_text(BRANCH)
    assert host.commit(other) == [f"ITM101 {SRC}/elsewhere.ts:1"]
    (other / SRC / "elsewhere.ts").write_text("export const elsewhere = 1;\n")
    assert host.commit(other) == []
    host.git(tmp_path, "clone", "-q", "repository", "library")
    host.git(root, "submodule", "add", "-q", str(tmp_path / "library"), "library")
    assert host.commit(root) == []
    inner = root / "library"
    assert host(inner, "install")[0] == 0
    (inner / SRC / "inside.ts").write_text(BRANCH)
    assert host.commit(inner) == [f"ITM101 {SRC}/inside.ts:1"]
    host.git(root, "rm", "-qf", "library", ".gitmodules")
    assert host.commit(root) == []


def first_commit(root: Path, host: Host, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    (fresh / SRC).mkdir(parents=True)
    (fresh / SRC / "limit.ts").write_text(BRANCH)
    host.git(fresh, "init", "-q")
    host.configure(fresh, "id: lint430")
    assert host(fresh, "install")[0] == 0
    assert host.commit(fresh) == [f"ITM101 {SRC}/limit.ts:1"]
    (fresh / SRC / "limit.ts").write_text("export const limit = 1;\n")
    assert host.commit(fresh) == []


def many_files(root: Path, host: Host) -> None:
    """More names than a command line takes: 160 KiB."""
    host.configure(root, "id: lint430", "id: lint430-files")
    folder = root / SRC / ("long" * 25)
    folder.mkdir()
    for number in range(1_200):
        (folder / f"{number}.py").write_text("A = 1\n")
    (folder / "430.py").write_text("import os\n\nA = 1 if os.environ['INTEGRATION_MODE'] == 'repo' else 2\n")
    assert sum(len(str(path.relative_to(root))) + 1 for path in folder.iterdir()) > 128 * 1024
    place = f"ITM101 {folder.relative_to(root)}/430.py:3"
    assert host.commit(root) == [place, place]
    host.undo(root)


def single_files_settings_and_status(root: Path, host: Host) -> None:
    host.configure(root, "id: lint430-files", "id: lint430-config", "{id: lint430-status, args: [status.md]}")
    (root / SRC / "user.ts").write_text('import { useFake } from "./env";\n\nexport const go = () => (useFake ? a() : b());\n')
    (root / "lint430.toml").write_text("unknown-key = 1\n")
    host.git(root, "add", "-A")
    _, said = host(root, "run")
    assert "unknown-key" in said
    host.undo(root)
    host.configure(root, "id: lint430-files", "id: lint430-config", "{id: lint430-status, args: [status.md]}")
    (root / "--exit-zero").write_text("")
    (root / "-x.ts").write_text(BRANCH)
    host.git(root, "add", "-A")
    code, said = host(root, "run", "lint430-files")
    assert (code, findings(said)) == (1, ["ITM101 -x.ts:1"]), said
    host.git(root, "rm", "-qf", "--", "--exit-zero", "-x.ts")
    (root / "lint430.toml").write_text('ignore = ["ITM209"]\n')
    status = [sys.executable, "-m", "lint430", "status", "--output", "status.md"]
    subprocess.run(status, cwd=root, check=True, capture_output=True)
    host.git(root, "add", "-A")
    code, said = host(root, "run")
    assert code == 0, said
    assert said.count("Passed") == 3
    host.git(root, "rm", "-rq", "services/forms", "tools")
    code, said = host(root, "run")
    assert code == 1
    assert "--- status.md" in said
    host.undo(root)


def test_a_hook_is_tried(repository: Path, host: Host, source: Path, git: Git) -> None:
    (repository / SRC / "limit.ts").write_text(BRANCH)
    git(repository, "add", "-A")
    code, said = host(repository, "try-repo", str(source), "lint430", "--verbose")
    assert code == 1, said
    assert findings(said) == [f"ITM101 {SRC}/limit.ts:1"]


def test_the_hooks_of_single_files_ask_for_every_language() -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    wanted = re.compile(hooks["lint430-files"]["files"])
    for language in languages().values():
        for extension in language.extensions:
            assert wanted.search(f"src/a{extension}"), extension
        for pattern in language.filenames:
            for name in (pattern.replace("*", ""), pattern.replace("*", ".x"), pattern.replace("*", "x-")):
                assert not re.match(translate(pattern), name) or wanted.search(f"src/{name}"), name
    assert wanted.search("bin/run")
    assert not wanted.search("README.md")
    assert not wanted.search("docs/picture.png")
