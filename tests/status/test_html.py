"""The page: complete in itself, safe whatever names and texts it is given, and working in a browser."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lint430.status import html
from lint430.status.compare import compare
from lint430.status.history import Point
from lint430.status.measure import Status

Platform = dict[str, str]
Measure = Callable[[Mapping[str, str]], Status]
BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'
BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")


class Reader(HTMLParser):
    """Collects what the tests look at; complains about tags that do not match."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in ("meta", "link", "br"):
            self.open.append(tag)
        self.ids += [given["id"] or ""] if "id" in given else []
        self.links += [given[name] or "" for name in ("href", "src") if name in given]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag, attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture
def troubled(platform: Platform, measured: Measure) -> Status:
    """Give a status with something in every section, and markup where only text belongs."""
    platform["services/billing/src/limit.ts"] = f"// </pre><script>alert(1)</script>\n{BRANCH}"
    platform["services/forms/src/a.ts"] = f"// lint430: ignore[ITM101] -- <b>later</b>\n{BRANCH}"
    platform["services/billing/__tests__/e2e/auth/sso.spec.ts"] = BRANCH
    platform["lint430.toml"] = platform["lint430.toml"].replace("Not counted.", "<img src=x onerror=alert(1)>")
    return measured(platform)


def page_of(status: Status) -> str:
    history = [Point(str(at), f"2025-12-0{at + 1}", {**status.metrics, "compliant": at}) for at in range(4)]
    return html.render(status, compare(status, status, "HEAD"), history)


def test_the_page_needs_nothing_else(troubled: Status) -> None:
    page = page_of(troubled)
    found = Reader(page)
    assert len(set(found.ids)) == len(found.ids)
    assert all(link == "data:," or (link.startswith("#") and link[1:] in found.ids) for link in found.links)
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest", page)
    assert page.count("<script") == 1


def test_texts_are_texts(troubled: Status) -> None:
    page = page_of(troubled)
    assert "&lt;/pre&gt;&lt;script&gt;alert(1)" in page
    assert "&lt;b&gt;later&lt;/b&gt;" in page
    assert "<img" not in page


def test_the_page_says_what_is_wrong(troubled: Status) -> None:
    page = page_of(troubled)
    assert '<span class="state Partial">Partial</span>' in page
    assert "services/billing/src/limit.ts:2" in page
    assert "The way of the mode" in page
    assert 'aria-label="Compliant suites: from 0 to 3"' in page
    assert "A trend needs two records" in html.render(troubled)


@pytest.mark.skipif(BROWSER is None, reason="no Chromium here")
def test_the_filters_work_in_a_browser(troubled: Status, tmp_path: Path) -> None:
    script = """
      addEventListener("error", (e) => { document.title = "error " + e.message; });
      const said = [];
      for (const [id, value] of [["language", "TypeScript"], ["status", "Partial"], ["check", "ITM101"], ["check", ""], ["status", ""], ["language", ""]]) {
        document.getElementById(id).value = value;
        document.getElementById(id).dispatchEvent(new Event("change"));
        said.push(document.getElementById("shown").textContent + ", " + document.querySelectorAll("section[data-status]:not([hidden])").length);
      }
      said.push(document.documentElement.scrollWidth <= innerWidth ? "fits" : "too wide", performance.getEntriesByType("resource").length + " requests");
      document.title = said.join("; ");
    """
    page = tmp_path / "status.html"
    page.write_text(page_of(troubled).replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    command = [
        str(BROWSER),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        "--window-size=500,900",
        "--dump-dom",
        page.as_uri(),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    title = re.search(r"<title>([^<]*)</title>", done.stdout)
    assert title is not None, done.stderr[-500:]
    assert title[1] == (
        "2 of 6 suites, 2; 1 of 6 suites, 1; 1 of 6 suites, 1; 1 of 6 suites, 1; 2 of 6 suites, 2; 6 of 6 suites, 6; fits; 0 requests"
    )
    assert "CONSOLE" not in done.stderr
