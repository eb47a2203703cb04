"""Unused suppressions are taken out, and nothing else: by comment syntax, byte for byte, and checked again."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint430.engine import check_sources
from lint430.fix.edits import apart, apply
from lint430.fix.rounds import Repair, repair
from lint430.integrations.cli import main
from lint430.integrations.console import CLEAN, FINDINGS, NOTHING, USAGE
from lint430.model import Edit, Finding, Fix, Span

OURS = "lint430: ignore[ITM101] -- why"
NOQA = "# no" + "qa"
"""In two pieces: as one it would be a comment to the tools that read this file."""
BRANCH = 'export const a = process.env.INTEGRATION_MODE === "cluster" ? 1 : 2;'


def fixed(text: str | bytes, path: str = "src/x.ts") -> Repair:
    data = text if isinstance(text, bytes) else text.encode()

    def check(changed: Mapping[str, bytes]) -> Sequence[Finding]:
        outcome = check_sources({path: data} | dict(changed))
        assert not outcome.failures
        return outcome.run.findings

    done = repair(check({}), {path: data}.get, check)
    left = check(done.changed)
    assert done.undone or not [f for f in left if f.code == "ITM903" and f.fix is not None]
    return done


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        # A comment behind code goes with the blanks before it.
        ("x.ts", f"const a = 1; // {OURS}\n", "const a = 1;\n"),
        ("x.ts", f"const a = 1;\t/* {OURS} */ \n", "const a = 1;\n"),
        ("x.py", f"A = 1  # {OURS}\n", "A = 1\n"),
        ("x.go", f"package x\n\nvar A = 1 // {OURS}\n", "package x\n\nvar A = 1\n"),
        ("x.sh", f"echo a # {OURS}\n", "echo a\n"),
        ("ci.yml", f"a: 1  # {OURS}\nb: 2\n", "a: 1\nb: 2\n"),
        ("pyproject.toml", f"a = 1 # {OURS}\n", "a = 1\n"),
        (".env", f"A=1 # {OURS}\n", "A=1\n"),
        ("Makefile", f"A := 1 # {OURS}\n", "A := 1\n"),
        # One that stands alone goes with its line.
        ("x.ts", f"const a = 1;\n  // {OURS}\nconst b = 2;\n", "const a = 1;\nconst b = 2;\n"),
        ("x.ts", f"/* {OURS} */\nconst b = 2;\n", "const b = 2;\n"),
        ("x.ts", f"/*\n * {OURS}\n */\nconst b = 2;\n", "const b = 2;\n"),
        ("x.py", f"def f():\n    # {OURS}\n    return 1\n", "def f():\n    return 1\n"),
        ("x.sh", f"#!/bin/sh\n# {OURS}\necho a\n", "#!/bin/sh\necho a\n"),
        ("ci.yml", f"a:\n  # {OURS}\n  b: 1\n", "a:\n  b: 1\n"),
        (".github/workflows/a.yml", f"jobs:\n  a:\n    steps:\n      - run: |\n          # {OURS}\n          make\n", None),
        ("Dockerfile", f"FROM a\n# {OURS}\nRUN b\n", "FROM a\nRUN b\n"),
        ("tox.ini", f"[a]\n# {OURS}\nb = 1\n", "[a]\nb = 1\n"),
        # Between blank lines, and at the head, one blank line goes too.
        ("x.ts", f"const a = 1;\n\n// {OURS}\n\nconst b = 2;\n", "const a = 1;\n\nconst b = 2;\n"),
        ("x.ts", f"// {OURS}\n\nconst b = 2;\n", "const b = 2;\n"),
        # Between code, what keeps words apart stays.
        ("x.ts", f"f(1, /* {OURS} */ 2);\n", "f(1, 2);\n"),
        ("x.ts", f"f(/* {OURS} */ 2);\n", "f(2);\n"),
        ("x.ts", f"const f = () => {{ return/* {OURS} */a; }};\n", "const f = () => { return a; };\n"),
        ("x.ts", f"a();/*\n{OURS} */b();\n", "a();\nb();\n"),
        ("x.ts", f"/* {OURS} */ const a = 1;\n", "const a = 1;\n"),
        # Braces in JSX are there for their comment.
        ("x.tsx", f"const v = (\n  <a>\n    {{/* {OURS} */}}\n    <b />\n  </a>\n);\n", "const v = (\n  <a>\n    <b />\n  </a>\n);\n"),
        ("x.tsx", f"const v = <a>{{/* {OURS} */}}<b /></a>;\n", "const v = <a><b /></a>;\n"),
        ("x.tsx", f"const v = <a>x {{/* {OURS} */}}y</a>;\n", "const v = <a>x {}y</a>;\n"),
        ("x.tsx", f"const v = <a>\n  x\n  {{/* {OURS} */}}\n  y\n</a>;\n", "const v = <a>\n  x\n  {}\n  y\n</a>;\n"),
        ("x.tsx", f"const v = <a> {{/* {OURS} */}} <b /></a>;\n", "const v = <a> {} <b /></a>;\n"),
        ("x.tsx", f"const v = <a>{{/* {OURS} */ /* and */}}<b /></a>;\n", "const v = <a>{/* and */}<b /></a>;\n"),
        ("x.ts", f"if (a) {{ /* {OURS} */ }}\n", "if (a) { }\n"),
        # Names are taken out of a list.
        ("x.ts", f"{BRANCH} // lint430: ignore[ITM101, ITM104] -- why\n", f"{BRANCH} // lint430: ignore[ITM101] -- why\n"),
        ("x.ts", f"{BRANCH} // lint430: ignore[ITM104,,ITM101,]\n", f"{BRANCH} // lint430: ignore[ITM101,]\n"),
        ("x.ts", "const a = 1; // lint430: ignore[ITM101,] -- why\n", "const a = 1;\n"),
        ("x.ts", f"{BRANCH} // lint430: ignore[ITM104,ITM101]\n", f"{BRANCH} // lint430: ignore[ITM101]\n"),
        ("x.ts", f"{BRANCH} // lint430: ignore[ ITM104, itm101, ITM201 ]\n", f"{BRANCH} // lint430: ignore[ itm101 ]\n"),
        ("x.ts", f"{BRANCH} // lint430: ignore[ITM102, ITM104, ITM101]\n", f"{BRANCH} // lint430: ignore[ITM101]\n"),
        ("x.ts", "const a = 1; // lint430: ignore[ITM101, runtime-mode-branch, ITM104]\n", "const a = 1;\n"),
        ("x.ts", "const a = 1; // lint430: ignore[ITM101, ITM998] -- why\n", "const a = 1; // lint430: ignore[ITM998] -- why\n"),
        # Other tools' codes and words stay, and so does prose.
        ("x.py", f"A = 1  {NOQA}: ITM101\n", "A = 1\n"),
        ("x.py", f"A = 1  {NOQA}: ITM101 the demo build\n", "A = 1\n"),
        ("x.py", f"A = 1  {NOQA}: ITM101,E501\n", f"A = 1  {NOQA}: E501\n"),
        ("x.py", f"A = 1  {NOQA}: E501, ITM101 -- why\n", f"A = 1  {NOQA}: E501 -- why\n"),
        ("x.py", f"A = 1  {NOQA}:E501 ITM101 W1\n", f"A = 1  {NOQA}:E501 W1\n"),
        ("x.py", f"A = 1  {NOQA}: ITM101  # type: ignore\n", "A = 1  # type: ignore\n"),
        ("x.py", f"A = 1  # type: ignore  {NOQA}: ITM101\n", "A = 1  # type: ignore\n"),
        ("x.py", f"A = 1  # pylint: disable=x  # {OURS}  {NOQA}: E501\n", f"A = 1  # pylint: disable=x  {NOQA}: E501\n"),
        ("x.ts", f"// The demo. {OURS}\nconst a = 1;\n", "// The demo.\nconst a = 1;\n"),
        ("x.ts", f"const a = 1; // {OURS}, see https://x.org/a#b: it says so\n", "const a = 1;\n"),
        ("x.ts", f"const a = 1; // {OURS} //nolint:all\n", "const a = 1; //nolint:all\n"),
        ("x.ts", f"/* The demo. {OURS} */\nconst a = 1;\n", "/* The demo. */\nconst a = 1;\n"),
        ("x.ts", f"/**\n * The demo.\n * {OURS}\n */\nconst a = 1;\n", "/**\n * The demo.\n */\nconst a = 1;\n"),
        ("x.ts", f"/**\n * {OURS}\n * @deprecated\n */\nconst a = 1;\n", "/**\n * @deprecated\n */\nconst a = 1;\n"),
        ("x.ts", f"/* {OURS}\n * The demo. */\nconst a = 1;\n", "/*\n * The demo. */\nconst a = 1;\n"),
        ("x.ts", f"/*\n * The demo.\n * {OURS} */\nconst a = 1;\n", "/*\n * The demo. */\nconst a = 1;\n"),
        ("x.ts", f"/* {OURS} The demo.\r\n * More. */\r\nconst a = 1;\r\n", "/*\r\n * More. */\r\nconst a = 1;\r\n"),
        ("x.sh", f"#!/bin/sh # {OURS}\necho a\n", "#!/bin/sh\necho a\n"),
        ("x.ts", f"// ä {OURS}é // ö: x\nconst a = 1;\n", "// ä\nconst a = 1;\n"),
        ("x.ts", f"// lint430: ignore[ITM104] ä // a: ö\n{BRANCH}\n", f"// a: ö\n{BRANCH}\n"),
        # Bytes that are none of the comment's stay.
        ("x.ts", f"const a = 1; // {OURS}\r\nconst b = 2;\r\n", "const a = 1;\r\nconst b = 2;\r\n"),
        ("x.ts", f"const a = 1;\r\n// {OURS}\r\nconst b = 2;\r\n", "const a = 1;\r\nconst b = 2;\r\n"),
        ("x.ts", f"\ufeff// {OURS}\nconst b = 2;\n", "\ufeffconst b = 2;\n"),
        ("x.py", f"\ufeffA = 'ä'  # {OURS} ü\nB = 'ö'  # {OURS}", "\ufeffA = 'ä'\nB = 'ö'"),
        ("x.ts", f"const a = 1;\n// {OURS}", "const a = 1;"),
        ("x.ts", f"const a = 1;\r\n// {OURS}", "const a = 1;"),
        ("x.ts", f"const a = 1; // {OURS}", "const a = 1;"),
        ("x.ts", f"// {OURS}", ""),
        ("x.ts", f"// {OURS}\n// {OURS}", ""),
        # Several in a file, on neighbouring lines and on one.
        ("x.ts", f"// {OURS}\n// lint430: ignore[ITM104]\nconst a = 1; // {OURS}\n", "const a = 1;\n"),
        ("x.ts", f"f(/* {OURS} */ 1 /* {OURS} */);\n", "f(1 );\n"),
    ],
)
def test_what_goes_and_what_stays(path: str, before: str, after: str | None) -> None:
    if after is None:
        after = "".join(line for line in before.splitlines(keepends=True) if "lint430" not in line)
    done = fixed(before, f"src/{path}" if "/" not in path else path)
    assert not done.undone
    assert {data.decode() for data in done.changed.values()} == {after}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("x.sh", f"echo a \\\n# {OURS}\necho b\n".encode()),
        ("x.py", f"# -*- coding: latin-1 -*-\nA = 'ä'  # {OURS}\n".encode("latin-1")),
        ("x.py", f"# -*- coding: latin-1 -*-\nA = 'ä'  # {OURS}\n".encode()),
        ("x.ts", f"const a = '\xe4'; // {OURS}\n".encode("latin-1")),
        ("x.ts", f"const a = = 1; // {OURS}\n".encode()),
        ("x.ts", f"{BRANCH} // {OURS}\n".encode()),
        ("x.py", f"A = 1  {NOQA}\n".encode()),
        ("x.py", b"A = 1  # lint430: ignore[ITM101, ITM903] -- why\n"),
    ],
)
def test_what_is_left_alone(path: str, text: bytes) -> None:
    assert fixed(text, f"src/{path}").changed == {}


def test_a_fix_that_wakes_another_comment_is_taken_back() -> None:
    source = 'import os\nA = 1 if os.environ["INTEGRATION_MODE"] == "repo" else 2  # lint430: ignore[ITM104] -- why # lint430: ignore[ITM101] -- why\n'
    before = Counter(f.code for f in check_sources({"src/x.py": source}).run.findings)
    assert before == {"ITM101": 1, "ITM903": 1}, "only our comment counts while it stands there"
    done = fixed(source, "src/x.py")
    assert done.changed == {}
    assert done.undone == {"src/x.py": "other findings would come or go"}


def test_a_fix_that_breaks_the_syntax_is_taken_back() -> None:
    def check(changed: Mapping[str, bytes]) -> Sequence[Finding]:
        edit = Edit("a.ts", Span(1, 7, 1, 8), "= =")
        return [] if changed else [Finding("ITM903", "a.ts", Span(1, 1, 1, 2), "", fix=Fix("Break it", (edit,)))]

    done = repair(check({}), {"a.ts": b"const a = 1;\n"}.get, check)
    assert done.undone == {"a.ts": "it would have a syntax error"}
    assert done.changed == {}


@pytest.mark.parametrize(
    "fix", [Fix("", (Edit("b.ts", Span(1, 1, 1, 2), ""),)), Fix("", (Edit("a.ts", Span(1, 1, 1, 2), ""),), safe=False)]
)
def test_what_is_not_safe_is_not_applied(fix: Fix) -> None:
    found = [Finding("ITM903", "a.ts", Span(1, 1, 1, 2), "", fix=fix)]
    assert repair(found, {"a.ts": b"a\n", "b.ts": b"b\n"}.get, lambda changed: found).changed == {}


def test_edits_that_overlap_wait_for_the_next_round() -> None:
    def finding(start: int, end: int, path: str = "a") -> Finding:
        return Finding("ITM903", path, Span(1, 1, 1, 2), "", fix=Fix("", (Edit(path, Span(1, start, 1, end), "x"),)))

    one, across, beside, elsewhere, same = finding(1, 4), finding(3, 6), finding(4, 6), finding(2, 3, "b"), finding(1, 4)
    assert apart([one, across, beside, elsewhere, same]) == [one, beside, elsewhere]
    assert apply(b"abcdefgh", [e for f in (one, beside) if f.fix for e in f.fix.edits]) == b"xxfgh"
    assert apply(b"\xff", []) is None


FRAGMENTS = [
    f"// {OURS}",
    f"/* {OURS} */",
    f"/*\n * {OURS}\n */",
    "// lint430: ignore[ITM101, ITM204]",
    "// lint430: ignore-file[ITM101] -- why",
    "// lint430: ignore[ITM998]",
    "// prose",
    "const b = 1;",
    BRANCH,
    f"{BRANCH} // {OURS}",
    f"{BRANCH} /* lint430: ignore[ITM102, ITM101, ITM204] -- why */",
    "const v = (\n  <a>\n    {/* lint430: ignore[ITM101] */}\n    <b />\n  </a>\n);",
    "",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_nothing_else_changes(parts: list[str], end: str, is_ended: bool) -> None:
    """After fixing no unused suppression is left, and all other findings are the same."""
    text = "\n".join(parts) + ("\n" if is_ended else "")
    data = text.replace("\n", end).encode()
    done = fixed(data, "src/x.tsx")
    assert not done.undone
    before, after = (check_sources({"src/x.tsx": now}).run.findings for now in (data, done.changed.get("src/x.tsx", data)))
    assert not [f for f in after if f.code == "ITM903"]
    # A comment that goes takes with it what is said about it.
    judged = [[f.code for f in found if f.code not in ("ITM903", "ITM904")] for found in (before, after)]
    assert judged[0] == judged[1]
    code = [
        [line for line in now.splitlines() if b"const b" in line or b"prose" in line] for now in (data, done.changed.get("src/x.tsx", data))
    ]
    assert code[0] == code[1]


# --- the command -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / "a.ts").write_bytes(f"const a = 1; // {OURS}\r\n{BRANCH}\r\n".encode())
    (tmp_path / "b.ts").write_text(f"// {OURS}\nconst b = 1;\n// lint430: ignore[ITM204]")
    (tmp_path / "run.sh").write_text(f"#!/bin/sh\n# {OURS}\necho\n")
    (tmp_path / "run.sh").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_fix_writes_and_counts_what_remains(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix", "--fail-on", "warning", "--format", "concise", "b.ts", "run.sh"]) == CLEAN
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "lint430: fixed 3 findings in 2 files\n")
    assert (tree / "b.ts").read_bytes() == b"const b = 1;"
    assert os.access(tree / "run.sh", os.X_OK)
    assert main(["check", "--fix", "--format", "concise"]) == FINDINGS
    captured = capsys.readouterr()
    assert captured.out.startswith("a.ts:2:18: ITM101")
    assert captured.out.count("\n") == 1
    assert captured.err == "lint430: fixed 1 finding in 1 file\n"
    assert (tree / "a.ts").read_bytes() == f"const a = 1;\r\n{BRANCH}\r\n".encode()
    assert main(["check", "--fix", "--format", "concise"]) == FINDINGS
    assert capsys.readouterr().err == ""


def test_the_exit_code_of_a_preview(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--fix-preview", "--exit-zero", "b.ts"]) == CLEAN
    patch = capsys.readouterr().out
    assert patch.startswith("--- a/b.ts")
    assert main(["check", "--fix-preview", "--quiet", "b.ts"]) == FINDINGS
    assert capsys.readouterr().out == ""
    assert main(["check", "--fix-preview", "b.ts", "nope.ts"]) == USAGE
    assert capsys.readouterr() == (patch, "lint430: error: `nope.ts` does not exist\n")
    (tree / "empty").mkdir()
    assert main(["check", "--fix-preview", "empty"]) == NOTHING
    assert main(["check", "--fix-preview", "empty", "--allow-empty"]) == CLEAN


def test_what_the_baseline_holds_is_fixed_too(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "write"]) == CLEAN
    capsys.readouterr()
    assert main(["check", "--fix-preview"]) == FINDINGS
    assert capsys.readouterr().out.count("\n+++ b/") == 3
    assert main(["check", "--fix", "--quiet"]) == CLEAN
    said = capsys.readouterr().err.splitlines()
    assert said[0] == "lint430: fixed 4 findings in 3 files"
    assert said[1].startswith("lint430: warning: 4 findings of the baseline are no longer found")


def test_the_preview_is_a_patch(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.read_bytes() for path in tree.iterdir() if path.is_file()}
    assert main(["check", "--fix-preview"]) == FINDINGS
    patch = capsys.readouterr().out
    assert {path.name: path.read_bytes() for path in tree.iterdir() if path.is_file()} == before
    subprocess.run(["git", "apply", "-"], cwd=tree, input=patch.encode(), check=True)
    by_patch = {path.name: path.read_bytes() for path in tree.iterdir() if path.is_file()}
    for name, data in before.items():
        (tree / name).write_bytes(data)
    main(["check", "--fix", "--quiet"])
    assert {path.name: path.read_bytes() for path in tree.iterdir() if path.is_file()} == by_patch != before
    capsys.readouterr()
    assert main(["check", "--fix-preview"]) == CLEAN
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("program", [["git", "apply"], ["patch", "-p1", "--quiet"]])
def test_the_preview_names_any_file(tree: Path, capsys: pytest.CaptureFixture[str], program: list[str]) -> None:
    if shutil.which(program[0]) is None:
        assert not os.environ.get("CI"), f"{program[0]} is missing: .ci/run installs it"
        pytest.skip(f"{program[0]} is not installed")
    names = ["a b.ts", "tab\there.ts", "line\nhere.ts", 'quoted"back\\slash.ts', "ä ö.ts", "\udcff é.ts", "\x01.ts"]
    for name in names:
        (tree / name).write_text(f"const a = 1; // {OURS}\n")
    assert main(["check", "--fix-preview", *names]) == FINDINGS
    subprocess.run(program, cwd=tree, input=capsys.readouterr().out.encode(), check=True)
    assert {(tree / name).read_text() for name in names} == {"const a = 1;\n"}


def test_a_file_that_cannot_be_written_stays_and_counts(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    assert main(["check", "--fix", "--fail-on", "warning", "b.ts"]) == FINDINGS
    assert "`" + str(tree / "b.ts") + "` cannot be written: Permission denied" in capsys.readouterr().err
    assert sorted(path.name for path in tree.iterdir() if path.name != ".git") == ["a.ts", "b.ts", "run.sh"]
