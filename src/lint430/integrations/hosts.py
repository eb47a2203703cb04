"""What the hosts that run jobs tell through their environment: where the sources are, and where a summary goes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from lint430.model import Run
from lint430.reporters import View

SUMMARY_LIMIT = 1024 * 1024
"""Bytes of one step's summary; GitHub drops a longer one as a whole."""


def prefix(root: str, environment: Mapping[str, str]) -> str:
    """Give the way from the checkout that a job works in to the repository root; empty where the root is a checkout itself.

    A repository's paths on its host start at the folder with ``.git``. Where there is none, the root is what a ``lint430.toml`` or the
    command line says, which may be a part of what the job has checked out.
    """
    workspace = environment.get("GITHUB_WORKSPACE") or environment.get("CI_PROJECT_DIR")
    if not workspace or (Path(root) / ".git").exists():
        return ""
    inner, outer = Path(os.path.realpath(root)), Path(os.path.realpath(workspace))
    return f"{inner.relative_to(outer).as_posix()}/" if outer in inner.parents else ""


def source(environment: Mapping[str, str]) -> str:
    """Give the web address of the commit's files, on GitHub and GitLab."""
    server, repository, commit = (environment.get(f"GITHUB_{name}") for name in ("SERVER_URL", "REPOSITORY", "SHA"))
    if server and repository and commit:
        return f"{server}/{repository}/blob/{commit}"
    project, revision = environment.get("CI_PROJECT_URL"), environment.get("CI_COMMIT_SHA")
    return f"{project}/-/blob/{revision}" if project and revision else ""


def summarize(run: Run, environment: Mapping[str, str]) -> None:
    """Append the Markdown report to the summary of a GitHub Actions step, as much as it may hold; do nothing elsewhere."""
    path = environment.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    from lint430.reporters.markdown import render

    place = Path(path)
    room = SUMMARY_LIMIT - (place.stat().st_size if place.exists() else 0)
    view = View(prefix=prefix(run.root, environment), source=source(environment), limit=room)
    with place.open("a", encoding="utf-8", newline="\n") as file:
        file.write(render(run, view))
