"""What a check knows besides the file: the settings, the suites, whether the contract is in force; and the repository as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lint430.config import Config
from lint430.flow.pipelines import Start
from lint430.flow.references import Reference
from lint430.model import Role, Suite
from lint430.repository.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Context:
    """The surroundings of one file; the same for every check."""

    config: Config
    """The settings that hold for the file."""
    suites: Sequence[Suite] = ()
    """Every suite of the repository, by path."""
    paths: Mapping[str, Role] = field(default_factory=dict)
    """Every discovered file with its role, by path."""
    contract_in_force: bool = True
    """Whether the repository has a suite, a runner or a configuration."""
    has_e2e_suite: bool = False
    """Whether a service has an E2E suite, which shows as well that the contract is known."""
    shipped_imports: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The modules that runtime and tooling files import, by file; only of files that were analysed."""


@dataclass(frozen=True, slots=True)
class Repository:
    """The repository as a whole, for checks that no single file or suite can answer."""

    suites: Sequence[Inventory]
    """The suites that are judged: all, or those with a file among the given paths."""
    paths: frozenset[str]
    """Every path."""
    references: Sequence[Reference]
    """Where runners and harnesses name a file of the shared helpers' folder."""
    starts: Callable[[], Sequence[Start]]
    """Gives the places where CI starts a suite without saying the mode; worked out when asked."""
