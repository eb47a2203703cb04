"""The charts: readable axes at any number of records, the target as a line, nothing that changes from run to run or leaves the page."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint430.config import parse
from lint430.engine import check_sources
from lint430.status import html
from lint430.status.charts import Trend, draw
from lint430.status.history import Point
from lint430.status.measure import Status, measure


def trend(count: int, *, goals: bool = True) -> Trend:
    days = tuple(f"20{at // 360:02d}-{at // 30 % 12 + 1:02d}-{at % 30 + 1:02d}" for at in range(count))
    return Trend("Errors", days, tuple(at % 14 for at in range(count)), (13,) * count if goals else (), "13" if goals else "")


def parsed(one: Trend) -> ElementTree.Element:
    return ElementTree.fromstring(draw(one))


def texts(svg: ElementTree.Element, axis: str) -> list[str | None]:
    return [text.text for text in svg.iterfind(f".//g[@class='{axis}']//text")]


def points_of(svg: ElementTree.Element, series: str) -> int:
    lines = [path.get("d", "") for path in svg.iterfind(f".//g[@class='{series}']/path")]
    return sum(len(re.findall(r"[\d.]+ [\d.]+", line)) for line in lines)


@pytest.mark.parametrize(
    ("count", "days", "dots"),
    [
        (1, ["2000-01-01"], ["2000-01-01: 0"]),
        (2, ["2000-01-01", "2000-01-02"], ["2000-01-01: 0", "2000-01-02: 1"]),
        (3, ["2000-01-01", "2000-01-02", "2000-01-03"], ["2000-01-01: 0", "2000-01-02: 1", "2000-01-03: 2"]),
        (200, ["2000-01-01", "2000-04-10", "2000-07-20"], ["2000-07-20: 3"]),
    ],
)
def test_any_number_of_records(count: int, days: list[str], dots: list[str]) -> None:
    svg = parsed(trend(count))
    assert texts(svg, "axis x") == days
    assert [title.text for title in svg.iter("title")] == dots
    assert points_of(svg, "values") == (count if count > 1 else 0)
    assert points_of(svg, "goal") == max(count, 3 if count == 1 else 2)
    assert len(svg.findall(".//g[@class='dots last']")) == 1


def test_outer_days_stay_inside() -> None:
    assert [text.get("text-anchor") for text in parsed(trend(9)).iterfind(".//g[@class='axis x']//text")] == ["start", "middle", "end"]
    assert [text.get("text-anchor") for text in parsed(trend(1)).iterfind(".//g[@class='axis x']//text")] == ["middle"]


def test_a_day_of_many_commits_is_named_once_between() -> None:
    one = replace(trend(3), days=("2025-01-01", "2025-01-01", "2025-01-02"))
    assert texts(parsed(one), "axis x") == ["2025-01-01", "2025-01-02"]


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [(0, ["0", "1"]), (1, ["0", "1"]), (2, ["0", "1", "2"]), (4, ["0", "2", "4"]), (15, ["0", "5", "10", "15"]), (18, ["0", "10", "20"])],
)
def test_ticks_are_whole_numbers(highest: int, ticks: list[str]) -> None:
    svg = parsed(Trend("Errors", ("2025-01-01", "2025-01-02"), (0, highest), (), ""))
    assert texts(svg, "axis y always_show") == ticks


@given(st.lists(st.integers(), min_size=1, max_size=70), st.text())
def test_whatever_was_recorded_is_drawn(values: list[int], day: str) -> None:
    one = Trend("Errors", (day.encode("utf-16", "ignore").decode("utf-16"),) * len(values), tuple(values), (), "")
    svg = draw(one)
    assert svg == draw(one)
    assert svg.count("<circle") == (len(values) if len(values) <= 60 else 1)
    heights = [float(found) for found in re.findall(r'cy="([\d.-]+)"', svg)]
    assert all(0 <= height <= 170 for height in heights)


def test_nothing_is_left_of_an_image_of_its_own() -> None:
    svg = draw(trend(5))
    assert not re.search(r"<defs|<style|<script|<!--|<\?|xmlns|\bid=|pygal|http", svg)
    assert svg.startswith(
        '<svg class="chart" viewBox="0 0 360 170" role="img" aria-label="Errors: from 0 on 2000-01-01 to 4 on 2000-01-05, '
    )
    assert not re.search(r"\d\.\d\d", svg)
    assert "#" not in svg


def test_a_chart_is_said_in_a_sentence() -> None:
    assert trend(1).said == "Errors: 0 on 2000-01-01; target 13"
    assert trend(20, goals=False).said == "Errors: from 0 on 2000-01-01 to 5 on 2000-01-20, 20 records between 0 and 13"


@pytest.fixture(scope="module")
def empty() -> Status:
    return measure(check_sources({}, parse("")), parse("").status)


@pytest.mark.parametrize(
    ("target", "line"),
    [("100%", [18, 20]), ("90 %", [17, 18]), ("15/15", [15, 15]), ("0", [0, 0]), ("as many as there are", None), ("", None), ("1e9", None)],
)
def test_a_target_is_a_line_where_it_is_a_number(empty: Status, target: str, line: list[int] | None) -> None:
    settings = replace(empty.settings, targets={**empty.settings.targets, "compliant-runners": target})
    history = [
        Point("a", "2025-01-01", {"compliant_runners": 3, "suites": 18}),
        Point("b", "2025-01-02", {"compliant_runners": 20, "suites": 20}),
    ]
    page = html.render(replace(empty, settings=settings), None, history)
    svg = page[page.index("<svg") : page.index("</svg>")]
    drawn = re.search(r'class="goal"><path d="M[\d.]+ ([\d.]+) L[\d.]+ ([\d.]+)"', svg)
    assert (drawn is not None) == (line is not None)
    if drawn is not None and line is not None:
        # The axis goes from 0, 137.3 units down, to 20 at 2.7.
        assert [float(height) for height in drawn.groups()] == [pytest.approx(137.3 - 134.6 * goal / 20, abs=0.11) for goal in line]
    assert ("the dashed line is the target" in page) == (line is not None)


def test_an_older_line_may_lack_a_metric(empty: Status) -> None:
    history = [Point("a", "2025-01-01", {"errors": 3}), Point("b", "2025-01-02", {"errors": 2, "suppressed": 1})]
    page = html.render(empty, None, history)
    assert page.count("<svg") == 2
    assert "Suppressed findings: 1 on 2025-01-02" in page
    assert '<tr><th scope="row">2025-01-01</th><td>–</td><td>–</td><td>–</td><td>–</td><td>3</td><td>–</td></tr>' in page


def test_a_damaged_history_harms_no_page(empty: Status) -> None:
    page = html.render(empty, None, [Point("a", "\ud800\uffff<b>", {"errors": 10**500, "suppressed": -4})])
    assert "&lt;b&gt;" in page
    page.encode("utf-8")
