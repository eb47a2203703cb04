"""What pyproject.toml cannot say: distributions hold what git tracks, and know their commit. Everything else stands there."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist

HERE = Path(__file__).resolve().parent
COMMIT = "src/lint430/commit.txt"
"""Holds the commit and its day, or the placeholder that stands in a checkout."""
MADE = {".git", "build", "dist", "__pycache__", "PKG-INFO", "setup.cfg"}
"""Names of what tools leave in an unpacked source distribution."""


def git(*arguments: str) -> str | None:
    """Ask git about this folder; None where it is no checkout of its own, and where there is no git."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        # In a container the checkout often belongs to another user, of which git wants nothing to know; its code runs already, here.
        command = ["git", "-c", "safe.directory=*", *arguments]
        done = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, check=False)
    except OSError:
        return None
    # Below somebody else's repository git would answer for that one.
    return done.stdout if done.returncode == 0 and (HERE / ".git").exists() else None


def source_files() -> set[str]:
    """List the files of the project: what git tracks or, in an unpacked source distribution, what is there."""
    listed = git("ls-files", "-z")
    if listed is not None:
        return {path for path in listed.split("\0") if path and (HERE / path).is_file()}
    found = (path.relative_to(HERE) for path in HERE.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if not any(part in MADE or part.endswith(".egg-info") for part in path.parts)}


def write_commit(place: Path) -> None:
    """Write the commit into a distribution; what a source distribution was given stays, also where somebody keeps that in a repository."""
    commit = git("log", "-1", "--no-show-signature", "--format=%h %cs")
    if commit is not None and (HERE / COMMIT).read_text(encoding="ascii").startswith("$"):
        changed = git("status", "--porcelain", "--untracked-files=no")
        # The file may be a hard link to the one in the checkout.
        place.unlink()
        place.write_text(commit.strip() + (" modified" if changed else "") + "\n", encoding="ascii")


class BuildPackages(build_py):
    """Leaves out of a wheel what is not the project's."""

    def run(self) -> None:
        """Build, then take away: an earlier build, an editor or a test may have left files in the packages and in the build folder."""
        super().run()
        if self.editable_mode:
            return
        tracked = source_files()
        for package in sorted(self.packages, key=len):
            source = Path(self.get_package_dir(package)).resolve().relative_to(HERE)
            target = Path(self.build_lib, *package.split("."))
            inner = {Path(self.build_lib, *other.split(".")) for other in self.packages if other.startswith(f"{package}.")}
            for path in target.rglob("*"):
                if not inner & set(path.parents) and path.is_file() and (source / path.relative_to(target)).as_posix() not in tracked:
                    path.unlink()
        write_commit(Path(self.build_lib, "lint430", "commit.txt"))


class SourceDistribution(sdist):
    """Packs what git tracks."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        """Lay out the files; which ones setuptools would take is of no matter."""
        del files
        super().make_release_tree(base_dir, sorted(source_files()))
        write_commit(Path(base_dir, COMMIT))


setup(cmdclass={"build_py": BuildPackages, "sdist": SourceDistribution})
