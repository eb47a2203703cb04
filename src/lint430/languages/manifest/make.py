"""Reads Makefiles and justfiles: variables, and the command lines of their recipes."""

from __future__ import annotations

import re

from lint430 import facts
from lint430.languages.manifest.gather import Gathered, is_shell, literal
from lint430.languages.manifest.text import Text, Writer
from lint430.model import Span

_ASSIGNMENT = re.compile(
    r"\s*(?P<words>(?:(?:export|override|private)\s+)*)(?P<name>[^\s:#=!?+]+)\s*(?P<operator>:{1,3}=|\?=|\+=|!=|=)[ \t]*(?P<value>.*)$",
    re.DOTALL,
)
_EXPORT = re.compile(r"\s*(?:override\s+)?export\s+(?P<names>[\w \t]+)$")
_RULE = re.compile(r"\s*(?P<targets>[^\s:=#][^:=#]*?)\s*&?::?(?!=)(?P<rest>.*)$", re.DOTALL)
_CONDITION = re.compile(r"\s*(?:else\s+)?(?P<word>ifn?eq)\s*(?P<rest>.*)$")
_CONDITION_ARGUMENTS = re.compile(
    r"""\((?P<left>(?:[^(),]|\([^()]*\))*),\s*(?P<right>.*)\)\s*(?:\#.*)?$|(?P<quote1>["'])(?P<first>.*?)(?P=quote1)\s*(?P<quote2>["'])(?P<second>.*?)(?P=quote2)"""
)
_KEYWORD = re.compile(r"\s*(?:else|endif|ifn?def|-?include|sinclude|unexport|undefine|vpath|load)\b")
_INCLUDE = re.compile(r"\s*[-s]?include\s+(?P<files>.*\S)")
_REFERENCE = re.compile(r"\$(?:\$|\((?P<round>\w+)\)|\{(?P<curly>\w+)\}|(?P<open>[({])|(?P<letter>[A-Za-z])|[@<^*?+|%])")
_JUST_ASSIGNMENT = re.compile(r"(?:export\s+)?(?P<name>[A-Za-z_][\w-]*)\s*:=\s*(?P<value>.*?)\s*$")
_JUST_RECIPE = re.compile(r"@?(?P<name>[A-Za-z_][\w-]*)(?P<parameters>(?:\s+[^:]*|\s+.*?)?):(?!=)")
_JUST_PARAMETER = re.compile(r"""\$(?P<name>[A-Za-z_]\w*)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'))?""")
_JUST_SETTING = re.compile(
    r"""set\s+(?P<name>export|dotenv-load|dotenv-filename|dotenv-path)\b(?:\s*:=\s*(?!false\b)(?:true|["'](?P<file>[^"']*)["']))?\s*(?:\#.*)?$"""
)
_JUST_ACTION = re.compile(r"\{\{.*?\}\}")


class _Rules:
    """The targets of a Makefile or justfile while they are read, with what they and the file define and pass on."""

    def __init__(self) -> None:
        self.defines: dict[str, set[str]] = {"": set()}
        self.passes: dict[str, set[str]] = {"": set()}
        self.before: dict[str, list[str]] = {}
        self.places: dict[str, Span] = {"": Span(1, 1, 1, 1)}
        self.env_files: list[str] = []

    def rule(self, targets: str, span: Span, before: str) -> None:
        """Note the targets of a rule with what they run first."""
        for target in targets.split():
            self.places.setdefault(target, span)
            self.before.setdefault(target, []).extend(before.split("|")[0].split())

    def define(self, targets: str, name: str, *, passes: bool) -> None:
        """Note a variable of the file, or of the given targets."""
        for target in targets.split() or [""]:
            self.defines.setdefault(target, set()).add(name)
            if passes:
                self.passes.setdefault(target, set()).add(name)

    def keep(self, out: Gathered) -> None:
        """Give a task for the file and one for each target."""
        by_target: dict[str, list[facts.Script]] = {}
        for script in out.scripts:
            for target in script.name.split():
                by_target.setdefault(target, []).append(script)
        for target, span in self.places.items():
            out.tasks.append(
                facts.Task(
                    "target" if target else "globals",
                    target,
                    span,
                    tuple(by_target.get(target, ())),
                    frozenset(self.defines.get(target, ())),
                    frozenset(self.passes.get(target, ())),
                    tuple(self.env_files) if not target else (),
                    tuple(self.before.get(target, ())),
                )
            )


def read(out: Gathered) -> None:
    """Collect the variables, recipes, conditions and comments of a Makefile."""
    lines = out.source.lines()
    rules = _Rules()
    number, target, in_define = 0, "", False
    while number < len(lines):
        line = lines[number]
        is_recipe = bool(target) and line.startswith("\t") and bool(line.strip())
        text, number = _logical(lines, number, is_recipe=is_recipe)
        if in_define or re.match(r"\s*(?:(?:override|export)\s+)*define\b", line):
            in_define = re.match(r"\s*endef\b", line) is None
        elif is_recipe:
            _recipe(target, text, out)
        elif line.strip():
            target = _line(text, target, out, rules)
    rules.keep(out)


def _logical(lines: list[str], number: int, *, is_recipe: bool) -> tuple[Text, int]:
    """Give a line with those it continues on, and the number of the next; a recipe keeps its line breaks."""
    writer = Writer()
    while number < len(lines):
        line = lines[number]
        stripped = line.removeprefix("\t") if is_recipe else line if not writer.parts else line.lstrip()
        continues = (len(line) - len(line.rstrip("\\"))) % 2 == 1
        column = len(line) - len(stripped) + 1
        if writer.parts:
            writer.add("\n" if is_recipe else " ", number + 1, column)
        writer.add(stripped if is_recipe or not continues else stripped[:-1], number + 1, column)
        number += 1
        if not continues:
            break
    return writer.text(), number


def _line(text: Text, target: str, out: Gathered, rules: _Rules) -> str:
    """Read a line that is no recipe; give the target that the recipes after it belong to."""
    end = _comment(text, out)
    text = text.part(0, end)
    value = text.value
    if not value.strip():
        return target
    condition = _CONDITION.match(value)
    if condition is not None:
        _condition(condition, text, out)
        return target
    exported = _EXPORT.match(value)
    assignment = _ASSIGNMENT.match(value)
    include = _INCLUDE.match(value)
    if assignment is not None:
        _assign(assignment, text, out)
        rules.define("", assignment["name"], passes="export" in assignment["words"])
        return ""
    if exported is not None:
        for name in re.finditer(r"\w+", exported["names"]):
            rules.passes[""].add(name[0])
            start = exported.start("names") + name.start()
            out.setting(name[0], text.span(start, start + len(name[0])), None, None, "make")
        return ""
    if include is not None:
        out.option("include", text.span(*include.span("files")), include["files"])
        rules.env_files += include["files"].split()
        return target
    if value.strip() == "export":
        rules.passes[""].add("*")
        return target
    if _KEYWORD.match(value):
        return target
    rule = _RULE.match(value)
    if rule is None:
        if "$" not in value:
            out.errors.append(text.whole())
        return ""
    rest = text.part(rule.start("rest"), len(value))
    assignment = _ASSIGNMENT.match(rest.value)
    if assignment is not None:
        _assign(assignment, rest, out)
        rules.define(rule["targets"], assignment["name"], passes="export" in assignment["words"])
        return rule["targets"]
    if rule["targets"].strip() == ".EXPORT_ALL_VARIABLES":
        rules.passes[""].add("*")
    elif not rule["targets"].startswith("."):
        rules.rule(rule["targets"], text.span(*rule.span("targets")), rest.value.partition(";")[0])
    if ";" in rest.value:
        _recipe(rule["targets"], rest.part(rest.value.index(";") + 1, len(rest.value)), out)
    return rule["targets"]


def _comment(text: Text, out: Gathered) -> int:
    """Keep the comment of a line; give where it starts, else the line's end."""
    match = re.search(r"(?<!\\)#", text.value)
    if match is None or (_REFERENCE.search(text.value[: match.start()]) and text.value[: match.start()].rstrip().endswith("(")):
        return len(text.value)
    out.comment(text.span(match.start(), len(text.value)), text.value[match.start() :], alone=not text.value[: match.start()].strip())
    return match.start()


def _assign(match: re.Match[str], text: Text, out: Gathered) -> None:
    begin = match.start("value")
    end = begin + len(match["value"].rstrip())
    value = text.value[begin:end]
    given = None if match["operator"] == "!=" else literal(value)
    out.setting(match["name"], text.span(*match.span("name")), given, text.span(begin, end), "make")


def _condition(match: re.Match[str], text: Text, out: Gathered) -> None:
    """Keep what a condition compares with, under the directive and under the directive with the variable."""
    found = _CONDITION_ARGUMENTS.match(match["rest"])
    if found is None:
        return
    sides = [("left", "right"), ("right", "left")] if found["quote1"] is None else [("first", "second"), ("second", "first")]
    for side, other in sides:
        value = found[side].strip()
        variable = re.search(r"\$[({](?:\w+\s+)*(\w+)[)}]", found[other])
        if literal(value) is None or variable is None or not value:
            continue
        start = match.start("rest") + found.start(side) + len(found[side]) - len(found[side].lstrip())
        span = text.span(start, start + len(value))
        out.option(match["word"], span, value)
        out.option(f"{match['word']}.{variable[1]}", span, value)


def _recipe(target: str, text: Text, out: Gathered) -> None:
    start = len(text.value) - len(text.value.lstrip("@-+ \t"))
    out.script(" ".join(target.split()), _for_shell(text.part(start, len(text.value))))


def _for_shell(text: Text) -> Text:
    """Give a recipe line as the shell sees it: make's references as shell variables, its functions as an unknown one."""
    writer = Writer()
    last, value = 0, text.value
    sizes = [0]
    for character in value:
        sizes.append(sizes[-1] + len(character.encode()))

    def copy(start: int, end: int) -> None:
        for index in range(start, end):
            writer.add(value[index], *text.at(sizes[index]))

    for match in _REFERENCE.finditer(value):
        if match.start() < last:
            continue
        copy(last, match.start())
        place = text.at(sizes[match.start()])
        last = match.end()
        if match[0] == "$$":
            writer.add("$", *place)
        elif match["round"] or match["curly"]:
            writer.add(f"${{{match['round'] or match['curly']}}}", *place)
        elif match["letter"]:
            writer.add(f"${{{match['letter']}}}", *place)
        elif match["open"]:
            last = _closing(value, match.start() + 1)
            writer.add("${" + "_" * max(last - match.start() - 3, 1) + "}", *place)
        else:
            writer.add("${_}", *place)
    copy(last, len(value))
    return writer.text()


def _closing(value: str, start: int) -> int:
    """Give where the bracket at ``start`` closes."""
    depth = 0
    for index in range(start, len(value)):
        if value[index] in "({":
            depth += 1
        elif value[index] in ")}":
            depth -= 1
            if depth == 0:
                return index + 1
    return len(value)


def read_just(out: Gathered) -> None:
    """Collect the variables, recipes and comments of a justfile."""
    lines = out.source.lines()
    rules = _Rules()
    number, name = 0, ""
    while number < len(lines):
        line = lines[number]
        if not line.strip():
            number += 1
        elif line[0] in " \t" and name:
            number = _just_body(name, lines, number, out)
        else:
            name = _just_line(Text(line, [(0, number + 1, 1)]), out, rules)
            number += 1
    rules.keep(out)


def _just_line(text: Text, out: Gathered, rules: _Rules) -> str:
    value = text.value
    if value.lstrip().startswith("#"):
        start = value.index("#")
        out.comment(text.span(start, len(value)), value[start:], alone=True)
        return ""
    assignment = _JUST_ASSIGNMENT.match(value)
    if assignment is not None:
        given = re.fullmatch(r"""(?:"(?P<double>[^"\\]*)"|'(?P<single>[^']*)')\s*(?P<comment>#.*)?""", assignment["value"])
        begin, end = assignment.span("value")
        literal_value = None
        if given is not None and given["comment"]:
            start = begin + given.start("comment")
            out.comment(text.span(start, end), given["comment"], alone=False)
        if given is not None:
            kind = "double" if given["double"] is not None else "single"
            literal_value, begin, end = given[kind], begin + given.start(kind), begin + given.end(kind)
        out.setting(assignment["name"], text.span(*assignment.span("name")), literal_value, text.span(begin, end), "make")
        rules.define("", assignment["name"], passes=value.startswith("export"))
        return ""
    setting = _JUST_SETTING.match(value)
    if setting is not None:
        if setting["name"] == "export":
            rules.passes[""].add("*")
        else:
            rules.env_files.append(setting["file"] or ".env")
        return ""
    recipe = _JUST_RECIPE.match(value)
    if recipe is None or re.match(r"(?:set|alias|import|mod)\s", value):
        return ""
    for parameter in _JUST_PARAMETER.finditer(value, recipe.start("parameters"), recipe.end("parameters")):
        given_span = None if parameter["value"] is None else text.span(parameter.start("value") + 1, parameter.end("value") - 1)
        given_value = None if parameter["value"] is None else parameter["value"][1:-1]
        out.setting(parameter["name"], text.span(*parameter.span("name")), given_value, given_span, "make")
        rules.define(recipe["name"], parameter["name"], passes=True)
    before = re.sub(r"[&()]|#.*", " ", value[recipe.end() :])
    rules.rule(recipe["name"], text.span(*recipe.span("name")), before)
    return recipe["name"]


def _just_body(name: str, lines: list[str], number: int, out: Gathered) -> int:
    """Read the indented lines of a recipe; give the number of the line after them."""
    first, end = number, number
    while end < len(lines) and (not lines[end].strip() or lines[end][0] in " \t"):
        end += 1
    while not lines[end - 1].strip():
        end -= 1
    indent = len(lines[first]) - len(lines[first].lstrip())
    masked = [_JUST_ACTION.sub(lambda match: "${" + "_" * (len(match[0].encode()) - 3) + "}", line) for line in lines[first:end]]
    is_one_script = masked[0].lstrip().startswith("#!")
    if is_one_script and not is_shell(masked[0]):
        return end
    writer = Writer()
    for index, line in enumerate(masked):
        content = line[min(indent, len(line) - len(line.lstrip())) :]
        column = len(line) - len(content) + 1
        if not is_one_script and not writer.parts:
            stripped = content.lstrip("@-")
            column += len(content) - len(stripped)
            content = stripped
        if writer.parts:
            writer.add("\n", first + index + 1, column)
        writer.add(content, first + index + 1, column)
        if not is_one_script and not content.endswith("\\"):
            out.script(name, writer.text())
            writer = Writer()
    if writer.parts:
        out.script(name, writer.text())
    return end
