"""The configured names as questions: mode variables, values, helpers, attributes, toggles, words in names of files."""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Iterable

from lint430 import facts
from lint430.config import DEFAULT_HELPERS, Config

_HELPER_MODULE = re.compile(r"(^|[/.@:])integration[-_]runner([/.:]|$)")
_MODE_NAME = re.compile(r"mode|profile|cluster|mock|live|repo", re.IGNORECASE)


class Names:
    """One configuration's names, ready to ask."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self._variables = frozenset(config.variables)
        self._folded = frozenset(_fold(v) for v in config.variables)
        self._values = frozenset(v.lower() for v in config.values)
        self._helpers = frozenset(config.helpers)
        self._own_helpers = self._helpers - set(DEFAULT_HELPERS)
        self._attributes = frozenset(config.attributes)
        self._toggles = _any_of(config.toggles)

    def is_variable(self, name: str) -> bool:
        """Tell whether it is a mode variable's exact name."""
        return name in self._variables

    def is_setting(self, name: str, prefixes: tuple[str, ...] = ()) -> bool:
        """Tell whether a settings key names a mode variable: ``integration.mode``, or ``mode`` under the prefix ``integration``."""
        folded = _fold(name)
        return folded in self._folded or any(_fold(f"{prefix}_{name}") in self._folded for prefix in prefixes)

    def is_mode_value(self, text: str) -> bool:
        """Tell whether a literal is one of the modes; any case."""
        return text.strip().lower() in self._values

    def is_mode_attribute(self, node: facts.Expr) -> bool:
        """Tell whether a member access is one of the configured mode attributes."""
        if not self._attributes or not isinstance(node, facts.Attribute):
            return False
        if f".{node.name}" in self._attributes:
            return True
        return isinstance(node.object, facts.Name) and f"{node.object.id}.{node.name}" in self._attributes

    def is_helper_module(self, module: str) -> bool:
        """Tell whether an import path leads to the mode helper, by the contract's layout or by configuration."""
        bare = module.rstrip(":")
        if _HELPER_MODULE.search(bare) or any(bare == m or bare.endswith(f"/{m}") for m in self.config.helper_modules):
            return True
        return bare.split(".")[0] == "integration_mode" and "integration_mode" in self._helpers

    def is_helper(self, path: str) -> bool:
        """Tell whether calling this path asks for the mode."""
        head, _, _ = path.rpartition(":") if ":" in path else path.rpartition(".")
        name = path.rpartition(".")[2].rpartition(":")[2]
        if self._own_helpers and (
            name in self._own_helpers or path.replace(":", ".") in self._own_helpers or _tail(path) in self._own_helpers
        ):
            return True
        if head and self.is_helper_module(head):
            return (
                name in self._helpers
                or bool(_MODE_NAME.search(name))
                or any(head.rstrip(":").endswith(m) for m in self.config.helper_modules)
            )
        return False

    def is_helper_name(self, name: str) -> bool:
        """Tell whether a bare name is a mode helper's, wherever it comes from."""
        return name in self._helpers

    def is_toggle(self, name: str, *, exact_only: bool = False) -> bool:
        """Tell whether it is a legacy toggle; ``exact_only`` leaves the wildcard ones out."""
        if self._toggles.match(name) is None:
            return False
        return not exact_only or any(fnmatch.fnmatchcase(name, t) for t in self.config.toggles if "*" not in t)

    def is_process_variable(self, name: str) -> bool:
        """Tell whether it is a variable that no service owns."""
        return any(fnmatch.fnmatchcase(name, t) for t in self.config.process_variables)


@functools.lru_cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(fnmatch.translate, patterns)) or r"(?!)")


class ModeWords:
    """The words that say which mode a file is for, as they stand in names of files, folders, tags and markers."""

    def __init__(self, config: Config, subject: Iterable[str] = ()) -> None:
        """Leave out the modes that the ``subject`` names: in a suite of that name, the word is about a product."""
        named = {word for name in subject for word in words(name)}
        self._products = frozenset(word.lower() for word in config.product_words)
        self._weak = frozenset((*(value.lower() for value in config.values), "live", "fake"))
        self.strong = tuple(sorted(mode for mode in {*config.live_values, "mock"} if not named & _forms(mode)))
        """What a name means by itself: the live values, and ``mock``."""

    def is_product(self, name: str) -> bool:
        """Tell whether the configuration calls a name a product's."""
        return name.lower() in self._products

    def is_weak(self, word: str) -> bool:
        """Tell whether a word is a mode only beside a counterpart: ``repo``, ``live``."""
        return word.lower() in self._weak

    def whole(self, name: str) -> str | None:
        """Give the mode that a name says when it says nothing else: ``cluster_only``, ``mock.integration``."""
        found = [] if self.is_product(name) else words(name)
        for mode in self.strong:
            forms = _forms(mode)
            if any(word in forms for word in found) and all(word in forms or word in _BESIDE for word in found):
                return mode
        return None

    def last(self, name: str) -> tuple[str, str, str | None] | None:
        """Give the last word that counts of a file's stem, the one before it, and the mode it says by itself, if any."""
        stem = words(name)
        stem = [word for index, word in enumerate(stem) if not (word in _TESTS and index in (0, len(stem) - 1))]
        while len(stem) > 1 and stem[-1] in _BESIDE:
            stem.pop()
        if len(stem) < 2:
            return None
        return stem[-1], stem[-2], next((mode for mode in self.strong if stem[-1] in _forms(mode)), None)


_TESTS = frozenset(("test", "tests", "spec"))
_BESIDE = frozenset(("only", "mode", "test", "tests", "integration", "int", "it", "suite", "requires", "needs", "in", "on", "profile"))
"""Words that may stand beside a mode without making it something else."""


def words(name: str) -> list[str]:
    """Part a name into its words, in lower case."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word.lower() for word in re.split(r"[^A-Za-z0-9]+", parted) if word]


def _forms(mode: str) -> frozenset[str]:
    return frozenset(("mock", "mocks", "mocked")) if mode == "mock" else frozenset((mode,))


def _fold(name: str) -> str:
    return re.sub(r"[.\-/]", "_", name).upper()


def _tail(path: str) -> str:
    """Give package and member of a path: ``testmode.IsLive`` of ``example.org/x/testmode:IsLive``."""
    head, _, name = path.rpartition(":")
    return f"{head.rpartition('/')[2]}.{name}" if head else path


def last_part(path: str) -> str:
    """Give the last component of a path, calls left out."""
    return path.replace("()", "").rpartition(".")[2].rpartition(":")[2]
