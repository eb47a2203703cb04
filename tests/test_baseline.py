"""The baseline: what it holds, how findings are found again, and the law that its counts only fall."""

from __future__ import annotations

import json
import random
import subprocess
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint430 import registry
from lint430.baseline import Baseline, BaselineError, Comparison, Key, compare, parse, render
from lint430.config import ConfigError, Configs
from lint430.config import parse as settings
from lint430.engine import Options, run
from lint430.fingerprint import WHOLE_FILE, content_hash
from lint430.integrations.cli import main
from lint430.integrations.console import CLEAN, FINDINGS, NOTHING, USAGE
from lint430.model import Finding, Span
from lint430.repository.revision import Revision

BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'
OTHER = 'export const size = process.env.INTEGRATION_MODE === "cluster" ? 7 : 8;\n'
PLACE = ".lint430/baseline.json"
Files = dict[str, list[str]]


def findings_of(files: Files) -> list[Finding]:
    """Find every line that is not `ok`; the line's text decides the check."""
    return [
        Finding("ITM204" if text.startswith("e") else "ITM101", path, Span(number, 1, number, 2), "Wrong")
        for path, lines in sorted(files.items())
        for number, text in enumerate(lines, 1)
        if text != "ok"
    ]


def beside(baseline: Baseline, files: Files, judged: frozenset[str] | None = None) -> Comparison:
    return compare(baseline, findings_of(files), files, files.keys(), lambda key: judged is None or key.path in judged)


def of(files: Files) -> Baseline:
    return beside(Baseline(), files).grown


def new(comparison: Comparison) -> list[tuple[str, int]]:
    return [(finding.path, finding.span.line) for finding in comparison.new]


# --- finding again ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "fresh", "stale"),
    [
        ({"a": ["x", "ok"]}, {"a": ["ok", "ok", "    x"]}, [], 0),
        ({"a": ["x", "x"]}, {"a": ["x"]}, [], 1),
        ({"a": ["x"]}, {"a": ["x", "x"]}, [("a", 2)], 0),
        ({"a": ["x"]}, {"a": ["y"]}, [("a", 1)], 1),
        ({"a": ["x"]}, {"b": ["x"]}, [], 0),
        ({"a": ["x", "y"]}, {"b": ["x", "z"]}, [("b", 2)], 1),
        ({"a": ["x"]}, {"a": ["x"], "b": ["x"]}, [("b", 1)], 0),
        ({"a": ["x"]}, {"a": ["ok"], "b": ["x"]}, [], 0),
        ({"a": ["x"]}, {"b": ["x"], "c": ["x"]}, [("c", 1)], 0),
        ({"s/a/m": ["x"], "s/b/n": ["x"]}, {"t/b/n": ["x"], "t/a/m": ["x"], "t/c/n": ["x"]}, [("t/c/n", 1)], 0),
        # The renamed file's entry is used before that of a file which only lost the line.
        ({"a": ["x"], "b": ["x"]}, {"a": ["ok"], "c": ["x"]}, [], 1),
    ],
)
def test_findings_are_found_again(before: Files, after: Files, fresh: list[tuple[str, int]], stale: int) -> None:
    compared = beside(of(before), after)
    assert new(compared) == fresh
    assert compared.stale.total == stale


def test_the_entry_of_a_renamed_file_goes_first() -> None:
    compared = beside(of({"a": ["x"], "b": ["x"]}), {"a": ["ok"], "c": ["x"]})
    assert [key.path for key in compared.stale.counts] == ["a"]


def test_what_was_not_looked_at_is_neither_stale_nor_a_source_of_moves() -> None:
    before: Files = {"a": ["x"], "b": ["y"]}
    after: Files = {"a": ["ok"], "b": ["ok"], "c": ["x", "y"]}
    compared = beside(of(before), after, judged=frozenset("b"))
    assert new(compared) == [("c", 1)]
    assert not compared.stale.counts
    assert {key.path for key in compared.held.counts} == {"a", "c"}


def test_what_is_about_a_whole_file() -> None:
    def at(path: str, about: str = "") -> Finding:
        return Finding("ITM501", path, WHOLE_FILE, "Missing", about=about)

    def fresh(was: Finding, now: Finding, *present: str) -> int:
        kept = compare(Baseline(), [was], {}, (), lambda key: True).grown
        return len(compare(kept, [now], {now.path: ["#!/bin/sh"]}, present, lambda key: True).new)

    assert content_hash(at("a"), ["#!/bin/sh"]) == content_hash(at("a"), ["#!/usr/bin/env bash"])
    assert content_hash(at("a"), []) != content_hash(at("a", "x"), [])
    assert not fresh(at("s/a/run.sh"), at("s/b/run.sh"), "s/b/run.sh")
    assert fresh(at("s/a/run.sh"), at("s/b/run.sh"), "s/a/run.sh", "s/b/run.sh") == 1
    assert not fresh(at("s/a/package.json"), at("s/a/t/run.sh"), "s/a/package.json", "s/a/t/run.sh")
    assert fresh(at("package.json"), at("s/a/t/run.sh"), "package.json", "s/a/t/run.sh") == 1
    assert not fresh(at("s/a/run.sh", "x"), at("s/b/run.sh", "x"), "s/a/run.sh", "s/b/run.sh")


TEXTS = st.lists(st.sampled_from(["ok", "x", "y", "e1"]), max_size=6)
TREES = st.dictionaries(st.sampled_from(["a", "b", "s/a", "s/b", "t/a", "t/u/a"]), TEXTS, max_size=5)


@st.composite
def edited(draw: st.DrawFn) -> tuple[Files, Files]:
    """Give a tree, and the same after some edits: lines inserted, deleted, moved, doubled, indented; files renamed, copied, deleted."""
    before = draw(TREES)
    after = {path: list(lines) for path, lines in before.items()}
    for _ in range(draw(st.integers(0, 6))):
        if not after:
            break
        path = draw(st.sampled_from(sorted(after)))
        lines = after[path]
        at = draw(st.integers(0, len(lines)))
        other = draw(st.sampled_from(["a", "b", "s/a", "s/c", "u/a", "new"]))
        match draw(st.sampled_from(["insert", "delete", "move", "double", "indent", "rename", "copy", "remove"])):
            case "insert":
                lines.insert(at, draw(st.sampled_from(["ok", "x", "y", "e2"])))
            case "delete":
                del lines[at : at + 1]
            case "move":
                after.setdefault(other, []).extend(lines[at : at + 2])
                del lines[at : at + 2]
            case "double":
                lines[at:at] = lines[at : at + 1]
            case "indent":
                after[path] = [line if line == "ok" else f"  {line.strip()}" for line in lines]
            case "rename":
                after[other] = after.pop(path)
            case "copy":
                after[other] = list(lines)
            case _:
                del after[path]
    return before, after


@given(edited(), st.sets(st.sampled_from(["a", "b", "s/a", "s/b", "t/a", "s/c"])), st.booleans(), st.randoms(use_true_random=False))
def test_the_law(trees: tuple[Files, Files], some: set[str], whole: bool, rng: random.Random) -> None:
    before, after = trees
    baseline, found = of(before), findings_of(after)
    judged = None if whole else frozenset(some)
    compared = beside(baseline, after, judged)
    # Everything is accounted for.
    assert sorted(map(repr, (*compared.new, *compared.known))) == sorted(map(repr, found))
    assert compared.held.total + compared.stale.total == baseline.total
    assert min((*compared.held.counts.values(), *compared.stale.counts.values(), *compared.grown.counts.values()), default=1) >= 1
    assert compared.grown.total == compared.held.total + len(compared.new)

    def kinds(counted: Baseline) -> Counter[tuple[str, str]]:
        kinds: Counter[tuple[str, str]] = Counter()
        for key, count in counted.counts.items():
            kinds[key.code, key.digest] += count
        return kinds

    # Nothing is hidden beyond its count, and nothing grows.
    known = Counter((f.code, content_hash(f, after[f.path])) for f in compared.known)
    assert known <= kinds(baseline)
    assert kinds(compared.held) <= kinds(baseline)
    assert kinds(compared.held) + kinds(compared.stale) == kinds(baseline)
    # What a file had and has stays known there.
    for key, count in of(after).counts.items():
        there = sum(1 for f in compared.known if Key(f.path, f.code, content_hash(f, after[f.path])) == key)
        assert there >= min(count, baseline.counts.get(key, 0))
    if whole:
        # A finding is new only where the baseline has no more of its kind.
        assert not set(kinds(compared.stale)) & {(f.code, content_hash(f, after[f.path])) for f in compared.new}
        assert kinds(compared.held) == known
    # Pruning once is enough; what was written is clean.
    again = beside(compared.held, after, judged)
    assert (again.held, again.stale.total, again.moved) == (compared.held, 0, 0)
    assert new(again) == new(compared)
    clean = beside(compared.grown, after, judged)
    assert (clean.new, clean.stale.total, clean.held) == ((), 0, compared.grown)
    # The order of findings does not matter.
    rng.shuffle(found)
    shuffled = compare(baseline, found, after, after.keys(), lambda key: judged is None or key.path in judged)
    assert {*shuffled.new} == {*compared.new}
    assert (shuffled.held, shuffled.stale) == (compared.held, compared.stale)


# --- the file --------------------------------------------------------------------------------------------------------------------


def schema() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(resources.files("lint430").joinpath("baseline.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(document)
    return document


def test_the_file_has_an_entry_to_a_line() -> None:
    baseline = Baseline({Key("b.ts", "ITM204", "2"): 3, Key("b.ts", "ITM101", "9"): 1, Key("a/\udcff.ts", "ITM101", "1"): 1})
    text = render(baseline, registry.names())
    jsonschema.validate(json.loads(text), schema())
    assert text.splitlines() == [
        "{",
        '  "version": 1,',
        '  "entries": [',
        '    {"path": "a/\\udcff.ts", "code": "ITM101", "name": "runtime-mode-branch", "hash": "1", "count": 1},',
        '    {"path": "b.ts", "code": "ITM101", "name": "runtime-mode-branch", "hash": "9", "count": 1},',
        '    {"path": "b.ts", "code": "ITM204", "name": "swallowed-error", "hash": "2", "count": 3}',
        "  ]",
        "}",
    ]
    assert parse(text, "x") == baseline
    assert parse("\ufeff" + text.replace("\n", "\r\n"), "x") == baseline
    empty = render(Baseline(), {})
    jsonschema.validate(json.loads(empty), schema())
    assert parse(empty, "x") == Baseline()


def test_entries_that_a_merge_doubled_count_once() -> None:
    entry = {"path": "a", "code": "ITM101", "name": "n", "hash": "1", "count": 2}
    text = json.dumps({"version": 1, "entries": [entry, entry | {"count": 3}]})
    assert parse(text, "x").counts == {Key("a", "ITM101", "1"): 3}


ENTRY = {"path": "a", "code": "ITM101", "name": "n", "hash": "1", "count": 1}


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("{", "b.json:1: not valid JSON: Expecting property name enclosed in double quotes"),
        ("[" * 100_000, "b.json:1: not valid JSON: nested too deeply"),
        ("{\n" + "<" * 7 + " HEAD\n}", "b.json: holds a merge conflict: keep the entries of both sides, then run `lint430 baseline prune`"),
        ([], "b.json: no baseline: it must be an object with `version` and `entries`"),
        ({"version": True, "entries": []}, "b.json: no baseline: it must be an object with `version` and `entries`"),
        ({"version": 2}, "b.json: is of version 2, and this lint430 knows version 1"),
        ({"version": 1}, "b.json: no baseline: it must hold `version` and a list of `entries`, and nothing else"),
        ({"version": 1, "entries": [], "x": 1}, "b.json: no baseline: it must hold `version` and a list of `entries`, and nothing else"),
        (
            {"version": 1, "entries": [ENTRY, {"path": "a"}]},
            "b.json: entry 2 must be an object with `path`, `code`, `name`, `hash`, `count`",
        ),
        ({"version": 1, "entries": [ENTRY | {"count": 0}]}, "b.json: `count` of entry 1 must be a number from 1"),
        ({"version": 1, "entries": [ENTRY | {"count": True}]}, "b.json: `count` of entry 1 must be a number from 1"),
        ({"version": 1, "entries": [ENTRY | {"hash": ""}]}, "b.json: `hash` of entry 1 must be a text"),
        ({"version": 1, "entries": [ENTRY | {"path": 1}]}, "b.json: `path` of entry 1 must be a text"),
    ],
)
def test_a_file_that_is_no_baseline(document: object, said: str) -> None:
    text = document if isinstance(document, str) else json.dumps(document)
    with pytest.raises(BaselineError) as raised:
        parse(text, "b.json")
    assert str(raised.value) == said
    if not isinstance(document, str):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(document, schema())


def test_the_setting() -> None:
    assert settings('baseline = "./ci//known.json"').baseline == "ci/known.json"
    assert settings('baseline = "known.json"', folder="a").baseline == "a/known.json"
    for bad in ("/x", "a/../../x", "", "."):
        with pytest.raises(ConfigError, match=r"^lint430\.toml:1: `baseline` must be the path of a file below the configuration"):
            settings(f'baseline = "{bad}"')
    with pytest.raises(ConfigError, match="`baseline` must be the path of a file, not true"):
        settings("baseline = true")


# --- the commands ----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    for path, text in {"src/a.ts": BRANCH + OTHER, "src/b.ts": BRANCH, "lib/c.ts": OTHER, "lib/clean.ts": "export {};\n"}.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_write_then_check(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "baseline", "write") == (CLEAN, f"{PLACE}: 4 findings in 3 files (4 added).\n", "")
    first = (tree / PLACE).read_text()
    assert said(capsys, "check") == (CLEAN, "No new findings in 5 files, 4 known in the baseline.\n", "")
    assert said(capsys, "check", "--format", "concise") == (CLEAN, "", "")
    code, out, _ = said(capsys, "check", "--format", "json")
    assert (code, json.loads(out)["summary"]["known"], json.loads(out)["findings"]) == (CLEAN, 4, [])
    assert said(capsys, "baseline", "check") == (CLEAN, f"0 new, 0 no longer found, 4 known in `{PLACE}`.\n", "")
    assert said(capsys, "baseline", "write") == (CLEAN, f"{PLACE}: 4 findings in 3 files, as before.\n", "")
    assert (tree / PLACE).read_text() == first
    assert said(capsys, "check", "--no-baseline", "-q")[0] == FINDINGS
    assert BRANCH.strip() not in first


def test_a_new_finding_counts_and_the_baseline_does_not_grow(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["baseline", "write"])
    first = (tree / PLACE).read_text()
    (tree / "lib" / "copy.ts").write_text(OTHER)
    capsys.readouterr()
    code, out, err = said(capsys, "check", "--format", "concise")
    assert (code, out.count("\n"), err) == (FINDINGS, 1, "")
    assert out.startswith("lib/copy.ts:1:21: ITM101 ")
    code, _, _ = said(capsys, "baseline", "check")
    assert code == FINDINGS
    code, out, err = said(capsys, "baseline", "write")
    assert code == FINDINGS
    assert out.startswith("lib/copy.ts:1:21: ITM101 ")
    assert err == "lint430: error: 1 finding is not in the baseline, and its counts only fall: mend it, or use `--force` to add it\n"
    code, out, _ = said(capsys, "baseline", "prune")
    assert (code, out) == (CLEAN, f"{PLACE}: 4 findings in 3 files, as before.\n")
    assert (tree / PLACE).read_text() == first
    assert said(capsys, "baseline", "write", "--force") == (CLEAN, f"{PLACE}: 5 findings in 4 files (1 added).\n", "")
    assert said(capsys, "baseline", "check")[0] == CLEAN


def test_stale_entries(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["baseline", "write"])
    (tree / "src" / "a.ts").write_text(OTHER)
    (tree / "lib" / "c.ts").unlink()
    capsys.readouterr()
    code, _, err = said(capsys, "check")
    assert code == CLEAN
    assert err == "lint430: warning: 2 findings of the baseline are no longer found; `lint430 baseline prune` takes them out\n"
    assert said(capsys, "check", "-q", "--fail-on-stale")[0] == FINDINGS
    code, out, err = said(capsys, "baseline", "check")
    assert code == FINDINGS
    assert out.splitlines() == [
        "lib/c.ts: ITM101 runtime-mode-branch: 1 in the baseline is no longer found",
        "src/a.ts: ITM101 runtime-mode-branch: 1 in the baseline is no longer found",
        f"0 new, 2 no longer found, 2 known in `{PLACE}`.",
    ]
    assert err == "lint430: error: the baseline is out of date; `lint430 baseline prune` takes out what is no longer found\n"
    assert said(capsys, "baseline", "prune")[:2] == (CLEAN, f"{PLACE}: 2 findings in 2 files (2 taken out).\n")
    assert said(capsys, "check", "--fail-on-stale")[0] == CLEAN
    (tree / "lib" / "c.ts").write_text(OTHER)
    assert said(capsys, "check", "-q")[0] == FINDINGS


@pytest.mark.parametrize(
    ("arguments", "stale"),
    [
        ([], 2),
        (["."], 2),
        (["src"], 1),
        (["lib"], 0),
        (["src/b.ts"], 0),
        (["--select", "ITM2"], 0),
        (["--ignore", "ITM101"], 0),
        (["--no-cross-file"], 0),
    ],
)
def test_only_what_was_looked_for_is_stale(tree: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], stale: int) -> None:
    main(["baseline", "write"])
    (tree / "src" / "a.ts").write_text(OTHER)
    (tree / "lib" / "c.ts").unlink()
    first = (tree / PLACE).read_text()
    capsys.readouterr()
    _, _, err = said(capsys, "check", "-q", *arguments)
    assert (f"{stale} finding" in err) if stale else not err
    if "--no-cross-file" not in arguments:
        main(["baseline", "prune", *arguments])
        assert len(parse((tree / PLACE).read_text(), "x").counts) == len(parse(first, "x").counts) - stale


def test_what_cannot_be_read_now_is_not_stale(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "src" / "d.py").write_text('import os\n\nLIMIT = 1 if os.environ["INTEGRATION_MODE"] == "repo" else 2\n')
    main(["baseline", "write"])
    (tree / "src" / "d.py").write_text('import os\nos.environ["INTEGRATION_MODE"]\ndef (:\n')
    capsys.readouterr()
    code, out, _ = said(capsys, "baseline", "check")
    assert (code, out.splitlines()[-1]) == (FINDINGS, f"{out.count('src/d.py:')} new, 0 no longer found, 4 known in `{PLACE}`.")
    assert "ITM901" in out


def test_what_the_configuration_leaves_out_is_stale(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["baseline", "write"])
    (tree / "lint430.toml").write_text('[per-path-ignores]\n"x/**" = ["ITM1"]\n[levels]\nITM101 = "note"\n')
    assert said(capsys, "baseline", "check")[0] == CLEAN
    (tree / "lint430.toml").write_text('ignore = ["ITM1"]\n')
    assert said(capsys, "baseline", "check")[0] == FINDINGS


def test_families_are_recorded_one_by_one(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "write", "lib"]) == CLEAN
    assert main(["baseline", "write", "src"]) == FINDINGS
    assert main(["baseline", "write", "src", "--force"]) == CLEAN
    assert main(["baseline", "write", "--select", "ITM2"]) == CLEAN
    capsys.readouterr()
    assert said(capsys, "check", "--fail-on-stale") == (CLEAN, "No new findings in 5 files, 4 known in the baseline.\n", "")


def test_a_renamed_folder_and_a_formatter(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["baseline", "write"])
    (tree / "src").rename(tree / "app")
    text = (tree / "app" / "a.ts").read_text()
    (tree / "app" / "a.ts").write_bytes(("// moved\n" + text.replace("export", "   export")).replace("\n", "\r\n").encode())
    capsys.readouterr()
    assert said(capsys, "baseline", "check")[:2] == (CLEAN, f"0 new, 0 no longer found, 4 known in `{PLACE}`.\n")
    assert said(capsys, "baseline", "prune")[1] == f"{PLACE}: 4 findings in 3 files (3 moved with their files).\n"
    assert "src/" not in (tree / PLACE).read_text()


def test_another_file(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "lint430.toml").write_text('baseline = "ci/known.json"\n')
    assert main(["baseline", "write"]) == CLEAN
    assert (tree / "ci" / "known.json").exists()
    assert main(["check", "-q"]) == CLEAN
    assert main(["check", "-q", "--no-config"]) == FINDINGS
    assert main(["baseline", "write", "--baseline", "other.json"]) == CLEAN
    assert main(["check", "-q", "--no-config", "--baseline", "other.json"]) == CLEAN
    capsys.readouterr()
    for arguments, complaint in (
        (["check", "--baseline", "none.json"], "`none.json` does not exist; `lint430 baseline write --baseline none.json` makes it"),
        (["check", "--baseline", "other.json", "--no-baseline"], "`--baseline` and `--no-baseline` exclude each other"),
        (["baseline", "check", "--baseline", "none.json"], "there is no baseline `none.json`; `lint430 baseline write` makes one"),
        (["baseline", "prune", "--no-config"], f"there is no baseline `{PLACE}`; `lint430 baseline write` makes one"),
        (["baseline", "write", "src/none"], "`src/none` does not exist"),
        (["baseline", "write", "--select", "ITM999"], "unknown check `ITM999` in `--select`; did you mean"),
    ):
        code, _, err = said(capsys, *arguments)
        assert code == USAGE
        assert err.startswith(f"lint430: error: {complaint}")
        assert err.count("\n") == 1
    (tree / "empty").mkdir()
    assert said(capsys, "baseline", "write", "empty")[0] == NOTHING


@pytest.mark.parametrize("command", [["check"], ["status"], ["baseline", "write"], ["baseline", "check"], ["baseline", "prune"]])
def test_a_broken_file_is_one_line(tree: Path, capsys: pytest.CaptureFixture[str], command: list[str]) -> None:
    (tree / ".lint430").mkdir()
    (tree / PLACE).write_text('{"version": 9}')
    code, out, err = said(capsys, *command)
    assert (code, out, err.count("\n")) == (USAGE, "", 1)
    assert "is of version 9, and this lint430 knows version 1" in err
    (tree / PLACE).unlink()
    (tree / PLACE).mkdir()
    assert said(capsys, *command)[0] == USAGE


def test_the_run_and_a_commit_know_the_baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lint430.engine import run_state

    monkeypatch.chdir(tmp_path)

    def git(*arguments: str) -> None:
        subprocess.run(["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *arguments], check=True, capture_output=True)

    git("init", "-q")
    (tmp_path / "a.ts").write_text(BRANCH)
    git("add", ".")
    git("commit", "-qm", "one")
    main(["baseline", "write"])
    git("add", ".")
    git("commit", "-qm", "two")
    configs = Configs(tmp_path)
    here = run(tmp_path, configs).run
    assert (here.has_baseline, list(here.findings), [f.baselined for f in here.known]) == (True, [], [True])
    without = run(tmp_path, configs, options=Options(use_baseline=False)).run
    assert (without.has_baseline, len(without.findings), list(without.known)) == (False, 1, [])
    for name, expected in (("HEAD~1", (False, 1, 0)), ("HEAD", (True, 0, 1))):
        with Revision(tmp_path, name) as revision:
            then = run_state(revision, configs).run
        assert (then.has_baseline, len(then.findings), len(then.known)) == expected


def test_the_status_counts_what_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".git").mkdir()
    suite = tmp_path / "services" / "a" / "__tests__" / "integration"
    suite.mkdir(parents=True)
    (suite / "run_integration_tests.sh").write_text("#!/bin/sh\ntrue\n")
    (suite.parent.parent / "limit.ts").write_text(BRANCH)
    monkeypatch.chdir(tmp_path)
    before = json.loads(said(capsys, "status", "--format", "json")[1])
    assert main(["baseline", "write"]) == CLEAN
    capsys.readouterr()
    after = json.loads(said(capsys, "status", "--format", "json")[1])
    schema = json.loads(resources.files("lint430").joinpath("status.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(after, schema)
    count = len(before["suites"][0]["findings"])
    assert before["metrics"]["baselined"] == 0
    assert after["metrics"] == before["metrics"] | {"baselined": after["metrics"]["errors"] + after["metrics"]["warnings"]}
    assert after["suites"][0]["violations"] == before["suites"][0]["violations"]
    assert [f["baselined"] for f in after["suites"][0]["findings"]] == [True] * count
    document = said(capsys, "status")[1]
    assert f"| Findings in the baseline | {after['metrics']['baselined']} | 100% |" in document
    assert "- **ITM101** runtime-mode-branch (error) (in the baseline): " in document
