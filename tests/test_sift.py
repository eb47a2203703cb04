"""What makes a file worth parsing."""

from __future__ import annotations

import pickle

import pytest

from lint430.config import Config, parse
from lint430.model import Role
from lint430.repository.sift import Needles, Spellings

DEFAULT = Needles.of(Config())


def matter(text: str, config: str | None = None, role: Role = Role.RUNTIME) -> bool:
    needles = DEFAULT if config is None else Needles.of(parse(config))
    return needles.may_matter(text.encode(), role, False)


@pytest.mark.parametrize(
    "text",
    [
        'os.environ["INTEGRATION_MODE"]',
        "process.env.NEXT_PUBLIC_INTEGRATION_MODE",
        "class S(BaseSettings):\n    integration_mode: str",
        'viper.GetString("integration.mode")',
        "cfg.IntegrationMode",
        "import { resolve } from './integration-mode'",
        'KEY = PREFIX + "_MODE"; PREFIX = "INTEGRATION"',
        'envconfig.Process("integration", &c)  // field Mode',
        "model_config = SettingsConfigDict(env_prefix='integration_')\nclass X(BaseSettings): mode: str",
        'viper.SetEnvPrefix("INTEGRATION"); viper.GetString("mode")',
        "if isClusterMode() {",
        "getIntegrationMode()",
        "JEST_EXTRA_ARGS",
        'import x from "../__mocks__/client"',
        'require("../__tests__/x")',
        "source tools/integration-runner/junit-path.sh",
        "bash services/a/__tests__/integration/run_integration_tests.sh",
        "os.getenv('BILLING_USE_LIVE_DB')",
        "SKIP_SLOW_TESTS=1",
        "RUN_INTEGRATION_TESTS",
        "# lint430: ignore[ITM101]",
        "x = 1  # noqa: ITM101",
    ],
)
def test_what_can_matter_is_kept(text: str) -> None:
    assert matter(text)


@pytest.mark.parametrize(
    "text", ["", "mode = 'integration'", "viper.GetString('mode')", "SKIP_LINT", "# noqa: E501", "cluster", "//go:build cluster", "_TESTS"]
)
def test_the_rest_is_left(text: str) -> None:
    assert not matter(text)


@pytest.mark.parametrize("role", [Role.INTEGRATION_TEST, Role.HARNESS, Role.RUNNER, Role.E2E, Role.MOCK, Role.UNIT_TEST])
def test_files_of_a_suite_are_always_parsed(role: Role) -> None:
    assert DEFAULT.may_matter(b"", role, True)
    assert DEFAULT.may_matter(b"", role, False) == (role in (Role.E2E, Role.RUNNER))


@pytest.mark.parametrize("role", [Role.RUNTIME, Role.UNIT_TEST, Role.TEST_CONFIG, Role.TOOLING])
def test_files_that_name_a_browser_framework_are_parsed(role: Role) -> None:
    assert DEFAULT.may_matter(b'import p from "puppeteer";', role, False)
    assert DEFAULT.may_matter(b'"Cypress": "13"', role, False)
    assert not DEFAULT.may_matter(b"import x from 'browser'", role, False)


def test_other_files_never_are_and_manifests_in_a_suite_need_a_needle() -> None:
    assert not DEFAULT.may_matter(b"INTEGRATION_MODE", Role.OTHER, True)
    assert not DEFAULT.may_matter(b"{}", Role.TEST_CONFIG, True)


def test_tests_that_name_a_mode_are_kept() -> None:
    assert matter("//go:build cluster\n", role=Role.UNIT_TEST)
    assert matter("@pytest.mark.Cluster", role=Role.UNIT_TEST)
    assert not matter("redis cluster", role=Role.UNIT_TEST)
    assert DEFAULT.may_matter(b"", Role.UNIT_TEST, False, "src/a.cluster.test.ts")
    assert not DEFAULT.may_matter(b"", Role.RUNTIME, False, "src/cluster.ts")


def test_a_configuration_names_its_own() -> None:
    text = """
mode-variables = ["TF_ACC"]
mode-helpers = ["testmode.IsLive"]
mode-modules = ["@acme/live-mode", "acme.realness"]
mode-attributes = [".IsCluster"]
legacy-toggles = ["OLD_?_[xy]NEW", "*"]
"""
    for kept in ("TF_ACC", "tf-acc", "IsLive()", "from '@acme/live-mode'", "import realness", "c.IsCluster", "OLD_a_xNEW"):
        assert matter(kept, text), kept
    for left in ("INTEGRATION_MODE", "isClusterMode", "OLD_a", "USE_LIVE_DB", "acme"):
        assert not matter(left, text), left


def test_a_variable_of_one_word_matters_in_lower_case_beside_a_settings_library() -> None:
    text = 'mode-variables = ["MOCKED"]'
    assert matter("env.MOCKED", text)
    assert matter("class S(BaseSettings):\n    mocked: bool", text)
    assert not matter("mocked = True", text)


def test_names_learnt_on_the_way() -> None:
    assert not DEFAULT.may_matter(b"if (isMock) {}", Role.RUNTIME, False)
    more = DEFAULT.with_names(["config.isMock", ""])
    assert more.may_matter(b"if (isMock) {}", Role.RUNTIME, False)
    assert more.may_matter(b"INTEGRATION_MODE", Role.RUNTIME, False)
    assert not more.may_matter(b"x", Role.RUNTIME, False)


def test_needles_travel_to_workers() -> None:
    assert pickle.loads(pickle.dumps(DEFAULT)) == DEFAULT


@pytest.mark.parametrize("variable", ["INTEGRATION_MODE", "A_B_MODE_A", "_LEADING__DOUBLE_", "DEBUG", "É_MODE", "\u212a_MODE"])
def test_every_spelling_holds_the_words(variable: str) -> None:
    spellings = Spellings.of(variable)
    groups = [(text,) for text in spellings.folded] + [*spellings.together, *spellings.prefixed]
    assert groups
    for group in groups:
        assert all(word in b" ".join(group).lower() for word in spellings.words)
