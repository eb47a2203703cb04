"""What is there: git repositories, plain folders, given paths, links and other odd things, reading, languages."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from lint430.config import Config, ConfigError, Configs
from lint430.repository.discover import Entry, discover, is_excluded, repository_root
from lint430.repository.reading import LanguageTable, Unreadable, first_bytes, interpreter, read


@pytest.fixture(autouse=True)
def quiet_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.email=a@example.org", "-c", "user.name=a", *words], cwd=folder, check=True, capture_output=True)


def write(root: Path, *paths: str, text: str = "x = 1\n") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repo"
    root.mkdir()
    git(root, "init", "-q")
    return root


def names(root: Path, *given: str, configs: Config | Configs | None = None) -> list[str]:
    return [entry.path for entry in discover(root, configs or Config(), given).entries]


def test_git_lists_tracked_and_untracked_but_not_ignored_or_deleted(repository: Path) -> None:
    write(repository, "a.py", "gone.py", "kept.log", "src/b.ts")
    write(repository, ".gitignore", text="*.log\n/ignored/\n")
    git(repository, "add", "-f", ".")
    write(repository, "new.py", "x.log", "ignored/c.py")
    (repository / "gone.py").unlink()
    found = discover(repository, Config())
    assert [entry.path for entry in found.entries] == [".gitignore", "a.py", "kept.log", "new.py", "src/b.ts"]
    assert list(found.paths) == [entry.path for entry in found.entries]
    assert found.problems == []


def test_a_plain_walk_gives_the_same(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "x.log", "src/b.ts", "src/keep.log", "src/deep/gen/z.py", "src/deep/c.py", "ignored/c.py")
    write(tmp_path, ".gitignore", text="*.log\n/ignored/\n")
    write(tmp_path, "src/.gitignore", text="!keep.log\ngen/\n[\n!\n[z-a]\n")
    assert names(tmp_path) == [".gitignore", "a.py", "src/.gitignore", "src/b.ts", "src/deep/c.py", "src/keep.log"]


def test_without_git_on_the_machine_a_repository_is_walked(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository, "a.py", "b.log")
    write(repository, ".gitignore", text="*.log\n")
    monkeypatch.setenv("PATH", "/nonexistent")
    assert names(repository) == [".gitignore", "a.py"]


def test_settings_of_the_repository_run_nothing(repository: Path) -> None:
    marker = repository / "ran"
    script = repository / "monitor.sh"
    script.write_text(f"#!/bin/sh\ntouch {marker}\n")
    script.chmod(0o755)
    git(repository, "config", "core.fsmonitor", str(script))
    write(repository, "a.py")
    assert "a.py" in names(repository)
    assert not marker.exists()


def test_variables_of_a_surrounding_git_do_not_lead_elsewhere(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository, "a.py")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert names(repository) == ["a.py"]


def test_where_execute_bits_mean_nothing_the_index_has_them(repository: Path) -> None:
    """On a file system without them every file has one, or none has."""
    write(repository, "a.sh", "b.sh", "untracked.sh")
    git(repository, "add", "a.sh", "b.sh")
    git(repository, "update-index", "--chmod=+x", "a.sh")
    for path in ("b.sh", "untracked.sh"):
        (repository / path).chmod(0o755)

    def runnable() -> list[str]:
        return [entry.path for entry in discover(repository, Config()).entries if entry.executable]

    assert runnable() == ["b.sh", "untracked.sh"]
    git(repository, "config", "core.fileMode", "no")
    assert runnable() == ["a.sh", "untracked.sh"]


def test_nested_repositories_and_submodules_are_left_out(repository: Path) -> None:
    write(repository, "a.py")
    for nested in ("module", "clone"):
        write(repository, f"{nested}/x.py")
        git(repository / nested, "init", "-q")
        git(repository / nested, "add", ".")
        git(repository / nested, "commit", "-qm", "x")
    git(repository, "add", "a.py", "module")
    assert names(repository) == ["a.py"]
    walked = repository.parent / "plain"
    write(walked, "a.py", "inner/x.py")
    git(walked / "inner", "init", "-q")
    assert names(walked) == ["a.py"]


def test_merge_conflicts_list_a_file_once(repository: Path) -> None:
    write(repository, "a.py", text="1\n")
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "x")
    git(repository, "checkout", "-qb", "other")
    write(repository, "a.py", text="2\n")
    git(repository, "commit", "-qam", "x")
    git(repository, "checkout", "-q", "-")
    write(repository, "a.py", text="3\n")
    git(repository, "commit", "-qam", "x")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, "merge", "-q", "other")
    assert names(repository) == ["a.py"]


def test_roots(repository: Path, tmp_path: Path) -> None:
    write(repository, "src/deep/a.py")
    assert repository_root(repository / "src" / "deep") == repository
    assert repository_root(repository / "src" / "deep" / "a.py") == repository
    git(repository, "add", ".")
    git(repository, "commit", "-qm", "x")
    git(repository, "worktree", "add", "-q", str(tmp_path / "tree"))
    assert repository_root(tmp_path / "tree" / "src") == tmp_path / "tree"
    assert names(tmp_path / "tree") == ["src/deep/a.py"]
    write(tmp_path, "plain/lint430.toml", text="")
    write(tmp_path, "plain/x/a.py")
    assert repository_root(tmp_path / "plain" / "x") == tmp_path / "plain"
    write(tmp_path, "bare/x/a.py")
    assert repository_root(tmp_path / "bare" / "x") == tmp_path / "bare" / "x"


def test_built_in_excludes(repository: Path) -> None:
    write(
        repository,
        "node_modules/a.js",
        "web/vendor/a.js",
        "web/dist/a.js",
        "app.min.js",
        "x_pb2.py",
        "api.pb.go",
        "gen/api_pb.ts",
        "build/a.py",
        "pnpm-lock.yaml",
    )
    write(
        repository,
        "services/vendor/a.py",
        "services/node_modules/a.js",
        "src/build/kept.py",
        "packages/coverage/a.ts",
        "src/distance.py",
        "generated.py",
    )
    git(repository, "add", "-f", ".")
    write(repository, "coverage/report.js", "out/x.py")
    expected = ["build/a.py", "generated.py", "packages/coverage/a.ts", "services/vendor/a.py", "src/build/kept.py", "src/distance.py"]
    assert names(repository) == expected


def test_configured_excludes_add_and_take_back(repository: Path) -> None:
    write(repository, "a.py", "old/b.py", "old/keep/c.py", "vendor/d.py", "x.gen.ts", "nested/old/e.py", "nested/f.py", "nested/g.py")
    write(repository, "lint430.toml", text='exclude = ["/old/", "!vendor/", "!x.gen.ts", "nested/g.py"]\n')
    assert names(repository, configs=Configs(repository)) == [
        "a.py",
        "lint430.toml",
        "nested/f.py",
        "nested/old/e.py",
        "vendor/d.py",
        "x.gen.ts",
    ]
    assert is_excluded("old/b.py", Configs(repository))
    assert not is_excluded("vendor/d.py", Configs(repository))
    write(repository, "nested/lint430.toml", text='exclude = ["f.py"]\n')
    write(repository, "old/lint430.toml", text='exclude = ["!b.py"]\n')
    assert names(repository, "nested", "old", configs=Configs(repository)) == ["nested/g.py", "nested/lint430.toml", "nested/old/e.py"]


def test_a_walk_reaches_what_a_configuration_takes_back(tmp_path: Path) -> None:
    write(tmp_path, "third_party/a.py", "node_modules/b.js")
    write(tmp_path, "lint430.toml", text='exclude = ["!third_party/"]\n')
    assert names(tmp_path, configs=Configs(tmp_path)) == ["lint430.toml", "third_party/a.py"]


def test_a_bad_nested_configuration_is_an_error(repository: Path) -> None:
    write(repository, "a/x.py")
    write(repository, "a/lint430.toml", text="selct = []\n")
    with pytest.raises(ConfigError, match=r"a/lint430\.toml:1: unknown key `selct`; did you mean `select`"):
        discover(repository, Configs(repository))
    write(repository, "node_modules/m/lint430.toml", text="selct = []\n")
    (repository / "a" / "lint430.toml").unlink()
    assert names(repository, configs=Configs(repository)) == ["a/x.py"]


def test_given_paths_select_and_obey_excludes(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository, "a/x.py", "a/y.py", "ab/z.py", "node_modules/m.js", "b/n.py")
    assert names(repository, "a") == ["a/x.py", "a/y.py"]
    assert names(repository, "b/n.py", "a/y.py", "node_modules/m.js", "a/y.py") == ["a/y.py", "b/n.py"]
    assert names(repository, ".") == names(repository)
    monkeypatch.chdir(tmp_path)
    assert names(repository, str(repository / "a" / "x.py")) == ["a/x.py"]
    found = discover(repository, Config(), ["x.py"], base=repository / "a")
    assert [entry.path for entry in found.entries] == ["a/x.py"]
    assert list(found.paths) == ["a/x.py", "a/y.py", "ab/z.py", "b/n.py"]


def test_files_outside_a_repository_have_the_files_beside_them(tmp_path: Path) -> None:
    for path in ("a.py", "b.py", "below/c.py"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("")
    found = discover(tmp_path, Config(), ["a.py", "gone.py"])
    assert ([entry.path for entry in found.entries], found.paths) == (["a.py"], ["a.py", "b.py"])
    everything = ["a.py", "b.py", "below/c.py"]
    assert discover(tmp_path, Config()).paths == discover(tmp_path, Config(), ["a.py", "below"]).paths == everything
    (tmp_path / "lint430.toml").write_text("")
    assert discover(tmp_path, Config(), ["a.py"]).paths == [*everything[:2], everything[2], "lint430.toml"]


def test_given_paths_that_lead_nowhere_are_reported(repository: Path, tmp_path: Path) -> None:
    write(repository, "src/server.py")
    write(tmp_path, "outside.py")
    found = discover(repository, Config(), ["src/sever.py", "../outside.py", "src/server.py", "no/where", "nul\0"])
    assert [entry.path for entry in found.entries] == ["src/server.py"]
    assert [(problem.message.split("`")[1], problem.suggestion) for problem in found.problems] == [
        ("../outside.py", "run lint430 in the repository that holds it"),
        ("no/where", None),
        ("nul\0", None),
        ("src/sever.py", "did you mean `server.py`?"),
    ]
    assert "outside the repository" in found.problems[0].message


def test_links_are_skipped_unless_they_are_broken(repository: Path, tmp_path: Path) -> None:
    write(repository, "real/a.py")
    write(tmp_path, "outside.py")
    for link, target in {
        "l.py": "real/a.py",
        "d": "real",
        "o.py": "../outside.py",
        "broken.py": "none.py",
        "loop.py": "loop.py",
        "self": ".",
    }.items():
        (repository / link).symlink_to(target)
    expected = [Entry("broken.py", kind="broken-link"), Entry("loop.py", kind="link-loop"), Entry("real/a.py", 6)]
    assert list(discover(repository, Config()).entries) == expected
    git(repository, "add", ".")
    assert list(discover(repository, Config()).entries) == expected
    assert names(repository, "l.py") == ["real/a.py"]
    assert names(repository, "d") == ["real/a.py"]
    assert names(repository, "broken.py") == ["broken.py"]
    plain = tmp_path / "plain"
    write(plain, "a.py")
    (plain / "loop").symlink_to(".")
    assert names(plain) == ["a.py"]


def test_odd_things_are_never_opened(tmp_path: Path) -> None:
    write(tmp_path, "dir.py/inside.py")
    os.mkfifo(tmp_path / "pipe.py")
    assert list(discover(tmp_path, Config()).entries) == [Entry("dir.py/inside.py", 6), Entry("pipe.py", kind="special")]


def test_a_tracked_file_replaced_by_a_pipe(repository: Path) -> None:
    write(repository, "a.py", "b.sh")
    (repository / "b.sh").chmod(0o755)
    git(repository, "add", ".")
    (repository / "a.py").unlink()
    os.mkfifo(repository / "a.py")
    assert list(discover(repository, Config()).entries) == [Entry("a.py", kind="special"), Entry("b.sh", 6, True)]


def test_a_folder_that_cannot_be_listed_is_an_entry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.py", "closed/b.py")
    listing = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return listing(path)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert list(discover(tmp_path, Config()).entries) == [Entry("a.py", 6), Entry("closed", kind="unreadable")]


def test_what_cannot_be_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.py", "closed.py", "vanished.py", ".gitignore")
    look, content = os.lstat, Path.read_bytes

    def lstat(path: str) -> os.stat_result:
        if str(path).endswith("closed.py"):
            raise PermissionError(13, "Permission denied")
        if str(path).endswith("vanished.py"):
            raise FileNotFoundError(2, "No such file")
        return look(path)

    def read_bytes(self: Path) -> bytes:
        if self.name == ".gitignore":
            raise PermissionError(13, "Permission denied")
        return content(self)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    monkeypatch.setattr(os, "lstat", lstat)
    found = discover(tmp_path, Config())
    assert list(found.entries) == [Entry(".gitignore", 6), Entry("a.py", 6), Entry("closed.py", kind="unreadable")]


def test_names_that_are_no_utf8_survive(repository: Path) -> None:
    name = os.fsdecode(b"caf\xe9 \xc3\xa9\n.py")
    write(repository, name)
    assert names(repository) == [name]
    git(repository, "add", ".")
    assert names(repository) == [name]
    found = discover(repository, Config()).entries[0]
    assert read(repository, found, 100) == b"x = 1\n"


def test_reading(tmp_path: Path) -> None:
    write(tmp_path, "a.py")
    assert read(tmp_path, Entry("a.py", 6), 6) == b"x = 1\n"
    assert read(tmp_path, Entry("a.py", 6), 5) == Unreadable("oversized", "6 bytes long, more than the 5 that `max-file-size` allows")
    (tmp_path / "b").write_bytes(b"\x7fELF\0\0")
    (tmp_path / "u.py").write_bytes("x".encode("utf-16"))
    (tmp_path / "late").write_bytes(b"x" * 9000 + b"\0")
    (tmp_path / "link").symlink_to("a.py")
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    kinds = {}
    for name in ("b", "u.py", "late", "link", "folder", "pipe", "gone", "nul\0"):
        found = read(tmp_path, Entry(name), 10_000)
        kinds[name] = found.kind if isinstance(found, Unreadable) else "read"
    assert kinds == {
        "b": "binary", "u.py": "binary", "late": "read", "link": "link-loop", "folder": "directory", "pipe": "special", "gone": "vanished", "nul\0": "vanished",
    }  # fmt: skip
    utf16 = read(tmp_path, Entry("u.py"), 100)
    assert isinstance(utf16, Unreadable)
    assert "UTF-16" in utf16.reason
    assert read(tmp_path, Entry("x", kind="broken-link"), 9) == Unreadable("broken-link", "a link that leads nowhere")
    assert read(tmp_path, Entry("x", kind="unreadable"), 9) == Unreadable("permission", "permission denied")
    assert first_bytes(tmp_path, Entry("late"), 3) == b"xxx"
    assert first_bytes(tmp_path, Entry("gone")) == b""
    assert first_bytes(tmp_path, Entry("pipe", kind="special")) == b""


@pytest.mark.parametrize(("number", "kind"), [(13, "permission"), (5, "failed"), (2, "vanished")])
def test_reading_failures_have_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, kind: str) -> None:
    write(tmp_path, "a.py")

    def fail(handle: int, count: int) -> bytes:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "read", fail)
    found = read(tmp_path, Entry("a.py"), 100)
    assert isinstance(found, Unreadable)
    assert found.kind == kind


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.py")
    monkeypatch.setattr(os, "read", lambda handle, count: b"y" * count)
    found = read(tmp_path, Entry("a.py"), 100)
    assert isinstance(found, Unreadable)
    assert found.kind == "oversized"


@dataclass(frozen=True)
class Spoken:
    name: str
    extensions: frozenset[str] = frozenset()
    filenames: tuple[str, ...] = ()
    interpreters: frozenset[str] = frozenset()
    is_manifest: bool = False


TABLE = LanguageTable(
    {
        "bash": Spoken("bash", frozenset({".sh"}), ("*.bats",), frozenset({"bash", "sh"})),
        "go": Spoken("go", frozenset({".go"})),
        "manifest": Spoken("manifest", frozenset({".yaml"}), ("Dockerfile*", ".env*", "package.json"), is_manifest=True),
        "python": Spoken("python", frozenset({".py"}), (), frozenset({"python"})),
    }
)


@pytest.mark.parametrize(
    ("path", "data", "expected"),
    [
        ("a/b.py", b"", "python"),
        ("a/B.PY", b"", "python"),
        ("Dockerfile", b"", "manifest"),
        ("Dockerfile_test.go", b"", "go"),
        ("x/.env.local", b"", "manifest"),
        ("x/.env", b"#!/bin/sh", "manifest"),
        ("k8s/a.yaml", b"", "manifest"),
        ("a.bats", b"", "bash"),
        ("bin/deploy", b"#!/usr/bin/env -S bash -e\nx", "bash"),
        ("bin/deploy", b"#! /usr/bin/python3.12\n", "python"),
        ("bin/deploy", b"#!/usr/bin/env FOO=1 python3", "python"),
        ("bin/deploy", b"#!", None),
        ("bin/deploy", b"#!/usr/bin/env", None),
        ("bin/deploy", b"echo", None),
        ("a.txt", b"#!/bin/sh", None),
        ("package.json", b"", "manifest"),
        ("other.json", b"", None),
    ],
)
def test_languages(path: str, data: bytes, expected: str | None) -> None:
    assert TABLE.language_of(path, data) == expected


def test_only_files_without_an_extension_need_their_bytes() -> None:
    assert TABLE.needs_bytes("bin/deploy")
    assert not TABLE.needs_bytes("Dockerfile")
    assert not TABLE.needs_bytes("a.txt")
    assert TABLE.needs_bytes(".husky/.profile") is True
    assert interpreter(b"#!/bin/bash\r\n") == "bash"
