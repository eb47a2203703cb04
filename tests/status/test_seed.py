"""The example monorepo gives the status document that people once kept by hand: its tables and lists, cell by cell, in their order.

People chose the order of the files in a cell or under a folder, which is not measured: files are compared as sets. Two cells of the old document were not
what is there, by its own appendix, and are listed in ``STALE``.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from lint430.config import Configs, parse
from lint430.engine import check_sources
from lint430.repository.discover import discover
from lint430.status import markdown
from lint430.status.measure import measure

ROOT = Path(__file__).parent.parent.parent
MONOREPO = ROOT / "examples" / "monorepo"

SUMMARY = """
Metric                           | Count | Percentage
Total integration test suites    | 18    | 100%
Using `integration-mode.sh`      | 18    | 100%
Dual-mode compliant              | 18    | 100%
Cluster-only (violations)        | 0     | 0%
Services with `__mocks__/`       | 15    | 100%
E2E cluster-only (by design)     | 1     | 100%
"""
LEGEND = """
Symbol           | Meaning
**Compliant**    | Meets 430 target state
**Partial**      | Has mock mode but uses transitional shims
**Cluster-Only** | Requires cluster mode, no mock implementation
**Missing**      | No `__mocks__/` directory
"""
SUITES = {
    "TypeScript Services": "platform P1, graph P1, www_ameide_platform P1, www_ameide P2, repository P2, threads P2, chat P2, transformation P3, workflows P3",
    "Python Services": "inference P2, agents_runtime P2, workflows_runtime P2, workflow_worker P3",
    "Go Services": "agents P2, inference_gateway P3",
    "Go Packages": "ameide_sdk_go P2",
    "TypeScript Packages": "ameide_sdk_ts -",
    "Python Packages": "ameide_sdk_python -",
}
"""Each table's rows in order, with their priorities; every row was compliant, without violations."""
DOUBLES_NEEDED = {"ameide_sdk_go": "N/A (Go pkg)", "ameide_sdk_ts": "N/A", "ameide_sdk_python": "N/A"}
E2E = """
Feature       | Spec Files | Mode        | Status
`auth`        | 2          | **Cluster** | Running
`navigation`  | 5          | **Cluster** | Running
`graphs`      | 1          | **Cluster** | Running
`onboarding`  | 2          | **Cluster** | Running
`invitations` | 1          | **Cluster** | Running
"""
INVENTORY = """
platform            | index.ts client.ts                      | Good - full mock client
graph               | service.ts                              | Good - mock handlers
threads             | client.ts fixtures.ts index.ts          | Good - mock transport
www_ameide_platform | handlers.ts next/ http.ts               | Full MSW + mock fetch stack
agents              | server.go                               | Mock gRPC server (Go)
inference_gateway   | inference.go                            | Mock inference backend (Go)
inference           | fixtures.py http.py grpc.py websocket.py | Dual-mode mock FastAPI + gRPC
workflow_worker     | temporal.py                             | Temporal-free workflow harness
repository          | client.ts fixtures.ts index.ts          | Mock metamodel + repo services
chat                | client.ts fixtures.ts                   | Full ThreadsService mock transport
transformation      | client.ts handlers.ts                   | Mock client + service handlers
agents_runtime      | grpc.py clients.py fixtures.py          | Mock agents + runtime servers
workflows           | client.ts fixtures.ts                   | Workflows gRPC mock
workflows_runtime   | temporal.py fixtures.py                 | Mock Temporal harness
www_ameide          | index.ts http.ts fixtures.ts            | Mock fetch + server handlers
"""
STALE = {"www_ameide_platform": "handlers.ts next/", "transformation": "client.ts fixtures.ts handlers.ts"}
"""Rows of the inventory whose files are those of the old document's appendix, which had it right."""
WORK = {
    "P1 - Critical (Week 1-2)": """
Remove `JEST_EXTRA_ARGS` from platform            | platform
Wire graph tests to mock layer                    | graph
Consolidate www_ameide_platform URLs              | www_ameide_platform
Remove www_ameide_platform `testMatch` filtering  | www_ameide_platform
""",
    "P2 - High (Week 3-4)": """
Create `__mocks__/` for repository                | repository
Create `__mocks__/` for threads                   | threads
Create `__mocks__/` for chat                      | chat
Python mock layer for inference                   | inference
Python mock layer for agents_runtime              | agents_runtime
Retire proto pseudo integration runner            | ameide_core_proto
Align dual-mode assertions for SDK Go             | ameide_sdk_go
""",
    "P3 - Medium (Week 5-6)": """
Create `__mocks__/` for transformation            | transformation
Python mock layer for workflows_runtime           | workflows_runtime
E2E cluster-only (no mock mode)                   | www_ameide_platform
""",
}
"""All of it was done."""
DASHBOARD = """
Metric                       | Current | Target
Services with `__mocks__/`   | 15/15   | 100%
Dual-mode compliant runners  | 18/18   | 100%
`JEST_EXTRA_ARGS` usage      | 0       | 0
Cluster-only services        | 0       | 0
"""
NOTED = """
platform P1 2, graph P1 2, www_ameide_platform P1 3, repository P2 3, threads P2 4, chat P2 3, inference P2 3, agents_runtime P2 3, workflows_runtime P2 3,
transformation P3 3, workflow_worker P3 3, ameide_sdk_go P2 3
"""
"""The suites with notes, in order, with the number of notes."""
UNNOTED = ("agents", "inference_gateway")
"""Suites that have a section only because something is found: no fixtures module, a note."""
DONE = """
1. Has `__mocks__/` directory with typed fixtures
2. `run_integration_tests.sh` supports both modes
3. No `JEST_EXTRA_ARGS` or mode-based test filtering
4. All tests run identically in mock and cluster modes
5. Emits structured log on startup
"""
PATTERNS = """
All 18 active runners:
- Source `tools/integration-runner/integration-mode.sh`
- Source `tools/integration-runner/junit-path.sh`
- Export `INTEGRATION_MODE`
- Emit structured JSON log
"""
HELPERS = """```
tools/integration-runner/
  integration-mode.sh      # Bash mode helper
  integration_mode.py      # Python mode helper
  junit-path.sh            # JUnit artifact path resolver
  run-jest-integration.sh  # Shared Jest runner
  ts/mode.ts               # TypeScript mode helper
```"""
HEADINGS = """
## Overview
## Executive Summary
## Per-Service Status
### Legend
### TypeScript Services
### Python Services
### Go Services
### Go Packages
### TypeScript Packages
### Python Packages
### Build-Only Components
## Operators / Control Plane Testing (out-of-scope for 430 metrics)
### Current operator testing state
## GitOps smoke tests (out-of-scope for 430 metrics)
### Why we use kind (even if k3d exists)
### Mapping to the 430 “dual-mode” intent
### Follow-ups (optional)
## Detailed Gaps by Service
## E2E Test Status
### Current State
### Violations
### Required Work
## `__mocks__/` Directory Status
### Existing (15 services)
### Missing
## Runner Script Compliance
### Compliant Patterns (Good)
### Non-Compliant Patterns (Fix Required)
## Prioritized Work Items
### P1 - Critical (Week 1-2)
### P2 - High (Week 3-4)
### P3 - Medium (Week 5-6)
## Metrics to Track
### Weekly Dashboard
### Definition of Done
## Appendix: File Locations
### Mode Helpers
### Existing Mock Directories
### Integration Test Runners
"""
RUNNERS = """
packages/ameide_sdk_go
packages/ameide_sdk_python
packages/ameide_sdk_ts
services/agents
services/agents_runtime
services/chat
services/graph
services/inference
services/inference_gateway
services/platform
services/repository
services/threads
services/transformation
services/workflow_worker
services/workflows
services/workflows_runtime
services/www_ameide
services/www_ameide_platform
"""


def cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.strip().splitlines()]


def table(section: str) -> list[list[str]]:
    """Read the first table of a section, without the line below its head."""
    found = re.search(r"(?m)(?:^\|.*\n)+", section)
    return [] if found is None else [row for row in cells(found[0]) if set("".join(row)) != {"-"}]


@pytest.fixture(scope="module")
def document() -> str:
    """Give the document of the monorepo, as a repository of its own."""
    paths = [entry.path.removeprefix("examples/monorepo/") for entry in discover(ROOT, Configs(ROOT), (MONOREPO,)).entries]
    sources = {path: (MONOREPO / path).read_text(encoding="utf-8") for path in paths}
    config = parse(sources["lint430.toml"])
    outcome = check_sources(sources, config, executable=[path for path in paths if os.access(MONOREPO / path, os.X_OK)])
    assert not outcome.failures
    return markdown.render(measure(outcome, config.status, "2025-12-10", "c0ffee"))


@pytest.fixture(scope="module")
def sections(document: str) -> dict[str, str]:
    """Give the text below each heading."""
    parts = re.split(r"(?m)^#{2,3} (.*)\n", document)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_head(document: str, sections: dict[str, str]) -> None:
    assert document.startswith(
        "---\ntitle: 430 – Unified Test Infrastructure Status\nstatus: tracking\ncreated: 2025-12-02\nparent: 430-unified-test-infrastructure.md\n---\n"
    )
    assert sections["Overview"] == (
        "\nThis document tracks implementation progress against the target state defined in "
        "[430-unified-test-infrastructure.md](./430-unified-test-infrastructure.md).\n\n**Audit Date:** 2025-12-10\n\n---\n\n"
    )


def test_the_sections_and_their_order(document: str) -> None:
    gaps = re.compile(r"### `\w+`.*")
    assert [line for line in document.splitlines() if line.startswith("#") and not gaps.fullmatch(line)] == HEADINGS.strip().splitlines()


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("Executive Summary", SUMMARY), ("Legend", LEGEND), ("Current State", E2E), ("Weekly Dashboard", DASHBOARD)],
)
def test_a_table_as_it_was(heading: str, expected: str, sections: dict[str, str]) -> None:
    assert table(sections[heading]) == cells(expected)


@pytest.mark.parametrize("heading", SUITES)
def test_the_suites(heading: str, sections: dict[str, str]) -> None:
    kind = heading.split()[1].removesuffix("s")
    expected = [[kind, "Mode Helper", "Mock Mode", "`__mocks__/`", "Violations", "Priority"]]
    for name, priority in (one.split() for one in SUITES[heading].split(", ")):
        expected.append([f"`{name}`", "Yes", "**Compliant**", DOUBLES_NEEDED.get(name, "**Yes**"), "None", priority])
    assert table(sections[heading]) == expected


def test_the_inventory_of_doubles(sections: dict[str, str]) -> None:
    found = [[row[0].strip("`"), set(re.findall("`(.*?)`", row[1])), row[2]] for row in table(sections["Existing (15 services)"])[1:]]
    assert found == [[name, set(STALE.get(name, files).split()), quality] for name, files, quality in cells(INVENTORY)]
    assert sections["Missing"].startswith("\nNone. Every service-level integration suite")


def test_the_folders_of_doubles(sections: dict[str, str]) -> None:
    blocks = sections["Existing Mock Directories"].strip().strip("`").strip().split("\n\n")
    found = [(block.splitlines()[0], {line.removeprefix("  ") for line in block.splitlines()[1:]}) for block in blocks]
    assert found == [(f"services/{name}/__mocks__/", set(STALE.get(name, files).split())) for name, files, _ in cells(INVENTORY)]


def test_the_gaps(sections: dict[str, str]) -> None:
    found = {heading: text for heading, text in sections.items() if re.fullmatch(r"`\w+` \(P\d\)", heading)}
    noted = [one.split() for one in NOTED.replace("\n", " ").split(",")]
    assert [heading for heading in found if heading.split("`")[1] not in UNNOTED] == [
        f"`{name}` ({priority})" for name, priority, _ in noted
    ]
    for heading, text in found.items():
        assert text.startswith("\n**Status:** Compliant\n\n"), heading
    for name, priority, number in noted:
        notes = found[f"`{name}` ({priority})"].partition("**Notes:**\n")[2]
        assert notes.count("\n- ") + notes.startswith("- ") == int(number), name
    for name in UNNOTED:
        text = next(text for heading, text in found.items() if heading.startswith(f"`{name}`"))
        assert re.findall(r"- \*\*(ITM\d+)\*\*", text) == ["ITM503"]
        assert "**Notes:**" not in text


def test_e2e(sections: dict[str, str]) -> None:
    assert sections["Violations"].strip() == "1. **None** - E2E is cluster-only by design."
    assert sections["Required Work"].strip().splitlines()[0] == "- None."


@pytest.mark.parametrize("heading", WORK)
def test_the_work(heading: str, sections: dict[str, str]) -> None:
    expected = [[task, f"`{suite}`", "**Done**"] for task, suite in cells(WORK[heading])]
    assert table(sections[heading]) == [["Task", "Service", "Effort"], *expected]


def test_the_lists(sections: dict[str, str]) -> None:
    assert sections["Compliant Patterns (Good)"].strip() == PATTERNS.strip()
    assert sections["Non-Compliant Patterns (Fix Required)"].strip().startswith("None. All runners follow the five-step contract")
    assert sections["Definition of Done"].strip().startswith(f"A service is **430-compliant** when:\n{DONE.strip()}\n")
    assert "`ameide_core_proto`" in sections["Build-Only Components"]
    assert sections["Mode Helpers"].strip() == HELPERS
    listed = [f"{owner}/__tests__/integration/run_integration_tests.sh" for owner in RUNNERS.split()]
    assert sections["Integration Test Runners"].strip().strip("`").split() == listed
