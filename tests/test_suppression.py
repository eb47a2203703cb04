"""Comments that silence findings: their forms, their reach, and what is said of bad ones."""

from __future__ import annotations

import pytest

from lint430.config import Config
from lint430.engine import Options, Outcome, check_sources

TS = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;'
PY = 'import os\n\nLIMIT = 1 if os.environ["INTEGRATION_MODE"] == "repo" else 2'


def codes(source: str, path: str = "src/x.ts", config: Config | None = None, options: Options | None = None) -> list[tuple[str, int]]:
    return [(f.code, f.span.line) for f in outcome(source, path, config, options).run.findings]


def outcome(source: str, path: str = "src/x.ts", config: Config | None = None, options: Options | None = None) -> Outcome:
    return check_sources({path: source}, config, options)


@pytest.mark.parametrize(
    "source",
    [
        f"{TS} // lint430: ignore[ITM101] -- why\n",
        f"{TS} // lint430: ignore[itm101] -- why\n",
        f"{TS} // lint430:ignore[runtime-mode-branch]\n",
        f"{TS} // lint430: ignore[ITM101,] -- why\n",
        f"{TS} /* lint430: ignore[ITM101] -- why */\n",
        f"// lint430: ignore[ITM101] -- why\n{TS}\n",
        f"/* lint430: ignore[ITM101] -- why */\n{TS}\n",
        f"/*\n * lint430: ignore[ITM101] -- why\n */\n{TS}\n",
        f"// lint430: ignore[ITM101] -- why\n// and a word more\n{TS}\n",
        f"// lint430: ignore-file[ITM101] -- why\n\nexport const a = 1;\n{TS}\n",
        f'// lint430: ignore-file[ITM101] -- why\n"use strict";\n{TS}\n',
    ],
)
def test_forms_in_typescript(source: str) -> None:
    found = outcome(source)
    assert found.run.findings == []
    assert [(s.finding.code, s.path) for s in found.run.suppressed] == [("ITM101", "src/x.ts")]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("src/x.py", f"{PY}  # lint430: ignore[ITM101] -- why\n"),
        ("src/x.py", f"{PY}  # noqa: ITM101\n"),
        ("src/x.py", f"{PY}  # noqa:E501,ITM101 and why\n"),
        ("src/x.py", f"{PY}  # noqa\n"),
        ("src/x.py", f'"""Doc."""\n# lint430: ignore-file[ITM101] -- why\n{PY}\n'),
        (
            "src/x.go",
            'package x\n\nimport "os"\n\nfunc F() int {\n\t// lint430: ignore[ITM101] -- why\n\tif os.Getenv("INTEGRATION_MODE") == "repo" {\n\t\treturn 1\n\t}\n\treturn 2\n}\n',
        ),
        ("src/x.sh", 'if [ "$INTEGRATION_MODE" = repo ]; then echo a; fi # lint430: ignore[ITM101] -- why\n'),
        ("src/.env", "# lint430: ignore[ITM104] -- why\nINTEGRATION_MODE=repo\n"),
    ],
)
def test_forms_in_other_languages(path: str, source: str) -> None:
    found = outcome(source, path)
    assert found.run.findings == []
    assert len(found.run.suppressed) == 1


def test_the_reason_is_kept() -> None:
    (silenced,) = outcome(f"{TS} // lint430: ignore[ITM101] -- the demo build -- for now\n").run.suppressed
    assert (silenced.line, silenced.reason) == (1, "the demo build -- for now")
    (silenced,) = outcome(f"{TS} /* lint430: ignore[ITM101] */\n").run.suppressed
    assert silenced.reason is None


@pytest.mark.parametrize(
    ("source", "path"),
    [
        (f'{TS} const text = "// lint430: ignore[ITM101] -- why";\n', "src/x.ts"),
        (f"{TS} // lint430 ignores this\n", "src/x.ts"),
        (f"{TS} // noqa\n", "src/x.ts"),
        (f'{PY}; TEXT = "# noqa: ITM101"\n', "src/x.py"),
        (f"{PY}  # noqa: E501\n", "src/x.py"),
    ],
)
def test_what_suppresses_nothing(source: str, path: str) -> None:
    assert [code for code, _ in codes(source, path)] == ["ITM101"]


def test_only_the_line_and_the_one_below() -> None:
    assert codes(f"// lint430: ignore[ITM101] -- why\nexport const a = 1;\n{TS}\n") == [("ITM903", 1), ("ITM101", 3)]
    assert codes(f"export const a = 1; // lint430: ignore[ITM101] -- why\n{TS}\n") == [("ITM903", 1), ("ITM101", 2)]


def test_stacked_comments_cover_the_line_below_them_all() -> None:
    toggled = 'if (process.env.INTEGRATION_MODE === "repo" && process.env.RUN_INTEGRATION_TESTS) {\n  a();\n}\n'
    bare = {code for code, _ in codes(toggled, config=Config(is_default=False))}
    assert bare == {"ITM101", "ITM304"}
    stacked = f"// lint430: ignore[ITM101] -- why\n// lint430: ignore[ITM304] -- why\n{toggled}"
    assert codes(stacked, config=Config(is_default=False)) == []


def test_the_first_line_of_a_construct() -> None:
    chain = 'import os\n\n# lint430: ignore[ITM101] -- why\nif a == 1:\n    b()\nelif os.environ["INTEGRATION_MODE"] == "repo":\n    c()\n'
    assert codes(chain, "src/x.py") == []
    assert codes(chain.replace("# lint430: ignore[ITM101] -- why\n", ""), "src/x.py") == [("ITM101", 5)]


# --- unused ones -----------------------------------------------------------------------------------------------------------------


def test_unused_ones_are_reported_by_name() -> None:
    found = outcome(f"{TS} // lint430: ignore[ITM101, ITM104] -- why\n").run.findings
    assert [(f.code, f.span.line) for f in found] == [("ITM903", 1)]
    assert "`ITM104` (mode-in-runtime-config)" in found[0].message


@pytest.mark.parametrize(
    ("config", "options"),
    [
        (Config(ignore=("ITM101",)), None),
        (Config(select=("ITM9",)), None),
        (Config(per_path_ignores=(("src/**", ("ITM101",)),)), None),
        (None, Options(cross_file=False)),
        (None, Options(only=frozenset({"ITM903"}))),
        (Config(ignore=("ITM903",)), None),
    ],
)
def test_what_did_not_run_leaves_its_suppressions_alone(config: Config | None, options: Options | None) -> None:
    unused = "export const a = 1; // lint430: ignore[ITM101] -- why\n"
    assert codes(unused) == [("ITM903", 1)]
    assert codes(unused, config=config, options=options) == []


def test_a_broken_file_leaves_its_suppressions_alone() -> None:
    assert [code for code, _ in codes("export const a = = 1; // lint430: ignore[ITM101] -- why\n")] == ["ITM901"]


def test_an_unused_noqa() -> None:
    assert codes("A = 1  # noqa: ITM101\n", "src/x.py") == [("ITM903", 1)]
    assert codes("A = 1  # noqa: E501\nB = 2  # noqa\n", "src/x.py") == []


def test_findings_about_suppressions_can_be_suppressed() -> None:
    assert codes("export const a = 1; // lint430: ignore[ITM101, ITM903] -- why\n") == []


# --- bad ones --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("lint430: ignore[ITM110] -- why", "names `ITM110`, which is no check; did you mean `ITM"),
        ("lint430: ignore[runtime-mode-brunch] -- why", "did you mean `runtime-mode-branch`?"),
        ("lint430: ignore[] -- why", "names no check"),
        ("lint430: ignore[, ] -- why", "names no check"),
        ("lint430: ignore -- why", "names no check"),
        ("lint430: ignore-file", "names no check"),
        ("lint430: disable=ITM101", "suppresses nothing"),
        ("lint430: noqa", "suppresses nothing"),
    ],
)
def test_bad_ones(comment: str, said: str) -> None:
    found = [f for f in outcome(f"export const a = 1; // {comment}\n").run.findings if f.code == "ITM904"]
    assert len(found) == 1
    assert said in found[0].message


def test_a_file_suppression_below_code() -> None:
    found = codes(f"export const a = 1;\n// lint430: ignore-file[ITM101] -- why\n{TS}\n")
    assert found == [("ITM904", 2), ("ITM101", 3)]


def test_reasons_can_be_required() -> None:
    strict = Config(require_reason=True)
    assert codes(f"{TS} // lint430: ignore[ITM101]\n") == []
    assert codes(f"{TS} // lint430: ignore[ITM101]\n", config=strict) == [("ITM904", 1)]
    assert codes(f"{TS} // lint430: ignore[ITM101] -- why\n", config=strict) == []
    assert codes(f"{TS} // lint430: ignore[ITM101] --\n", config=strict) == [("ITM904", 1)]


def test_a_known_name_beside_an_unknown_one_holds() -> None:
    assert codes(f"{TS} // lint430: ignore[ITM101, ITM998] -- why\n") == [("ITM904", 1)]


def test_prose_about_the_linter_is_no_suppression() -> None:
    assert codes("// lint430: see its page\nexport const a = 1;\n") == []


def test_a_manifest_without_statements() -> None:
    assert codes("# lint430: ignore-file[ITM104] -- why\n\nINTEGRATION_MODE=repo\n", "src/.env") == []
    assert codes("PORT=1\nINTEGRATION_MODE=repo\n# lint430: ignore-file[ITM104] -- why\n", "src/.env") == [("ITM104", 2), ("ITM904", 3)]


# --- flake8's own ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["noqa", "NOQA", "NoQA"])
@pytest.mark.parametrize("form", ["# {}:ITM101", "# {}: ITM101", "# {}: ITM1", "# {}: E501 ITM101 -- why", "# {} and a reason"])
def test_noqa_as_flake8_reads_it(word: str, form: str) -> None:
    assert codes(f"{PY}  {form.format(word)}\n", "src/x.py") == []


@pytest.mark.parametrize(
    ("comment", "said", "silences"),
    [
        ("#noqa: ITM101", "one space before `noqa`; write `# noqa: ITM101`", False),
        ("#  noqa: ITM101", "one space before `noqa`", False),
        ("# noqa: itm101", "write it in capitals", False),
        ("# noqa: ITM999", "`ITM999`, which is no check", False),
        ("# noqa : ITM101", "takes this for a `# noqa` without codes", True),
        ("# noqa:  E501,ITM101", "write `# noqa: E501, ITM101`", True),
    ],
)
def test_noqa_that_flake8_reads_otherwise(comment: str, said: str, silences: bool) -> None:
    found = outcome(f"{PY}  {comment}\n", "src/x.py").run.findings
    assert [f.code for f in found] == (["ITM904"] if silences else ["ITM101", "ITM904"])
    assert said in found[-1].message


@pytest.mark.parametrize("comment", ["#noqa: E501", "# noqa : E501", "#noqa"])
def test_what_other_tools_are_told_is_not_judged(comment: str) -> None:
    assert codes(f"A = 1  {comment}\n", "src/x.py") == []


def test_an_unused_prefix() -> None:
    assert codes("A = 1  # noqa: ITM1\n", "src/x.py") == [("ITM903", 1)]
    assert codes("A = 1  # noqa: ITM1\n", "src/x.py", Config(ignore=("ITM104",))) == []


@pytest.mark.parametrize("opening", ['TEXT = """\n', "TOTAL = 1 + \\\n", 'TEXT = f"""\n{1}\n"""; A = \\\n'])
def test_noqa_behind_lines_that_are_one_to_flake8(opening: str) -> None:
    closing = '"""' if opening.endswith('"""\n') else "2"
    start = f'import os\n\nA = os.environ["INTEGRATION_MODE"] == "repo"\nif A: {opening}{closing}'
    assert codes(f"{start}\n", "src/x.py") == [("ITM101", 4)]
    assert codes(f"{start}  # noqa: ITM101\n", "src/x.py") == []
    assert codes(f"{start}\nB = (1,\n  2)  # noqa: ITM101\n", "src/x.py")[0] == ("ITM101", 4)


def test_both_kinds_in_one_comment() -> None:
    both = f"{PY}  # lint430: ignore[ITM101] -- why  # noqa: ITM102\n"
    assert codes(both, "src/x.py") == [("ITM903", 3)]
    (silenced,) = outcome(f"{PY}  # noqa: ITM101\n", "src/x.py").run.suppressed
    assert silenced.noqa
    (silenced,) = outcome(f"{PY}  # lint430: ignore[ITM101] -- why  # noqa\n", "src/x.py").run.suppressed
    assert not silenced.noqa
    assert silenced.reason is not None


def test_flake8_is_told_to_skip_a_file() -> None:
    assert codes(f"# flake8: noqa\n{PY}\n", "src/x.py") == [("ITM101", 4)]
    found = outcome(f"# flake8: noqa: E501\n{PY}\n", "src/x.py").run.findings
    assert [(f.code, f.span.line) for f in found] == [("ITM904", 1), ("ITM101", 4)]
    assert "write `# noqa: E501` on the lines" in found[0].message
    assert codes("# flake8: noqa: E501\nA = 1\n", "src/x.py") == []
    found = outcome(f"# flake8: noqa: ITM101\n{PY}\n", "src/x.py").run.findings
    assert [(f.code, f.span.line) for f in found] == [("ITM904", 1)]
    assert "`lint430: ignore-file[ITM101] -- reason`" in found[0].message
