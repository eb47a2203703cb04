"""Fingerprints: the same finding has the same one wherever its line goes."""

from __future__ import annotations

from lint430.fingerprint import content_hash, content_hashes, line_hashes
from lint430.model import Finding, Span


def finding(line: int, path: str = "a.ts", code: str = "ITM101", about: str = "") -> Finding:
    return Finding(code, path, Span(line, 1, line, 2), "Wrong", about=about)


def test_the_content_hash_survives_moves_renames_and_spaces() -> None:
    before = content_hash(finding(1), ["if (mock) {"])
    assert before == content_hash(finding(3, "b/c.ts"), ["", "", "    if  (mock) {"])
    assert before != content_hash(finding(1), ["if (cluster) {"])
    assert before != content_hash(finding(1, code="ITM102"), ["if (mock) {"])
    assert before != content_hash(finding(1, about="x"), ["if (mock) {"])
    assert len(before) == 16
    assert content_hash(finding(9), ["one"]) == content_hash(finding(1), [""])


def test_equal_lines_of_a_file_are_numbered() -> None:
    lines = {"a.ts": ["x", "y", "x"], "b.ts": ["x"]}
    found = content_hashes([finding(1), finding(3), finding(2), finding(1, "b.ts")], lines)
    assert [one.rpartition(":")[2] for one in found] == ["1", "2", "1", "1"]
    assert found[0].partition(":")[0] == found[1].partition(":")[0] == found[3].partition(":")[0] != found[2].partition(":")[0]


def direct(text: str) -> str:
    """Compute the hash of a text's first line by its definition, as one sum."""
    units = [ord(char) for char in text if char not in " \t"][:100]
    units += [0xFFFF] if len(units) < 100 else []
    units += [0] * (100 - len(units))
    return f"{sum(unit * 37 ** (99 - place) for place, unit in enumerate(units)) % 2**64:x}"


def test_line_hashes_by_their_definition() -> None:
    text = "".join(f"line {number}: if (mock) {{ x = {number * 7} }}\n" for number in range(40))
    hashes = line_hashes(text.encode())
    lines = text.splitlines(keepends=True)
    for number in range(1, 41):
        assert hashes[number] == f"{direct(''.join(lines[number - 1 :]))}:1", number


def test_line_ends_and_spaces_do_not_count_and_units_do() -> None:
    plain = line_hashes(b"a = 1\nb = 2\n")
    assert line_hashes(b"a = 1\r\nb = 2\r\n") == plain == line_hashes(b"a = 1\rb = 2\r") == line_hashes(b"\ta=1\n  b = 2\n")
    assert line_hashes("x = '\U0001f600'\n".encode())[1] == direct("x='\ud83d\ude00'\n") + ":1"
    assert line_hashes(b"a\xff\n")[1] == f"{direct('a' + chr(0xFFFD) + chr(10))}:1"


def test_equal_blocks_are_numbered() -> None:
    block = "x" * 98 + "\n"
    hashes = line_hashes((block * 3 + "y\n").encode())
    assert [hashes[1], hashes[2]] == [f"{direct(block * 2)}:1", f"{direct(block * 2)}:2"]


def test_an_empty_file_has_one_line() -> None:
    assert line_hashes(b"") == {1: f"{direct('')}:1"}
