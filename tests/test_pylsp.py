"""The flake8 plugin in an editor: a language server for Python, spoken to as an editor does."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

FAKE = 'import os\n\nFAKE = os.environ["INTEGRATION_MODE"] == "repo"\n'
USE = "from .env import FAKE\n\n\ndef send():\n    return None if FAKE else 1\n"
PATIENCE = 60.0
OTHERS = ("pycodestyle", "pyflakes", "mccabe", "jedi_completion", "jedi_hover", "preload", "rope_autoimport", "autopep8", "yapf")


class Editor:
    """A client of a language server over its standard streams."""

    def __init__(self, root: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pylsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        self._root = root
        self._received: queue.Queue[dict[str, Any]] = queue.Queue()
        self._asked = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        stream = self._process.stdout
        assert stream is not None
        while header := stream.readline():
            size = 0
            while header.strip():
                name, _, value = header.partition(b":")
                size = int(value) if name.lower() == b"content-length" else size
                header = stream.readline()
            self._received.put(json.loads(stream.read(size)))

    def notify(self, method: str, params: dict[str, Any], **more: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._process.stdin.flush()

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self._asked += 1
        self.notify(method, params, id=self._asked)
        while True:
            message = self._received.get(timeout=PATIENCE)
            if message.get("id") == self._asked and "method" not in message:
                return message["result"]

    def start(self) -> None:
        plugins = {name: {"enabled": False} for name in OTHERS} | {"flake8": {"enabled": True, "maxLineLength": 140}}
        root = self._root.as_uri()
        folders = [{"uri": root, "name": "shop"}]
        self.ask("initialize", {"processId": None, "rootUri": root, "workspaceFolders": folders, "capabilities": {}})
        self.notify("initialized", {})
        self.notify("workspace/didChangeConfiguration", {"settings": {"pylsp": {"plugins": plugins}}})

    def open(self, path: str, text: str) -> None:
        document = {"uri": (self._root / path).as_uri(), "languageId": "python", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, path: str, text: str, version: int) -> None:
        document = {"uri": (self._root / path).as_uri(), "version": version}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def save(self, path: str, text: str) -> None:
        (self._root / path).write_text(text)
        self.notify("textDocument/didSave", {"textDocument": {"uri": (self._root / path).as_uri()}, "text": text})

    def diagnostics(self, path: str) -> list[tuple[str, int, int]]:
        """Wait for the next diagnostics of a file: code, line and column from 0."""
        while True:
            message = self._received.get(timeout=PATIENCE)
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == (self._root / path).as_uri():
                found = message["params"]["diagnostics"]
                assert all(one["source"] == "flake8" for one in found)
                return [(one["code"], one["range"]["start"]["line"], one["range"]["start"]["character"]) for one in found]

    def close(self) -> None:
        self.ask("shutdown", {})
        self.notify("exit", {})
        self._process.communicate(timeout=PATIENCE)


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Editor]:
    root = tmp_path / "shop"
    for path, text in {"src/env.py": FAKE, "src/send.py": USE}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (root / ".git").mkdir()
    folder = str(Path(sys.executable).parent)
    environment = os.environ | {"LINT430_CACHE_DIR": str(tmp_path / "cache"), "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    started = Editor(root, environment)
    try:
        started.start()
        yield started
        started.close()
    finally:
        started._process.kill()


def test_an_editor_shows_the_findings_of_what_is_on_the_screen(editor: Editor) -> None:
    path = "src/send.py"
    editor.open(path, USE)
    assert editor.diagnostics(path) == [("ITM101", 4, 19)]
    editor.change(path, "# one\n# two\n" + USE, 2)
    assert editor.diagnostics(path) == [("ITM101", 6, 19)]
    editor.change(path, "def send():\n    return 1\n", 3)
    assert editor.diagnostics(path) == []
    editor.change(path, USE.replace("FAKE else", "FAKE  else"), 4)
    assert editor.diagnostics(path) == [("ITM101", 4, 19), ("E272", 4, 23)]
    editor.save("src/env.py", "FAKE = True\n")
    editor.change(path, USE, 5)
    assert editor.diagnostics(path) == []
