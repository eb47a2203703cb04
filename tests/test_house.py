"""The rules of the house: a folder is the registry, each fact has one home, grammars stop at the language folder."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from lint430 import pages, registry
from lint430.model import Severity
from lint430.registry import Registered

ROOT = Path(__file__).parent.parent
MODULES = sorted([*(ROOT / "src").rglob("*.py"), *(ROOT / "checks").glob("*/check.py")])
CHECKS = registry.registered()
DRAWERS = {"utils", "util", "common", "helpers", "helper", "misc", "base", "manager", "shared"}
SECTIONS = ["Why", "Examples", "What it cannot see", "See also"]
PUBLIC = ("lint430.model", "lint430.shell.", "lint430.facts", "lint430.config", "lint430.languages", "lint430.flow.", "lint430.repository.")
"""What a check may import of the project; nothing that reads, runs or reports."""
LONGEST = 120
"""Lines of a check; a longer one is asking for a better fact."""

CONTRACT = """
E ITM101 runtime-mode-branch            W ITM102 runtime-mode-read              E ITM103 runtime-imports-test-code
W ITM104 mode-in-runtime-config         E ITM201 mode-conditional-skip          E ITM202 mode-conditional-assertion
E ITM203 mode-dependent-expectation     E ITM204 swallowed-error                W ITM205 disabled-test
E ITM206 dependency-conditional-skip    E ITM207 env-fallback                   W ITM208 multiple-env-sources
W ITM209 mock-outside-mocks-dir         E ITM210 unknown-mode-value             E ITM211 mode-parse-fallback
W ITM212 test-without-assertion         E ITM301 jest-extra-args                E ITM302 mode-based-test-selection
E ITM303 mode-specific-test-file        E ITM304 legacy-toggle                  E ITM401 runner-not-strict
E ITM402 runner-mode-helper-not-sourced E ITM403 runner-junit-helper-not-sourced E ITM404 runner-mode-not-resolved
E ITM405 runner-mode-not-exported       E ITM406 runner-no-start-event          E ITM407 runner-env-default
E ITM408 runner-installs-dependencies   E ITM409 runner-redefines-helper        E ITM410 runner-required-vars
E ITM411 runner-env-check-outside-cluster E ITM412 runner-hides-failure         E ITM413 runner-step-order
E ITM414 runner-not-executable          E ITM415 runner-cluster-only            E ITM501 missing-mocks
E ITM502 missing-runner                 N ITM503 mocks-without-fixtures         E ITM504 empty-suite
E ITM505 foreign-language-suite         E ITM506 missing-shared-helpers         E ITM601 foreign-e2e-framework
E ITM602 e2e-mode-branch                W ITM603 ci-mode-not-explicit           W ITM901 not-fully-parsed
E ITM902 unreadable-file                W ITM903 unused-suppression             W ITM904 bad-suppression
"""
"""The contract's own list, for the families that are built; codes, names and levels are promises to users."""
LEVELS = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}


def named(entry: Registered) -> str:
    return entry.name


def test_the_contract_is_complete() -> None:
    words = CONTRACT.split()
    promised = {code: (name, LEVELS[level]) for level, code, name in zip(words[::3], words[1::3], words[2::3], strict=True)}
    families = {code[:4] for code in promised}
    built = {e.check.code: (e.name, e.check.severity) for e in CHECKS if e.check.code[:4] in families}
    assert built == promised


def test_codes_and_names_are_unique() -> None:
    codes = [entry.check.code for entry in CHECKS]
    assert codes == sorted(set(codes))
    assert len({entry.name for entry in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("entry", CHECKS, ids=named)
def test_a_check_is_named_for_the_problem(entry: Registered) -> None:
    assert re.fullmatch(r"ITM\d{3}", entry.check.code)
    assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", entry.folder.name)
    assert not entry.folder.name.startswith(("no_", "use_", "check_", "require_", "prefer_"))
    assert re.fullmatch(r"\d+\.\d+\.\d+", entry.check.since)
    assert entry.check.roles
    extra = {path.name for path in entry.folder.iterdir()} - {"README.md", "check.py", "examples", "__pycache__", "__init__.py"}
    assert not extra, f"a check's folder holds check.py, README.md and examples, not {sorted(extra)}"


@pytest.mark.parametrize("entry", CHECKS, ids=named)
def test_a_check_has_its_page(entry: Registered) -> None:
    page = pages.read(entry)
    assert page.title == f"{entry.name} ({entry.check.code})"
    assert page.summary.endswith(".")
    assert len(page.summary) <= 1024
    assert list(page.sections) == SECTIONS
    assert all(page.sections.values()), "no section is empty"


@pytest.mark.parametrize("entry", CHECKS, ids=named)
def test_a_page_refers_to_checks_that_exist(entry: Registered) -> None:
    for name, code in re.findall(r"`([a-z-]+)` \((ITM\d{3})\)", pages.read(entry).sections.get("See also", "")):
        other = registry.find(code)
        assert other is None or other.name == name


@pytest.mark.parametrize("entry", CHECKS, ids=named)
def test_a_check_is_small_and_pure(entry: Registered) -> None:
    text = (entry.folder / "check.py").read_text()
    assert text.startswith(f'"""{entry.check.code}: ')
    assert len(text.splitlines()) <= LONGEST
    for module in imported(ast.parse(text)):
        allowed = module.split(".")[0] in sys.stdlib_module_names or f"{module}.".startswith(PUBLIC)
        assert allowed, f"a check may not import {module}"
        assert module.split(".")[0] not in ("os", "io", "pathlib", "subprocess", "socket", "tempfile", "shutil"), (
            f"a check does no I/O: {module}"
        )


def imported(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found += [f"{module}.{alias.name}" for alias in node.names] if module == "lint430" else [module]
    return found


def test_there_are_no_drawers() -> None:
    for path in MODULES:
        assert not {path.stem, *path.relative_to(ROOT).parent.parts} & DRAWERS, path


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_grammars_stop_at_the_language_folder(path: Path) -> None:
    inside = "languages" in path.parts
    for module in imported(ast.parse(path.read_text())):
        assert inside or not module.startswith("tree_sitter"), f"{path.name} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_say_what_they_are(path: Path) -> None:
    text = path.read_text()
    assert ast.get_docstring(ast.parse(text)), "a module starts with a sentence on what it is"
    assert not re.search(r"#.*\b(?:TODO|FIXME|XXX)\b", text)


def test_the_readme_names_every_option() -> None:
    """The configuration keys that users meet in the README exist."""
    from lint430.config import KEYS

    known = {key.name for key in KEYS}
    readme = (ROOT / "README.md").read_text()
    for fence in re.findall(r"```toml\n(.*?)```", readme, re.DOTALL):
        top = re.split(r"^\[", fence, maxsplit=1, flags=re.MULTILINE)[0]
        keys = set(re.findall(r"^([a-z-]+) *=", top, re.MULTILINE))
        assert keys <= known, keys - known
