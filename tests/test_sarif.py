"""SARIF: what code scanning shows of a run, within its limits; GitHub's own validator and algorithm agree."""

from __future__ import annotations

import gzip
import json
import os
import random
import re
import string
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema
import pytest

from lint430 import pages, registry
from lint430.engine import Options, check_sources
from lint430.fingerprint import line_hashes
from lint430.model import Edit, Finding, Fix, Run, Severity, Span, Step, Suppressed
from lint430.reporters import View, reporter, sarif
from lint430.reporters.sarif import MOST_LOCATIONS, MOST_RESULTS, MOST_STEPS, SHOWN_RESULTS

ROOT = Path(__file__).parent.parent
TOOL = ROOT / ".cache" / "npm" / "node_modules" / "@microsoft" / "sarif-multitool-linux"
"""Where .ci/run puts GitHub's validator."""
ADVICE = {"SARIF2002", "SARIF2003", "SARIF2006", "SARIF2012"}
"""The validator's notes that stay: texts by identifier (GitHub takes none), version control, reachable and help addresses."""
SOURCES = {
    "config/env.ts": 'export const isMock = process.env.INTEGRATION_MODE !== "cluster";\n',
    "src/limit.ts": 'import { isMock } from "../config/env";\n\nexport const face = "😀"; export const limit = isMock ? 10 : 1000;\n',
    "src/quiet.ts": 'import { isMock } from "../config/env";\nexport const x = isMock ? 1 : 2; // lint430: ignore[ITM101] -- until BILL-412\n',
}


def text(run: Run, **view: Any) -> str:
    return reporter("sarif")(run, View(**view))


def one(run: Run, **view: Any) -> dict[str, Any]:
    """Give the only run of the document."""
    document = json.loads(text(run, **view))
    assert list(document) == ["$schema", "version", "runs"]
    assert document["version"] == "2.1.0"
    (found,) = document["runs"]
    return dict(found)


def result(run: Run, **view: Any) -> dict[str, Any]:
    (found,) = one(run, **view)["results"]
    return dict(found)


def checked() -> Run:
    return check_sources(SOURCES, None, Options(select=("ITM101",))).run


def finding(line: int = 1, path: str = "src/a.ts", message: str = "It is wrong; mend it", **more: Any) -> Finding:
    span = more.pop("span", Span(line, 1, line, 3))
    return Finding(more.pop("code", "ITM101"), path, span, message, severity=more.pop("severity", Severity.ERROR), **more)


def of(*findings: Finding, source: str = "ab\ncd\nef\n", **more: Any) -> Run:
    paths = {f.path for f in findings} | {step.path for f in findings for step in f.trace}
    lines = {path: source.split("\n") for path in paths}
    return Run("/r", findings, lines=lines, content={path: source.encode("utf-8", "surrogatepass") for path in paths}, **more)


def region(found: dict[str, Any]) -> tuple[int, int, int, int]:
    at = found["physicalLocation"]["region"]
    return (at["startLine"], at["startColumn"], at["endLine"], at["endColumn"])


# --- the document ----------------------------------------------------------------------------------------------------------------


def test_a_result() -> None:
    found = result(checked())
    assert found["ruleId"] == "ITM101"
    assert found["level"] == "error"
    assert found["message"]["text"] == (
        "This conditional expression in application code is decided by `INTEGRATION_MODE` via `isMock` ([config/env.ts:1](1)): production runs "
        "another path than the tests do. Give the code its client or setting from outside instead."
    )
    (place,) = found["locations"]
    assert place["physicalLocation"]["artifactLocation"] == {"uri": "src/limit.ts"}
    # The face before it is one character, four bytes and two UTF-16 units.
    assert region(place) == (3, 48, 3, 54)
    assert place["physicalLocation"]["region"]["snippet"] == {"text": "isMock"}
    assert place["physicalLocation"]["contextRegion"] == {
        "startLine": 2,
        "endLine": 4,
        "snippet": {"text": '\nexport const face = "😀"; export const limit = isMock ? 10 : 1000;\n'},
    }
    (related,) = found["relatedLocations"]
    assert (related["id"], related["physicalLocation"]["artifactLocation"]["uri"], related["message"]["text"]) == (
        1,
        "config/env.ts",
        "assigned to `isMock`",
    )
    (flow,) = found["codeFlows"]
    (thread,) = flow["threadFlows"]
    steps = [step["location"] for step in thread["locations"]]
    assert steps[0]["physicalLocation"]["artifactLocation"]["uri"] == "config/env.ts"
    assert region(steps[0])[:2] == (1, 23)
    assert steps[0]["message"]["text"] == "reads INTEGRATION_MODE"
    assert region(steps[-1]) == region(place)
    assert steps[-1]["message"]["text"] == "decides the path taken here"
    expected = line_hashes(SOURCES["src/limit.ts"].encode())[3]
    assert found["partialFingerprints"]["primaryLocationLineHash"] == expected
    assert re.fullmatch(r"[0-9a-f]{16}:1", found["partialFingerprints"]["lint430/v1"])
    assert not {"suppressions", "baselineState", "fixes", "kind"} & set(found)


def test_the_run() -> None:
    run = one(checked())
    assert run["columnKind"] == "utf16CodeUnits"
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert run["tool"]["driver"]["name"] == "lint430"
    assert "automationDetails" not in run
    assert one(replace(checked(), complete=False))["invocations"] == [{"executionSuccessful": False}]


@pytest.mark.parametrize(
    ("category", "name"), [("nightly", "nightly/"), ("a/b", "a/b/"), ("a/", "a/"), ("  ", None), ("", None), ("/", None), ("x\n", "x/")]
)
def test_a_category_is_what_stands_before_the_last_slash(category: str, name: str | None) -> None:
    assert one(of(), category=category).get("automationDetails") == (None if name is None else {"id": name})


def test_every_rule_is_listed_whatever_was_found() -> None:
    rules = one(of())["tool"]["driver"]["rules"]
    assert rules == one(checked())["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [entry.check.code for entry in registry.registered()]
    assert rules[result(checked())["ruleIndex"]]["id"] == "ITM101"
    for rule, entry in zip(rules, registry.registered(), strict=True):
        assert rule["name"].lower() == entry.name.replace("-", "")
        assert rule["name"] != rule["id"]
        short, full = rule["shortDescription"]["text"], rule["fullDescription"]["text"]
        assert full.startswith(short)
        assert short.endswith(".")
        assert len(full) <= 1024
        assert short.count("`") % 2 == 0, "a sentence does not end in code"
        assert rule["defaultConfiguration"] == {"level": str(entry.check.severity)}
        told = rule["properties"]
        assert told["problem.severity"] == {"note": "recommendation"}.get(str(entry.check.severity), str(entry.check.severity))
        assert told["precision"] in ("very-high", "high")
        assert len(told["tags"]) <= 10
        assert "security" not in told["tags"]
        assert "security-severity" not in told
        assert rule["help"]["text"]
        assert "](.." not in rule["help"]["markdown"]
    precise = {rule["id"]: rule["properties"]["precision"] for rule in rules}
    assert (precise["ITM101"], precise["ITM401"], precise["ITM501"]) == ("high", "very-high", "very-high")


def test_help_is_made_for_hosts_that_keep_line_breaks() -> None:
    page = (
        "One\n  two [other (X)](../x/README.md).\n\n- a\n  b\n- c [d](https://e.org)\n\n# H\nt\n| a |\n| b |\nu\n\n"
        "```ts bad path=src/a.ts case=x\na\n\n  ```not\nb\n```\nafter\nit\n\n~~~\nx\ny\n~~~\n\n```py good\nz\n```\n"
    )
    assert pages.markdown(page).splitlines() == [
        *("One two other (X).", "", "- a b", "- c [d](https://e.org)", "", "# H", "t", "| a |", "| b |", "u", ""),
        *("Reported, in `src/a.ts`:", "", "```ts", "a", "", "  ```not", "b", "```", "after it", "", "~~~", "x", "y", "~~~", ""),
        *("Not reported:", "", "```py", "z", "```"),
    ]


def test_the_same_bytes_each_time_from_any_folder(tmp_path: Path) -> None:
    repository = tmp_path / "r"
    for path, source in SOURCES.items():
        place = repository / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(source)
    (repository / ".git").mkdir()
    said = []
    for folder, target in ((repository, "."), (repository / "src", ".."), (tmp_path, "r")):
        said.append(written(target, folder))
    assert said[0] == said[1] == said[2]
    assert '"uri":"src/limit.ts"' in said[0]
    assert str(tmp_path) not in said[0]
    assert said[0].isascii()


# --- places ----------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "span", "expected", "snippet"),
    [
        ("\tif (a) {\n", Span(1, 2, 1, 4), (1, 2, 1, 4), "if"),
        ("é日😀x\n", Span(1, 10, 1, 11), (1, 5, 1, 6), "x"),
        ("if (a &&\n  b) {\n", Span(1, 5, 2, 4), (1, 5, 1, 9), "a &&"),
        ("if (a)  \n", Span(1, 1, 1, 1), (1, 1, 1, 7), "if (a)"),
        ("", Span(1, 1, 1, 1), (1, 1, 1, 1), None),
        ("ab\n", Span(1, 2, 1, 90), (1, 2, 1, 3), "b"),
        ("ab\n", Span(7, 4, 9, 2), (7, 4, 7, 4), None),
        ("x" * 900, Span(1, 1, 1, 900), (1, 1, 1, 900), None),
    ],
)
def test_the_region_is_one_line_in_utf16_units(source: str, span: Span, expected: tuple[int, ...], snippet: str | None) -> None:
    (place,) = result(of(finding(span=span), source=source))["locations"]
    assert region(place) == expected
    assert place["physicalLocation"]["region"].get("snippet") == (None if snippet is None else {"text": snippet})


def test_byte_order_marks_and_carriage_returns_move_no_column() -> None:
    source = "export const x = process.env.INTEGRATION_MODE === 'cluster' ? 1 : 2;\n"
    forms = {"a.ts": source.encode(), "b.ts": b"\xef\xbb\xbf" + source.encode(), "c.ts": source.replace("\n", "\r\n").encode()}
    found = one(check_sources(dict(forms), None, Options(select=("ITM101",))).run)["results"]
    assert [region(each["locations"][0]) for each in found] == [(1, 18, 1, 60)] * 3
    hashes = [each["partialFingerprints"]["primaryLocationLineHash"] for each in found]
    assert hashes[0] == hashes[2] != hashes[1]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/é.ts", "a%20b/%C3%A9.ts"),
        ("c:d%41.ts", "c%3Ad%2541.ts"),
        ("[x](1)#?.ts", "%5Bx%5D%281%29%23%3F.ts"),
        ("back\\slash.ts", "back%5Cslash.ts"),
        ("caf\udce9.ts", "caf%E9.ts"),
        ("half\ud83d.ts", "half%EF%BF%BD.ts"),
    ],
)
def test_addresses_are_relative_and_escaped(path: str, uri: str) -> None:
    run = of(finding(2, path, f"Wrong via `a` ({path}:1)", trace=(Step(path, 1, 1, "reads"), Step(path, 2, 1, "decides"))))
    found = result(run)
    assert found["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    assert found["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri
    if "\ud83d" not in path:
        assert unquote_to_bytes(uri) == path.encode("utf-8", "surrogateescape")
    text(run).encode("ascii")
    assert not re.search(r"\\ud[89a-f]", text(run))


# --- messages --------------------------------------------------------------------------------------------------------------------


def test_places_of_the_trace_are_linked() -> None:
    trace = (
        Step("c.ts", 1, 1, "reads"),
        Step("a/c.ts", 1, 1, "assigned"),
        Step("a/c.ts", 11, 1, "passed"),
        Step("src/a.ts", 1, 1, "decides"),
    )
    found = result(of(finding(message="Decided via `x` (a/c.ts:1): bad; look at a/c.ts:11", trace=trace)))
    assert found["message"]["text"] == ("Decided via `x` ([a/c.ts:1](1)): bad. The value comes from [c.ts:1](3). Look at [a/c.ts:11](2).")
    assert [place["id"] for place in found["relatedLocations"]] == [1, 2, 3]
    same = finding(message="Decided here", trace=(Step("src/a.ts", 1, 1, "reads"), Step("src/a.ts", 1, 1, "decides")))
    assert result(of(same))["message"]["text"] == "Decided here."
    assert "relatedLocations" not in result(of(same))


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("`handlers[mode](request)` is wrong", r"`handlers[mode\](request)` is wrong."),
        ('`env["X"]` is wrong!', '`env["X"]` is wrong!'),
        (r"`\[a]` and \n; `x`", r"`\\[a]` and \n. `x`."),
        ("a\x1b\nb", "a␛␊b."),
    ],
)
def test_code_is_not_read_as_a_link(message: str, said: str) -> None:
    assert result(of(finding(message=message)))["message"]["text"] == said


def test_brackets_in_a_linked_path() -> None:
    path = "app/[id]/page.tsx"
    trace = (Step(path, 1, 1, "reads"), Step("src/a.ts", 1, 1, "decides"))
    said = result(of(finding(message=f"Via `x` ({path}:1)", trace=trace)))["message"]["text"]
    assert said == r"Via `x` ([app/\[id\]/page.tsx:1](1))."


def test_a_trace_ends_at_the_finding() -> None:
    away = finding(3, trace=(Step("src/a.ts", 1, 1, "reads"), Step("src/a.ts", 2, 1, "asserts")))
    (flow,) = result(of(away))["codeFlows"]
    steps = flow["threadFlows"][0]["locations"]
    assert [(region(step["location"])[0], step["location"]["message"]["text"]) for step in steps] == [
        (1, "reads"),
        (2, "asserts"),
        (3, "is reported here"),
    ]
    assert "codeFlows" not in result(of(finding(trace=(Step("src/a.ts", 1, 1, "reads"),))))


def test_fixes() -> None:
    edits = (Edit("src/a.ts", Span(1, 3, 2, 2), "ü"), Edit("b.ts", Span(1, 1, 1, 2), ""))
    (fix,) = result(of(finding(fix=Fix("Remove it", edits)), source="é=\n😀\n"))["fixes"]
    assert fix["description"] == {"text": "Remove it."}
    first, second = fix["artifactChanges"]
    assert first == {
        "artifactLocation": {"uri": "src/a.ts"},
        "replacements": [
            {"deletedRegion": {"startLine": 1, "startColumn": 2, "endLine": 2, "endColumn": 1}, "insertedContent": {"text": "ü"}}
        ],
    }
    assert second["artifactLocation"] == {"uri": "b.ts"}
    assert "insertedContent" not in second["replacements"][0]


# --- one result for each check and line; suppressions, baseline ------------------------------------------------------------------


def test_findings_that_a_host_would_merge_are_one_result() -> None:
    run = of(
        finding(about="a", message="No `a`; add it", severity=Severity.NOTE),
        finding(about="b", message="No `b`; add it"),
        finding(code="ITM102"),
    )
    found = one(run)["results"]
    assert [(each["ruleId"], each["level"], each["message"]["text"]) for each in found] == [
        ("ITM101", "error", "No `a`. Add it. No `b`. Add it."),
        ("ITM102", "error", "It is wrong. Mend it."),
    ]


def test_suppressed_ones_are_left_out_unless_asked_for() -> None:
    run = checked()
    assert [each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for each in one(run)["results"]] == ["src/limit.ts"]
    shown = one(run, show_suppressed=True)["results"]
    assert [each["suppressions"] for each in shown] == [
        [],
        [
            {
                "kind": "inSource",
                "location": {"physicalLocation": {"artifactLocation": {"uri": "src/quiet.ts"}, "region": {"startLine": 2}}},
                "justification": "until BILL-412",
            }
        ],
    ]
    assert shown[0]["partialFingerprints"] == one(run)["results"][0]["partialFingerprints"]


def test_a_suppressed_one_beside_an_open_one_hides_nothing() -> None:
    silent = Suppressed(finding(about="a"), "src/a.ts", 1, None)
    run = replace(of(finding(about="b")), suppressed=[silent])
    assert result(run, show_suppressed=True)["suppressions"] == []
    alone = replace(of(finding(2)), suppressed=[silent])
    assert "justification" not in one(alone, show_suppressed=True)["results"][1]["suppressions"][0]


def test_the_baseline_state_is_on_all_results_or_on_none() -> None:
    run = replace(of(finding(1), finding(2)), has_baseline=True, known=[finding(3), finding(2, about="x")])
    assert {region(each["locations"][0])[0]: each["baselineState"] for each in one(run)["results"]} == {1: "new", 2: "new", 3: "unchanged"}
    assert not any("baselineState" in each for each in one(of(finding(1), finding(2)))["results"])


# --- fingerprints ----------------------------------------------------------------------------------------------------------------

GOLDEN = [
    ("line feeds", b"if (mock) {\n\treturn 1;\n}\n", "8141426cd5079017:1 87eb679314fe4ac0:1 32dce9ccfdbc9d3e:1 c129715d7a2bc9a3:1"),
    ("both", b"if (mock) {\r\n\treturn 1;\r\n}\r\n", "8141426cd5079017:1 87eb679314fe4ac0:1 32dce9ccfdbc9d3e:1 c129715d7a2bc9a3:1"),
    ("carriage returns", b"if (mock) {\rreturn 1;\r}\r", "8141426cd5079017:1 87eb679314fe4ac0:1 32dce9ccfdbc9d3e:1 c129715d7a2bc9a3:1"),
    ("a space between them", b"a\r \nb", "67c066a59e652f5e:1 cc4c43d77869440f:1 8ee5a81e681643c1:1"),
    ("tabs", b"\t \tx\t=\t1\n   \n\t\n  y = 2", "1bdf7515f6773e93:1 1a52ebe99f1b9837:1 d5dbf2bdffdc6d89:1 f0a9ef6ffbbb4263:1"),
    ("no last line end", b"export MODE=repo", "88f101e89b6db1c5:1"),
    (
        "letters, wide ones and pairs",
        "name = 'grüße'\nkind = '日本'\nface = '😀'\n".encode(),
        "71257e97c3d5b17:1 259525d8998757f0:1 43a936a0bebcd514:1 c129715d7a2bc9a3:1",
    ),
    ("a byte order mark", b"\xef\xbb\xbfimport os\nimport sys\n", "36357bf7319a66b1:1 e84c8866f90ed8fb:1 c129715d7a2bc9a3:1"),
    (
        "bytes that are no text",
        b"x = '\xff\xfe'\ny = '\xc3'\nz = '\xe2\x82'\n",
        "93a468df8cce245d:1 2b2bac7413c1f32e:1 425c795e204c4aa7:1 c129715d7a2bc9a3:1",
    ),
    (
        "equal lines",
        b"retry()\n" * 16,
        "918fe33ecbb199c9:1 918fe33ecbb199c9:2 918fe33ecbb199c9:3 918fe33ecbb199c9:4 918fe33f91338a2f:1 85cb6ec9f6c9459e:1 8cc4c48ecd89d02d:1 "
        "3596ebe8b95aa5dc:1 8b37a5660da5c2ab:1 9cfc07413249a29a:1 d0ea8bda3a8941a9:1 ce5de6c16dfc1bd8:1 e3424e2a837e2d27:1 9f4a6ee84e1ff196:1 "
        "48b118589c166525:1 abcbf3f007ab03d4:1 c129715d7a2bc9a3:1",
    ),
    (
        "a long line",
        b"const table = [" + b"1, 2, 3, " * 30 + b"];\nend\n",
        "5dbcc7b1fa510d86:1 fe2be582c6296f40:1 c129715d7a2bc9a3:1",
    ),
    (
        "control characters",
        b"a\x00b\n\x0bc\x0c\n" + "d\u2028e\x85\n".encode(),
        "4cb9c8ff2333d234:1 937496f0d0dd8793:1 7f19f875b4dd28b3:1 c129715d7a2bc9a3:1",
    ),
    ("nothing", b"", "c129715d7a2bc9a3:1"),
]
"""Our own files with the hashes that GitHub's upload action gave their lines."""


@pytest.mark.parametrize(("data", "expected"), [row[1:] for row in GOLDEN], ids=[row[0] for row in GOLDEN])
def test_line_hashes_are_those_of_github(data: bytes, expected: str) -> None:
    assert line_hashes(data) == dict(enumerate(expected.split(), 1))


def test_our_own_fingerprint_stays_when_lines_move() -> None:
    def prints(sources: dict[str, str]) -> dict[str, str]:
        found = one(check_sources(sources, None, Options(select=("ITM101",))).run)["results"]
        return {each["partialFingerprints"]["lint430/v1"]: each["partialFingerprints"]["primaryLocationLineHash"] for each in found}

    before = {"src/a.ts": "const m = process.env.INTEGRATION_MODE;\nexport const x = m ? 1 : 2;\nexport const y = m ? 3 : 4;\n"}
    moved = {"lib/b.ts": "// A comment\n\n" + before["src/a.ts"].replace("export const y", "// more\n\n  export const y")}
    assert len(prints(before)) == 2
    assert list(prints(before)) == list(prints(moved))


def test_without_its_source_a_result_has_no_line_hash() -> None:
    run = replace(of(finding()), lines={}, content={})
    assert list(result(run)["partialFingerprints"]) == ["lint430/v1"]
    assert "contextRegion" not in result(run)["locations"][0]["physicalLocation"]


# --- limits ----------------------------------------------------------------------------------------------------------------------


def many(number: int, message: str = "Wrong; mend it") -> Run:
    levels = [Severity.NOTE, Severity.WARNING, Severity.ERROR]
    lines = ["const x = 1;"] * (number // 50 + 1)
    found = [
        finding(line + 1, f"src/{file:02}.ts", message, severity=levels[line % 3]) for file in range(50) for line in range(number // 50)
    ]
    return Run("/r", found, lines={f.path: lines for f in found}, content={f.path: "\n".join(lines).encode() for f in found})


def test_no_more_results_than_are_taken_and_the_most_severe_ones() -> None:
    run = many(30_000)
    said = one(run)
    levels = [each["level"] for each in said["results"]]
    assert len(levels) == MOST_RESULTS == 25_000
    assert (levels.count("error"), levels.count("warning"), levels.count("note")) == (10_000, 10_000, 5_000)
    assert levels == sorted(levels, key=["error", "warning", "note"].index)
    (invocation,) = said["invocations"]
    assert invocation["executionSuccessful"] is True
    assert [(note["level"], note["message"]["text"][:15]) for note in invocation["toolExecutionNotifications"]] == [
        ("warning", "25000 of 30000 "),
        ("note", "Code scanning s"),
    ]


@pytest.mark.parametrize(("number", "notes"), [(SHOWN_RESULTS, 0), (SHOWN_RESULTS + 50, 1)])
def test_it_is_said_that_not_all_are_shown(number: int, notes: int) -> None:
    (invocation,) = one(many(number))["invocations"]
    assert len(invocation.get("toolExecutionNotifications", [])) == notes


def test_no_more_bytes_than_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_BYTES", 2_000_000)
    noise = random.Random(430)
    run = many(1_500)
    run = replace(
        run, findings=[replace(f, message="".join(noise.choices(string.ascii_letters + string.digits, k=3_900))) for f in run.findings]
    )
    document = text(run)
    results = json.loads(document)["runs"][0]["results"]
    # The whole runs to more than twice of it; what is kept fills the space.
    assert 1_600_000 < len(gzip.compress(document.encode())) <= 2_000_000
    assert 400 < len(results) < 700
    assert {each["level"] for each in results[:400]} == {"error"}
    (note,) = json.loads(document)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert note["level"] == "warning"
    assert note["message"]["text"].startswith(f"{len(results)} of 1500 results")


def test_new_results_are_kept_before_known_and_suppressed_ones() -> None:
    run = replace(of(finding(3)), known=[finding(2)], suppressed=[Suppressed(finding(1), "src/a.ts", 1, None)], has_baseline=True)
    assert [region(each["locations"][0])[0] for each in one(run, show_suppressed=True)["results"]] == [3, 2, 1]


def test_long_traces_and_texts_are_cut() -> None:
    steps = [Step(f"src/{number}.ts", 1, 1, "assigned") for number in range(11_000)]
    named = " ".join(f"src/{number}.ts:1" for number in range(150))
    found = result(of(finding(message=named, trace=(*steps, Step("src/a.ts", 1, 1, "decides")))))
    locations = found["codeFlows"][0]["threadFlows"][0]["locations"]
    assert len(locations) == MOST_STEPS
    assert (locations[0]["location"]["message"]["text"], locations[-1]["location"]["message"]["text"]) == ("assigned", "decides")
    assert len(found["relatedLocations"]) == MOST_LOCATIONS
    assert f"[src/99.ts:1]({MOST_LOCATIONS}) src/100.ts:1 " in found["message"]["text"]
    assert len(result(of(finding(message="x" * 100_000)))["message"]["text"]) < 4_100


# --- the real hosts --------------------------------------------------------------------------------------------------------------


TRACE = tuple(Step(path, 1, 1, "reads `a[b](c)`") for path in ("a b/é.ts", "caf\udce9.ts", "[x](1).ts", "c:d.ts", "app/[id]/p.ts"))
ODD = finding(path="half\ud83d.ts", message="Wrong via a b/é.ts:1 (caf\udce9.ts:1), app/[id]/p.ts:1; mend `x[y](z)`", trace=TRACE)
FIX = Fix("Remove it", (Edit("src/a.ts", Span(1, 1, 2, 1), "x"), Edit("b.ts", Span(1, 1, 1, 2), "")), safe=False)
SILENCED = [Suppressed(finding(2), "src/a.ts", 1, "because"), Suppressed(finding(3), "src/a.ts", 3, None)]
DOCUMENTS: dict[str, Callable[[], str]] = {
    "nothing": lambda: text(of()),
    "quickstart": lambda: written("examples/quickstart"),
    "linked": lambda: text(checked(), category="nightly/ts"),
    "suppressed": lambda: text(replace(of(finding()), suppressed=SILENCED), show_suppressed=True),
    "baseline": lambda: text(replace(of(finding()), has_baseline=True, known=[finding(2)])),
    "odd": lambda: text(of(ODD, finding(fix=FIX), finding(9), finding(path="empty.ts", span=Span(1, 1, 1, 1)))),
    "incomplete": lambda: text(replace(checked(), complete=False)),
    "many": lambda: text(many(1_000)),
    "truncated": lambda: truncated(),
}
"""Documents of every kind."""


def truncated() -> str:
    """Give a document over both limits, with small ones: the validator takes half a minute for 25,000 results."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sarif, "MOST_RESULTS", 90)
        patch.setattr(sarif, "SHOWN_RESULTS", 80)
        document = text(many(100))
    assert document.count('"level":"warning","message":{"text":"90 of 100 results') == 1
    return document


def written(target: str, folder: Path = ROOT) -> str:
    """Give what the command writes about a place, seen from a folder."""
    command = [sys.executable, "-m", "lint430", "check", target, "--format", "sarif", "--exit-zero"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def tool() -> Path:
    if not TOOL.is_dir():
        assert not os.environ.get("CI"), "the validator of SARIF is not installed"
        pytest.skip("the validator of SARIF is not installed: .ci/run does it")
    return TOOL


def complaints(tool: Path, folder: Path, document: str) -> list[tuple[str, str]]:
    """Ask the validator, with GitHub's rules; give its rules and levels."""
    (folder / "it.sarif").write_text(document)
    command = [str(tool / "Sarif.Multitool"), "validate", "it.sarif", "-o", "out.sarif", "--log", "ForceOverwrite"]
    said = subprocess.run(
        [*command, "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning;Note"],
        cwd=folder,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout + said.stderr
    (run,) = json.loads((folder / "out.sarif").read_text(encoding="utf-8-sig"))["runs"]
    return sorted({(each["ruleId"].partition("/")[0], each.get("level", "warning")) for each in run.get("results", [])})


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_validator_and_the_schema_have_nothing_to_say(tool: Path, tmp_path: Path, name: str) -> None:
    document = DOCUMENTS[name]()
    schema = json.loads((tool / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(document))
    # A line that is empty, or not there, cannot be quoted.
    allowed = {(rule, "note") for rule in (*ADVICE, *(("SARIF2010", "SARIF2011") if name == "odd" else ()))}
    assert [each for each in complaints(tool, tmp_path, document) if each not in allowed] == []


def test_the_validator_sees_what_is_wrong(tool: Path, tmp_path: Path) -> None:
    document = json.loads(text(checked()))
    document["runs"][0]["results"][0]["locations"] = []
    del document["runs"][0]["tool"]["driver"]["informationUri"]
    found = complaints(tool, tmp_path, json.dumps(document))
    assert ("SARIF2005", "warning") in found
    assert any(rule.startswith("GH") and level == "error" for rule, level in found), sorted(found)


def test_paths_start_where_the_host_counts_from() -> None:
    run = check_sources({"services/a/src/b.ts": 'export const x = process.env.INTEGRATION_MODE === "cluster" ? 1 : 2;\n'}).run
    document = json.loads(reporter("sarif")(run, View(prefix="platform/")))
    uris = {place["physicalLocation"]["artifactLocation"]["uri"] for place in document["runs"][0]["results"][0]["locations"]}
    assert uris == {"platform/services/a/src/b.ts"}
