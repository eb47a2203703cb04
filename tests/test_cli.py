"""The command line as its users meet it: exit codes, one-line errors, options."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from lint430 import __version__, engine, pages, registry
from lint430.config import schema as config_schema
from lint430.flow.results import FileFlow
from lint430.integrations import console
from lint430.integrations.cli import main
from lint430.integrations.console import CLEAN, FINDINGS, INTERNAL, INTERRUPTED, NOTHING, USAGE
from lint430.reporters import formats

BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'
WARNING = "export function show() {\n  console.log(process.env.INTEGRATION_MODE);\n}\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "limit.ts").write_text(BRANCH)
    (tmp_path / "src" / "show.ts").write_text(WARNING)
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean" / "a.py").write_text("A = 1\n")
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "LINT430_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """Give what standard error says: one line, in the form of every error."""
    said = capsys.readouterr().err
    assert said.startswith("lint430: error: ")
    assert said.count("\n") == 1
    return said.removeprefix("lint430: error: ").strip()


# --- exit codes ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check"], FINDINGS),
        (["check", "."], FINDINGS),
        (["check", "clean"], CLEAN),
        (["check", "src/show.ts"], CLEAN),
        (["check", "src/show.ts", "--fail-on", "warning"], FINDINGS),
        (["check", "--fail-on", "never"], CLEAN),
        (["check", "--exit-zero"], CLEAN),
        (["check", "--ignore", "ITM101"], CLEAN),
        (["check", "--select", "ITM2,ITM3"], CLEAN),
        (["check", "--quiet"], FINDINGS),
        (["check", "--no-cross-file", "--no-sift", "--no-config"], FINDINGS),
    ],
)
def test_exit_codes(tree: Path, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == code
    assert capsys.readouterr().err == ""


def test_nothing_to_check(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "docs").mkdir()
    (tree / "docs" / "README.md").write_text("hello\n")
    (tree / "node_modules").mkdir()
    (tree / "node_modules" / "x.ts").write_text(BRANCH)
    for paths in (["docs"], ["node_modules/x.ts"]):
        assert main(["check", *paths]) == NOTHING
        assert complaint(capsys).startswith("nothing to check")
        assert main(["check", "--exit-zero", *paths]) == NOTHING
        assert main(["check", "--allow-empty", *paths]) == CLEAN
        assert capsys.readouterr().out.endswith("No findings in 0 files.\n") or paths == ["docs"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--formt", "json"], "No such option"),
        (["check", "--format", "xml"], f"'xml' is not one of {', '.join(map(repr, formats()))}"),
        (["chek"], "no such command `chek`; did you mean `check`?"),
        (["src"], "no such command `src`; did you mean to `check` this path?"),
        (["config", "shw"], "no such command `shw`; did you mean `show`?"),
        (["check", "srx"], "`srx` does not exist; did you mean `src`?"),
        (["check", "nowhere/at/all"], "`nowhere/at/all` does not exist"),
        (["check", "--select", "ITM999"], "unknown check `ITM999` in `--select`"),
        (["check", "--ignore", "runtime-mode-brunch"], "did you mean `runtime-mode-branch`?"),
        (["check", "--statistics", "--format", "json"], "`--statistics` has no `json` format"),
        (["check", "--config", "x.toml", "--no-config"], "exclude each other"),
        (["check", "--config", "x.toml"], "x.toml: cannot be read"),
        (["check", "--output", "clean/a.py/b.txt"], "`clean/a.py/b.txt` cannot be written"),
        (["explain", "ITM1O1"], "unknown check `ITM1O1`; did you mean `ITM"),
        (["explain"], "Missing argument"),
        (["config", "show", "nope"], "`nope` does not exist"),
    ],
)
def test_usage_errors_are_one_line(tree: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == USAGE
    assert said in complaint(capsys)


def test_a_bad_configuration(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "lint430.toml").write_text('selct = ["ITM1"]\n')
    for command in (["check"], ["config", "verify"], ["config", "show"]):
        assert main(command) == USAGE
        assert complaint(capsys) == "lint430.toml:1: unknown key `selct`; did you mean `select`?"


def test_some_paths_lead_nowhere(tree: Path, tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]) -> None:
    outside = tmp_path_factory.mktemp("elsewhere") / "x.ts"
    outside.write_text(BRANCH)
    assert main(["check", "src", "srx", str(outside), "--format", "concise"]) == USAGE
    captured = capsys.readouterr()
    assert "src/limit.ts:1:22: ITM101" in captured.out, "what is there is checked all the same"
    assert "`srx` does not exist; did you mean `src`?" in captured.err
    assert "is outside the repository" in captured.err


def test_a_repository_is_found_from_anywhere(
    tree: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["check", "--format", "json"])
    here = capsys.readouterr().out
    for folder, path in ((tree / "src", ".."), (tmp_path_factory.mktemp("elsewhere"), str(tree)), (tree / "clean", str(tree))):
        monkeypatch.chdir(folder)
        main(["check", "--format", "json", path])
        assert capsys.readouterr().out == here


def test_an_internal_error(tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def explode(*_: object) -> None:
        raise ValueError("two\nlines")

    monkeypatch.setattr(engine, "run", explode)
    assert main(["check"]) == INTERNAL
    assert complaint(capsys) == "internal error: ValueError: two lines (LINT430_DEBUG=1 shows where)"
    monkeypatch.setenv("LINT430_DEBUG", "1")
    assert main(["check"]) == INTERNAL
    assert "Traceback" in capsys.readouterr().err


def test_a_check_that_raises_makes_the_run_incomplete(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = engine._judge

    def judge(flow: FileFlow, *rest: object) -> object:
        found, _ = real(flow, *rest)  # type: ignore[arg-type]
        return found, [engine.Failure("ITM102", flow.file.path, "KeyError: 'x'")]

    monkeypatch.setattr(engine, "_judge", judge)
    assert main(["check", "src/limit.ts", "--exit-zero"]) == INTERNAL
    captured = capsys.readouterr()
    assert "ITM101" in captured.out
    assert "lint430: error: internal error: ITM102 failed on `src/limit.ts`: KeyError: 'x'; the rest was checked\n" in captured.err


def test_an_interrupt(tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "run", interrupt)
    assert main(["check"]) == INTERRUPTED
    assert capsys.readouterr().err.strip() == ""


# --- what is shown ---------------------------------------------------------------------------------------------------------------


def test_formats_and_output(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check"])
    assert "error[ITM101] runtime-mode-branch:" in capsys.readouterr().out
    assert main(["check", "--format", "json", "--output", "report.json", "--color", "always"]) == FINDINGS
    assert capsys.readouterr().out == ""
    assert [f["code"] for f in json.loads((tree / "report.json").read_text())["findings"]] == ["ITM101", "ITM102"]
    main(["check", "--color", "always"])
    assert "\x1b[" in capsys.readouterr().out


def test_statistics_and_stats(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "src" / "again.ts").write_text(BRANCH)
    assert main(["check", "--statistics", "--stats"]) == FINDINGS
    captured = capsys.readouterr()
    assert captured.out == "2  ITM101  runtime-mode-branch\n1  ITM102  runtime-mode-read\n"
    assert captured.err.startswith("4 files, 3 parsed, 0 suites\ndiscover ")
    assert main(["check", "clean", "--statistics"]) == CLEAN
    assert capsys.readouterr().out == ""


def test_show_files(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--show-files", "src"]) == CLEAN
    assert capsys.readouterr().out == "src/limit.ts  runtime  typescript  -\nsrc/show.ts  runtime  typescript  -\n"
    assert main(["check", "--show-files", "src", "nope"]) == USAGE
    assert "`nope` does not exist" in capsys.readouterr().err


def test_show_settings(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "clean" / "lint430.toml").write_text('select = ["ITM1"]\n')
    assert main(["check", "--show-settings"]) == CLEAN
    out = capsys.readouterr().out
    assert 'select = ["ITM"]  # default\n' in out
    assert 'select = ["ITM1"]  # clean/lint430.toml:1\n' in out


def test_selection(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "lint430.toml").write_text('select = ["ITM101"]\n')
    for extra, expected in (
        ([], ["ITM101"]),
        (["--extend-select", "ITM102"], ["ITM101", "ITM102"]),
        (["--select", "itm1"], ["ITM101", "ITM102"]),
        (["--select", "ITM1", "--ignore", "runtime-mode-branch"], ["ITM102"]),
        (["--no-config"], ["ITM101", "ITM102"]),
    ):
        main(["check", "--format", "concise", *extra])
        assert re.findall(r"ITM\d{3}", capsys.readouterr().out) == expected


def test_an_explicit_configuration(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "other.toml").write_text('ignore = ["ITM101"]\n')
    assert main(["check", "--config", "other.toml"]) == CLEAN
    assert main(["config", "verify", "--config", "other.toml"]) == CLEAN
    assert "other.toml: valid" in capsys.readouterr().out


def test_explain(capsys: pytest.CaptureFixture[str]) -> None:
    page = pages.read(registry.registered()[0])
    for word in ("ITM101", "itm101", "runtime-mode-branch", "runtime_mode_branch"):
        assert main(["explain", word]) == CLEAN
        assert capsys.readouterr().out == page.text
    assert page.summary
    assert list(page.sections) == ["Why", "Examples", "What it cannot see", "See also"]


def test_explain_without_a_page(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(pages, "location", lambda _: Path("/nowhere/README.md"))
    assert main(["explain", "ITM101"]) == USAGE
    assert complaint(capsys) == "the page of ITM101 is not installed"


def test_checks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks"]) == CLEAN
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ITM1xx  application code"
    assert re.match(r"  ITM101  error    runtime-mode-branch +\S", lines[1])
    assert main(["checks", "--format", "json"]) == CLEAN
    listed = json.loads(capsys.readouterr().out)
    assert [entry["code"] for entry in listed] == [entry.check.code for entry in registry.registered()]
    assert listed[0]["level"] == "error"
    assert listed[0]["roles"] == ["runtime"]


def test_config_show(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "clean" / "lint430.toml").write_text('mode-variables = ["TF_ACC"]\n[levels]\nITM101 = "note"\n')
    assert main(["config", "show"]) == CLEAN
    assert 'mode-variables = ["INTEGRATION_MODE", "NEXT_PUBLIC_INTEGRATION_MODE"]  # default\n' in capsys.readouterr().out
    for path in ("clean", "clean/a.py"):
        assert main(["config", "show", path]) == CLEAN
        out = capsys.readouterr().out
        assert 'mode-variables = ["TF_ACC"]  # clean/lint430.toml:1\n' in out
        assert 'levels = { "ITM101" = "note" }  # clean/lint430.toml:2\n' in out
    assert main(["config", "show", "clean", "--format", "json"]) == CLEAN
    document = json.loads(capsys.readouterr().out)
    assert document["mode-variables"] == {"value": ["TF_ACC"], "source": "clean/lint430.toml:1"}


def test_config_verify(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "verify"]) == CLEAN
    assert capsys.readouterr().out == "no configuration file: the defaults hold\n"
    (tree / "lint430.toml").write_text('select = ["ITM1"]\n')
    (tree / "clean" / "lint430.toml").write_text('ignore = ["ITM2"]\n')
    assert main(["config", "verify"]) == CLEAN
    assert capsys.readouterr().out == "clean/lint430.toml: valid\nlint430.toml: valid\n"
    (tree / "clean" / "lint430.toml").write_text('ignore = ["ITM998", "mode-conditional-skp"]\n')
    assert main(["config", "verify"]) == USAGE
    said = capsys.readouterr().err
    assert said.count("\n") == 2
    assert "unknown check `mode-conditional-skp` in `ignore`; did you mean `mode-conditional-skip`?" in said


def test_config_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "schema"]) == CLEAN
    printed = json.loads(capsys.readouterr().out)
    assert printed == config_schema()
    jsonschema.Draft202012Validator.check_schema(printed)


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == CLEAN
    assert capsys.readouterr().out == f"lint430 {__version__}\n", "a checkout's commit changes without a build: nobody is asked"
    assert main(["check", "--help"]) == CLEAN
    out = capsys.readouterr().out
    assert "Exit codes" in out
    assert "--sift" not in out
    assert main([]) == USAGE
    assert "Usage: lint430" in capsys.readouterr().out


# --- a real process --------------------------------------------------------------------------------------------------------------

COMMAND = [sys.executable, "-m", "lint430"]


def on_a_terminal(arguments: list[str], folder: Path) -> tuple[int, str]:
    """Run with standard output and error on a terminal."""
    master, slave = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")} | {
        "TERM": "xterm-256color",
        "COLUMNS": "100",
    }
    process = subprocess.Popen([*COMMAND, *arguments], cwd=folder, stdout=slave, stderr=slave, stdin=slave, env=environment)
    os.close(slave)
    text = b""
    while True:
        try:
            more = os.read(master, 65536)
        except OSError:
            break
        if not more:
            break
        text += more
    os.close(master)
    return process.wait(), text.decode()


def test_on_a_terminal(tree: Path) -> None:
    code, text = on_a_terminal(["check"], tree)
    assert code == FINDINGS
    assert "\x1b[1;31m" in text
    assert "\x1b]8;;file://" in text
    code, text = on_a_terminal(["explain", "ITM101"], tree)
    assert code == CLEAN
    assert "\x1b[" in text
    code, text = on_a_terminal(["check", "--progress", "--quiet"], tree)
    assert code == FINDINGS
    assert "\x1b[?25l" in text


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_leave_the_exit_code(tree: Path, closed: str) -> None:
    for arguments, code in (("check -q", FINDINGS), ("check", FINDINGS), ("check clean", CLEAN), ("checks", CLEAN), ("nope", USAGE)):
        line = f'"$0" -m lint430 {arguments} {closed}'
        done = subprocess.run(["sh", "-c", line, sys.executable], cwd=tree, capture_output=True, text=True, check=False)
        assert done.returncode == code, arguments
        assert "internal error" not in done.stdout + done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_is_one_line(tree: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "check"], cwd=tree, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (USAGE, "lint430: error: standard output cannot be written: No space left on device\n")


def test_in_a_pipe(tree: Path) -> None:
    done = subprocess.run([*COMMAND, "check"], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == FINDINGS
    assert "\x1b" not in done.stdout + done.stderr


def test_a_broken_pipe_is_silent(tree: Path) -> None:
    for number in range(300):
        (tree / "src" / f"m{number}.ts").write_text(BRANCH)
    process = subprocess.Popen([*COMMAND, "check"], cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == FINDINGS


def test_control_c(tree: Path) -> None:
    wait = "import time, lint430.engine as e; e.run = lambda *a: time.sleep(30); from lint430.integrations.cli import main; print('ready', flush=True); raise SystemExit(main(['check']))"
    process = subprocess.Popen([sys.executable, "-c", wait], cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == INTERRUPTED
    assert b"Traceback" not in said


def test_what_the_start_imports() -> None:
    """Hooks and editors ask for the version: nothing heavy may be loaded for it."""
    probe = "import sys; from lint430.integrations.cli import main; main(['--version']); print(sorted(m for m in sys.modules if m.split('.')[0] in ('rich', 'tree_sitter', 'pathspec', 'jsonschema', 'jinja2') or m.startswith('lint430.')))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[1]
    assert (
        loaded
        == "['lint430.integrations', 'lint430.integrations.build', 'lint430.integrations.cli', 'lint430.integrations.commands', 'lint430.integrations.console']"
    )


def test_the_bar_waits(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    silent = console.Bar(None)
    silent("read", 0, 10)
    silent.close()
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    patient = console.Bar(None)
    patient("read", 0, 10)
    assert patient._shown is None
    patient._started -= 2
    patient("follow", 0, 0)
    patient("check", 32, 64)
    assert patient._shown is not None
    patient.close()


def test_several_reports_at_once(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--output", "json:reports/a.json", "-o", "concise:b.txt"]) == FINDINGS
    assert "Found 2 findings" in capsys.readouterr().out
    assert len(json.loads((tree / "reports/a.json").read_text())["findings"]) == 2
    assert len((tree / "b.txt").read_text().splitlines()) == 2
    assert main(["check", "--quiet", "--format", "concise", "--output", "c.txt", "--output", "json:d.json"]) == FINDINGS
    assert capsys.readouterr().out == ""
    assert (tree / "c.txt").read_text() == (tree / "b.txt").read_text()
    assert json.loads((tree / "d.json").read_text())["findings"] == json.loads((tree / "reports/a.json").read_text())["findings"]


def test_several_folders_where_nothing_marks_a_repository(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / ".git").rmdir()
    (tree / "src/use.ts").write_text('import { isMock } from "../lib/env";\nif (isMock) start();\n')
    (tree / "lib").mkdir()
    (tree / "lib/env.ts").write_text('export const isMock = process.env.INTEGRATION_MODE !== "cluster";\n')
    assert main(["check", "--format", "concise", "src", "lib"]) == FINDINGS
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.startswith("src/limit.ts:1:")
    assert "src/use.ts:2:5: ITM101" in said.out
    # One is taken for the whole.
    assert main(["check", "--format", "concise", "src"]) == FINDINGS
    assert "ITM101" in capsys.readouterr().out


def test_what_is_redirected_is_utf_8(tree: Path) -> None:
    """Whatever the system's encoding is: the hosts that read it take it for UTF-8."""
    (tree / "src/limit.ts").write_text("const grün = process.env.INTEGRATION_MODE;\nif (grün) start();\n", encoding="utf-8")
    ascii_only = os.environ | {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "lint430", "check", "--format", "concise"]
    done = subprocess.run(command, cwd=tree, env=ascii_only, capture_output=True, check=False)
    assert "via `grün`".encode() in done.stdout
    done = subprocess.run(command, cwd=tree, env=ascii_only | {"PYTHONIOENCODING": "latin-1"}, capture_output=True, check=False)
    assert "via `grün`".encode("latin-1") in done.stdout


def test_a_file_holds_one_report(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "link").symlink_to("reports/a")
    assert main(["check", "--output", "sarif:reports/a", "--output", "junit:link"]) == USAGE
    assert capsys.readouterr() == ("", "lint430: error: `link` can hold one report only\n")
    assert not (tree / "reports").exists()
    assert (
        main(["check", "--output", "sarif:/dev/null", "--output", "junit:/dev/null", "--output", "json:-", "--output", "concise:-"])
        == FINDINGS
    )


def test_a_report_that_cannot_be_written_keeps_no_other_back(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "folder").mkdir()
    assert main(["check", "--output", "sarif:folder", "--output", "json:b.json", "--format", "concise"]) == USAGE
    said = capsys.readouterr()
    assert said.out.count("\n") == 2
    assert "`folder` cannot be written" in said.err
    assert len(json.loads((tree / "b.json").read_text())["findings"]) == 2


def test_a_report_may_have_the_longest_name_there_is(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    longest = "n" * 255
    assert main(["check", "--output", f"concise:{longest}", "--quiet"]) == FINDINGS
    assert (tree / longest).read_text().count("\n") == 2
    assert capsys.readouterr().err == ""


def test_a_file_displaces_standard_output_and_a_colon_without_a_format_is_a_name(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--output", "with:colon.txt"]) == FINDINGS
    assert capsys.readouterr().out == ""
    assert "Found 2 findings" in (tree / "with:colon.txt").read_text()
    assert main(["check", "--output", "json:-", "--output", "concise:e.txt"]) == FINDINGS
    assert len(json.loads(capsys.readouterr().out)["findings"]) == 2
    assert main(["check", "--output", "-", "--format", "concise"]) == FINDINGS
    assert capsys.readouterr().out == (tree / "e.txt").read_text()
    assert not (tree / "-").exists()
    assert main(["check", "--output", "json:"]) == USAGE
    assert complaint(capsys) == "`--output json:` names no file"


def test_a_report_goes_into_a_pipe(tree: Path) -> None:
    done = subprocess.run([*COMMAND, "check", "-q", "-o", "json:/dev/stdout"], cwd=tree, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (FINDINGS, "")
    assert json.loads(done.stdout)["findings"]
