"""Wheels and source distributions: they hold what git tracks, nothing less and nothing more, and work where nothing else is installed."""

from __future__ import annotations

import email
import fcntl
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lint430 import __version__, registry

ROOT = Path(__file__).parent.parent
INFO = f"lint430-{__version__}.dist-info/"
DATA = f"lint430-{__version__}.data/data/"
STRAYS = [
    "src/lint430/stray.py",
    "src/lint430/flow/.stray.swp",
    "src/lint430/stray/__init__.py",
    "checks/stray/check.py",
    "checks/stray.txt",
]
EPOCH = {"SOURCE_DATE_EPOCH": "1700000000"}

pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a checkout knows what is tracked")


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "COV_"))}
    done = subprocess.run(command, cwd=cwd, env=inherited | environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def tracked(folder: Path) -> set[str]:
    return set(filter(None, run("git", "ls-files", "-z", cwd=folder).split("\0")))


def commit(folder: Path, date: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@x", "-c", "commit.gpgsign=false")
    run("git", "init", "-q", cwd=folder)
    run("git", "add", "-A", "-f", cwd=folder)
    run("git", *who, "commit", "-q", "-m", "x", cwd=folder, GIT_COMMITTER_DATE=date)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], None]], Path]:
    """Make a folder once for all the processes that tests run in."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def made(name: str, fill: Callable[[Path], None]) -> Path:
        with (base / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (base / name / "done").exists():
                shutil.rmtree(base / name, ignore_errors=True)
                (base / name).mkdir()
                fill(base / name)
                (base / name / "done").touch()
        return base / name

    return made


Shared = Callable[[str, Callable[[Path], None]], Path]


@pytest.fixture
def checkout(shared: Shared) -> Path:
    """A checkout of the files as they are, committed, with what an editor, a test or an earlier build leaves there."""

    def fill(folder: Path) -> None:
        for path in tracked(ROOT):
            if (ROOT / path).is_file():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / path, folder / path)
        commit(folder, "2026-01-02T03:04:05Z")
        for path in [*STRAYS, "build/lib/lint430/stale.py", "src/lint430/__pycache__/x.pyc"]:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text("")

    return shared("checkout", fill)


@pytest.fixture
def dist(shared: Shared, checkout: Path) -> Path:
    """A source distribution, and the wheel that is built from it where there is no git."""

    def fill(folder: Path) -> None:
        run(sys.executable, "-m", "build", "--sdist", "--outdir", folder, checkout, cwd=folder, **EPOCH)
        shutil.unpack_archive(next(folder.glob("*.tar.gz")), folder / "unpacked", filter="data")
        bare = folder / "bin"
        bare.mkdir()
        (source,) = (folder / "unpacked").iterdir()
        run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, source, cwd=folder, PATH=str(bare), **EPOCH)

    return shared("dist", fill)


def wheel(folder: Path) -> zipfile.ZipFile:
    (found,) = folder.glob("*.whl")
    return zipfile.ZipFile(found)


def test_git_tracks_sources_only() -> None:
    """Distributions hold what git tracks: what somebody dropped into the checkout would be sent to every user."""
    binary = [path for path in sorted(tracked(ROOT)) if (ROOT / path).is_file() and b"\0" in (ROOT / path).read_bytes()]
    assert binary == []


def test_the_wheel_holds_what_git_tracks(checkout: Path, dist: Path) -> None:
    with wheel(dist) as packed:
        names = {name for name in packed.namelist() if not name.endswith("/")}
        mine = {name for name in names if not name.startswith((INFO, DATA))}
        paths = tracked(checkout)
        wanted = {path.removeprefix("src/") for path in paths if path.startswith("src/lint430/")}
        wanted |= {f"lint430/{path}" for path in paths if path.startswith("checks/")}
        assert mine == wanted
        assert {"lint430/py.typed", "lint430/config.schema.json", "lint430/status/templates/report.md.j2"} <= mine
        assert {f"lint430/checks/{entry.folder.name}/README.md" for entry in registry.registered()} <= mine
        assert names - mine == {
            *(f"{INFO}{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt", "top_level.txt", "licenses/LICENSE")),
            f"{DATA}share/man/man1/lint430.1",
        }
        head = run("git", "log", "-1", "--format=%h", cwd=checkout).strip()
        assert packed.read("lint430/commit.txt").decode() == f"{head} 2026-01-02\n"
        for name in mine - {"lint430/commit.txt"}:
            source = name.replace("lint430/checks/", "checks/", 1) if name.startswith("lint430/checks/") else f"src/{name}"
            assert packed.read(name) == (checkout / source).read_bytes(), name


def test_the_source_distribution_holds_what_git_tracks(checkout: Path, dist: Path) -> None:
    (archive,) = dist.glob("*.tar.gz")
    with tarfile.open(archive) as packed:
        names = {member.name.partition("/")[2] for member in packed.getmembers() if member.isfile()}
        modes = {member.name.partition("/")[2]: member.mode for member in packed.getmembers()}
    assert names == tracked(checkout) | {"PKG-INFO", "setup.cfg"}
    assert modes["test"] & 0o100


def test_a_wheel_from_the_checkout_is_the_same(checkout: Path, dist: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(checkout, copy)
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, copy, cwd=tmp_path, **EPOCH)
    (one,), (other,) = tmp_path.glob("*.whl"), dist.glob("*.whl")
    assert one.read_bytes() == other.read_bytes()


def test_a_copy_without_git_knows_no_commit_and_a_changed_one_says_so(checkout: Path, tmp_path: Path) -> None:
    for name, expected in (("plain", "$Format:%h %cs$\n"), ("changed", " 2026-01-02 modified\n")):
        copy = tmp_path / name
        shutil.copytree(checkout, copy)
        if name == "plain":
            # Somebody else's repository around it is not asked.
            run("git", "init", "-q", cwd=tmp_path)
            shutil.rmtree(copy / ".git")
            for path in STRAYS:
                (copy / path).unlink()
        else:
            (copy / "README.md").write_text("changed\n")
        run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path / f"{name}-dist", copy, cwd=tmp_path)
        with wheel(tmp_path / f"{name}-dist") as packed:
            assert packed.read("lint430/commit.txt").decode().endswith(expected)
            assert "lint430/checks/unused_suppression/README.md" in packed.namelist()
            assert not [name for name in packed.namelist() if "stray" in name or "stale" in name or "__pycache__" in name]


def test_a_checkout_of_another_user_is_asked_all_the_same(checkout: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(checkout, copy)
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    git.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "{shutil.which("git")}" "$@"\n')
    git.chmod(0o755)
    path = f"{git.parent}{os.pathsep}{os.environ['PATH']}"
    refused = subprocess.run(
        [git, "status"], cwd=copy, env=os.environ | {"HOME": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert "dubious ownership" in refused.stderr
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, copy, cwd=tmp_path, PATH=path, HOME=str(tmp_path))
    with wheel(tmp_path) as packed:
        assert packed.read("lint430/commit.txt").decode().endswith(" 2026-01-02\n")
        assert not [name for name in packed.namelist() if "stray" in name]


def test_a_source_distribution_in_a_repository_of_its_own_keeps_its_commit(dist: Path, tmp_path: Path) -> None:
    (archive,) = dist.glob("*.tar.gz")
    shutil.unpack_archive(archive, tmp_path, filter="data")
    (source,) = tmp_path.iterdir()
    commit(source, "2027-01-02T03:04:05Z")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, source, cwd=tmp_path)
    with wheel(tmp_path) as packed, wheel(dist) as first:
        assert packed.read("lint430/commit.txt") == first.read("lint430/commit.txt")


def test_the_metadata(dist: Path) -> None:
    run(sys.executable, "-m", "twine", "check", "--strict", *dist.glob("*.whl"), *dist.glob("*.tar.gz"), cwd=dist)
    with wheel(dist) as packed:
        metadata = email.message_from_bytes(packed.read(f"{INFO}METADATA"))
        assert packed.read(f"{INFO}licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert (metadata["Name"], metadata["Version"], metadata["License-Expression"]) == ("lint430", __version__, "MIT")
    assert metadata["Requires-Python"] == project["requires-python"]
    assert project["version"] == __version__, "the two places of the version agree"
    plain = [one for one in metadata.get_all("Requires-Dist") or [] if "extra ==" not in one]
    assert sorted(plain) == sorted(project["dependencies"])


BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'


def test_it_works_where_nothing_else_is_installed(dist: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    run(sys.executable, "-m", "venv", venv, cwd=tmp_path)
    run(venv / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *dist.glob("*.whl"), cwd=tmp_path)
    tree = tmp_path / "tree"
    suite = tree / "services" / "billing" / "__tests__" / "integration"
    suite.mkdir(parents=True)
    (suite / "a.test.ts").write_text("it('a', () => { expect(f()).toBe(1); });\n")
    (tree / "limit.ts").write_text(BRANCH + "export const a = 1; // lint430: ignore[ITM101]\n")

    def lint430(*arguments: str) -> str:
        return run(venv / "bin" / "lint430", *arguments, cwd=tree)

    assert lint430("--version").startswith(f"lint430 {__version__} (commit ")
    assert "checks: " in lint430("version")
    found = lint430("check", "--exit-zero", "--format", "concise").splitlines()
    assert [line.split(": ")[1].split()[0] for line in found] == ["ITM101", "ITM903", "ITM501", "ITM502"]
    lint430("check", "--fix", "--exit-zero")
    assert (tree / "limit.ts").read_text() == BRANCH + "export const a = 1;\n"
    assert {entry.check.code for entry in registry.registered()} <= set(lint430("checks").split())
    assert lint430("explain", "ITM903") == (ROOT / "checks" / "unused_suppression" / "README.md").read_text()
    assert "`billing`" in lint430("status")
    assert "complete -o nosort" in lint430("completion", "bash")
    assert "0 suppressions" in lint430("suppressions", "list")
    assert (venv / "share" / "man" / "man1" / "lint430.1").read_bytes() == (ROOT / "docs" / "man" / "lint430.1").read_bytes()
    loads = "from importlib.metadata import distribution as d\nfor one in d('lint430').entry_points: one.load(); print(one.group, one.name)"
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = {f"console_scripts {name}" for name in declared["scripts"]}
    wanted |= {f"{group} {name}" for group, entries in declared.get("entry-points", {}).items() for name in entries}
    assert set(run(venv / "bin" / "python", "-c", loads, cwd=tmp_path).splitlines()) == wanted
