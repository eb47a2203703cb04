"""The shared index: the findings of a fresh run or none, whatever happens to the files, the cache and the other processes."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lint430.cache import Stored, decode, encode
from lint430.config import Config, Configs
from lint430.engine import check_sources, run
from lint430.integrations import index
from lint430.integrations.apart import Begun
from lint430.model import Edit, Finding, Fix, Run, Severity, Span, Stats, Step, Suppressed
from lint430.repository import stamps
from lint430.repository.discover import Discovery

BRANCH = 'import os\n\nif os.environ["INTEGRATION_MODE"] == "repo":\n    print(1)\n'
PLAIN = 'import os\n\nif os.environ["INTEGRATION_WEEK"] == "repo":\n    print(1)\n'
RUNNER = "services/billing/__tests__/integration/run_integration_tests.sh"
LONG_AGO = 1_600_000_000


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINT430_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path, cache: Path) -> Path:
    top = tmp_path / "repository"
    (top / ".git").mkdir(parents=True)
    (top / "src").mkdir()
    (top / "src/a.py").write_text(BRANCH)
    (top / "src/b.py").write_text(PLAIN)
    return top


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Count the runs that are made, in whatever process."""
    log = tmp_path / "runs"
    log.touch()
    _note(monkeypatch, log)
    return lambda: len(log.read_text())


def _note(patch: pytest.MonkeyPatch, log: Path, seconds: float = 0.0) -> None:
    """Write down each run, and make it last."""
    checked = index._checked

    def noted(root: Path, configs: Configs, found: Discovery) -> Stored:
        with log.open("a") as file:
            file.write("x")
        time.sleep(seconds)
        return checked(root, configs, found)

    patch.setattr(index, "_checked", noted)


def fresh(root: Path) -> list[Finding]:
    """Give what a run of the whole repository finds in Python files."""
    return [finding for finding in run(root, Configs(root)).run.findings if finding.path.endswith(".py")]


def found(root: Path) -> list[Finding]:
    return list(index.load(root).run.findings)


# --- values in, bytes out --------------------------------------------------------------------------------------------------------


def test_everything_comes_back() -> None:
    span = Span(1, 2, 3, 4)
    finding = Finding(
        "ITM101",
        "src/\udcff.py",
        span,
        "Wrong → so",
        (Step("a.py", 1, 2, "reads"), Step("b.py", 3, 4, "is")),
        Fix("Mend", (Edit("a.py", span, "x"),), safe=False),
        Severity.WARNING,
        (4, 5),
        "about",
        "runtime-mode-branch",
        "services/a",
    )
    bare = Finding("ITM102", "b.py", span, "m")
    whole = Run("", [finding, bare], [Suppressed(bare, "b.py", 3, "why", True)], Stats(3, 2, 1), complete=False)
    stored = Stored("state", whole, {"a.py": "1"}, ("x",), {"y\0": "2"})
    again = decode(encode(stored))
    assert again == stored
    assert again is not None
    assert isinstance(again.run.findings[0].severity, Severity)


def test_a_real_run_comes_back() -> None:
    outcome = check_sources({"src/a.py": BRANCH, "src/b.py": PLAIN + "# lint430: ignore-file[ITM101]\n"}, Config())
    assert outcome.run.findings
    again = decode(encode(Stored("", outcome.run)))
    assert again is not None
    assert list(again.run.findings) == list(outcome.run.findings)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data[1:],
        lambda data: data.replace(b'"ITM101"', b'"ITM102"'),
        lambda data: b"\xff\xfe" + data,
        lambda data: data.partition(b"\n")[2],
        lambda data: signed(b"[]"),
        lambda data: signed(b'{"state": 1}'),
        lambda data: signed(b"[" * 100_000),
    ],
)
def test_what_is_not_ours_is_nothing(root: Path, runs: Callable[[], int], spoil: Callable[[bytes], bytes]) -> None:
    wanted = found(root)
    (place,) = Path(os.environ["LINT430_CACHE_DIR"]).glob("*.json")
    place.write_bytes(spoil(place.read_bytes()))
    assert decode(place.read_bytes()) is None
    assert found(root) == wanted == fresh(root) != []
    assert runs() == 2


def signed(body: bytes) -> bytes:
    import hashlib

    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


# --- what makes it stale ---------------------------------------------------------------------------------------------------------


def add(root: Path) -> None:
    (root / "src/c.py").write_text(BRANCH)


def change(root: Path) -> None:
    (root / "src/b.py").write_text(BRANCH + "\n")


def remove(root: Path) -> None:
    (root / "src/a.py").unlink()


def rename(root: Path) -> None:
    (root / "src/a.py").rename(root / "src/z.py")


def configure(root: Path) -> None:
    (root / "lint430.toml").write_text('ignore = ["ITM101"]\n')


def exclude(root: Path) -> None:
    (root / ".gitignore").write_text("a.py\n")


def chmod(root: Path) -> None:
    (root / RUNNER).chmod(0o644)


def same_size(root: Path) -> None:
    (root / "src/b.py").write_text(BRANCH + " " * (len(PLAIN) - len(BRANCH)))


@pytest.mark.parametrize("act", [add, change, remove, rename, configure, exclude, chmod, same_size])
def test_every_change_is_seen(root: Path, runs: Callable[[], int], act: Callable[[Path], None]) -> None:
    (root / RUNNER).parent.mkdir(parents=True)
    (root / RUNNER).write_text("#!/usr/bin/env bash\n")
    (root / RUNNER).chmod(0o755)
    before = found(root)
    assert found(root) == before
    assert runs() == 1
    act(root)
    after = found(root)
    assert runs() == 2
    assert after == fresh(root)
    # A runner without its execute bit is a finding on the runner, where flake8 does not look.
    assert (after == before) == (act is chmod)


def test_a_hidden_configuration_is_seen(root: Path) -> None:
    (root / ".gitignore").write_text("lint430.toml\n")
    assert found(root)
    configure(root)
    assert found(root) == []


def test_a_change_within_one_tick_of_the_clock(root: Path, runs: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.lstat

    def frozen(path: str) -> object:
        """Give what a file system says whose clock stands still."""
        seen = real(path)

        class Seen:
            st_mode, st_size = seen.st_mode, seen.st_size
            st_mtime_ns = st_ctime_ns = now

        return Seen if str(path).startswith(str(root)) else seen

    now = time.time_ns()
    monkeypatch.setattr(os, "lstat", frozen)
    before = found(root)
    same_size(root)
    assert found(root) == fresh(root) != before
    assert runs() == 2
    found(root)
    assert runs() == 2
    # Some time later the clock is known to have moved on, and files need not be read any more.
    monkeypatch.setattr(time, "time_ns", lambda: now + 2 * stamps.YOUNG)
    found(root)
    (place,) = Path(os.environ["LINT430_CACHE_DIR"]).glob("*.json")
    stored = decode(place.read_bytes())
    assert stored is not None
    assert stored.recent == {}
    assert runs() == 2


def test_a_time_set_back_is_seen(root: Path) -> None:
    for path in (root / "src").iterdir():
        os.utime(path, (LONG_AGO, LONG_AGO))
    before = found(root)
    time.sleep(0.02)
    same_size(root)
    os.utime(root / "src/b.py", (LONG_AGO, LONG_AGO))
    assert found(root) == fresh(root) != before


def test_another_version_makes_its_own(root: Path, runs: Callable[[], int], monkeypatch: pytest.MonkeyPatch) -> None:
    found(root)
    monkeypatch.setattr(index, "_tool", lambda: "another")
    found(root)
    found(root)
    assert runs() == 2


def test_the_tool_is_its_code() -> None:
    assert "engine.py" in index._tool()
    assert "runtime_mode_branch" in index._tool()
    assert "tree-sitter-python " in index._tool()


# --- places and processes --------------------------------------------------------------------------------------------------------


def test_nothing_is_written_into_the_repository(root: Path) -> None:
    before = sorted(root.rglob("*"))
    found(root)
    assert sorted(root.rglob("*")) == before


def test_without_a_cache_folder(root: Path, runs: Callable[[], int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("LINT430_CACHE_DIR", str(tmp_path / "file" / "below"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert found(root) == fresh(root)
    assert found(root) == fresh(root)
    assert runs() == 1
    assert [path.name for path in tmp_path.glob("lint430-*")] == [f"lint430-{os.getuid()}"]
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    assert found(root) == fresh(root)
    assert index.ahead(root) is None


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_what_is_begun_needs_no_cache(root: Path, cache: Path) -> None:
    begun = index.ahead(root, use_cache=False)
    assert isinstance(begun, Begun)
    made = decode(begun.result() or b"")
    assert made is not None
    assert list(made.run.findings) == fresh(root)
    assert not cache.exists()


def test_a_folder_that_others_may_write_is_not_used(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "open").mkdir(mode=0o777)
    (tmp_path / "open").chmod(0o777)
    monkeypatch.setenv("LINT430_CACHE_DIR", str(tmp_path / "open"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    assert found(root) == fresh(root)
    assert list((tmp_path / "open").iterdir()) == []


def test_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LINT430_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert sys.platform != "linux" or index._users_folder() == tmp_path / "lint430"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert sys.platform != "linux" or index._users_folder() == tmp_path / ".cache/lint430"


def test_old_files_are_removed(root: Path, cache: Path) -> None:
    found(root)
    old = cache / "0123.json"
    for path in (old, old.with_suffix(".lock"), cache / ".x.new"):
        path.write_text("")
        os.utime(path, (LONG_AGO, LONG_AGO))
    change(root)
    found(root)
    assert sorted(path.suffix for path in cache.iterdir()) == [".json", ".lock"]


def test_a_used_file_is_not_old(root: Path, cache: Path) -> None:
    found(root)
    (place,) = cache.glob("*.json")
    os.utime(place, (LONG_AGO, LONG_AGO))
    found(root)
    assert place.stat().st_mtime > LONG_AGO


def _load(root: str, log: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _note(patch, Path(log), 0.3)
        assert index.load(Path(root)).run.findings


def test_many_processes_make_one_run(root: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    context = multiprocessing.get_context("fork")
    several = [context.Process(target=_load, args=(str(root), str(log))) for _ in range(8)]
    for process in several:
        process.start()
    for process in several:
        process.join(30)
    assert [process.exitcode for process in several] == [0] * 8
    assert log.read_text() == "x"


def test_a_lock_of_a_process_that_was_killed_holds_nobody(root: Path, cache: Path) -> None:
    found(root)
    (lock,) = cache.glob("*.lock")
    holder = f"import fcntl, time; f = open({str(lock)!r}); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", holder], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    change(root)
    process.kill()
    process.communicate()
    started = time.monotonic()
    assert found(root) == fresh(root)
    assert time.monotonic() - started < 20


def test_a_process_that_hangs_holds_nobody_for_ever(root: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    found(root)
    change(root)
    monkeypatch.setattr(index, "PATIENCE", 0.2)
    (place,) = cache.glob("*.lock")
    with place.open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert found(root) == fresh(root)
