"""``lint430.toml`` or ``[tool.lint430]``: the settings, validated; an unknown key is an error with a suggestion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lint430.model import Severity

DEFAULT_VARIABLES = ("INTEGRATION_MODE", "NEXT_PUBLIC_INTEGRATION_MODE")
DEFAULT_VALUES = ("repo", "local", "cluster")
DEFAULT_HELPERS = (
    "getIntegrationMode",
    "get_integration_mode",
    "integration_mode",
    "integrationMode",
    "IntegrationMode",
    "resolveIntegrationMode",
    "resolve_integration_mode",
    "isClusterMode",
    "is_cluster_mode",
    "require_cluster_mode",
)
DEFAULT_TOGGLES = ("RUN_INTEGRATION_TESTS", "*_USE_LIVE_DB", "*_INTEGRATION_ENABLED", "SKIP_*_TESTS", "INTEGRATION_TEST_MODE")
DEFAULT_PROCESS_VARIABLES = ("CI", "HOME", "PATH", "USER", "SHELL", "PWD", "TMPDIR", "TMP", "TEMP", "TZ", "LANG", "LC_*", "LOG_LEVEL", "NODE_ENV", "GITHUB_*", "JEST_*", "VITEST_*", "PYTEST_*")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings that hold for one file; nothing of the default names is wired in elsewhere."""

    variables: tuple[str, ...] = DEFAULT_VARIABLES
    """``mode-variables``: the names whose value is the mode."""
    values: tuple[str, ...] = DEFAULT_VALUES
    """``mode-values``: lower case; empty means set or unset, true or false."""
    live_values: tuple[str, ...] = ("cluster",)
    """``live-values``: the values that mean the real thing."""
    default_value: str | None = "repo"
    """``default-value``: what unset means."""
    helpers: tuple[str, ...] = DEFAULT_HELPERS
    """``mode-helpers``: function names (``getMode``) or dotted ones (``testmode.IsLive``) whose result is the mode."""
    helper_modules: tuple[str, ...] = ()
    """``mode-modules``: module paths (``@acme/mode``, ``acme.testmode``) everything callable of which is a mode helper."""
    attributes: tuple[str, ...] = ()
    """``mode-attributes``: ``cfg.IsCluster``, or ``.IsCluster`` for any object."""
    toggles: tuple[str, ...] = DEFAULT_TOGGLES
    """``legacy-toggles``: names and globs."""
    process_variables: tuple[str, ...] = DEFAULT_PROCESS_VARIABLES
    """``process-variables``: names and globs no service owns, so a default for them is fine."""
    product_words: tuple[str, ...] = ()
    """``product-words``: file stems, folders or markers in which a mode word is a product's name."""
    roles: tuple[tuple[str, str], ...] = ()
    """``[roles]``: (glob, role) pairs, tried before the built-in ones, in order."""
    suites: tuple[str, ...] = ()
    """``[suites] folders``: globs of further suite folders."""
    levels: Mapping[str, Severity] = field(default_factory=dict)
    """``[levels]``: severity by code."""
    per_path_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """``[per-path-ignores]``: (glob, codes) pairs."""
    select: tuple[str, ...] = ("ITM",)
    """``select``: codes, prefixes or names."""
    ignore: tuple[str, ...] = ()
    """``ignore``: codes, prefixes or names."""
    exclude: tuple[str, ...] = ()
    """``exclude``: globs in ``.gitignore`` syntax, relative to the file that holds them."""
    require_reason: bool = False
    """``require-suppression-reason``."""
    max_bytes: int = 4 * 1024 * 1024
    """``max-file-size`` in bytes."""
    sources: Mapping[str, str] = field(default_factory=dict)
    """Where each setting came from, by its key: a file with a line, or ``default``."""
    is_default: bool = True
    """Whether no configuration file spoke."""
