"""Unified diffs as data: git's and plain ones, odd names, and what is none."""

from __future__ import annotations

import contextlib
import random
import subprocess
from pathlib import Path

import pytest

from lint430.repository.changes import Change, Changes, Edit, compared, lines_of, reverted
from lint430.repository.patch import PatchError, parse

HUNK = b"@@ -1,3 +1,3 @@ def f():\n a\n-b\n+B\n c\n"


def only(data: bytes) -> Change:
    found = parse(data)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("header", "old", "new"),
    [
        (b"--- a/src/x.ts\n+++ b/src/x.ts\n", "src/x.ts", "src/x.ts"),
        (b"diff --git a/src/x.ts b/src/x.ts\nindex 1..2 100644\n--- a/src/x.ts\n+++ b/src/x.ts\n", "src/x.ts", "src/x.ts"),
        (b"diff --git src/x.ts src/x.ts\n--- src/x.ts\n+++ src/x.ts\n", "src/x.ts", "src/x.ts"),
        (b"--- a/x.ts\n+++ a/x.ts\n", "a/x.ts", "a/x.ts"),
        (b"diff --git i/x.ts w/x.ts\n--- i/x.ts\n+++ w/x.ts\n", "x.ts", "x.ts"),
        (b"--- before/x.ts\t2024-01-01 10:00:00.000 +0000\n+++ after/x.ts\t2024-01-02 10:00:00.000 +0000\n", "x.ts", "x.ts"),
        (b"--- x.ts.orig\n+++ x.ts\n", "x.ts", "x.ts"),
        (b"--- /dev/null\n+++ b/x.ts\n", None, "x.ts"),
        (b"--- a/x.ts\n+++ /dev/null\n", "x.ts", None),
        (b"diff --git a/x y.ts b/x y.ts\n--- a/x y.ts\t\n+++ b/x y.ts\t\n", "x y.ts", "x y.ts"),
        (b'--- "a/\\303\\244\\t\\"x.ts"\n+++ "b/\\303\\244\\t\\"x.ts"\n', 'ä\t"x.ts', 'ä\t"x.ts'),
        (b'--- "a/\\303\\244 x.ts"\t\n+++ "b/\\303\\244 x.ts"\t\n', "ä x.ts", "ä x.ts"),
        (b'--- "a/\\377.ts"\n+++ "b/\\377.ts"\n', "\udcff.ts", "\udcff.ts"),
        (b"diff --git a/x b/y\nsimilarity index 90%\nrename from x\nrename to y\n--- a/x\n+++ b/y\n", "x", "y"),
        (b"--- ./src/x.ts\n+++ ./src/x.ts\n", "src/x.ts", "src/x.ts"),
    ],
)
def test_names(header: bytes, old: str | None, new: str | None) -> None:
    change = only(header + HUNK)
    assert (change.old, change.new) == (old, new)
    assert change.edits == (Edit(1, (b"b",), 1, (b"B",)),)
    assert change.kept == ((0, b"a"), (2, b"c"))


def test_what_has_no_hunks() -> None:
    renamed = only(b"diff --git a/x.ts b/y/x.ts\nsimilarity index 100%\nrename from x.ts\nrename to y/x.ts\n")
    assert (renamed.old, renamed.new, renamed.edits) == ("x.ts", "y/x.ts", ())
    mode = only(b"diff --git a/run me.sh b/run me.sh\nold mode 100755\nnew mode 100644\n")
    assert (mode.old, mode.new, mode.old_mode) == ("run me.sh", "run me.sh", "100755")
    empty = only(b"diff --git a/x b/x\nnew file mode 100644\nindex 000..e69\n")
    assert (empty.old, empty.new) == (None, "x")
    gone = only(b"diff --git a/x b/x\ndeleted file mode 100644\nindex e69..000\n")
    assert (gone.old, gone.new) == ("x", None)
    binary = only(b"diff --git a/x.png b/x.png\nindex 12ab..34cd 100644\nBinary files a/x.png and b/x.png differ\n")
    assert not binary.has_lines
    copied = only(b"diff --git a/x b/y\nsimilarity index 100%\ncopy from x\ncopy to y\n")
    assert (copied.old, copied.new) == (None, "y")
    assert parse(b"diff --git a/x b/x\n") == parse(b"") == parse(b"\n \n") == []
    name = b"0123456789abcdef" * 2 + b"01234567"
    assert parse(b"commit " + name + b"\nMerge: 0123456 789abcd\n\n    Merge branch 'x'\n") == []
    assert parse(b"From " + name + b" Mon Sep 17 00:00:00 2001\nSubject: [PATCH] empty\n") == []


OLD, NEW = b"1970-01-01 00:00:00.000000000 +0000", b"2026-01-02 03:04:05.000000000 +0000"


@pytest.mark.parametrize(
    ("names", "hunk", "old", "new"),
    [
        (b"--- before/x.ts\t%s\n+++ after/x.ts\t%s\n" % (OLD, NEW), b"@@ -0,0 +1 @@\n+a\n", None, "x.ts"),
        (b"--- before/x.ts\t%s\n+++ after/x.ts\t%s\n" % (NEW, OLD), b"@@ -1 +0,0 @@\n-a\n", "x.ts", None),
        (b'--- "before/\\303\\244.ts"\t%s\n+++ "after/\\303\\244.ts"\t%s\n' % (OLD, NEW), b"@@ -0,0 +1 @@\n+a\n", None, "ä.ts"),
        # What is unpacked without times is that old, and there.
        (b"--- before/x.ts\t%s\n+++ after/x.ts\t%s\n" % (OLD, OLD), b"@@ -1 +1 @@\n-a\n+b\n", "x.ts", "x.ts"),
    ],
)
def test_a_plain_diff_of_two_folders(names: bytes, hunk: bytes, old: str | None, new: str | None) -> None:
    change = only(names + hunk)
    assert (change.old, change.new) == (old, new)


def test_a_mail_with_several_files() -> None:
    mail = b"From 1 Mon\nSubject: [PATCH] x\n\n---\n x | 2 +-\n\n"
    mail += b"diff --git a/x b/x\n--- a/x\n+++ b/x\n" + HUNK + b"diff --git a/y b/y\n--- a/y\n+++ b/y\n" + HUNK + b"-- \n2.39\n"
    assert [change.new for change in parse(mail)] == ["x", "y"]
    plain = b"Only in a: z\ndiff -u a/x b/x\n--- a/x\n+++ b/x\n" + HUNK + b"--- a/y\n+++ b/y\n" + HUNK
    assert [change.new for change in parse(plain)] == ["x", "y"]
    # A removed line `-- x` looks like the name of a file.
    sql = only(b"--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n--- x\n+++ y\n-z\n")
    assert sql.edits == (Edit(0, (b"-- x", b"z"), 0, (b"++ y",)),)


def test_ends_and_blanks() -> None:
    change = only(b"--- a/x\n+++ b/x\n@@ -1,3 +1,2 @@\n a\n\n-b\n\\ No newline at end of file\n")
    assert change.edits == (Edit(2, (b"b",), 2, ()),)
    windows = only((b"--- a/x\n+++ b/x\n" + HUNK).replace(b"\n", b"\r\n"))
    assert windows.new == "x"
    assert windows.edits == (Edit(1, (b"b\r",), 1, (b"B\r",)),)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"hello\n", "no unified diff"),
        (HUNK, "line 1: a hunk without the names"),
        (b"--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n a\n", "line 3: the hunk is shorter than it says"),
        (b"--- a/x\n+++ b/x\n@@ -1 +1 @@\nx\n", "line 4: no line of a hunk begins like that"),
        (b"--- a/x\n+++ b/x\n@@ one two @@\n", "line 3: no hunk begins like that"),
        (b"--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n a\n b\n", "line 3: the hunk is longer than it says"),
        (b"--- a/x\n+++ b/x\n@@ -0 +0 @@\n-a\n+b\n", "line 3: the hunk lies above"),
        (b"--- a/x\n+++ b/x\n@@ -9 +9 @@\n-a\n+b\n@@ -1 +1 @@\n-a\n+b\n", "line 6: the hunk lies above"),
        (b"--- a/../../x\n+++ b/../../x\n" + HUNK, "no path from the repository's root"),
        (b"diff --cc x\nindex 1,2..3\n--- a/x\n+++ b/x\n@@@ -1,1 -1,1 +1,1 @@@\n", "line 1: a combined diff"),
        (b"diff --git nonsense\nold mode 100644\n", "a file's name cannot be made out"),
        (bytes(range(256)), "no unified diff"),
    ],
)
def test_what_is_no_patch(data: bytes, why: str) -> None:
    with pytest.raises(PatchError, match=why) as caught:
        parse(data)
    assert "\n" not in str(caught.value)


def test_garbage_never_raises_anything_else() -> None:
    chance = random.Random(430)
    whole = b"diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n" + HUNK * 2
    for _ in range(3_000):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            data[at : at + chance.randint(0, 4)] = bytes(chance.choices(b'@-+ \n\\"19,\xff\0/ab', k=chance.randint(0, 4)))
        with contextlib.suppress(PatchError):
            parse(bytes(data))


def test_taking_a_change_back(tmp_path: Path) -> None:
    """What git says of two files leads from the one back to the other, and tells where each line stood."""
    chance = random.Random(7)
    for _ in range(60):
        old = [chance.choice(["a", "b", "c", "{", "}", ""]) for _ in range(chance.randint(0, 14))]
        new = [line for line in old if chance.random() > 0.2]
        for _ in range(chance.randint(0, 4)):
            new.insert(chance.randint(0, len(new)), chance.choice(["x", "a", ""]))
        before, after = (("\n".join(lines) + "\n").encode() if lines else b"" for lines in (old, new))
        (tmp_path / "old").write_bytes(before)
        (tmp_path / "new").write_bytes(after)
        for form in ("-U0", "-U3"):
            data = subprocess.run(["git", "diff", "--no-index", form, "old", "new"], cwd=tmp_path, capture_output=True, check=False).stdout
            for edits in (tuple(edit for change in parse(data) for edit in change.edits), compared(before, after)):
                assert reverted(after, edits) == before
                changes = Changes([Change("old", "new", edits)])
                for line, text in enumerate(lines_of(after), 1):
                    if not changes.covers("new", line):
                        path, at = changes.origin("new", line)
                        assert path == "old"
                        assert lines_of(before)[at - 1] == text
