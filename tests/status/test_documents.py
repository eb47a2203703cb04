"""The formats: the document's sections and tables, the published JSON schema, text, badge, history and comparison."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from lint430.status import badge, figures, history, markdown, templating, text
from lint430.status import json as json_format
from lint430.status.compare import compare
from lint430.status.measure import Status

Platform = dict[str, str]
Measure = Callable[[Mapping[str, str]], Status]
BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'
RUNNER = "services/gate/__tests__/integration/run_integration_tests.sh"


def tables(document: str) -> dict[str, list[list[str]]]:
    """Read the tables of a document: the cells by the heading above, the head row first."""
    found: dict[str, list[list[str]]] = {}
    heading = ""
    for line in document.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("|") and set(line) - set("|- "):
            found.setdefault(heading, []).append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def schema() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(json_format.schema())
    return document


# --- Markdown --------------------------------------------------------------------------------------------------------------------


def test_the_sections_of_the_document(platform: Platform, measured: Measure) -> None:
    document = markdown.render(measured(platform))
    assert document.startswith(
        "---\ntitle: 430 – Status\ncreated: 2025-12-02\n---\n\n## Overview\n\nWhat there is.\n\n**Audit Date:** 2025-12-10\n"
    )
    assert [line for line in document.splitlines() if line.startswith("#")] == [
        "## Overview",
        "## Executive Summary",
        "## Per-Service Status",
        "### Legend",
        "### TypeScript Services",
        "### Go Services",
        "### Python Services",
        "### TypeScript Packages",
        "### Python Primitives",
        "### Python Packs",
        "### Build-Only Components",
        "## Operators",
        "## Detailed Gaps by Service",
        "### `billing` (P1)",
        "## E2E Test Status",
        "### Current State",
        "### Violations",
        "### Required Work",
        "## `__mocks__/` Directory Status",
        "### Existing (3 services)",
        "### Missing",
        "## Runner Script Compliance",
        "### Compliant Patterns (Good)",
        "### Non-Compliant Patterns (Fix Required)",
        "## Prioritized Work Items",
        "### P1 - Critical (Week 1-2)",
        "### P2 - High",
        "## Metrics to Track",
        "### Weekly Dashboard",
        "### Definition of Done",
        "## Appendix: File Locations",
        "### Mode Helpers",
        "### Existing Mock Directories",
        "### Integration Test Runners",
    ]
    assert "\n\n\n" not in document
    assert document.endswith("```\n")


def test_the_tables_of_the_document(platform: Platform, measured: Measure) -> None:
    found = tables(markdown.render(measured(platform)))
    assert found["Executive Summary"] == [
        ["Metric", "Count", "Percentage"],
        ["Total integration test suites", "6", "100%"],
        ["Using `integration-mode.sh`", "6", "100%"],
        ["Dual-mode compliant", "6", "100%"],
        ["Cluster-only (violations)", "0", "0%"],
        ["Services with `__mocks__/`", "3", "100%"],
        ["E2E cluster-only (by design)", "1", "100%"],
    ]
    assert found["TypeScript Services"] == [
        ["Service", "Mode Helper", "Mock Mode", "`__mocks__/`", "Violations", "Priority"],
        ["`billing`", "Yes", "**Compliant**", "**Yes**", "None", "P1"],
    ]
    assert found["TypeScript Packages"][1] == ["`money`", "Yes", "**Compliant**", "N/A", "None", "P2"]
    assert found["Python Packs"][1] == ["`checkout`", "Yes", "**Compliant**", "N/A", "None", "-"]
    assert found["Current State"][1:] == [["`auth`", "2", "**Cluster**", "Running"], ["`invoices`", "1", "**Cluster**", "Running"]]
    assert found["Existing (3 services)"][2] == ["`billing`", "`client.ts`, `fixtures.ts`, `next/`", "Good - full mock client"]
    assert found["P1 - Critical (Week 1-2)"] == [["Task", "Service", "Effort"], ["Wire `billing` to mocks", "`billing`", "**Done**"]]
    assert found["Weekly Dashboard"][1:] == [
        ["Services with `__mocks__/`", "3/3", "100%"],
        ["Dual-mode compliant runners", "6/6", "100%"],
        ["`JEST_EXTRA_ARGS` usage", "0", "0"],
        ["Cluster-only services", "0", "0"],
    ]
    assert found["Definition of Done"][2] == ["`billing`", "Yes", "Yes", "Yes", "Yes", "Yes"]
    assert found["Definition of Done"][4] == ["`money`", "N/A", "Yes", "Yes", "Yes", "Yes"]


def test_what_is_wrong_is_said_where_it_belongs(platform: Platform, measured: Measure) -> None:
    platform["services/billing/src/limit.ts"] = BRANCH
    platform["packages/money/src/limit.ts"] = BRANCH
    platform["services/web/src/limit.ts"] = f"{BRANCH}export const a = 1; // lint430: ignore[ITM999]\n"
    platform[RUNNER] = platform[RUNNER].replace("set -euo pipefail\n", "").replace("integration_test_started", "started")
    platform["services/billing/__tests__/e2e/auth/sso.spec.ts"] = BRANCH
    del platform["tools/integration-runner/junit-path.sh"], platform["services/forms/__mocks__/fixtures.py"]
    document = markdown.render(measured(platform))
    sections = {part.partition("\n")[0].strip(): part for part in document.split("\n### ")}
    assert "- **ITM101** runtime-mode-branch (error): `services/billing/src/limit.ts:1`: This conditional" in sections["`billing` (P1)"]
    assert "**Beside the suite (not counted):**\n- **ITM101** runtime-mode-branch (error): `packages/money" in sections["`money` (P2)"]
    assert "`services/web/src/limit.ts:1`" in sections["Outside the suites"]
    assert "**ITM904** bad-suppression (warning)" in sections["Outside the suites"]
    assert "- **ITM401** runner-not-strict (error): `services/gate" in sections["Non-Compliant Patterns (Fix Required)"]
    assert "- **ITM506** missing-shared-helpers (error):" in sections["Non-Compliant Patterns (Fix Required)"]
    assert "ITM506" not in sections["`gate` (P1)"]
    assert "ITM501" in sections["`forms`"], "it stands on the runner, and is not about it"
    assert "ITM501" not in sections["Non-Compliant Patterns (Fix Required)"]
    assert "6 active runners:\n- Source `tools/integration-runner/integration-mode.sh` (6 of 6)" in sections["Compliant Patterns (Good)"]
    assert "- Emit structured JSON log (5 of 6)\n" in sections["Compliant Patterns (Good)"]
    assert "1. **ITM602** e2e-mode-branch: `services/billing/__tests__/e2e/auth/sso.spec.ts:1`" in sections["Violations"]
    found = tables(document)
    assert found["Current State"][1] == ["`auth`", "3", "**Mixed**", "ITM602"]
    assert ["Resolve `runner-not-strict` (ITM401)", "`gate`", "1 finding"] in found["P1 - Critical (Week 1-2)"]
    assert ["Resolve `missing-shared-helpers` (ITM506)", "-", "1 finding"] in found["Without a priority"]


def test_people_say_the_order_and_the_legend(platform: Platform, measured: Measure) -> None:
    platform["lint430.toml"] = (
        '[status]\nfeatures = ["invoices"]\nmocks-order = ["services/gate"]\n[status.legend]\npartial = "On its way"\n'
        '[status.suites."packages/money"]\nmocks-note = "no | doubles"\n[status.suites."services/forms"]\nmocks-note = "x"\n'
    )
    status = measured(platform)
    found = tables(markdown.render(status))
    assert [row[0] for row in found["Current State"][1:]] == ["`invoices`", "`auth`"]
    assert [row[0] for row in found["Existing (3 services)"][1:]] == ["`gate`", "`forms`", "`billing`"]
    assert found["Legend"][2] == ["**Partial**", "On its way"]
    assert found["Legend"][4] == ["**Missing**", "No `__mocks__/` directory"]
    assert "| `money` | Yes | **Compliant** | N/A (no \\| doubles) | None | - |\n" in markdown.render(status)
    assert found["Python Services"][1][3] == "**Yes**", "a note is for suites that need no doubles"
    assert "mocks n/a" in text.render(status)


def test_each_folder_of_doubles_is_listed_once(platform: Platform, measured: Measure) -> None:
    parts = {path.replace("__tests__", "web/__tests__"): body for path, body in platform.items() if "forms/__tests__" in path}
    platform["services/gate/__mocks__/README.md"] = "soon\n"
    del platform["services/gate/__mocks__/server.go"], platform["services/gate/__mocks__/fixtures.go"]
    document = markdown.render(measured({**platform, **parts}))
    assert document.count("services/forms/__mocks__/\n") == 1
    assert len(tables(document)["Existing (2 services)"]) == 1 + 2, "a folder without a double is missing"
    assert "`gate`: `services/gate/__mocks__/` holds no source file" in document


def test_names_cannot_break_the_document(platform: Platform, measured: Measure) -> None:
    odd = "services/a|b`c"
    files = {path.replace("services/forms", odd): body for path, body in platform.items()}
    document = markdown.render(measured(files))
    assert "| `` a\\|b`c `` | Yes | **Partial** | **Yes** | ITM410 | - |\n" in document


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("430 – Unified Test Infrastructure Status", "430 – Unified Test Infrastructure Status"),
        ("2025-12-02", "2025-12-02"),
        ("430-unified.md", "430-unified.md"),
        ("a: b", '"a: b"'),
        ("- x", '"- x"'),
        ("yes", '"yes"'),
        ("a # b", '"a # b"'),
        ("", '""'),
    ],
)
def test_front_matter_is_yaml(given: str, written: str) -> None:
    assert templating.scalar(given) == written


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(0, 0, "100%"), (18, 18, "100%"), (17, 18, "94%"), (399, 400, "99%"), (1, 400, "1%"), (0, 3, "0%")]
)
def test_a_share(part: int, whole: int, said: str) -> None:
    assert figures.share(part, whole) == said


# --- JSON, text, badge -----------------------------------------------------------------------------------------------------------


def test_the_json_is_as_published(platform: Platform, measured: Measure) -> None:
    platform["services/billing/src/limit.ts"] = f"// lint430: ignore[ITM101] -- until BILL-1\n{BRANCH}"
    before = measured(platform)
    platform["services/forms/src/limit.ts"] = BRANCH
    platform["packages/money/src/limit.ts"] = BRANCH
    del platform["services/gate/__mocks__/server.go"], platform["services/gate/__mocks__/fixtures.go"], platform[RUNNER]
    after = measured(platform)
    jsonschema.Draft202012Validator.check_schema(schema())
    for rendered in (json_format.render(before), json_format.render(after, compare(before, after, "HEAD~1"))):
        jsonschema.validate(json.loads(rendered), schema())
    document = json.loads(json_format.render(after))
    assert (document["date"], document["commit"], document["metrics"]["suites"]) == ("2025-12-10", "c0ffee", 6)
    paths = [suite["path"] for suite in document["suites"]]
    assert paths == sorted(paths)
    by_name = {suite["name"]: suite for suite in document["suites"]}
    assert (by_name["gate"]["status"], by_name["gate"]["mocks"], by_name["gate"]["runner"]) == ("Missing", False, None)
    assert by_name["forms"]["findings"][0]["counts"]
    assert not by_name["money"]["findings"][0]["counts"]
    assert by_name["money"]["mocks"] is None
    assert by_name["billing"]["suppressed"][0]["reason"] == "until BILL-1"
    assert [one["present"] for one in document["mocks"]] == [True, True, False]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document | {"suites": [{**document["suites"][0], "status": "Fine"}]}, schema())


def test_the_text_fits_a_screen(platform: Platform, measured: Measure) -> None:
    platform["services/billing/src/limit.ts"] = BRANCH
    lines = text.render(measured(platform)).splitlines()
    assert "billing   TypeScript service  Partial    helper yes  mocks yes  ITM101  P1" in lines
    assert "e2e auth      2  Running" in lines
    assert max(map(len, lines)) < 100


def test_the_badge(platform: Platform, measured: Measure) -> None:
    status = measured(platform)
    drawn = ElementTree.fromstring(badge.render(status))
    assert drawn.attrib["aria-label"] == "430 compliant: 6/6"
    assert json.loads(badge.endpoint(status)) == {"schemaVersion": 1, "label": "430 compliant", "message": "6/6", "color": "brightgreen"}
    platform["services/billing/src/limit.ts"] = BRANCH
    assert json.loads(badge.endpoint(measured(platform)))["color"] == "yellow"
    assert json.loads(badge.endpoint(measured({"a.md": ""})))["color"] == "lightgrey"


# --- history ---------------------------------------------------------------------------------------------------------------------


def test_the_history_holds_one_line_per_commit(platform: Platform, measured: Measure) -> None:
    status = measured(platform)
    once = history.recorded("", status)
    assert history.recorded(once, status) == once
    twice = history.recorded(once, replace(status, commit="beef", date="2025-12-11"))
    assert [point.commit for point in history.points(twice)] == ["c0ffee", "beef"]
    platform["services/billing/src/limit.ts"] = BRANCH
    again = history.points(history.recorded(twice, measured(platform)))
    assert [(point.commit, point.date, point.metrics["compliant"]) for point in again] == [
        ("c0ffee", "2025-12-10", 5),
        ("beef", "2025-12-11", 6),
    ]


@pytest.mark.parametrize(
    "line",
    ["x", "[]", "1", '{"commit": "a"}', '{"commit": "a", "date": "b", "metrics": {"x": "1"}}', '{"commit": 1, "date": "b", "metrics": {}}'],
)
def test_a_broken_history_is_told_with_its_line(line: str, platform: Platform, measured: Measure) -> None:
    good = history.recorded("", measured(platform))
    with pytest.raises(history.HistoryError, match=r"history\.jsonl:2: "):
        history.recorded(good + line + "\n", measured(platform))


def test_nothing_is_recorded_without_a_commit(platform: Platform, measured: Measure) -> None:
    with pytest.raises(history.HistoryError, match="no commit"):
        history.recorded("", replace(measured(platform), commit=None))


# --- comparison ------------------------------------------------------------------------------------------------------------------


def test_what_got_worse_is_what_got_better_the_other_way(platform: Platform, measured: Measure) -> None:
    good = measured(platform)
    platform["services/billing/src/limit.ts"] = BRANCH
    platform["services/billing/__tests__/e2e/auth/sso.spec.ts"] = BRANCH
    del platform[RUNNER]
    for path in [path for path in platform if path.startswith("packages/money")]:
        del platform[path]
    bad = measured(platform)
    there, back = compare(good, bad, "then"), compare(bad, good, "now")
    assert there.metrics["compliant"] == (6, 3)
    assert "compliant: 6 → 3" in there.worse
    assert "new: ITM602 in `services/billing/__tests__/e2e/auth/sso.spec.ts`" in there.worse
    assert "gone: ITM602 in `services/billing/__tests__/e2e/auth/sso.spec.ts`" in back.better
    by_path = {change.path: change for change in there.suites}
    assert list(by_path) == ["packages/money", "services/billing", "services/gate"]
    assert by_path["packages/money"].worse == ("the suite is gone",)
    assert by_path["services/billing"].worse == ("Compliant → Partial", "new: ITM101 in `services/billing/src/limit.ts`")
    assert by_path["services/gate"].worse[:3] == ("Compliant → Partial", "mode helper: Yes → No", "runner: Yes → No")
    assert not any(change.better for change in there.suites)
    assert {change.path: change.better for change in back.suites}["services/billing"] == (
        "Partial → Compliant",
        "gone: ITM101 in `services/billing/src/limit.ts`",
    )
    assert "### `services/billing`\n\n- Worse: Compliant → Partial\n" in markdown.render(bad, there)
    assert "    - Compliant → Partial" in text.render(bad, there).splitlines()
    assert compare(bad, bad, "x").suites == ()
    assert "Nothing changed." in markdown.render(bad, compare(bad, bad, "x"))
    assert "nothing changed" in text.render(bad, compare(bad, bad, "x"))


def test_findings_that_only_move_are_no_change(platform: Platform, measured: Measure) -> None:
    platform["services/billing/src/limit.ts"] = BRANCH
    before = measured(platform)
    platform["services/billing/src/limit.ts"] = f"export const other = 1;\n\n{BRANCH}"
    assert compare(before, measured(platform), "x").suites == ()
