"""How the nouns of the model are written as rows, and read back.

A `Table` declares a noun: its table (named as the field of `Snapshot`), the sheet it comes from
and the fields that make its key. How a field is written follows from its type: decimals as
canonical text (never a float), dates as ISO text, lists as JSON, enumerations as their words.
The order of import is kept by `id`.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

from core.model.ballots import AssessmentKeys, Ballot, Return
from core.model.data import (
    Actual,
    Adjustment,
    Appeal,
    CommitteeMember,
    Monitoring,
    Opinion,
    Rectification,
    ResultUse,
    SelfAssessment,
    Value,
    Verification,
    Veto,
)
from core.model.draw import Draw
from core.model.keyed import KeyedMark, KeyedSheet
from core.model.people import Expert, Recusal, Unit
from core.model.plan import Assignment, Grade, Indicator, RaterKind, Settings
from core.model.publication import Publication
from core.model.rounds import Round
from core.text import _

Cell = str | int | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Codec:
    """How one type of field is written to a cell and read back; `blank` allows None."""

    write: Callable[[Any], Cell]
    read: Callable[[Any], Any]
    blank: bool = False

    def write_cell(self, value: Any) -> Cell:
        return None if value is None else self.write(value)

    def read_cell(self, cell: Cell) -> Any:
        if cell is None and not self.blank:
            raise ValueError("an empty cell")
        return None if cell is None else self.read(cell)


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are journalled one by one. `sheet` is "" where the workbook has none;
    `columns` leave out `id`; `noun` is None where no dataclass of the model stands for a row."""

    name: str
    sheet: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    noun: type | None = None

    @property
    def called(self) -> str:
        """What people call it: the sheet, as the workbook has it in every language, or a word."""
        return self.sheet or _words().get(self.name, self.name)

    def key_of(self, row: Row) -> Row:
        """The cells of a row that name it."""
        return tuple(row[self.columns.index(k)] for k in self.key)


def decimal_text(value: Decimal) -> str:
    """Plain digits without exponent or trailing zeros, so that equal values are equal text."""
    if not value.is_finite():
        raise ValueError(f"not a number: {value}")
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _value_text(value: Value) -> str | None:
    """A tally is its numbers with commas between; one of a single number ends in a comma."""
    if isinstance(value, tuple):
        text = ",".join(decimal_text(v) for v in value)
        return text if len(value) > 1 else text + ","
    return None if value is None else decimal_text(value)


def _value_read(text: str) -> Value:
    if "," in text:
        return tuple(Decimal(part) for part in text.split(",") if part)
    return Decimal(text)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _pairs_text(pairs: Iterable[tuple[str, Decimal]]) -> str:
    return _json([[word, decimal_text(share)] for word, share in pairs])


def _pairs_read(text: str) -> tuple[tuple[str, Decimal], ...]:
    return tuple((str(word), Decimal(share)) for word, share in json.loads(text))


def _texts_read(text: str) -> tuple[str, ...]:
    return tuple(str(item) for item in json.loads(text))


_CODECS: dict[Any, Codec] = {
    str: Codec(str, str),
    int: Codec(int, int),
    bool: Codec(int, lambda cell: bool(int(cell))),
    Decimal: Codec(decimal_text, Decimal),
    date: Codec(date.isoformat, date.fromisoformat),
    Value: Codec(_value_text, _value_read, blank=True),
    tuple[str, ...]: Codec(_json, _texts_read),
    tuple[tuple[str, Decimal], ...]: Codec(_pairs_text, _pairs_read),
}


def _codec(hint: Any) -> Codec:
    """The codec of a type hint; `X | None` is written as X, with None for an empty cell."""
    if hint in _CODECS:
        return _CODECS[hint]
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (a for a in get_args(hint) if a is not type(None))
        return replace(_codec(inner), blank=True)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return Codec(str, hint)
    raise TypeError(f"no way to store {hint}")


@cache
def codecs(noun: type) -> dict[str, Codec]:
    """A codec per field of the dataclass, in field order."""
    hints = get_type_hints(noun)
    return {f.name: _codec(hints[f.name]) for f in fields(noun)}


def _words() -> dict[str, str]:
    """Tables that no sheet of the workbook stands for."""
    return {
        "rounds": _("轮次"),
        "ballots": _("评分包"),
        "returns": _("交回"),
        "draws": _("抽取"),
        "keyed_sheets": _("纸质录入"),
        "keyed_marks": _("纸质录入得分"),
        "assessment_keys": _("密钥"),
        "publications": _("公布"),
        "reasons": _("理由"),
    }


def to_row(item: Any) -> Row:
    """A noun as the cells of its table."""
    return tuple(
        codec.write_cell(getattr(item, name)) for name, codec in codecs(item.__class__).items()
    )


def from_row(noun: type, row: Row) -> Any:
    """The noun that `to_row` wrote; ValueError or ArithmeticError for cells it never writes."""
    readers = codecs(noun).values()
    return noun(*(codec.read_cell(cell) for codec, cell in zip(readers, row, strict=True)))


def settings_rows(settings: Settings) -> list[Row]:
    """One (name, text) a field."""
    cells = zip(codecs(Settings), to_row(settings), strict=True)
    return [(name, None if cell is None else str(cell)) for name, cell in cells]


def settings_from(texts: Mapping[str, str | None]) -> Settings:
    """Settings of the texts that are there; defaults for fields newer than the file."""
    known = ((n, c, texts[n]) for n, c in codecs(Settings).items() if n in texts)
    values: dict[str, Any] = {name: codec.read_cell(text) for name, codec, text in known}
    return Settings(**values)


def _table(noun: type, name: str, sheet: str, *key: str, identity: str = "id") -> Table:
    """The table of a noun. Where the noun has an `id` of its own, that is the column `identity`,
    because the `id` of a table numbers its rows."""
    columns = tuple(identity if f.name == "id" else f.name for f in fields(noun))
    return Table(name, sheet, columns, key, noun)


NOUNS = (
    _table(Indicator, "indicators", "指标", "code"),
    _table(Unit, "units", "单位", "code"),
    _table(Expert, "experts", "专家", "code"),
    _table(RaterKind, "kinds", "主体", "name"),
    _table(Assignment, "assignments", "分工", "expert", "kind", "category", "indicator"),
    _table(Recusal, "recusals", "回避", "expert", "unit"),
    _table(Actual, "actuals", "完成值", "unit", "indicator"),
    _table(Adjustment, "adjustments", "加减分", "unit", "item"),
    _table(Veto, "vetoes", "否决", "unit", "item"),
    _table(Grade, "grades", "等次", "category", "name"),
    _table(CommitteeMember, "committee", "领导小组", "name"),
    _table(Opinion, "opinions", "意见征集", "unit", "text"),
    _table(Monitoring, "monitoring", "监控", "unit", "indicator", "period"),
    _table(SelfAssessment, "self_assessments", "自评", "unit", "indicator"),
    _table(Verification, "verifications", "核验", "unit", "indicator"),
    _table(Appeal, "appeals", "申诉", "code"),
    _table(ResultUse, "result_uses", "结果运用", "unit", "way"),
    _table(Rectification, "rectifications", "整改", "code"),
    _table(Round, "rounds", "", "number"),
    _table(Ballot, "ballots", "", "ballot", identity="ballot"),
    _table(Return, "returns", "", "ballot"),
    _table(Draw, "draws", "", "number"),
    _table(KeyedSheet, "keyed_sheets", "", "number"),
    _table(KeyedMark, "keyed_marks", "", "sheet", "unit", "indicator"),
)
# Stored and journalled like the others, but no part of a snapshot: secrets, and frozen results.
KEPT = (
    _table(AssessmentKeys, "assessment_keys", "", "assessment", identity="assessment"),
    _table(Publication, "publications", "", "number"),
)
SETTINGS = Table("settings", "方案", ("name", "value"), ("name",))
WORDS = Table("words", "等级系数", ("word",), ("word",))
REASONS = Table(
    "reasons",
    "",
    ("unit", "leaf", "expert", "round", "text"),
    ("unit", "leaf", "expert", "round"),
)

TABLES = {table.name: table for table in (SETTINGS, *NOUNS, *KEPT, WORDS, REASONS)}
TABLE_OF = {table.noun: table for table in (*NOUNS, *KEPT)}
