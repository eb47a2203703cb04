"""Where an E2E file starts doubles: by a call, by a web server's command, by setting the mode, by importing them."""

from __future__ import annotations

import re

from lint430 import facts
from lint430.config import Config
from lint430.flow.results import FileFlow
from lint430.model import Span

_DOUBLES = re.compile(r"(?:^|[/.\\])__mocks__(?:[/.\\]|$)")
_STARTS_DOUBLE = re.compile(r"(?:^|[\s/:._-])(?:__mocks__|mocks?|mock-?(?:server|api)|msw|wiremock|mockoon|prism mock)(?:$|[\s/:._-])")
_BOOTS = re.compile(
    r"(?:^|[:.])(?:setupServer|setupWorker|startMock\w*|createMockServer|createRouterTransport)$|^nock(?::|$)|^miragejs:createServer$|^mockttp:"
)
_WORKER = re.compile(r"worker|mock|msw", re.IGNORECASE)


def boots(flow: FileFlow, config: Config) -> tuple[Span, str] | None:
    """Give where doubles are started: by a call, by the web server's command, by setting the mode, else by an import of them."""
    for call in flow.calls:
        last = call.path.rpartition(".")[2].rpartition(":")[2]
        if _BOOTS.search(call.path):
            return call.span, f"`{last}` starts doubles"
        if isinstance(call.node.function, facts.Attribute) and call.node.function.name in ("start", "listen"):
            owner = call.node.function.object
            if isinstance(owner, facts.Name) and _WORKER.search(owner.id):
                return call.span, f"`{owner.id}.{call.node.function.name}` starts doubles"
    return _web_server(flow, config) or _set(flow, config) or _imported(flow)


def _web_server(flow: FileFlow, config: Config) -> tuple[Span, str] | None:
    """See a Playwright web server whose command or environment means doubles."""
    for node in flow.module.nodes():
        for entry in node.entries if isinstance(node, facts.Record) else ():
            if _key(entry) != "webServer":
                continue
            for inner in facts.walk([entry.value]):
                for option in inner.entries if isinstance(inner, facts.Record) else ():
                    text = option.value.value if isinstance(option.value, facts.Literal) else None
                    if not isinstance(text, str):
                        continue
                    if _key(option) == "command" and (_STARTS_DOUBLE.search(text) or _sets_other(text, config)):
                        return option.value.span, "This web server's command starts doubles"
                    if _key(option) in config.variables and _is_other(text, config):
                        return option.value.span, f"The web server is started in `{text}` mode, with doubles"
    return None


def _set(flow: FileFlow, config: Config) -> tuple[Span, str] | None:
    for write in flow.writes:
        text = write.value.constants[0] if write.value is not None and len(write.value.constants) == 1 else None
        if write.name in config.variables and isinstance(text, str) and _is_other(text, config):
            return write.span, f"`{write.name}` is set to `{text}`, which means doubles"
    return None


def _imported(flow: FileFlow) -> tuple[Span, str] | None:
    for event in flow.imports:
        if not event.type_only and (_DOUBLES.search(event.module) or _DOUBLES.search(event.resolved or "")):
            return event.span, f"`{event.module}` brings doubles into E2E"
    return None


def _key(entry: facts.Entry) -> str:
    key = entry.key
    return key.id if isinstance(key, facts.Name) else str(key.value) if isinstance(key, facts.Literal) else ""


def _is_other(text: str, config: Config) -> bool:
    """Tell whether a text is a mode that is not a live one."""
    return text.lower() in config.values and text.lower() not in config.live_values


def _sets_other(command: str, config: Config) -> bool:
    return any(_is_other(m[1], config) for v in config.variables for m in re.finditer(rf"(?<!\w){re.escape(v)}=[\"']?(\w+)", command))
