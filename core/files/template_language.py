"""The little language of the templates: read a field, loop over a list, branch.

A template comes from anyone, so its syntax tree is checked before it is compiled: only the
nodes below, only fields that exist (every mistake is reported at once, with the paragraph it
stands in), no calls, no arithmetic, no assignment, no other file. That leaves loops within
loops as the one way to burn time and memory; `STEPS` and `LARGEST` bound them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from core.errors import UserError
from core.text import _

STEPS = 200_000  # turns of all loops together, a letter
LARGEST = 20_000_000  # characters of one part of a letter

FILTERS = {"length": len, "first": lambda x: x[0], "last": lambda x: x[-1]}
TESTS = frozenset({"none", "odd", "even"})
LOOP = {"index": 1, "index0": 0, "first": True, "last": False, "length": 1}

DEEPEST = 12  # loops and branches within each other

Fields = Mapping[str, Any]
Scope = dict[str, Any]
_NOTHING = object()  # the value of an expression that has been reported already


class _Environment(SandboxedEnvironment):
    """Attributes are the keys of dictionaries and the few of `loop`; nothing else has any."""

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_shown)
        self.globals = {}
        self.filters = {**FILTERS, "_counted": self._counted}
        self.tests = {name: self.tests[name] for name in TESTS}
        self.turns = 0

    def getattr(self, obj: Any, attribute: str) -> Any:
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        if isinstance(obj, LoopContext) and attribute in LOOP:
            return getattr(obj, attribute)
        return self.undefined(obj=obj, name=attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if type(obj) is list and type(argument) is int and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.getattr(obj, argument)

    def _counted(self, rows: list[Any]) -> list[Any]:
        """What every loop runs over: the list itself, its length taken from the allowance."""
        self.turns += len(rows)
        if self.turns > STEPS:
            raise _TooMuch
        return rows


class _TooMuch(Exception):
    """The template loops or writes without measure."""


def _shown(value: Any) -> Any:
    """A value as it goes into the XML: line breaks become Word's."""
    if type(value) is str and "\n" in value:
        return Markup('</w:t><w:br/><w:t xml:space="preserve">').join(value.split("\n"))
    return value


@dataclass(frozen=True, slots=True)
class Fault:
    """A mistake in a template: what is wrong, and the text of the paragraph."""

    text: str
    paragraph: str

    def __str__(self) -> str:
        where = self.paragraph[:60]
        return _("模板段落“{where}”：{text}").format(where=where, text=self.text)


@dataclass(frozen=True, eq=False)
class Program:
    """A checked and compiled part; `lines` is its source, a paragraph a line."""

    environment: _Environment
    template: Template
    lines: list[str]

    def render(self, fields: Fields) -> str:
        """The part with the fields filled in. UserError names the paragraph where a template
        that passed the checks fails on this letter after all."""
        self.environment.turns = 0
        try:
            return "".join(self._pieces(fields))
        except _TooMuch:
            raise UserError(
                _("模板的循环太多或内容太长，无法生成文书。请减少嵌套的循环。")
            ) from None
        except (TemplateError, TypeError, LookupError) as wrong:
            line = self._line(wrong.__traceback__)
            fault = Fault(_("这里的比较或取值不成立"), _paragraph(self.lines, line))
            raise UserError(str(fault)) from wrong

    def _pieces(self, fields: Fields) -> Iterator[str]:
        size = 0
        for piece in self.template.root_render_func(self.template.new_context(dict(fields))):
            size += len(piece)
            if size > LARGEST:
                raise _TooMuch
            yield piece

    def _line(self, trace: TracebackType | None) -> int:
        found = 1
        while trace:
            if trace.tb_frame.f_code.co_filename == "<template>":
                found = self.template.get_corresponding_lineno(trace.tb_lineno)
            trace = trace.tb_next
        return found


def compile_part(source: str, example: Fields) -> tuple[Program | None, list[Fault]]:
    """`source` is XML that docxtpl has made readable for jinja; `example` has every field with
    a value of its kind, a list with one item. A program, or what is wrong with the template."""
    lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", source).split("\n")
    text = "\n".join(lines)
    environment = _Environment()
    try:
        tree = environment.parse(text)
        checker = _Checker([])
        checker.body(tree.body, dict(example), 0)
        if checker.faults:
            return None, [Fault(t, _paragraph(lines, n)) for n, t in checker.faults]
        code = environment.compile(tree)
    except TemplateSyntaxError as wrong:
        message = _("写法有误（{text}）").format(text=wrong.message)
        return None, [Fault(message, _paragraph(lines, wrong.lineno))]
    except (RecursionError, SyntaxError, ValueError, MemoryError):
        return None, [Fault(_("写法过于复杂"), "")]
    template = Template.from_code(environment, code, {})
    return Program(environment, template, lines), []


def _paragraph(lines: list[str], line: int) -> str:
    """The visible text of a line of the source."""
    found = lines[line - 1] if 0 < line <= len(lines) else ""
    return re.sub(r"<[^>]*>", "", found).strip()


@dataclass
class _Checker:
    """Walks a tree with the example as the scope; lives within one call of `compile_part`.
    Rewrites each loop so that its turns are counted."""

    faults: list[tuple[int, str]]

    def fault(self, node: nodes.Node, text: str) -> Any:
        self.faults.append((node.lineno or 0, text))
        return _NOTHING

    def body(self, body: list[nodes.Node], scope: Scope, depth: int) -> None:
        if depth > DEEPEST and body:
            self.fault(body[0], _("循环和条件嵌套太深"))
            return
        for node in body:
            if isinstance(node, nodes.Output):
                self.output(node, scope)
            elif isinstance(node, nodes.For):
                self.loop(node, scope, depth)
            elif isinstance(node, nodes.If):
                self.branch(node, scope, depth)
            else:
                self.fault(node, _("模板只能用字段、循环（for）和条件（if）"))

    def output(self, node: nodes.Output, scope: Scope) -> None:
        for child in node.nodes:
            if isinstance(child, nodes.TemplateData):
                continue
            value = self.value(child, scope)
            if isinstance(value, list | dict):
                self.fault(child, _("“{name}”是列表，要用 for 逐项取用").format(name=_spelt(child)))
            elif isinstance(value, bool):
                self.fault(child, _("“{name}”只能用在 if 里").format(name=_spelt(child)))

    def loop(self, node: nodes.For, scope: Scope, depth: int) -> None:
        rows = self.value(node.iter, scope)
        item = rows[0] if isinstance(rows, list) else _NOTHING
        if not isinstance(rows, list) and rows is not _NOTHING:
            self.fault(node, _("“{name}”不是列表").format(name=_spelt(node.iter)))
        if node.recursive or not isinstance(node.target, nodes.Name):
            self.fault(node, _("for 只能写成“for 项 in 列表”"))
            return
        inner = {**scope, node.target.name: item, "loop": LOOP}
        if node.test:
            self.value(node.test, inner)
        self.body(node.body, inner, depth + 1)
        self.body(node.else_, scope, depth + 1)
        node.iter = nodes.Filter(node.iter, "_counted", [], [], None, None, lineno=node.lineno)

    def branch(self, node: nodes.If, scope: Scope, depth: int) -> None:
        self.value(node.test, scope)
        self.body(node.body, scope, depth + 1)
        self.body(list(node.elif_), scope, depth)
        self.body(node.else_, scope, depth + 1)

    def value(self, node: nodes.Node, scope: Scope) -> Any:
        """What the expression is for the example; `_NOTHING` where it is at fault."""
        match node:
            case nodes.Const():
                return node.value
            case nodes.Name():
                return self.look_up(node, scope, node.name)
            case nodes.Getattr():
                return self.look_up(node, self.value(node.node, scope), node.attr)
            case nodes.Getitem(arg=nodes.Const(value=key)):
                return self.look_up(node, self.value(node.node, scope), key)
            case nodes.Filter() if node.name in FILTERS and node.node and not node.args:
                return self.filtered(node, self.value(node.node, scope))
            case nodes.Test() if node.name in TESTS and not node.args:
                self.value(node.node, scope)
                return True
            case nodes.CondExpr(test=test, expr1=first, expr2=second):
                values = [self.value(n, scope) for n in (test, first, second) if n]
                return values[1]
            case nodes.Compare() | nodes.And() | nodes.Or() | nodes.Not() | nodes.List():
                for child in node.iter_child_nodes():
                    self.value(child.expr if isinstance(child, nodes.Operand) else child, scope)
                return True
        return self.fault(node, _("“{name}”这种写法不能用在模板里").format(name=_spelt(node)))

    def look_up(self, node: nodes.Node, holder: Any, key: Any) -> Any:
        if holder is _NOTHING:
            return _NOTHING
        if isinstance(holder, dict) and key in holder:
            return holder[key]
        if isinstance(holder, list) and type(key) is int:
            return holder[0]
        return self.fault(node, _("没有“{name}”这个字段").format(name=_spelt(node)))

    def filtered(self, node: nodes.Filter, value: Any) -> Any:
        if node.name == "length":
            return 1
        if isinstance(value, list):
            return value[0]
        return (
            value
            if value is _NOTHING
            else self.fault(node, _("“{name}”不是列表").format(name=_spelt(node.node)))
        )


def _spelt(node: nodes.Node | None) -> str:
    """The expression as the author wrote it, roughly."""
    match node:
        case nodes.Name():
            return str(node.name)
        case nodes.Getattr():
            return f"{_spelt(node.node)}.{node.attr}"
        case nodes.Getitem(arg=nodes.Const(value=key)):
            return f"{_spelt(node.node)}[{key}]"
        case nodes.Filter() | nodes.Test():
            return f"{_spelt(node.node)}|{node.name}"
        case nodes.Call():
            return f"{_spelt(node.node)}()"
        case nodes.Const():
            return str(node.value)
    return type(node).__name__
