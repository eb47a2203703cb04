"""The run as a whole: what it reads, what it reports about itself, and what must not change its findings."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from lint430 import engine, registry
from lint430.config import Config, ConfigError, Configs
from lint430.engine import Failure, Options, Outcome, check_sources, run, survey, worst
from lint430.flow.link import Linker
from lint430.languages import lower
from lint430.model import Finding, Role, Severity, Span
from lint430.repository.discover import discover

BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'
READ = 'export const mode = process.env.INTEGRATION_MODE ?? "repo";\n'
USE = 'import { mode } from "./mode";\n\nexport const limit = mode === "cluster" ? 1000 : 10;\n'


def places(outcome: Outcome) -> list[tuple[str, str, int]]:
    return [(f.code, f.path, f.span.line) for f in outcome.run.findings]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    files = {
        "services/a/src/mode.ts": READ,
        "services/a/src/use.ts": USE,
        "services/a/src/other.ts": "export const nothing = 1;\n",
        "services/a/src/price.py": 'import os\n\nif os.environ["INTEGRATION_MODE"] == "repo":\n    LIMIT = 1\n',
        "services/a/__tests__/integration/a.test.ts": 'import { mode } from "../../src/mode";\n\nit("a", () => {\n  if (mode !== "cluster") return;\n  expect(1).toBe(2);\n});\n',
        "services/a/__tests__/integration/run_integration_tests.sh": "#!/usr/bin/env bash\nset -euo pipefail\n",
        "services/b/Dockerfile": "FROM scratch\nENV INTEGRATION_MODE=repo\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / ".git").mkdir()
    return tmp_path


EXPECTED = [
    ("ITM201", "services/a/__tests__/integration/a.test.ts", 4),
    ("ITM101", "services/a/src/price.py", 3),
    ("ITM101", "services/a/src/use.ts", 3),
    ("ITM104", "services/b/Dockerfile", 2),
]
SELECT = Options(select=("ITM1", "ITM201"))


def test_a_repository(tree: Path) -> None:
    outcome = run(tree, Configs(tree), options=SELECT)
    assert places(outcome) == EXPECTED
    linked = outcome.run.findings[2]
    assert (linked.name, linked.severity, linked.suite) == ("runtime-mode-branch", Severity.ERROR, "services/a")
    assert linked.trace[0].path == "services/a/src/mode.ts"
    assert outcome.run.lines["services/a/src/mode.ts"][0] == READ.strip()
    assert outcome.run.stats.files == 7
    assert outcome.run.stats.suites == 1
    assert outcome.run.complete
    assert {"discover", "read", "sift", "parse", "flow", "check"} <= outcome.run.stats.seconds.keys()


def test_nothing_changes_the_findings(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unsifted = run(tree, Configs(tree), options=Options(select=SELECT.select, sift=False))
    assert places(unsifted) == EXPECTED
    monkeypatch.chdir(tree / "services" / "b")
    paths = ["services/b", "services/a/src/use.ts", "services/a/src/price.py", "services/a/__tests__"]
    for order in (paths, paths[::-1]):
        assert places(run(tree, Configs(tree), order, SELECT)) == EXPECTED
    assert places(run(tree, Configs(tree), [tree], SELECT)) == EXPECTED


def test_one_file_is_seen_with_the_repository_behind_it(tree: Path) -> None:
    assert places(run(tree, Configs(tree), ["services/a/src/use.ts"], SELECT)) == [EXPECTED[2]]
    apart = run(tree, Configs(tree), ["services/a/src/use.ts"], Options(select=("ITM1",), cross_file=False))
    assert places(apart) == []


def test_manifests_lead_the_way(tree: Path) -> None:
    (tree / "services/a/tsconfig.json").write_text('{"compilerOptions": {"baseUrl": ".", "paths": {"@/*": ["src/*"]}}}\n')
    (tree / "services/a/src/use.ts").write_text(USE.replace("./mode", "@/mode"))
    assert EXPECTED[2] in places(run(tree, Configs(tree), options=SELECT))


def test_a_file_that_is_linked_in_is_judged_only_when_asked_for(tree: Path) -> None:
    outcome = run(tree, Configs(tree), ["services/a/src/mode.ts"], Options(select=("ITM101",)))
    assert places(outcome) == []


def test_nested_configurations(tree: Path) -> None:
    (tree / "services/b/lint430.toml").write_text('ignore = ["ITM104"]\n')
    assert places(run(tree, Configs(tree), options=Options(ignore=("ITM2",)))) == EXPECTED[1:3]
    (tree / "services/b/lint430.toml").write_text('select = ["ITM999"]\n')
    with pytest.raises(ConfigError, match=r"services/b/lint430\.toml:1: unknown check `ITM999` in `select`"):
        run(tree, Configs(tree))


def test_levels_and_ignores_by_path() -> None:
    config = Config(levels={"ITM1": Severity.NOTE}, per_path_ignores=(("services/b/**", ("runtime-mode-branch",)),))
    outcome = check_sources({"services/a/x.ts": BRANCH, "services/b/x.ts": BRANCH}, config)
    assert [(f.path, f.severity) for f in outcome.run.findings] == [("services/a/x.ts", Severity.NOTE)]
    assert worst(outcome.run.findings) is Severity.NOTE
    assert worst([]) is None


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (Options(), ["ITM101"]),
        (Options(select=("ITM2",)), []),
        (Options(select=("ITM1", "ITM2")), ["ITM101", "ITM102"]),
        (Options(select=("ITM1",), ignore=("ITM101",)), ["ITM102"]),
        (Options(select=("runtime-mode-branch",), ignore=("ITM1",)), ["ITM101"]),
        (Options(extend_select=("runtime-mode-read",)), ["ITM101", "ITM102"]),
        (Options(ignore=("ITM101",)), []),
        (Options(only=frozenset({"ITM101"})), ["ITM101"]),
    ],
)
def test_what_is_selected(options: Options, expected: list[str]) -> None:
    config = Config(ignore=("ITM102",))
    sources = {"a.ts": BRANCH, "b.ts": "export function show() {\n  console.log(process.env.INTEGRATION_MODE);\n}\n"}
    assert [f.code for f in check_sources(sources, config, options).run.findings] == expected


def test_a_repository_that_knows_nothing_of_the_contract() -> None:
    sources = {"src/x.test.ts": 'it("a", () => {\n  process.env.RUN_INTEGRATION_TESTS = "1";\n});\n'}
    only = Options(only=frozenset({"ITM304"}))
    assert places(check_sources(sources, None, only)) == []
    assert places(check_sources(sources, None, only, in_force=True)) == [("ITM304", "src/x.test.ts", 2)]


# --- what cannot be read ---------------------------------------------------------------------------------------------------------


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "good.ts").write_text(BRANCH)
    (tmp_path / "dangling.ts").symlink_to("nowhere")
    (tmp_path / "loop.py").symlink_to("loop.py")
    os.mkfifo(tmp_path / "pipe.go")
    (tmp_path / "binary.sh").write_bytes(b"#!/bin/sh\n\0\1\2")
    (tmp_path / "latin.ts").write_bytes(b'export const a = "x";\nexport const b = "\xe0";\n')
    (tmp_path / "latin.py").write_bytes(b'# -*- coding: latin-1 -*-\nA = "\xe0"\n')
    (tmp_path / "nul.py").write_bytes(b'A = "' + b"x" * 9000 + b'\0"\n')
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "big.ts").write_text(BRANCH * 100)
    (tmp_path / "big.json").write_text("[" + "1, " * 2000 + "1]")
    (tmp_path / "lint430.toml").write_text("max-file-size = 5000\n")
    outcome = run(tmp_path, Configs(tmp_path), options=Options(select=("ITM101", "ITM902")))
    said = {f.path: f.message for f in outcome.run.findings if f.code == "ITM902"}
    assert said.keys() == {"dangling.ts", "loop.py", "pipe.go", "binary.sh", "latin.ts", "big.ts", "nul.py"}
    assert "leads nowhere" in said["dangling.ts"]
    assert "more than the 5000" in said["big.ts"]
    assert "not UTF-8" in said["latin.ts"]
    assert [(f.span.line, f.span.column) for f in outcome.run.findings if f.path == "latin.ts"] == [(2, 19)]
    assert ("ITM101", "good.ts", 1) in places(outcome)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:  # pragma: no cover - not as root
    (tmp_path / "secret.ts").write_text(BRANCH)
    (tmp_path / "secret.ts").chmod(0)
    assert "permission denied" in run(tmp_path, Configs(tmp_path)).run.findings[0].message


def test_a_file_that_vanishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone.ts").write_text(BRANCH)
    (tmp_path / "here.ts").write_text(BRANCH)
    found = discover(tmp_path, Config())
    (tmp_path / "gone.ts").unlink()
    monkeypatch.setattr(engine, "discover", lambda *_: found)
    outcome = run(tmp_path, Config())
    assert places(outcome) == [("ITM902", "gone.ts", 1), ("ITM101", "here.ts", 1)]
    assert "vanished" in outcome.run.findings[0].message


@pytest.mark.parametrize("encoding", [b"no-such-codec", b"utf-7", b"rot13", b"\xff"])
def test_a_false_coding_cookie(encoding: bytes) -> None:
    outcome = check_sources({"a.py": b"# coding: " + encoding + b'\nA = "\xe0"\n'})
    assert [code for code, _, _ in places(outcome)] == ["ITM902"]


def test_binary_values() -> None:
    outcome = check_sources({"a.ts": b"\0\0\0"})
    assert [(f.code, "binary" in f.message) for f in outcome.run.findings] == [("ITM902", True)]


def test_syntax_errors() -> None:
    broken = {"a.ts": "const = = 1;\nfunction {\n" + BRANCH, "plain.ts": "const = = 1;\n"}
    for sift in (True, False):
        outcome = check_sources(broken, None, Options(sift=sift))
        codes = [(f.code, f.path) for f in outcome.run.findings]
        assert ("ITM901", "a.ts") in codes
        assert codes.count(("ITM901", "a.ts")) == 1
        assert ("ITM901", "plain.ts") not in codes, "sifting must not change what is said"


# --- what goes wrong inside ------------------------------------------------------------------------------------------------------


def test_a_check_that_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = registry.find("runtime-mode-read")
    assert entry is not None

    def explode(*_: object) -> list[Finding]:
        raise ValueError("two\nlines")

    broken = registry.Registered(entry.check, entry.name, entry.folder, explode)  # type: ignore[arg-type]
    checks = tuple(broken if e is entry else e for e in registry.registered())
    monkeypatch.setattr(registry, "registered", lambda: checks)
    outcome = check_sources({"a.ts": BRANCH})
    assert places(outcome) == [("ITM101", "a.ts", 1)]
    assert outcome.failures == [Failure("ITM102", "a.ts", "ValueError: two lines")]
    assert not outcome.run.complete


def test_a_language_that_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    real = lower

    def lowered(name: str, path: str, data: bytes) -> object:
        if path == "bad.ts":
            raise RecursionError("deep")
        return real(name, path, data)

    monkeypatch.setattr(engine, "lower", lowered)
    outcome = check_sources({"bad.ts": BRANCH + "// lint430: ignore[ITM101] -- x\n", "good.ts": BRANCH})
    assert places(outcome) == [("ITM101", "good.ts", 1)]
    assert [(f.code, f.path) for f in outcome.failures] == [("parse", "bad.ts")]
    assert not outcome.run.complete


def test_a_flow_that_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(*_: object) -> None:
        raise RecursionError("deep")

    monkeypatch.setattr(Linker, "analyse", explode)
    outcome = check_sources({"a.ts": BRANCH, "b.ts": "export const x = 1; // lint430: ignore[ITM101] -- x\n"})
    assert places(outcome) == [("ITM101", "a.ts", 1)], "files are still judged one by one, suppressions are not"
    assert [(f.code, f.path) for f in outcome.failures] == [("flow", "")]
    monkeypatch.setattr(engine, "analyse", explode)
    worse = check_sources({"a.ts": BRANCH})
    assert places(worse) == []
    assert [(f.code, f.path) for f in worse.failures] == [("flow", ""), ("flow", "a.ts")]


def test_one_line_one_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = check_sources({"a.ts": BRANCH.strip() + " " + BRANCH.replace("limit", "other")})
    assert places(outcome) == [("ITM101", "a.ts", 1)]


def test_unknown_codes_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = registry.find("ITM101")
    assert entry is not None
    odd = registry.Registered(
        entry.check, entry.name, entry.folder, lambda flow, _: iter([Finding("ITM000", flow.file.path, Span(1, 1, 1, 1), "?")])
    )
    monkeypatch.setattr(registry, "registered", lambda: (odd,))
    assert places(check_sources({"a.ts": BRANCH})) == []


# --- what is there ---------------------------------------------------------------------------------------------------------------


def test_survey(tree: Path) -> None:
    (tree / "README.md").write_text("hello\n")
    (tree / "tool").write_text("#!/usr/bin/env python3\n")
    listed, problems = survey(tree, Configs(tree), ["services/a/__tests__", "tool", "README.md", "nope"])
    assert [(f.path, f.role, f.language, f.suite) for f in listed] == [
        ("README.md", Role.OTHER, None, None),
        ("services/a/__tests__/integration/a.test.ts", Role.INTEGRATION_TEST, "typescript", "services/a"),
        ("services/a/__tests__/integration/run_integration_tests.sh", Role.RUNNER, "bash", "services/a"),
        ("tool", Role.RUNTIME, "python", None),
    ]
    assert [p.message for p in problems] == ["`nope` does not exist"]


def test_progress_is_told(tree: Path) -> None:
    told: list[tuple[str, int, int]] = []
    run(tree, Configs(tree), options=Options(progress=lambda *step: told.append(step)))
    assert list(dict.fromkeys(phase for phase, _, _ in told)) == ["read", "parse", "follow", "check"]
    assert all(0 <= done < total for _, done, total in told)
    assert told[0] == ("read", 0, 7)


def test_a_git_repository(tree: Path) -> None:
    (tree / ".git").rmdir()
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "services/a"]):
        subprocess.run([*git, *command], cwd=tree, check=True)
    (tree / ".gitignore").write_text("services/b/\n")
    assert places(run(tree, Configs(tree), options=SELECT)) == EXPECTED[:3]
