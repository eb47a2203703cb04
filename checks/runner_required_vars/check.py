"""ITM410: a runner whose required variables are not listed, not named after the suite, or not documented."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lint430.flow.context import Context
from lint430.flow.results import FileFlow
from lint430.flow.runners import TEXT, TOP
from lint430.model import Check, Finding, Role, Severity, Span

CHECK = Check(
    code="ITM410",
    severity=Severity.ERROR,
    roles=frozenset({Role.RUNNER}),
    languages=frozenset({"bash"}),
    since="0.1.0",
)


def check(flow: FileFlow, context: Context) -> Iterator[Finding]:
    """Report a missing list on the first line, and each entry that is misnamed or undocumented."""
    del context
    runner = flow.runner
    if runner is None:
        return
    arrays = runner.everywhere("array")
    if not arrays:
        if not runner.blind and not runner.names_array:
            yield _finding(
                flow,
                TOP,
                "This runner does not list what it requires: name the variables in `required_vars=(…)` and check each in cluster mode",
            )
        return
    suite = flow.file.suite
    prefix = "" if suite is None or suite.name in ("", ".") else re.sub(r"[^A-Z0-9]+", "_", suite.name.upper()).strip("_") + "_"
    seen: set[tuple[str, Span]] = set()
    for array in arrays:
        for written, place in zip(array.words, array.words_at, strict=True) if array.own else ():
            keyed = re.match(r"\[(\w+)\]=", written)
            entry = keyed[1] if keyed else re.split(r"[:=|\s]", written, maxsplit=1)[0]
            if TEXT.search(entry) or not entry or (entry, place) in seen:
                continue
            seen.add((entry, place))
            if not entry.startswith(prefix) or entry == prefix:
                yield _finding(flow, place, f"`{entry}` does not carry the suite's prefix: name it `{prefix}…`")
            elif not _is_documented(entry, runner.header):
                yield _finding(flow, place, f"`{entry}` is not documented in the header comment: say there what it is", Severity.WARNING)


def _is_documented(entry: str, header: str) -> bool:
    """Tell whether a header names a variable, alone or by a pattern such as `BILLING_*` or `BILLING_{HOST,PORT}`."""
    if re.search(rf"(?<![A-Za-z0-9_]){re.escape(entry)}(?![A-Za-z0-9_])", header):
        return True
    for before, options, after in re.findall(r"(\w*)\{([\w,| ]+)\}(\w*)", header):
        if entry in {before + option.strip() + after for option in re.split(r"[,|]", options)}:
            return True
    return any(entry.startswith(start) for start in re.findall(r"(\w+_)\*", header))


def _finding(flow: FileFlow, span: Span, message: str, severity: Severity | None = None) -> Finding:
    return Finding(code=CHECK.code, path=flow.file.path, span=span, message=message, severity=severity)
