"""The page as text: complete in itself, safe whatever names and texts it is given, in order for who cannot see it."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from html.parser import HTMLParser

import pytest

from lint430.status import html
from lint430.status.compare import compare
from lint430.status.history import Point
from lint430.status.measure import Status

Platform = dict[str, str]
Measure = Callable[[Mapping[str, str]], Status]
BRANCH = 'export const limit = process.env.INTEGRATION_MODE === "cluster" ? 1000 : 10;\n'


class Reader(HTMLParser):
    """Collects what the tests look at; complains about tags that do not match."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag not in ("meta", "link", "br", "wbr"):
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
    history = [Point(str(at), f"2025-12-0{at + 1}", {**status.metrics, "compliant_runners": at}) for at in range(4)]
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
    assert '<span class="chip Partial">Partial</span>' in page
    assert (
        '<a class="bad" href="#suite-services-billing-__tests__-integration" aria-label="✗ No: Identical tests of billing">✗ No</a>' in page
    )
    assert "services/<wbr>billing/<wbr>src/<wbr>limit.ts:2</code>" in page
    assert "The way of the mode, 2 steps" in page
    assert "Reason: &lt;b&gt;later&lt;/b&gt;" in page
    assert (
        'aria-label="Dual-mode compliant suites: from 0 on 2025-12-01 to 3 on 2025-12-04, 4 records between 0 and 3; target 100%"' in page
    )
    assert "Nothing is recorded yet" in html.render(troubled)


def test_a_trace_shows_its_lines(platform: Platform, measured: Measure) -> None:
    platform["services/billing/src/mode.ts"] = 'export const isCluster = process.env.INTEGRATION_MODE === "cluster";\n'
    platform["services/billing/src/limit.ts"] = (
        'import { isCluster } from "./mode";\n\nexport const limit = () => {\n  if (isCluster) {\n    return 1;\n  }\n  return 2;\n};\n'
    )
    page = html.render(measured(platform))
    assert '<code class="line">export const isCluster = process.env.INTEGRATION_MODE === &#34;cluster&#34;;</code>' in page


def test_the_page_is_in_order_for_who_hears_it(troubled: Status) -> None:
    found = Reader(page_of(troubled))
    levels = [int(tag[1]) for tag, _ in found.tags if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))
    assert all("scope" in given for tag, given in found.tags if tag == "th")
    named = {
        given.get("aria-label") or given.get("aria-labelledby") for tag, given in found.tags if tag in ("section", "nav", "form", "svg")
    }
    assert None not in named
    assert [given["id"] for _, given in found.tags if given.get("role") == "status"] == ["shown"]
    assert {tag for tag, _ in found.tags} >= {"header", "main", "footer", "nav"}


def test_suites_of_one_folder_name_have_their_own_sections(platform: Platform, measured: Measure) -> None:
    for folder in ("primitives/queue/a-b/tests", "primitives/queue/a+b/tests"):
        platform[f"{folder}/run_integration_tests.sh"] = platform["primitives/queue/redis/tests/run_integration_tests.sh"]
    found = Reader(html.render(measured(platform)))
    assert len(set(found.ids)) == len(found.ids)
    assert {"suite-primitives-queue-a-b-tests", "suite-primitives-queue-a-b-tests-2"} <= set(found.ids)


def test_the_page_is_the_same_every_time(troubled: Status) -> None:
    assert page_of(troubled) == page_of(troubled)


def test_prose_shows_links_to_the_web_and_the_words_of_others() -> None:
    shown = html.prose("See [the <plan>](./plan.md), [**it**](https://example.org/a?b=1&c) and handlers[mode](request) `[x](./y)`.")
    assert shown == (
        'See the &lt;plan&gt;, <a href="https://example.org/a?b=1&amp;c">**it**</a> and handlers[mode](request) <code>[x](./y)</code>.'
    )
    assert html.prose('[x](https://example.org/"onclick="a)') == '<a href="https://example.org/&#34;onclick=&#34;a">x</a>'
    assert html.prose("[x](javascript:alert)") == "[x](javascript:alert)"


def test_prose_shows_code_and_bold() -> None:
    assert html.prose("**one** of `a*b**` & 2 ** 3 ** 4") == "<b>one</b> of <code>a*b**</code> &amp; 2 ** 3 ** 4"


def test_only_a_page_pays_for_charts() -> None:
    script = "import sys, lint430.__main__, lint430.integrations.status, lint430.status.markdown; sys.exit('pygal' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
