"""Generated import graphs: the branch is found exactly when the mode reaches it, in three languages."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint430.engine import Options, check_sources

LARGEST = 9


@dataclass(frozen=True)
class Link:
    """How a module comes by the name it offers: from another module, in one of the ways the language has."""

    source: int
    style: str


@dataclass(frozen=True)
class Graph:
    """Module 0 reads the mode; every other one offers a name of its own making, or passes on another's."""

    links: tuple[Link | None, ...]
    noise: tuple[tuple[int, int], ...]
    """Imports for something else: they make cycles and diamonds, and carry nothing."""
    asked: int
    """The module whose name decides the branch."""
    as_function: bool

    def carries(self, module: int) -> bool:
        """Tell whether the mode reaches a module's name: links are followed until one comes back."""
        seen: set[int] = set()
        while module not in seen:
            if module == 0:
                return True
            seen.add(module)
            link = self.links[module]
            if link is None:
                return False
            module = link.source
        return False

    def name(self, module: int) -> str:
        """Give a module's name for it; a star passes the other's name on."""
        seen: set[int] = set()
        link = self.links[module]
        while link is not None and link.style == "star" and module not in seen:
            seen.add(module)
            module = link.source
            link = self.links[module]
        return f"Flag{module}"


@st.composite
def graphs(draw: st.DrawFn, styles: tuple[str, ...], *, forward: bool = False) -> Graph:
    """Draw a graph: mostly one with a way from module 0 to the asked one, which a random change may cut or bend into a cycle."""
    size = draw(st.integers(2, LARGEST))
    order = list(range(1, size)) if forward else draw(st.permutations(range(1, size)))
    way = [0, *sorted(draw(st.lists(st.sampled_from(order), min_size=1, unique=True)), key=order.index)]
    links: list[Link | None] = [None] * size
    for module in range(1, size):
        sources = st.sampled_from([other for other in range(module if forward else size) if other != module])
        links[module] = draw(st.none() | st.builds(Link, sources, st.sampled_from(styles)), label=f"link {module}")
    spoiled = draw(st.sampled_from((0, 0, *way[1:])))
    for before, module in itertools.pairwise(way):
        if module != spoiled:
            links[module] = Link(before, draw(st.sampled_from(styles)))
    pairs = st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)).filter(lambda p: p[0] != p[1] and (not forward or p[0] > p[1]))
    noise = draw(st.lists(pairs, max_size=6, unique=True))
    return Graph(tuple(links), tuple(noise), way[-1], draw(st.booleans()))


def typescript(graph: Graph) -> dict[str, str]:
    call = "()" if graph.as_function else ""
    files = {}
    for module, link in enumerate(graph.links):
        name = graph.name(module)
        lines = [f'import {{ other as other{to} }} from "./m{to}";' for of, to in graph.noise if of == module]
        lines += [f"export const other = {module};"]
        read = 'process.env.INTEGRATION_MODE !== "cluster"' if module == 0 else "Date.now() > 1"
        own = f"export const {name} = {'() => ' if graph.as_function else ''}{read};"
        passed = "" if link is None else graph.name(link.source)
        match link:
            case None:
                lines.append(own)
            case Link(source, "named"):
                lines += [f'import {{ {passed} as got }} from "./m{source}";', f"export {{ got as {name} }};"]
            case Link(source, "renamed"):
                lines.append(f'export {{ {passed} as {name} }} from "./m{source}";')
            case Link(source, "star"):
                lines.append(f'export * from "./m{source}";')
            case Link(source, "namespace"):
                lines += [f'import * as m{source} from "./m{source}";', f"export const {name} = m{source}.{passed};"]
            case Link(source, "require"):
                lines.append(f'export const {name} = require("./m{source}").{passed};')
            case Link(source, _):
                body = f"() => {passed}()" if graph.as_function else passed
                lines += [f'import {{ {passed} }} from "./m{source}";', f"export const {name} = {body};"]
        files[f"services/a/src/m{module}.ts"] = "\n".join(lines) + "\n"
    asked = graph.name(graph.asked)
    files["services/a/src/x.ts"] = (
        f'import {{ {asked} }} from "./m{graph.asked}";\nexport function send() {{\n  if ({asked}{call}) return 1;\n  return 2;\n}}\n'
    )
    return files


def python(graph: Graph) -> dict[str, str]:
    call = "()" if graph.as_function else ""
    files = {"services/a/app/__init__.py": ""}
    for module, link in enumerate(graph.links):
        name = graph.name(module)
        lines = ["import os", "import time", *(f"from app.m{to} import other as other{to}" for of, to in graph.noise if of == module)]
        lines.append(f"other = {module}")
        read = 'os.environ.get("INTEGRATION_MODE") != "cluster"' if module == 0 else "time.time() > 1"
        passed = "" if link is None else graph.name(link.source)
        match link:
            case None:
                lines += [f"def {name}():", f"    return {read}"] if graph.as_function else [f"{name} = {read}"]
            case Link(source, "named"):
                lines.append(f"from .m{source} import {passed} as {name}")
            case Link(source, "star"):
                lines.append(f"from app.m{source} import *")
            case Link(source, "module"):
                lines += [f"import app.m{source} as inner", f"{name} = inner.{passed}"]
            case Link(source, "submodule"):
                lines += [f"from app import m{source}", f"{name} = m{source}.{passed}"]
            case Link(source, _):
                lines.append(f"from .m{source} import {passed}")
                lines += [f"def {name}():", f"    return {passed}()"] if graph.as_function else [f"{name} = {passed}"]
        files[f"services/a/app/m{module}.py"] = "\n".join(lines) + "\n"
    asked = graph.name(graph.asked)
    files["services/a/app/x.py"] = (
        f"from app.m{graph.asked} import {asked}\n\n\ndef send():\n    if {asked}{call}:\n        return 1\n    return 2\n"
    )
    return files


def golang(graph: Graph) -> dict[str, str]:
    files = {"services/a/go.mod": "module example.com/a\n\ngo 1.22\n"}
    for module, link in enumerate(graph.links):
        name = graph.name(module)
        used = {to for of, to in graph.noise if of == module} | (set() if link is None else {link.source})
        imports = ["os"] if module == 0 else ["time"] if link is None else []
        lines = [f"package m{module}", *(f'import "{name}"' for name in imports), *(f'import "example.com/a/m{to}"' for to in sorted(used))]
        lines += [f"var Other = {module}", *(f"var other{to} = m{to}.Other" for to in sorted(used))]
        read = 'os.Getenv("INTEGRATION_MODE") != "cluster"' if module == 0 else "time.Now().Unix() > 1"
        value = read if link is None else f"m{link.source}.{graph.name(link.source)}"
        if graph.as_function and (link is None or link.style == "wrapped"):
            lines.append(f"func {name}() bool {{ return {value}{'' if link is None else '()'} }}")
        else:
            lines.append(f"var {name} = {value}")
        files[f"services/a/m{module}/m.go"] = "\n".join(lines) + "\n"
    asked = f"m{graph.asked}.{graph.name(graph.asked)}{'()' if graph.as_function else ''}"
    files["services/a/x/x.go"] = (
        f'package x\n\nimport "example.com/a/m{graph.asked}"\n\nfunc Send() int {{\n\tif {asked} {{\n\t\treturn 1\n\t}}\n\treturn 2\n}}\n'
    )
    return files


def decided(files: dict[str, str]) -> list[str]:
    outcome = check_sources(files, options=Options(only=frozenset({"ITM101"})))
    assert not outcome.failures
    assert all(finding.trace for finding in outcome.run.findings)
    return [finding.path for finding in outcome.run.findings]


def steps(files: dict[str, str]) -> list[str]:
    """Give the files that the trace of the one finding passes through."""
    (finding,) = check_sources(files, options=Options(only=frozenset({"ITM101"}))).run.findings
    return [step.path for step in finding.trace]


@settings(max_examples=120, deadline=None)
@given(graphs(("named", "renamed", "star", "namespace", "require", "wrapped")))
def test_typescript(graph: Graph) -> None:
    assert decided(typescript(graph)) == (["services/a/src/x.ts"] if graph.carries(graph.asked) else [])


@settings(max_examples=120, deadline=None)
@given(graphs(("named", "star", "module", "submodule", "wrapped")))
def test_python(graph: Graph) -> None:
    assert decided(python(graph)) == (["services/a/app/x.py"] if graph.carries(graph.asked) else [])


@settings(max_examples=120, deadline=None)
@given(graphs(("value", "wrapped"), forward=True))
def test_go(graph: Graph) -> None:
    assert decided(golang(graph)) == (["services/a/x/x.go"] if graph.carries(graph.asked) else [])


@pytest.mark.parametrize("hops", [1, 12, 40])
def test_a_trace_passes_through_every_module_of_a_chain(hops: int) -> None:
    styles = ("named", "renamed", "star", "namespace", "wrapped")
    links = [None, *(Link(module, styles[module % len(styles)]) for module in range(hops))]
    graph = Graph(tuple(links), (), hops, as_function=False)
    assert list(dict.fromkeys(steps(typescript(graph)))) == [*(f"services/a/src/m{n}.ts" for n in range(hops + 1)), "services/a/src/x.ts"]
