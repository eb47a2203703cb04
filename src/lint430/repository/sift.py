"""Which files are worth parsing: those whose role demands it, and those whose bytes hold something that can matter.

What is looked for, so that sifting never changes a finding:

- the mode variables as written, and for names of several words every spelling that a settings library maps to them: ``integration_mode``,
  ``integration-mode``, ``integration.mode``, ``integrationMode``, ``IntegrationMode``, in any case;
- names composed from a prefix and a rest: both halves of a split at an underscore (``INTEGRATION`` with ``_MODE``), and, where a settings library with
  prefixes is in the file (viper, envconfig, pydantic's ``env_prefix`` …), both halves in any case, quoted or not;
- variables of one word in lower case beside a settings library;
- the last part of each helper, attribute and module; the literal parts of each legacy toggle, all of them; ``JEST_EXTRA_ARGS``; the folders whose import
  matters; the suites' runner; suppressions;
- in tests, a mode value (or ``mock``) beside a build tag or a marker, or in the path; the same beside pytest's ``addopts``;
- names of browser-test frameworks, in code and in manifests of tests; E2E files and runners, always: a runner may be one by configuration only;
- names that the link across files has learnt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lint430.config import Config
from lint430.model import Role

_ALWAYS = ("JEST_EXTRA_ARGS", "__mocks__", "__tests__", "integration-runner", "run_integration_tests", "lint430")
_PREFIXING = (
    "viper",
    "envconfig",
    "env_prefix",
    "envprefix",
    "basesettings",
    "environ",
    "dynaconf",
    "koanf",
    "decouple",
    "convict",
    "nconf",
    "setprefix",
    "cleanenv",
)
_FRAMEWORKS = (
    *("cypress", "selenium", "webdriver", "wdio", "ppeteer", "testcafe", "nightwatch", "protractor", "codecept", "nightmare", "detox"),
    *("chromedp", "go-rod", "agouti", "splinter", "helium", "playwright"),
)
_ASKING = frozenset((Role.INTEGRATION_TEST, Role.UNIT_TEST, Role.HARNESS, Role.TEST_CONFIG, Role.RUNTIME, Role.TOOLING))
_SHIPPED = frozenset((Role.RUNTIME, Role.TOOLING))
DEMANDING = frozenset((Role.INTEGRATION_TEST, Role.HARNESS, Role.MOCK, Role.UNIT_TEST))
"""Roles of which every file of a suite is judged, whatever it holds."""
_TESTS = frozenset((Role.INTEGRATION_TEST, Role.UNIT_TEST, Role.HARNESS, Role.E2E))
_JOINTS = ("", "_", "-", ".")
_TAGGED = ("go:build", "+build", "mark", "tags")


@dataclass(frozen=True, slots=True)
class Spellings:
    """How a file may name one variable."""

    words: tuple[bytes, ...]
    """What every spelling holds, in lower case, the longest first: where one is missing, none of the many below has to be looked for."""
    folded: tuple[bytes, ...]
    """Texts in lower case, looked for in any case, one of which is enough."""
    together: tuple[tuple[bytes, ...], ...]
    """Texts that only count where all of a group occur."""
    prefixed: tuple[tuple[bytes, ...], ...]
    """Lower-case groups, looked for in any case, that only count beside a settings library."""

    @classmethod
    def of(cls, variable: str) -> Spellings:
        """Collect the spellings of a variable."""
        parts = variable.split("_")
        words = [word for word in variable.lower().split("_") if word]
        folded = [joint.join(words) for joint in _JOINTS] if len(words) > 1 else []
        together: list[tuple[str, ...]] = []
        prefixed: list[tuple[str, ...]] = [(words[0],)] if len(words) == 1 else []
        for at in range(1, len(words)):
            head, tail = "_".join(parts[:at]), "_".join(parts[at:])
            together += [(head, f"_{tail}"), (f"{head}_", tail)]
            prefixed += [("_".join(words[:at]), joint.join(words[at:])) for joint in _JOINTS]
        # Beyond ASCII, a name in lower case may hold what the name does not.
        needed = sorted(words, key=len, reverse=True) if variable.isascii() else []
        return cls(
            _bytes(needed),
            _bytes(folded),
            tuple(dict.fromkeys(_bytes(group) for group in together)),
            tuple(dict.fromkeys(_bytes(group) for group in prefixed)),
        )

    def are_in(self, data: bytes, lower: bytes) -> bool:
        """Tell whether a file, also given in lower case, names the variable."""
        return all(word in lower for word in self.words) and (
            any(needle in lower for needle in self.folded)
            or any(all(part in data for part in group) for group in self.together)
            or (any(all(part in lower for part in group) for group in self.prefixed) and any(word in lower for word in _LIBRARIES))
        )


@dataclass(frozen=True, slots=True)
class Needles:
    """What to look for; a plain value, cheap to send to a worker."""

    exact: tuple[bytes, ...]
    """Texts one of which is enough."""
    variables: tuple[Spellings, ...]
    """The variables that matter."""
    together: tuple[tuple[bytes, ...], ...]
    """Texts that only count where all of a group occur."""
    values: tuple[bytes, ...]
    """Mode values, looked for in tests."""

    @classmethod
    def of(cls, config: Config) -> Needles:
        """Collect what a configuration names."""
        exact = [*_ALWAYS, *config.variables]
        variables = tuple(Spellings.of(variable) for variable in config.variables)
        values = tuple(dict.fromkeys((*config.values, "mock")))
        together: list[tuple[str, ...]] = [("ITM", "noqa"), *((name, value) for name in ("addopts", "ADDOPTS") for value in values)]
        exact += [_last(name) for name in (*config.helpers, *config.attributes)]
        exact += [re.split(r"[./:]", module.rstrip("/"))[-1] for module in config.helper_modules]
        for toggle in config.toggles:
            parts = tuple(part for part in re.split(r"[*?]|\[[^]]*\]", toggle) if part)
            if len(parts) == 1:
                exact.append(parts[0])
            elif parts:
                together.append(parts)
        few = [needle for variable in variables for needle in variable.folded]
        return cls(
            # A helper such as getIntegrationMode is found by the spelling of its variable already.
            tuple(text for text in _bytes(_shortest(exact)) if not any(part in text.lower() for part in few)),
            variables,
            tuple(dict.fromkeys(_bytes(group) for group in together)),
            _bytes(values),
        )

    def with_names(self, more: Iterable[str]) -> Needles:
        """Give needles that also find names learnt on the way: what another file exports."""
        return replace(self, exact=tuple(dict.fromkeys((*self.exact, *_bytes(_last(name) for name in more)))))

    def may_matter(self, data: bytes, role: Role, in_suite_folder: bool, path: str = "", *, is_judged: bool = True) -> bool:
        """Tell whether a file has to be parsed; errs on the side of yes. One that is not judged matters only for what it gives to others."""
        if role is Role.OTHER:
            return False
        if role is Role.RUNNER or (role is Role.E2E and is_judged) or (in_suite_folder and role in DEMANDING):
            return True
        lower = data.lower()
        if role in (_ASKING if is_judged else _SHIPPED) and (
            any(name in lower for name in _BROWSERS) or any(name in path for name in _FRAMEWORKS)
        ):
            return True
        if any(needle in data for needle in self.exact) or any(variable.are_in(data, lower) for variable in self.variables):
            return True
        if any(all(part in data for part in group) for group in self.together):
            return True
        return role in _TESTS and self._names_a_value(lower, path.lower().encode("utf-8", "surrogateescape"))

    def _names_a_value(self, lower: bytes, path: bytes) -> bool:
        if any(value in path for value in self.values):
            return True
        return any(value in lower for value in self.values) and any(mark in lower for mark in _MARKS)


def _shortest(texts: list[str]) -> list[str]:
    """Leave out the texts that hold another one."""
    return [text for text in dict.fromkeys(texts) if not any(other and other != text and other in text for other in texts)]


def _last(name: str) -> str:
    return re.split(r"[.:]", name)[-1] or name


def _bytes(texts: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(dict.fromkeys(text.encode("utf-8", "surrogateescape") for text in texts if text))


_LIBRARIES = _bytes(_PREFIXING)
_MARKS = _bytes(_TAGGED)
_BROWSERS = _bytes(_FRAMEWORKS)
