"""What hosts read: GitHub, GitLab, Jenkins, reviewdog; golden reports, schemas, and what hostile repositories put into them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import junitparser
import pytest
from lxml import etree
from markdown_it import MarkdownIt

from lint430.integrations import hosts
from lint430.integrations.cli import main
from lint430.markup import address, code, markdown, sound
from lint430.model import Edit, Finding, Fix, Run, Severity, Span, Stats, Step, Suppressed
from lint430.reporters import View, formats, reporter

SCHEMAS = Path(__file__).parent / "schemas"
FORMATS = ["checkstyle", "github", "gitlab", "junit", "markdown", "rdjson"]
SOURCE = 'import { x } from "./y";\nconst "é" = x ? 1 : 2;\n'
TRACE = (Step("src/mode.ts", 3, 7, "reads INTEGRATION_MODE"), Step("src/a.ts", 2, 14, "decides the path taken here"))


def finding(code: str = "ITM101", line: int = 2, severity: Severity = Severity.ERROR, **more: Any) -> Finding:
    given: dict[str, Any] = {
        "path": "src/a.ts",
        "span": Span(line, 14, line, 15),
        "message": "Decided by `x`; mend it",
        "name": "runtime-mode-branch",
        **more,
    }
    return Finding(code, severity=severity, **given)


def made(*findings: Finding, **more: Any) -> Run:
    paths = {path for one in findings for path in (one.path, *(step.path for step in one.trace))}
    content = {path: SOURCE.encode() for path in paths}
    return Run("/r", findings, stats=Stats(files=3), lines={path: SOURCE.split("\n") for path in paths}, content=content, **more)


def render(run: Run, form: str, **view: Any) -> str:
    return reporter(form)(run, View(**view))


@pytest.fixture
def run() -> Run:
    return made(
        finding(trace=TRACE), finding("ITM503", 1, Severity.NOTE, path="src/b.ts", span=Span(1, 1, 1, 7), name="mocks-without-fixtures")
    )


def test_the_formats_are_there() -> None:
    assert set(FORMATS) <= set(formats())


# --- golden reports --------------------------------------------------------------------------------------------------------------


def test_github(run: Run) -> None:
    """The column counts characters: `"é"` has three, in four bytes."""
    assert render(run, "github").splitlines() == [
        "::error file=src/a.ts,line=2,endLine=2,col=13,endColumn=14,title=ITM101 runtime-mode-branch::Decided by `x`; mend it"
        "%0A1. reads INTEGRATION_MODE (src/mode.ts:3)%0A2. decides the path taken here (src/a.ts:2)",
        "::notice file=src/b.ts,line=1,endLine=1,col=1,endColumn=7,title=ITM503 mocks-without-fixtures::Decided by `x`; mend it",
    ]


def test_gitlab(run: Run) -> None:
    issues = json.loads(render(run, "gitlab"))
    prints = [issue.pop("fingerprint") for issue in issues]
    assert len(set(prints)) == 2
    assert issues == [
        {
            "description": "ITM101 Decided by `x`; mend it",
            "check_name": "runtime-mode-branch",
            "severity": "major",
            "location": {"path": "src/a.ts", "lines": {"begin": 2, "end": 2}},
        },
        {
            "description": "ITM503 Decided by `x`; mend it",
            "check_name": "mocks-without-fixtures",
            "severity": "info",
            "location": {"path": "src/b.ts", "lines": {"begin": 1, "end": 1}},
        },
    ]


def test_junit(run: Run) -> None:
    assert render(run, "junit") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="lint430" tests="2" failures="2" errors="0" time="0">\n'
        '  <testsuite name="src/a.ts" tests="1" failures="1" errors="0" skipped="0" time="0">\n'
        '    <testcase classname="lint430.runtime-mode-branch" name="ITM101 src/a.ts" time="0">\n'
        '      <failure type="error" message="Decided by `x`; mend it">src/a.ts:2:13: ITM101 Decided by `x`; mend it\n'
        "  1. reads INTEGRATION_MODE  src/mode.ts:3:7\n"
        "  2. decides the path taken here  src/a.ts:2:13</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="src/b.ts" tests="1" failures="1" errors="0" skipped="0" time="0">\n'
        '    <testcase classname="lint430.mocks-without-fixtures" name="ITM503 src/b.ts" time="0">\n'
        '      <failure type="note" message="Decided by `x`; mend it">src/b.ts:1:1: ITM503 Decided by `x`; mend it</failure>\n'
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_checkstyle(run: Run) -> None:
    assert render(run, "checkstyle") == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<checkstyle version="4.3">\n'
        '  <file name="src/a.ts">\n'
        '    <error line="2" column="13" severity="error" message="ITM101 Decided by `x`; mend it" source="lint430.runtime-mode-branch" />\n'
        "  </file>\n"
        '  <file name="src/b.ts">\n'
        '    <error line="1" column="1" severity="info" message="ITM503 Decided by `x`; mend it" source="lint430.mocks-without-fixtures" />\n'
        "  </file>\n"
        "</checkstyle>\n"
    )


def test_rdjson(run: Run) -> None:
    """The column counts bytes, as the file is stored; no address is given, for there is none."""
    document = json.loads(render(run, "rdjson"))
    assert document["source"] == {"name": "lint430"}
    assert document["diagnostics"][0] == {
        "message": "Decided by `x`; mend it",
        "location": {"path": "src/a.ts", "range": {"start": {"line": 2, "column": 14}, "end": {"line": 2, "column": 15}}},
        "severity": "ERROR",
        "code": {"value": "ITM101"},
        "related_locations": [
            {
                "message": "reads INTEGRATION_MODE",
                "location": {"path": "src/mode.ts", "range": {"start": {"line": 3, "column": 7}}},
            },
            {
                "message": "decides the path taken here",
                "location": {"path": "src/a.ts", "range": {"start": {"line": 2, "column": 14}}},
            },
        ],
    }
    assert document["diagnostics"][1]["severity"] == "INFO"


def test_markdown(run: Run) -> None:
    text = render(run, "markdown", source="https://host/o/r/blob/c0ffee")
    assert text == (
        "## lint430\n"
        "\n"
        "Found 2 findings (1 error, 1 note) in 2 of 3 files.\n"
        "\n"
        "| check | name | findings |\n"
        "|---|---|---:|\n"
        "| ITM101 | runtime-mode-branch | 1 |\n"
        "| ITM503 | mocks-without-fixtures | 1 |\n"
        "\n"
        "### 1 error\n"
        "\n"
        "- [`src/a.ts:2:13`](https://host/o/r/blob/c0ffee/src/a.ts#L2) ITM101 **runtime-mode-branch**: Decided by `x`; mend it\n"
        "\n"
        "  <details><summary>2 steps</summary>\n"
        "\n"
        "  1. reads INTEGRATION\\_MODE [`src/mode.ts:3:7`](https://host/o/r/blob/c0ffee/src/mode.ts#L3)\n"
        "  2. decides the path taken here [`src/a.ts:2:13`](https://host/o/r/blob/c0ffee/src/a.ts#L2)\n"
        "\n"
        "  </details>\n"
        "\n"
        "### 1 note\n"
        "\n"
        "- [`src/b.ts:1:1`](https://host/o/r/blob/c0ffee/src/b.ts#L1) ITM503 **mocks-without-fixtures**: Decided by `x`; mend it\n"
    )
    assert "- `src/a.ts:2:13` ITM101" in render(run, "markdown")


# --- what every format owes --------------------------------------------------------------------------------------------------------

HOSTILE = [
    "a\x00b\x1b[31m\x07\x7f\x9b",
    "a|b||c",
    "`a` ``b`` `",
    "]]><script>alert('&')</script> &amp; <!-- -->",
    "%0A%0D%25::error::x, file=y,z",
    "a\u2028b\u2029c\x85d",
    "a\ud800b\udce9c",
    "a\r\nb\rc\n::error::forged\n##[error]forged",
    "\u202ea\u2066b",
    "\ufffe\uffff\U0001f600\U0002070e",
    "\"quoted\" 'quoted' \\",
    "@someone #1 [x](y) *b* _i_ ~s~ $m$ # h",
    "-->\n```\n---\n</details>",
]


def hostile(text: str) -> Run:
    step = Step(f"src/{text}.ts", 1, 1, text)
    one = finding(path=f"src/{text}.ts", message=f"Wrong `{text}` {text}; mend {text}", trace=(step,))
    twin = replace(one, span=Span(9, 9, 9, 9))
    content = {one.path: text.encode("utf-8", "surrogatepass")}
    return Run("/r", [one, twin], stats=Stats(files=1), lines={one.path: [text]}, content=content)


def runs() -> list[Any]:
    fix = Fix("Mend it", (Edit("src/a.ts", Span(2, 1, 2, 6), "\ud800"),))
    plain = [
        pytest.param(made(), id="empty"),
        pytest.param(made(complete=False), id="empty and incomplete"),
        pytest.param(made(finding(), complete=False), id="incomplete"),
        pytest.param(made(finding(fix=fix, span=Span(2, 14, 4, 1))), id="several lines"),
        pytest.param(made(finding(), finding(), finding(line=1, severity=Severity.WARNING)), id="like findings"),
        pytest.param(made(*(finding(line=n) for n in range(1, 40))), id="many"),
    ]
    return plain + [pytest.param(hostile(text), id=ascii(text)) for text in HOSTILE]


def read(form: str, text: str) -> Any:
    """Read a report as its host does; fail where it breaks its schema."""
    if form in ("junit", "checkstyle"):
        root = etree.fromstring(text.encode())
        etree.XMLSchema(etree.parse(str(SCHEMAS / f"{form}.xsd"))).assertValid(root)
        return ElementTree.fromstring(text)
    if form in ("gitlab", "rdjson"):
        document = json.loads(text)
        jsonschema.validate(document, json.loads((SCHEMAS / f"{form}.json").read_text()))
        return document
    return text


@pytest.mark.parametrize("form", formats())
@pytest.mark.parametrize("given", runs())
def test_every_format_survives(form: str, given: Run) -> None:
    text = render(given, form)
    assert text.encode().decode() == text
    assert text.endswith("\n") or not (text or given.findings)
    assert render(given, form) == text
    read(form, text)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_nothing_in_a_message_steers_its_reader(form: str, text: str) -> None:
    """Paths stay what they are, for hosts find files by them."""
    step = Step("src/a.ts", 1, 1, text)
    shown = render(made(finding(message=f"Wrong `{text}` {text}", trace=(step,))), form)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e\u2066\ufffe\uffff]", shown)
    assert not re.search(r"^(::error::|##\[)", shown, re.MULTILINE)


@pytest.mark.parametrize("form", ["checkstyle", "gitlab", "junit", "rdjson"])
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_text_arrives(form: str, text: str) -> None:
    """What a reader gets back from the report is what was said, but for what no document may hold."""
    document = read(form, render(hostile(text), form))
    path = sound(f"src/{text}.ts")
    if form == "checkstyle":
        assert document.find("file").get("name") == path
    elif form == "junit":
        assert document.find("testsuite").get("name") == path
    elif form == "gitlab":
        assert document[0]["location"]["path"] == path
    else:
        assert document["diagnostics"][0]["location"]["path"] == path


@pytest.mark.parametrize("form", ["checkstyle", "gitlab", "junit", "rdjson"])
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_documents_are_ascii(form: str, text: str) -> None:
    """XML says that it is UTF-8; a redirection on a system with another encoding must not make that a lie."""
    assert render(hostile(f"é日{text}"), form).isascii()


def test_what_no_document_may_hold_is_shown() -> None:
    assert sound("a\x00\x1b\udce9\ud800\ufffe\x7f") == "a␀␛<E9><D800><FFFE>\x7f"
    assert sound("ä\t\r\n𝄞 |`") == "ä\t\r\n𝄞 |`"


@pytest.mark.parametrize("form", FORMATS)
def test_what_the_baseline_holds_is_left_out(form: str) -> None:
    known = made(known=[finding(message="KNOWN")], has_baseline=True)
    assert "KNOWN" not in render(known, form)
    assert ("1 in the baseline" in render(known, form)) is (form == "markdown")


# --- github ----------------------------------------------------------------------------------------------------------------------


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """Read a workflow command as the runner does: the command up to the next `::`, then every escape back."""
    head, _, data = line.removeprefix("::").partition("::")
    command, _, given = head.partition(" ")
    properties = dict(pair.split("=", 1) for pair in given.split(","))

    def data_of(text: str) -> str:
        return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")

    return command, {key: data_of(value.replace("%3A", ":").replace("%2C", ",")) for key, value in properties.items()}, data_of(data)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_workflow_command_cannot_be_forged(text: str) -> None:
    lines = re.split("\r\n|\r|\n", render(hostile(text), "github"))
    assert len(lines) == 3
    assert lines.pop() == ""
    command, properties, data = parsed(lines[0])
    assert command == "error"
    assert list(properties) == ["file", "line", "endLine", "col", "endColumn", "title"]
    assert properties["file"] == sound(f"src/{text}.ts")
    assert data.startswith("Wrong `")


def test_several_lines_of_a_message_stay_lines() -> None:
    (line,) = render(made(finding(message="Erstens: ä, 100%\r\nzweitens 日本\nlast")), "github").splitlines()
    assert parsed(line)[2] == "Erstens: ä, 100%\nzweitens 日本\nlast"


def test_columns_are_left_out_over_several_lines() -> None:
    line = render(made(finding(span=Span(1, 3, 2, 5))), "github")
    assert parsed(line)[1] == {"file": "src/a.ts", "line": "1", "endLine": "2", "title": "ITM101 runtime-mode-branch"}


def test_no_more_than_github_shows() -> None:
    levels = [(Severity.NOTE, 11), (Severity.WARNING, 10), (Severity.ERROR, 13)]
    lines = render(
        made(*(finding(line=n, severity=level) for level, number in levels for n in range(1, number + 1))), "github"
    ).splitlines()
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10
    assert [parsed(line)[1]["line"] for line in lines[:10]] == [str(n) for n in range(1, 11)]
    assert lines[-1] == "3 more errors, 1 more note: GitHub shows 10 of each level per step; the job summary lists them"


def test_an_incomplete_run_is_an_error_among_the_ten() -> None:
    lines = render(made(*(finding(line=n) for n in range(1, 11)), complete=False), "github").splitlines()
    assert lines[0].startswith("::error title=lint430::The analysis is incomplete")
    assert [line[:7] for line in lines].count("::error") == 10
    assert lines[-1].startswith("1 more error:")


# --- gitlab ----------------------------------------------------------------------------------------------------------------------


def prints(run: Run) -> list[str]:
    return [issue["fingerprint"] for issue in json.loads(render(run, "gitlab"))]


def test_fingerprints_are_unique_and_stay() -> None:
    twins = [finding(), finding(), finding(path="src/b.ts")]
    before = prints(made(*twins))
    assert len(set(before)) == 3
    moved = replace(
        made(*(replace(one, span=Span(4, 14, 4, 15)) for one in twins)),
        lines={p: ["", "", *SOURCE.split("\n")] for p in ("src/a.ts", "src/b.ts")},
    )
    assert prints(moved) == before


def test_a_clean_report_is_an_empty_list() -> None:
    assert render(made(), "gitlab") == "[]\n"


# --- junit -----------------------------------------------------------------------------------------------------------------------


def test_junit_as_a_reader_sees_it(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(render(made(finding(), finding(line=1), finding(path="src/b.ts")), "junit"), encoding="utf-8")
    suites = list(junitparser.JUnitXml.fromfile(str(report)))
    cases = [case for suite in suites for case in suite]
    assert [suite.name for suite in suites] == ["src/a.ts", "src/b.ts"]
    assert [case.name for case in cases] == ["ITM101 src/a.ts", "ITM101 src/a.ts (2)", "ITM101 src/b.ts"]
    assert all(isinstance(case.result[0], junitparser.Failure) for case in cases)


def test_a_clean_run_is_a_test_that_passes() -> None:
    root = read("junit", render(made(), "junit"))
    (case,) = root.iter("testcase")
    assert (root.get("tests"), root.get("failures"), case.get("name"), list(case)) == ("1", "0", "analysis of 3 files", [])


def test_an_incomplete_run_is_an_error() -> None:
    root = read("junit", render(made(finding(), complete=False), "junit"))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("2", "1", "1")
    assert root.find("testsuite/testcase/error").get("message") == "The analysis is incomplete: a part of it failed"
    assert read("checkstyle", render(made(complete=False), "checkstyle")).find("exception") is not None


# --- rdjson ----------------------------------------------------------------------------------------------------------------------


def suggestions(*edits: Edit, **more: Any) -> Any:
    run = replace(made(finding(fix=Fix("Mend it", edits))), **more)
    return json.loads(render(run, "rdjson"))["diagnostics"][0].get("suggestions")


def test_a_fix_is_a_suggestion() -> None:
    assert suggestions(Edit("src/a.ts", Span(2, 14, 2, 15), "é")) == [
        {"range": {"start": {"line": 2, "column": 14}, "end": {"line": 2, "column": 15}}, "text": "é"}
    ]


def test_several_edits_are_one_suggestion_with_what_stands_between() -> None:
    edits = [Edit("src/a.ts", Span(2, 14, 2, 15), "z"), Edit("src/a.ts", Span(1, 10, 1, 11), "z")]
    assert suggestions(*edits) == [
        {"range": {"start": {"line": 1, "column": 10}, "end": {"line": 2, "column": 15}}, "text": 'z } from "./y";\nconst "é" = z'}
    ]


def test_what_is_no_suggestion() -> None:
    here = Edit("src/a.ts", Span(1, 1, 1, 2), "")
    assert suggestions(here, Edit("src/b.ts", Span(1, 1, 1, 2), "")) is None
    assert suggestions() is None
    assert suggestions(Edit("src/a.ts", Span(1, 1, 1, 2), "\ud800")) is None, "no JSON reader takes half a pair"
    far = Edit("src/a.ts", Span(90, 1, 90, 2), "")
    assert suggestions(here, far) is None
    assert suggestions(here, Edit("src/a.ts", Span(2, 1, 2, 2), ""), content={"src/a.ts": b"a\xff\nb"}) is None


# --- markdown --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_markdown_shows_text_as_text(text: str) -> None:
    """A reader of CommonMark sees what was said: no element, link or heading comes out of it but the comment that parts `@` from a name."""
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown(f"{text} end"))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    kinds = {child.type for child in tokens[1].children or ()}
    assert kinds <= {"text", "code_inline", "html_inline", "text_special"}
    html = [child.content for child in tokens[1].children or () if child.type == "html_inline"]
    assert set(html) <= {"<!-- -->"}
    assert ("@" in text) is bool(html)


@pytest.mark.parametrize("text", [*HOSTILE, "", " ", "`", "a ` b `` c"], ids=ascii)
def test_a_code_span_holds_anything(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"x {code(text)} y")
    children = tokens[1].children or []
    assert [child.type for child in children] == (["text", "code_inline", "text"])


def test_an_address_is_quoted() -> None:
    assert address("https://h/o/r", "a b/(ü)#?.ts", 3) == "https://h/o/r/a%20b/%28%C3%BC%29%23%3F.ts#L3"
    assert address("", "a.ts", 3) == ""


def test_markdown_counts_what_is_not_shown() -> None:
    silent = Suppressed(finding(), "src/a.ts", 2, None)
    assert "\nNo findings in 3 files, 1 suppressed, 1 in the baseline.\n" in render(
        made(suppressed=[silent], known=[finding()]), "markdown"
    )
    assert "**The analysis is incomplete: a part of it failed.**" in render(made(complete=False), "markdown")


def test_the_worst_findings_keep_their_room() -> None:
    run = made(*(finding(line=n, severity=Severity.NOTE) for n in range(1, 50)), *(finding(line=n) for n in range(1, 50)))
    whole = render(run, "markdown")
    assert "### 49 errors" in whole
    assert render(run, "markdown", limit=len(whole.encode())) == whole
    for limit in (0, 50, 400, 1500, 3000, len(whole.encode()) - 1):
        text = render(run, "markdown", limit=limit)
        assert len(text.encode()) <= limit
        if limit >= 400:
            shown = text.count("\n- `")
            assert re.search(rf"\n{98 - shown} more findings? found no room here\.\n$", text)
            assert ("### 49 notes" in text) is (shown > 49)


# --- the hosts' environments ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a checkout with a branch in it, as a step of GitHub Actions sees it."""
    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA", "CI_PROJECT_DIR", "CI_PROJECT_URL", "CI_COMMIT_SHA"):
        monkeypatch.delenv(name, raising=False)
    work = tmp_path / "work"
    (work / "part" / "src").mkdir(parents=True)
    (work / "part" / "lint430.toml").write_text("")
    (work / "part" / "src" / "limit.ts").write_text('export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n')
    monkeypatch.setenv("GITHUB_WORKSPACE", str(work))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.chdir(work / "part" / "src")
    return tmp_path


def test_paths_start_at_the_checkout(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a repository of its own, the root is a part of the workspace: its paths go on from there."""
    assert main(["check", "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=part/src/limit.ts,line=1,")
    assert main(["check", "--format", "gitlab"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["location"]["path"] == "part/src/limit.ts"


def test_a_checkout_in_a_folder_is_its_own_root(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What `actions/checkout` puts below the workspace with `path` keeps the repository's own paths: the host knows no others."""
    (tree / "work" / "part" / ".git").mkdir()
    assert main(["check", "--format", "github"]) == 1
    assert capsys.readouterr().out.startswith("::error file=src/limit.ts,line=1,")


def test_where_the_root_lies(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    inner = str(tmp_path / "a" / "b")
    assert hosts.prefix(inner, {}) == ""
    assert hosts.prefix(inner, {"GITHUB_WORKSPACE": str(tmp_path)}) == "a/b/"
    assert hosts.prefix(inner, {"CI_PROJECT_DIR": str(tmp_path / "a")}) == "b/"
    assert hosts.prefix(inner, {"GITHUB_WORKSPACE": inner}) == ""
    assert hosts.prefix(inner, {"GITHUB_WORKSPACE": str(tmp_path / "elsewhere")}) == ""
    assert hosts.prefix(str(tmp_path / "..b"), {"GITHUB_WORKSPACE": str(tmp_path)}) == "..b/"


def test_where_the_sources_are_shown() -> None:
    github = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "c0"}
    assert hosts.source(github) == "https://github.com/o/r/blob/c0"
    assert hosts.source({"CI_PROJECT_URL": "https://gitlab.com/o/r", "CI_COMMIT_SHA": "c0"}) == "https://gitlab.com/o/r/-/blob/c0"
    assert hosts.source({**github, "GITHUB_SHA": ""}) == ""


def test_the_job_summary(tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    summary = tree / "summary.md"
    assert main(["check"]) == 1
    assert not summary.exists(), "other formats write none"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    monkeypatch.setenv("GITHUB_SHA", "c0")
    assert main(["check", "--output", f"github:{tree / 'annotations'}", "--quiet"]) == 1
    text = summary.read_text()
    assert text.startswith("before\n## lint430\n")
    assert "[`part/src/limit.ts:1:22`](https://github.com/o/r/blob/c0/part/src/limit.ts#L1)" in text
    assert capsys.readouterr().err == ""


def test_a_summary_without_room(tree: Path) -> None:
    summary = tree / "summary.md"
    summary.write_bytes(b"x" * (hosts.SUMMARY_LIMIT - 10))
    assert main(["check", "--format", "github"]) == 1
    assert summary.stat().st_size == hosts.SUMMARY_LIMIT - 10


def test_a_summary_that_cannot_be_written_fails_nothing(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tree))
    assert main(["check", "--format", "github"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("::error ")
    assert said.err == "lint430: warning: the job summary cannot be written: Is a directory\n"
