"""What people and programs read: the formats, and the care taken with a terminal."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib import resources
from typing import Any

import jsonschema
import pytest

from lint430 import terminal
from lint430.engine import Options, check_sources
from lint430.model import Edit, Finding, Fix, Run, Severity, Span, Stats, Step
from lint430.reporters import View, column, formats, reporter

ESCAPE = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;;[^\x1b]*\x1b\\")
SOURCES = {
    "config/env.ts": 'export const isMock = process.env.INTEGRATION_MODE !== "cluster";\n',
    "src/é.ts": 'import { isMock } from "../config/env";\n\nexport const greeting = "grüße"; export const limit = isMock ? 10 : 1000;\n',
    "src/broken.ts": "// INTEGRATION_MODE\nconst = = 1;\n",
}


def render(run: Run, form: str = "text", *, color: bool = False, width: int = 100, links: bool = False) -> str:
    return reporter(form)(run, View(color, links, width))


@pytest.fixture(scope="module")
def run() -> Run:
    return check_sources(SOURCES, None, Options(select=("ITM1", "ITM9"))).run


FIRST = Span(1, 1, 1, 2)


def made(line: str, span: Span = FIRST, message: str = "Wrong; mend it", **more: Any) -> Run:
    finding = Finding("ITM101", "a.ts", span, message, name="runtime-mode-branch", severity=Severity.ERROR, **more)
    return Run("/r", [finding], stats=Stats(files=1), lines={"a.ts": [line]})


def test_the_folder_is_the_list() -> None:
    assert formats() == ["concise", "json", "sarif", "text"]


# --- text ------------------------------------------------------------------------------------------------------------------------


def test_text(run: Run) -> None:
    lines = render(run).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("error["))
    assert lines[start].startswith("error[ITM101] runtime-mode-branch: This conditional expression")
    assert lines[start + 1 : start + 5] == [
        " --> src/é.ts:3:55",
        "  |",
        '3 | export const greeting = "grüße"; export const limit = isMock ? 10 : 1000;',
        "  |                                                       ^^^^^^",
    ]
    assert lines[start + 5] == "  = trace:"
    assert lines[start + 6] == "    1. reads INTEGRATION_MODE  config/env.ts:1:23"
    assert lines[start + 7] == '       1 | export const isMock = process.env.INTEGRATION_MODE !== "cluster";'
    tail = lines[start + 8 :]
    assert "  = help: give the code its client or setting from outside instead" in tail
    assert tail[-4:] == [
        "Found 2 findings (1 error, 1 warning) in 2 of 3 files.",
        "  1  ITM101  runtime-mode-branch",
        "  1  ITM901  not-fully-parsed",
        "lint430 explain ITM101 shows the page of a check.",
    ]


def test_plain_text_has_no_escapes_and_colours_change_no_text(run: Run) -> None:
    plain = render(run)
    assert "\x1b" not in plain
    colored = render(run, color=True, links=True)
    assert "\x1b[1;31m" in colored
    assert ESCAPE.sub("", colored) == plain


def test_codes_are_links_to_their_pages(run: Run) -> None:
    found = re.search(
        r"\x1b\]8;;(file://[^\x1b]+/runtime_mode_branch/README\.md)\x1b\\ITM101\x1b\]8;;\x1b\\", render(run, color=True, links=True)
    )
    assert found is not None
    assert "\x1b]8" not in render(run, color=True)


def test_a_clean_run() -> None:
    clean = Run("/r", [], stats=Stats(files=12))
    assert render(clean) == "No findings in 12 files.\n"
    assert render(clean, "concise") == ""


def test_suppressed_ones_are_counted() -> None:
    silenced = check_sources({"a.ts": SOURCES["config/env.ts"] + "export const x = isMock ? 1 : 2; // lint430: ignore[ITM101] -- x\n"}).run
    assert render(silenced) == "No findings in 1 file, 1 suppressed.\n"


def test_a_message_is_split_at_its_advice_only() -> None:
    text = render(made("x", message="`for (;; ) {}` is wrong; really; use `a; b`"))
    assert "runtime-mode-branch: `for (;; ) {}` is wrong; really\n" in text
    assert "= help: use `a; b`\n" in text
    assert "help" not in render(made("x", message="`a; b` is wrong")).partition("Found")[0]


def test_control_characters_never_reach_the_terminal() -> None:
    evil = "a\x1b[31m\x07\x7f\u202e\x9b\ud800b"
    run = made(evil, message=f"Wrong {evil}\nnext; mend {evil}", trace=(Step("a.ts\x1b", 1, 1, evil),))
    run = replace(run, findings=[replace(run.findings[0], path="a\x1b.ts")], lines={"a\x1b.ts": [evil], "a.ts\x1b": [evil]})
    for form in ("text", "concise"):
        text = render(run, form)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\ud800]", text)
        assert "a␛.ts:1" in text
    assert len(render(run, "concise").splitlines()) == 1
    assert "a␛[31m␇␡<202E><9B><D800>b" in render(run)


def test_bytes_that_are_no_text_in_a_path() -> None:
    assert terminal.visible("caf\udce9.ts") == "caf<E9>.ts"


def marked(line: str, start: int, end: int, width: int = 60) -> tuple[str, str]:
    shown, place, length = terminal.excerpt(line, start, end, width)
    cells = "".join(char * 1 if terminal.cells(char) == 1 else char + "\0" for char in shown)
    return shown, cells[place : place + length].replace("\0", "")


def test_tabs_and_wide_characters_are_aligned() -> None:
    assert terminal.excerpt("\tif (a)", 5, 6, 60) == ("    if (a)", 8, 1)
    assert terminal.excerpt("a\tb", 2, 3, 60) == ("a   b", 4, 1)
    assert terminal.excerpt("x = '日本'; y", 11, 12, 60)[1] == 13
    assert terminal.excerpt("e\u0301 = y", 5, 6, 60)[1] == 4
    assert marked("x = '日本' if y", 5, 7)[1] == "日本"


@pytest.mark.parametrize("width", [20, 40, 60])
@pytest.mark.parametrize("place", [0, 5, 30, 100, 500, 900, 994])
@pytest.mark.parametrize("filler", ["x", "日", "\t", "\x1b"])
def test_long_lines_are_cut_around_the_place(filler: str, place: int, width: int) -> None:
    line = filler * place + "HERE" + filler * (994 - place)
    shown, mark = marked(line, place, place + 4, width)
    assert terminal.cells(shown) <= width + 1
    assert mark == "HERE"
    if place == 500:
        assert shown.startswith("…")
        assert filler == "\t" or shown.endswith("…")


def test_places_beyond_the_line() -> None:
    assert terminal.excerpt("", 0, 0, 60) == ("", 0, 1)
    assert terminal.excerpt("ab", 5, 9, 60) == ("ab", 5, 1)
    assert terminal.excerpt("ab   ", 0, 1_000_000, 60) == ("ab", 0, 2)
    assert terminal.excerpt("x" * 100, 90, 1_000_000, 40)[2] <= 40
    assert "a.ts:7:3" in render(made("x", Span(7, 3, 7, 4)))


def test_a_finding_over_several_lines_is_underlined_on_its_first() -> None:
    assert "\n  | ^^^^^^\n" in render(made("if (a)", Span(1, 1, 3, 2)))


@pytest.mark.parametrize(
    ("choice", "environment", "is_terminal", "expected"),
    [
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"CLICOLOR": "0"}, True, False),
        ("auto", {"TERM": "dumb"}, True, False),
    ],
)
def test_when_to_colour(choice: str, environment: dict[str, str], is_terminal: bool, expected: bool) -> None:
    assert terminal.wants_color(choice, environment, is_terminal) is expected


# --- concise and json ------------------------------------------------------------------------------------------------------------


def test_concise(run: Run) -> None:
    lines = render(run, "concise").splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("src/broken.ts:2:")
    assert lines[1].startswith(
        "src/é.ts:3:55: ITM101 This conditional expression in application code is decided by `INTEGRATION_MODE` via `isMock`"
    )
    assert ESCAPE.sub("", render(run, "concise", color=True)) == render(run, "concise")


def schema() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.files("lint430").joinpath("findings.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def test_json(run: Run) -> None:
    document = json.loads(render(run, "json"))
    jsonschema.validate(document, schema())
    finding = document["findings"][1]
    assert {key: finding[key] for key in ("code", "name", "level", "path", "line", "column", "end_line", "end_column", "suite", "fix")} == {
        "code": "ITM101",
        "name": "runtime-mode-branch",
        "level": "error",
        "path": "src/é.ts",
        "line": 3,
        "column": 55,
        "end_line": 3,
        "end_column": 61,
        "suite": None,
        "fix": None,
    }
    assert finding["trace"][0] == {"path": "config/env.ts", "line": 1, "column": 23, "what": "reads INTEGRATION_MODE"}
    assert document["summary"] == {
        "findings": 2,
        "files": 3,
        "files_with_findings": 2,
        "suites": 0,
        "suppressed": 0,
        "by_level": {"error": 1, "warning": 1, "note": 0},
        "by_code": {"ITM101": 1, "ITM901": 1},
        "complete": True,
    }
    assert render(run, "json").isascii()


def test_json_fixes_and_odd_paths() -> None:
    fix = Fix("Remove it", (Edit("a.ts", Span(1, 3, 1, 5), "ü"),), safe=False)
    document = json.loads(render(made("éx = 1", fix=fix), "json"))
    jsonschema.validate(document, schema())
    assert document["findings"][0]["fix"] == {
        "title": "Remove it",
        "safe": False,
        "edits": [{"path": "a.ts", "line": 1, "column": 2, "end_line": 1, "end_column": 4, "text": "ü"}],
    }
    odd = made("x")
    odd = replace(odd, findings=[replace(odd.findings[0], path="caf\udce9.ts")])
    assert json.loads(render(odd, "json"))["findings"][0]["path"] == "caf\udce9.ts"


def test_the_schema_refuses_what_is_wrong(run: Run) -> None:
    document = json.loads(render(run, "json"))
    document["findings"][0]["column"] = 0
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema())


def test_columns_count_characters() -> None:
    run = made("é日𝄞x")
    assert [column(run, "a.ts", 1, at) for at in (1, 3, 6, 10, 11)] == [1, 2, 3, 4, 5]
    assert column(run, "a.ts", 9, 4) == 4
    assert column(run, "b.ts", 1, 4) == 4
