"""What a check knows besides the file: the settings, the suites, and whether the contract is in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lint430.config import Config
from lint430.model import Role, Suite


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
