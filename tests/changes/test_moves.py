"""Files that moved without a word to git."""

from __future__ import annotations

import time

from lint430.repository.moves import origins

TEXT = b"one\ntwo\nthree\nfour\n"
MORE = b"zero\n" + TEXT


def test_equal_files_keep_their_places() -> None:
    gone = {f"old/{place}/limit.ts": TEXT for place in "abc"}
    new = {f"new/deep/{place}/limit.ts": TEXT for place in "cab"}
    assert origins(new, gone) == {f"new/deep/{place}/limit.ts": f"old/{place}/limit.ts" for place in "abc"}


def test_the_most_similar() -> None:
    assert origins({"b/x.ts": MORE}, {"a/x.ts": TEXT, "a/y.ts": MORE + b"five\n"}) == {"b/x.ts": "a/x.ts"}
    assert origins({"b/x.ts": MORE}, {"a/x.ts": b"else\n", "a/y.ts": TEXT}) == {"b/x.ts": "a/y.ts"}
    # One that is the same goes before one that only looks like it, whichever is asked about first.
    assert origins({"b/x.ts": MORE, "c/x.ts": TEXT}, {"a/x.ts": TEXT}) == {"c/x.ts": "a/x.ts"}
    assert origins({"b/x.ts": b"one\nelse\nelse\nelse\n"}, {"a/x.ts": TEXT}) == {}


def test_what_does_not_move() -> None:
    assert origins({"x.py": TEXT, "Makefile": TEXT}, {"x.ts": TEXT}) == {}
    assert origins({"b.ts": b"", "c.ts": TEXT}, {"a.ts": b""}) == {}
    assert origins({}, {"a.ts": TEXT}) == origins({"a.ts": TEXT}, {}) == {}


def test_a_large_folder() -> None:
    texts = {f"{n}.ts": b"".join(b"const x%d_%d = 1;\n" % (n, line) for line in range(30)) for n in range(2_000)}
    gone = {f"old/{name}": text for name, text in texts.items()}
    started = time.process_time()
    edited = {f"new/{name}": text + b"// more\n" * name.endswith("7.ts") for name, text in texts.items()}
    assert origins(edited, gone) == {f"new/{name}": f"old/{name}" for name in texts}
    # Four million pairs that nobody looks at one by one: that is a minute.
    assert len(origins({f"new/{name[::-1]}.ts": text + b"//\n" for name, text in texts.items()}, gone)) == 0
    assert time.process_time() - started < 10
