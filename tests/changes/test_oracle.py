"""Random changes, judged from outside: whatever they brought must be shown, and nothing else but what stands on their lines or comes through their files."""

from __future__ import annotations

import difflib
import json
import random
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from lint430.config import Configs
from lint430.engine import run
from lint430.integrations.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "monorepo"
Key = tuple[str, str, str]

BAD = {
    ".ts": [
        'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1 : 2;',
        'it.skip("later", () => {});',
        'import { isMock } from "./isMock";',
        "// lint430: ignore[ITM101] -- for now",
        "export const useFake = false;",
        "",
    ],
    ".py": [
        'import os; MODE = os.environ["INTEGRATION_MODE"]',
        "# lint430: ignore[ITM204] -- for now",
        "is_cluster = lambda: False",
        "assert True",
        "",
    ],
    ".sh": ['URL="${BILLING_URL:-http://localhost}"', "pnpm install", "exit 0", "# comment"],
    ".yml": ["        # comment", "          OTHER: x"],
    ".go": ["// comment", 'var mode = os.Getenv("INTEGRATION_MODE")'],
}


def findings(root: Path) -> list[tuple[Key, int, tuple[tuple[str, int], ...]]]:
    """List every finding of what is on disk: its identity, its line, the places of its trace."""
    outcome = run(root, Configs(root))
    assert outcome.run.complete
    listed = []
    for f in outcome.run.findings:
        lines = (root / f.path).read_text().splitlines()
        text = lines[f.span.line - 1] if f.span.line <= len(lines) else ""
        listed.append(((f.code, f.path, text), f.span.line, tuple((s.path, s.line) for s in f.trace)))
    return listed


def contents(root: Path) -> dict[str, str]:
    return {
        p.relative_to(root).as_posix(): p.read_text() for p in root.rglob("*") if p.is_file() and ".git" not in p.relative_to(root).parts
    }


def changed_lines(old: str, new: str) -> set[int]:
    matcher = difflib.SequenceMatcher(None, old.splitlines(), new.splitlines(), autojunk=False)
    return {n + 1 for kind, _, _, start, end in matcher.get_opcodes() if kind != "equal" for n in range(start, end)}


def mutate(root: Path, chance: random.Random, moved: dict[str, str]) -> None:
    """Change one thing, somewhere."""
    paths = sorted(contents(root))
    path = root / chance.choice(paths)
    lines = path.read_text().splitlines()
    at = chance.randrange(len(lines) + 1)
    kind = chance.choice(["insert", "insert", "insert", "delete", "delete", "delete", "remove", "rename", "mode", "blank"])
    if kind == "insert":
        lines.insert(at, chance.choice(BAD.get(path.suffix, [""])))
    elif kind == "delete":
        del lines[at : at + chance.choice([1, 1, 1, 2, 6])]
    elif kind == "blank":
        lines = ["", *lines]
    elif kind == "mode":
        path.chmod(path.stat().st_mode ^ 0o111)
        return
    elif kind == "remove":
        path.unlink()
        return
    elif kind == "rename":
        name = f"{path.stem}{chance.choice(['.cluster', '_cluster', '2'])}{path.suffix}"
        target = path.with_name(name)
        path.rename(target)
        moved[target.relative_to(root).as_posix()] = path.relative_to(root).as_posix()
        return
    path.write_text("\n".join(lines) + "\n")


def judge(root: Path, seed: int, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> int:
    chance = random.Random(seed)
    before, old = findings(root), contents(root)
    moved: dict[str, str] = {}
    for _ in range(chance.choice([1, 1, 2, 3])):
        mutate(root, chance, moved)
    after, new = findings(root), contents(root)
    if arguments == ["--staged"]:
        subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    capsys.readouterr()
    if arguments[0] == "--patch":
        subprocess.run(["git", "add", "-AN"], cwd=root, check=True)
        patch = subprocess.run(["git", "diff", "HEAD"], cwd=root, check=True, capture_output=True).stdout
        (root / ".git" / "patch").write_bytes(patch)
    assert main(["check", "--format", "json", *arguments]) in (0, 1)
    said = capsys.readouterr()
    assert "warning" not in said.err
    reported = json.loads(said.out)["findings"]
    lines = {path: text.split("\n") for path, text in new.items()}
    shown = [((f["code"], f["path"], lines[f["path"]][f["line"] - 1]), f["line"]) for f in reported]

    def back(key: Key) -> Key:
        return (key[0], moved.get(key[1], key[1]), key[2])

    brought = Counter(back(key) for key, _, _ in after) - Counter(key for key, _, _ in before)
    missing = brought - Counter(back(key) for key, _ in shown)
    assert not missing, (seed, missing)
    touched = {path: changed_lines(old.get(moved.get(path, path), ""), text) for path, text in new.items()}
    changed = {path for path, text in new.items() if old.get(path) != text}
    traces = {(key, line): trace for key, line, trace in after}
    for key, line in shown:
        caused = any(path in changed and (path != key[1] or at in touched[path]) for path, at in traces[(key, line)])
        assert line in touched[key[1]] or back(key) in brought or caused, (seed, key, line)
    return sum(brought.values())


@pytest.mark.parametrize("mode", [["--staged"], ["--diff", "HEAD"], ["--patch", ".git/patch"]], ids=lambda mode: mode[0])
def test_a_change_answers_for_what_it_brought(repository: Path, mode: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    brought = 0
    for seed in range(16):
        brought += judge(repository, seed, mode, capsys)
        subprocess.run(["git", "reset", "-q", "--hard"], cwd=repository, check=True)
        subprocess.run(["git", "clean", "-qfd"], cwd=repository, check=True)
    assert brought > 4


def test_a_change_of_the_example_platform(
    tmp_path: Path, git: Callable[..., str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "monorepo"
    shutil.copytree(EXAMPLE, root)
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "first")
    monkeypatch.chdir(root)
    brought = 0
    for seed in range(1003, 1008):
        brought += judge(root, seed, ["--diff", "HEAD"], capsys)
        git(root, "reset", "-q", "--hard")
        git(root, "clean", "-qfd")
    assert brought > 0
