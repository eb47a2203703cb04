"""The configuration: defaults, what naming another variable does, errors with their lines, nesting, and the schema."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from lint430 import config as settings
from lint430.config import (
    Config,
    ConfigError,
    Configs,
    Globs,
    is_ignored_at,
    is_selected,
    level_of,
    load,
    matches,
    parse,
    resolved,
    schema,
    unknown_selectors,
)
from lint430.model import Severity

DOCUMENTED = """
mode-variables = ["API_MODE"]
mode-values = ["Fake", "live"]
live-values = ["live"]
default-value = "fake"
mode-helpers = ["getMode", "testmode.IsLive"]
mode-modules = ["@acme/mode"]
mode-attributes = ["cfg.IsLive"]
legacy-toggles = ["OLD_*"]
process-variables = ["BUILDKITE_*"]
product-words = ["redis_cluster"]
select = ["ITM1", "ITM2"]
ignore = ["ITM205"]
exclude = ["gen/", "!vendor/"]
require-suppression-reason = true
max-file-size = "2 MiB"
baseline = "ci/known.json"

[roles]
integration-test = ["internal/**/*_test.go"]
harness = ["internal/acctest/**"]

[suites]
folders = ["acceptance/*"]

[levels]
ITM102 = "error"
disabled-test = "off"

[per-path-ignores]
"services/legacy/**" = ["ITM2", "runtime-mode-branch"]

[status]
title = "Status"
build-only = ["`proto`"]
features = ["sign-in", "auth"]
mocks-order = ["services/b/", "services/a"]

[status.front-matter]
created = "2025-12-02"

[status.priorities]
P1 = "Critical"
P9 = "Some day"

[status.targets]
cluster-only = "1"

[status.legend]
partial = "On its way"

[status.suites."services/billing/"]
priority = "P9"
owner = "payments"
quality = "Good"
mocks-note = "Go pkg"
notes = ["a", "b"]

[[status.out-of-scope]]
title = "Operators"
text = "Elsewhere."

[[status.work]]
task = "Wire it"
suite = "services/billing"
priority = "P1"
effort = "Done"
"""
KNOWN = {"ITM101": "runtime-mode-branch", "ITM102": "runtime-mode-read", "ITM205": "disabled-test"}


def error(text: str, **options: Any) -> str:
    with pytest.raises(ConfigError) as caught:
        parse(text, **options)
    return str(caught.value)


def test_every_documented_key_is_read() -> None:
    config = parse(DOCUMENTED)
    assert config.variables == ("API_MODE",)
    assert config.values == ("fake", "live")
    assert config.live_values == ("live",)
    assert config.default_value == "fake"
    assert config.helpers == ("getMode", "testmode.IsLive")
    assert config.helper_modules == ("@acme/mode",)
    assert config.attributes == ("cfg.IsLive",)
    assert config.toggles == ("OLD_*",)
    assert config.process_variables == (*settings.DEFAULT_PROCESS_VARIABLES, "BUILDKITE_*")
    assert config.product_words == ("redis_cluster",)
    assert config.roles == (("internal/**/*_test.go", "integration-test"), ("internal/acctest/**", "harness"))
    assert config.suites == ("acceptance/*",)
    assert config.levels == {"ITM102": Severity.ERROR}
    assert config.ignore == ("ITM205", "disabled-test")
    assert config.per_path_ignores == (("services/legacy/**", ("ITM2", "runtime-mode-branch")),)
    assert config.exclude == ("gen/", "!vendor/")
    assert config.require_reason
    assert config.baseline == "ci/known.json"
    assert config.max_bytes == 2 * 1024 * 1024
    said = config.status
    assert (said.title, said.build_only, said.front_matter) == ("Status", ("`proto`",), {"created": "2025-12-02"})
    assert list(said.priorities) == ["P1", "P9"]
    assert said.targets == {**settings.DEFAULT_TARGETS, "cluster-only": "1"}
    assert said.legend == {**settings.DEFAULT_LEGEND, "partial": "On its way"}
    assert (said.features, said.mocks_order) == (("sign-in", "auth"), ("services/b", "services/a"))
    assert said.suites == {"services/billing": settings.SuiteNotes("P9", "payments", "Good", "Go pkg", ("a", "b"))}
    assert said.out_of_scope == (settings.Chapter("Operators", "Elsewhere."),)
    assert said.work == (settings.WorkItem("Wire it", "services/billing", "P1", "Done"),)
    assert not config.is_default
    assert config.sources["mode-values"] == "lint430.toml:3"
    assert config.sources["roles"] == "lint430.toml:19"
    assert config.places["levels.ITM102"] == "lint430.toml:27"


def test_an_empty_file_gives_the_defaults() -> None:
    config = parse("")
    for field in fields(Config):
        if field.name not in ("sources", "places", "is_default"):
            assert getattr(config, field.name) == getattr(Config(), field.name)
    assert set(config.sources.values()) == {"default"}


def test_another_variable_leaves_the_default_names_behind() -> None:
    config = parse('mode-variables = ["TF_ACC"]')
    assert (config.values, config.live_values, config.default_value, config.helpers, config.toggles) == ((), (), None, (), ())
    assert parse('mode-variables = ["TF_ACC"]\nlive-values = ["1"]').live_values == ("1",)


def test_a_default_variable_keeps_what_belongs_to_it() -> None:
    config = parse('mode-variables = ["INTEGRATION_MODE", "API_MODE"]\nmode-helpers = ["isLive"]')
    assert config.values == settings.DEFAULT_VALUES
    assert config.helpers == (*settings.DEFAULT_HELPERS, "isLive")
    assert config.toggles == settings.DEFAULT_TOGGLES


def test_helpers_extend_the_defaults_and_toggles_replace_them() -> None:
    config = parse('mode-helpers = ["isLive"]\nlegacy-toggles = []')
    assert config.helpers[-1] == "isLive"
    assert set(settings.DEFAULT_HELPERS) < set(config.helpers)
    assert config.toggles == ()


def test_own_values_of_the_default_variable_drop_defaults_that_are_none_of_them() -> None:
    assert parse('mode-values = ["fake", "real"]').live_values == ()
    assert parse("mode-values = []").default_value is None
    assert parse('mode-values = ["Repo", "Cluster"]').default_value == "repo"
    assert parse('default-value = ""').default_value is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('\nmode-variable = ["X"]', "lint430.toml:2: unknown key `mode-variable`; did you mean `mode-variables`?"),
        ("mode_values = []", "lint430.toml:1: unknown key `mode_values`; did you mean `mode-values`?"),
        ("zzz = 1", "lint430.toml:1: unknown key `zzz`"),
        ('mode-variables = "X"', 'lint430.toml:1: `mode-variables` must be a list of strings: write ["X"]'),
        ("mode-variables = 3", "lint430.toml:1: `mode-variables` must be a list of strings, not 3"),
        ("mode-variables = [1.5]", "lint430.toml:1: `mode-variables` must hold strings only, not 1.5"),
        ('mode-values = [" "]', "lint430.toml:1: `mode-values` holds an empty string"),
        (
            'mode-variables = [\n  "OK",\n  "${API_MODE}",\n]',
            "lint430.toml:3: `${API_MODE}` is no variable's name; did you mean `API_MODE`?",
        ),
        ('mode-variables = ["A B"]', "lint430.toml:1: `A B` is no variable's name"),
        ('live-values = ["clutser"]', "lint430.toml:1: `live-values` has `clutser`, which is no mode value; did you mean `cluster`?"),
        ('default-value = "mock"', "lint430.toml:1: `default-value` has `mock`, which is no mode value"),
        ("default-value = []", "lint430.toml:1: `default-value` must be a string, not a list"),
        ('require-suppression-reason = "yes"', 'lint430.toml:1: `require-suppression-reason` must be true or false, not "yes"'),
        ("roles = []", "lint430.toml:1: `roles` must be a table of roles, not a list"),
        ('# c\n[roles]\nrunner = ["a"]\nharnes = ["x"]', "lint430.toml:4: unknown role `harnes`; did you mean `harness`?"),
        ('[roles]\nharness = ["../x"]', "lint430.toml:2: `../x` leaves the folder of the configuration; move the entry to a file above"),
        ('exclude = ["a", "[z-a]"]', "lint430.toml:1: `[z-a]` is no valid glob"),
        ('exclude = ["!"]', "lint430.toml:1: `!` is no valid glob"),
        ('exclude = ["a["]', "lint430.toml:1: `a[` is no valid glob"),
        ('[suites]\nfolder = ["x"]', "lint430.toml:2: unknown key `suites.folder`; did you mean `folders`?"),
        (
            '[levels]\nITM101 = "warn"',
            'lint430.toml:2: `ITM101` must be one of error, warning, note, off, not "warn"; did you mean `warning`?',
        ),
        ("[levels]\nITM101 = true", "lint430.toml:2: `ITM101` must be one of error, warning, note, off, not true"),
        ('[per-path-ignores]\n"a/**" = "ITM1"', 'lint430.toml:2: `per-path-ignores.a/**` must be a list of strings: write ["ITM1"]'),
        ("max-file-size = 0", 'lint430.toml:1: `max-file-size` must be a number of bytes or a text such as "4 MiB", not 0'),
        ("max-file-size = true", 'lint430.toml:1: `max-file-size` must be a number of bytes or a text such as "4 MiB", not true'),
        ('max-file-size = "4 QB"', 'lint430.toml:1: `max-file-size` must be a number of bytes or a text such as "4 MiB", not "4 QB"'),
        ("max-file-size = {}", 'lint430.toml:1: `max-file-size` must be a number of bytes or a text such as "4 MiB", not a table'),
        ("max-file-size = 2020-01-01", 'lint430.toml:1: `max-file-size` must be a number of bytes or a text such as "4 MiB", not a date'),
        ("select = [[]]", "lint430.toml:1: `select` must hold strings only, not a list"),
    ],
)
def test_errors_name_the_line_and_what_would_be_right(text: str, expected: str) -> None:
    assert error(text) == expected


def test_toml_errors_have_a_line() -> None:
    assert error("a = 1\nb = = 2").startswith("lint430.toml:2: not valid TOML: ")
    assert error('a = 1\nb = """x').startswith("lint430.toml:2: not valid TOML: ")
    assert error("a = " + "[" * 100_000).startswith("lint430.toml:1: not valid TOML: ")


def test_lines_are_found_past_multi_line_values() -> None:
    text = "\n".join(
        (
            "exclude = [ # [roles]",
            '  "a[b]",',
            "  'select = 1',",
            "]",
            'default-value = """',
            "ignore = 3",
            'repo"""',
            "[ levels ]",
            '"ITM101" = "loud"',
        )
    )
    assert error(text).startswith("lint430.toml:9: `ITM101`")
    assert error("x.y = 1").startswith("lint430.toml:1: unknown key `x`")


def test_a_pyproject_speaks_by_its_table_only(tmp_path: Path) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text('[tool.other]\nmode-variables = 3\n[tool.lint430]\nmode-variables = ["X"]\nselect = ["ITM9"]\n')
    config = load(file)
    assert config.variables == ("X",)
    assert config.sources["mode-variables"] == "pyproject.toml:4"
    file.write_text("[project]\nname = 'x'\n")
    assert load(file).is_default
    file.write_text("tool = 3\n")
    assert load(file).is_default
    assert error("\n[tool]\nlint430 = 3", label="pyproject.toml", pyproject=True) == "pyproject.toml:3: `tool.lint430` must be a table"


def test_unreadable_files_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.toml: cannot be read: No such file"):
        load(tmp_path / "none.toml")
    file = tmp_path / "lint430.toml"
    file.write_bytes(b"# ok\nselect = ['\xff']\n")
    with pytest.raises(ConfigError, match=r"lint430\.toml:2: not UTF-8"):
        load(file)
    file.write_bytes(b"\xef\xbb\xbfselect = ['ITM1']\r\nignore = ['ITM2']\r\n")
    assert load(file).sources["ignore"] == "lint430.toml:2"


@pytest.mark.parametrize(("size", "expected"), [("7", 7), ('"7"', 7), ('"1kB"', 1000), ('"1 KiB"', 1024), ('"1 gib"', 1024**3)])
def test_sizes(size: str, expected: int) -> None:
    assert parse(f"max-file-size = {size}").max_bytes == expected


def test_selectors() -> None:
    assert matches("ITM101", "ITM101", "runtime-mode-branch")
    assert matches("ITM1", "ITM101", "runtime-mode-branch")
    assert matches("runtime_mode_branch", "ITM101", "runtime-mode-branch")
    assert not matches("ITM2", "ITM101", "runtime-mode-branch")
    assert not matches("runtime-mode", "ITM101", "runtime-mode-branch")


def test_the_more_specific_selector_decides() -> None:
    config = Config(select=("ITM1", "ITM205"), ignore=("ITM2", "ITM102", "runtime-mode-branch"))
    assert not is_selected(config, "ITM101", "runtime-mode-branch")
    assert not is_selected(config, "ITM102", "x")
    assert is_selected(config, "ITM103", "x")
    assert is_selected(config, "ITM205", "disabled-test")
    assert not is_selected(config, "ITM206", "x")
    assert not is_selected(config, "ITM301", "x")
    assert not is_selected(Config(ignore=("ITM",)), "ITM101", "x")


def test_levels_by_code_prefix_and_name() -> None:
    config = Config(levels={"ITM1": Severity.NOTE, "runtime-mode-branch": Severity.WARNING})
    assert level_of(config, "ITM101", "runtime-mode-branch") is Severity.WARNING
    assert level_of(config, "ITM102", "runtime-mode-read") is Severity.NOTE
    assert level_of(config, "ITM205", "disabled-test") is None


def test_per_path_ignores() -> None:
    config = parse(DOCUMENTED)
    assert is_ignored_at(config, "services/legacy/a/b.ts", "ITM203", "x")
    assert is_ignored_at(config, "services/legacy/b.ts", "ITM101", "runtime-mode-branch")
    assert not is_ignored_at(config, "services/legacy/b.ts", "ITM102", "runtime-mode-read")
    assert not is_ignored_at(config, "services/new/b.ts", "ITM203", "x")


def test_unknown_selectors_are_found_with_suggestions() -> None:
    text = 'select = [\n  "ITM1",\n  "ITM7",\n]\nignore = ["disabled-tests"]\n[levels]\nruntime-mode-raed = "note"\nrubbish = "off"\n[per-path-ignores]\n"x" = ["ITM999"]\n'
    found = {one.selector: str(one) for one in unknown_selectors(parse(text), KNOWN)}
    assert found["ITM7"].startswith("lint430.toml:3: unknown check `ITM7` in `select`")
    assert found["disabled-tests"] == "lint430.toml:5: unknown check `disabled-tests` in `ignore`; did you mean `disabled-test`?"
    assert found["runtime-mode-raed"].endswith(
        "lint430.toml:7: unknown check `runtime-mode-raed` in `levels`; did you mean `runtime-mode-read`?"
    )
    assert found["rubbish"] == "lint430.toml:8: unknown check `rubbish` in `levels`"
    assert found["ITM999"].startswith("lint430.toml:10: unknown check `ITM999` in `per-path-ignores`")
    assert len(found) == 5
    assert unknown_selectors(Config(), KNOWN) == []


def test_globs_follow_gitignore_with_braces() -> None:
    assert Globs(["*.{ts,tsx}"]).matches("a/b/c.tsx")
    assert Globs(["src/*.ts"]).matches("src/a.ts")
    assert not Globs(["src/*.ts"]).matches("x/src/a.ts")
    assert Globs(["gen/"]).matches("a/gen/x.ts")
    undone = Globs(["gen/", "!gen/keep.ts"])
    assert undone.decide("gen/x.ts") is True
    assert undone.decide("gen/keep.ts") is False
    assert undone.decide("src/a.ts") is None
    assert Globs([]).decide("x") is None
    assert Globs(["# comment"]).decide("x") is None
    assert not Globs(["{a,b}" * 30]).matches("x")
    assert Globs(["{a,b}/{c,d}.py"]).matches("b/c.py")


def test_the_nearest_file_holds_for_its_subtree(tmp_path: Path) -> None:
    (tmp_path / "lint430.toml").write_text('mode-variables = ["ROOT_MODE"]\n[roles]\nharness = ["kit/**"]\n')
    nested = tmp_path / "apps" / "[web]"
    (nested / "src" / "deep").mkdir(parents=True)
    (nested / "pyproject.toml").write_text(
        '[tool.lint430]\nexclude = ["*.gen.py", "/old/", "./x/y", "!z"]\n[tool.lint430.roles]\nharness = ["kit/**"]\n'
    )
    (nested / "src" / "pyproject.toml").write_text("[tool.ruff]\n# lint430\n")
    (tmp_path / "apps" / "pyproject.toml").write_text("not toml")
    configs = Configs(tmp_path)
    root, inner = configs.for_path("a.py"), configs.for_path("apps/[web]/src/deep/a.py")
    assert root.variables == ("ROOT_MODE",)
    assert configs.for_path("apps/a.py") is root
    assert inner is configs.for_path("apps/[web]/b.py")
    assert inner.variables == settings.DEFAULT_VARIABLES
    assert inner.sources["exclude"] == "apps/[web]/pyproject.toml:2"
    assert [glob for glob, _ in inner.roles] == [r"/apps/\[web\]/kit/**"]
    assert Globs([inner.roles[0][0]]).matches("apps/[web]/kit/a.py")
    assert not Globs([inner.roles[0][0]]).matches("kit/a.py")
    excluded = Globs(inner.exclude)
    assert excluded.matches("apps/[web]/src/a.gen.py")
    assert excluded.matches("apps/[web]/old/a.py")
    assert excluded.matches("apps/[web]/x/y")
    assert excluded.decide("apps/[web]/z") is False
    assert excluded.decide("a.gen.py") is None
    assert configs.every() == [root, inner]


def test_lint430_toml_goes_before_pyproject(tmp_path: Path) -> None:
    (tmp_path / "lint430.toml").write_text('mode-variables = ["A"]')
    (tmp_path / "pyproject.toml").write_text('[tool.lint430]\nmode-variables = ["B"]')
    assert Configs(tmp_path).for_path("x.py").variables == ("A",)


def test_an_explicit_file_holds_everywhere(tmp_path: Path) -> None:
    (tmp_path / "lint430.toml").write_text('mode-variables = ["A"]')
    other = tmp_path / "other.toml"
    other.write_text('mode-variables = ["B"]')
    configs = Configs(tmp_path, other)
    assert configs.for_path("x/y.py").variables == ("B",)
    assert len(configs.every()) == 1


def test_no_file_gives_the_defaults_and_a_config_stands_for_itself(tmp_path: Path) -> None:
    configs = Configs(tmp_path)
    assert configs.for_path("a/b/c.py").is_default
    config = Config()
    assert config.for_path("x") is config
    assert config.every() == [config]


def test_an_unreadable_pyproject_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.lint430]\n")

    def fail(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", fail)
    assert Configs(tmp_path).for_path("x.py").is_default


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[status]\ntitel = 'x'", "lint430.toml:2: unknown key `status.titel`; did you mean `title`?"),
        ("[status.suites.a]\nnote = 'x'", "lint430.toml:2: unknown key `status.suites.a.note`; did you mean `notes`?"),
        ("[status.suites.a]\nnotes = 'x'", 'lint430.toml:2: `status.suites.a.notes` must be a list of strings: write ["x"]'),
        ("[status.suites.a]\npriority = 1", "lint430.toml:2: `status.suites.a.priority` must be a string, not 1"),
        ("[status.suites.a]\npriority = 'p1'", "lint430.toml:2: `p1` is none of the priorities P1, P2, P3; did you mean `P1`?"),
        ("[status.targets]\ncluster-onyl = '0'", "lint430.toml:2: unknown key `status.targets.cluster-onyl`; did you mean `cluster-only`?"),
        ("[status.legend]\nParcial = 'x'", "lint430.toml:2: unknown key `status.legend.Parcial`; did you mean `partial`?"),
        ("[status]\nfeatures = 'auth'", 'lint430.toml:2: `status.features` must be a list of strings: write ["auth"]'),
        ("[status.targets]\ncluster-only = 0", "lint430.toml:2: `status.targets.cluster-only` must be a string, not 0"),
        ("[status]\n[[status.work]]\ntask = 'x'", "lint430.toml:2: `status.work` lacks `suite`"),
        ("[status]\nwork = 3", "lint430.toml:2: `status.work` must be a list of tables, not 3"),
        ("[status]\nout-of-scope = ['x']", 'lint430.toml:2: `status.out-of-scope` must be a table, not "x"'),
        ("[status.priorities]\nP1 = true", "lint430.toml:2: `status.priorities.P1` must be a string, not true"),
        ("status = 1", "lint430.toml:1: `status` must be a table, not 1"),
    ],
)
def test_what_people_say_of_suites_is_checked(text: str, said: str) -> None:
    assert error(text) == said


def test_resolved_settings_are_valid_and_say_the_same_again() -> None:
    for config in (Config(), parse(DOCUMENTED), parse('mode-variables = ["TF_ACC"]')):
        shown = resolved(config)
        assert list(shown) == [key.name for key in settings.KEYS]
        jsonschema.validate(shown, schema())
    assert resolved(parse(DOCUMENTED))["roles"] == {"integration-test": ["internal/**/*_test.go"], "harness": ["internal/acctest/**"]}
    assert resolved(Config())["default-value"] == "repo"


def test_the_schema_and_the_keys_agree() -> None:
    document = schema()
    jsonschema.Draft202012Validator.check_schema(document)
    assert list(document["properties"]) == [key.name for key in settings.KEYS]
    own = {field.name for field in fields(Config)} - {"sources", "places", "is_default"}
    assert {key.attribute for key in settings.KEYS} == own
    jsonschema.validate(tomllib.loads(DOCUMENTED), document)
    for name, described in document["properties"].items():
        assert described["description"], name
        for example in described["examples"]:
            jsonschema.validate({name: example}, document)
    wrong: list[dict[str, Any]] = [
        {"mode-variable": []},
        {"mode-variables": "X"},
        {"levels": {"ITM1": "warn"}},
        {"roles": {"harnes": []}},
        {"max-file-size": "4 QB"},
        {"status": {"suites": {"services/a": {"note": "x"}}}},
        {"status": {"work": [{"task": "x"}]}},
    ]
    for bad in wrong:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(bad, document)
