"""The hygiene checks on programs that are too many for their READMEs, and on what a fence cannot show."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from lint430.config import Config
from lint430.flow import analyse
from lint430.flow.context import Context
from lint430.languages import lower
from lint430.model import File, Finding, Role, Suite
from lint430.registry import registered

SUITE = Suite("services/billing", "billing", "service", "services/billing/__tests__/integration", None)
NAMES = {"python": "test_a.py", "typescript": "a.test.ts", "go": "a_test.go", "bash": "a.bats"}
PROGRAMS = Path(__file__).parent / "programs"
LANGUAGES = {".py": "python", ".ts": "typescript", ".go": "go", ".bats": "bash"}
CHECKS = {entry.check.code: entry.folder.name for entry in registered()}
JUDGED = re.compile(r"(?:#|//) judged (as harness )?by ((?:ITM\d{3} ?)+)")
MARK = re.compile(r"\s*(?:#|//) <- ((?:ITM\d{3} ?)+)$")


def findings(
    check: str,
    language: str,
    source: str,
    *,
    role: Role = Role.INTEGRATION_TEST,
    config: Config | None = None,
    in_suite_folder: bool = True,
) -> list[Finding]:
    """Give one check's findings in one file of a suite."""
    settings = config or Config()
    path = f"{SUITE.folder}/{NAMES[language]}"
    data = source.encode()
    file = File(path, data, language, role, suite=SUITE, in_suite_folder=in_suite_folder)
    flow = analyse([(file, lower(language, path, data))], lambda _: settings)[path]
    module = importlib.import_module(f"lint430.checks.{check}.check")
    return list(module.check(flow, Context(settings, (SUITE,))))


def programs() -> list[tuple[str, str, list[str]]]:
    """List the programs with a name, their language and their lines; a file of short ones has several, each begun by its first line."""
    found = []
    for path in sorted(PROGRAMS.iterdir()):
        lines = path.read_text().removesuffix("\n").split("\n")
        starts = [number for number, line in enumerate(lines) if JUDGED.fullmatch(line)]
        assert starts[0] == 0, path.name
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            found.append((f"{path.name}:{start + 1}", LANGUAGES[path.suffix], lines[start:end]))
    return found


@pytest.mark.parametrize(("name", "language", "lines"), programs(), ids=lambda value: value if isinstance(value, str) else "")
def test_reports_exactly_the_marked_lines(name: str, language: str, lines: list[str]) -> None:
    """A program names the checks that judge it in its first line, and those that report a line at the line's end."""
    judging = JUDGED.fullmatch(lines[0])
    assert judging is not None
    expected = [(number, code) for number, line in enumerate(lines, 1) if (mark := MARK.search(line)) for code in mark[1].split()]
    source = "\n".join(MARK.sub("", line) for line in lines) + "\n"
    assert lower(language, name, source.encode()).errors == (), "a syntax error"
    role = Role.HARNESS if judging[1] else Role.INTEGRATION_TEST
    found = [(f.span.line, f.code) for code in judging[2].split() for f in findings(CHECKS[code], language, source, role=role)]
    assert sorted(found) == sorted(expected)


FALLBACK = (
    "const a = process.env.BILLING_URL ?? 'x';\nconst b = process.env.ACME_CI ?? 'y';\nconst c = process.env.INTEGRATION_MODE ?? 'local';\n"
)


def test_process_variables_are_configured() -> None:
    assert [f.span.line for f in findings("env_fallback", "typescript", FALLBACK)] == [1, 2, 3]
    own = Config(process_variables=("ACME_*",))
    assert [f.span.line for f in findings("env_fallback", "typescript", FALLBACK, config=own)] == [1, 3]


def test_the_default_mode_is_configured() -> None:
    own = Config(default_value="local")
    assert [f.span.line for f in findings("env_fallback", "typescript", FALLBACK, config=own)] == [1, 2]


def test_a_fallback_is_named_with_its_variable() -> None:
    message = findings("env_fallback", "typescript", FALLBACK)[0].message
    assert "`x`" in message
    assert "`BILLING_URL`" in message
    assert "\n" not in message


def test_a_long_default_is_shortened() -> None:
    message = findings("env_fallback", "typescript", f"const a = process.env.A_URL ?? '{'x' * 90}';\n")[0].message
    assert "x" * 39 + "…" in message
    assert "x" * 40 not in message


def test_a_default_of_blanks_has_no_name() -> None:
    (found,) = findings("env_fallback", "typescript", 'const a = process.env.A_URL ?? "  ";\n')
    assert found.message.startswith("A default stands in for `A_URL`")


def test_all_sources_of_an_input_are_named() -> None:
    [found] = findings("multiple_env_sources", "typescript", "const a = process.env.A_URL || process.env.B_URL || process.env.C_URL;\n")
    assert "`A_URL` or `B_URL` or `C_URL`" in found.message


def test_a_toggle_as_second_source_is_another_finding() -> None:
    assert findings("multiple_env_sources", "typescript", "const a = process.env.A_URL || process.env.INTEGRATION_TEST_MODE;\n") == []


def test_a_swallowed_error_is_suppressed_at_its_try() -> None:
    source = "def test_a(c):\n    try:\n        c.get()\n        c.put()\n    except ValueError:\n        pass\n"
    [found] = findings("swallowed_error", "python", source)
    assert (found.span.line, found.also_suppressed_at) == (5, (2,))
    assert "let it propagate" in found.message


@pytest.mark.parametrize(("body", "words"), [("_ = c.Ping()", "require.NoError"), ("defer func() { recover() }()", "require.Panics")])
def test_go_is_advised_in_its_own_words(body: str, words: str) -> None:
    [found] = findings("swallowed_error", "go", f'package a\n\nimport "testing"\n\nfunc TestA(t *testing.T) {{\n\t{body}\n}}\n')
    assert words in found.message


def test_a_constant_instead_of_an_error_is_fine_in_a_harness() -> None:
    source = "async function rows() {\n  try {\n    return await list();\n  } catch {\n    return [];\n  }\n}\n"
    assert findings("swallowed_error", "typescript", source, role=Role.HARNESS) == []
    inside = f"it('a', async () => {{\n{source}}});\n"
    assert [f.span.line for f in findings("swallowed_error", "typescript", inside)] == [5]


def test_a_test_is_named_and_shortened() -> None:
    title = "charges " * 20
    [found] = findings("test_without_assertion", "typescript", f"it('{title}', () => {{ run(); }});\n")
    assert f"`{title[:59]}…`" in found.message


@pytest.mark.parametrize(
    "check",
    ["swallowed_error", "disabled_test", "env_fallback", "multiple_env_sources", "mock_outside_mocks_dir", "test_without_assertion"],
)
@pytest.mark.parametrize("language", ["python", "typescript", "go", "bash"])
def test_nothing_is_said_of_an_empty_file(check: str, language: str) -> None:
    assert findings(check, language, "") == []


def test_the_first_unknown_entry_of_a_list_is_named() -> None:
    source = 'import { z } from "zod";\nexport const mode = z.enum(["hybrid", "mock", "cluster"]).parse(process.env.INTEGRATION_MODE);\n'
    [found] = findings("unknown_mode_value", "typescript", source)
    assert "`hybrid`" in found.message


@pytest.mark.parametrize(("last", "lines"), [("    assert read()\n", [4]), ("    with pytest.raises(SystemExit):\n        read()\n", [])])
def test_a_default_may_be_unknown_where_that_must_fail(last: str, lines: list[int]) -> None:
    source = 'import os\nimport pytest\ndef test_a():\n    os.environ["X"] = os.environ.get("INTEGRATION_MODE", "hybrid")\n' + last
    found = findings("unknown_mode_value", "python", source, in_suite_folder=False)
    assert [f.span.line for f in found] == lines


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("typescript", "export function f() { return (({ a }) => a)({ a: process.env.INTEGRATION_MODE }); }\n"),
        ("typescript", "export function f() { return make(1)(process.env.INTEGRATION_MODE); }\n"),
        ("python", 'import os\n\n\ndef f():\n    return (lambda a: a)(os.environ["INTEGRATION_MODE"])\n'),
    ],
)
def test_a_function_without_a_name_is_no_conversion_to_a_mode(language: str, line: str) -> None:
    assert findings("mode_parse_fallback", language, line, role=Role.HARNESS) == []
