"""What is written by hand: resources/samples, read and typed.

TOML for what has text or structure (plan, county, names), CSV with the headers of the workbook
for units and experts. Numbers that count are strings there and become `Decimal` here.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from core.model.people import Expert, Unit
from core.model.plan import Aggregation, Indicator, LeafKind

SAMPLES = Path(__file__).parent.parent.parent / "resources" / "samples"


@dataclass(frozen=True)
class Template:
    """An indicator as written, and what its data look like.

    `data` describes the 完成值 of a 定量 leaf, `praise` and `blame` are reasons that raters
    give on a 评分 leaf. Numbers in <angle brackets> in `indicator.criteria` and
    `indicator.parameters` are points, to be scaled with the leaf's.
    """

    indicator: Indicator
    data: Mapping[str, Any]
    praise: tuple[str, ...] = ()
    blame: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """The hand-written county. `county` and `names` are the TOML tables as they are."""

    templates: tuple[Template, ...]
    units: tuple[Unit, ...]
    experts: tuple[Expert, ...]
    county: Mapping[str, Any]
    names: Mapping[str, Any]


@cache
def read_source(folder: Path = SAMPLES) -> Source:
    """The sources of the sample county; they ship with the program, so a fault in them is a
    bug and shows as one."""
    plan = _toml(folder / "plan.toml")
    return Source(
        tuple(_template(row) for row in plan["indicator"]),
        tuple(_unit(row) for row in _rows(folder / "units.csv")),
        tuple(_expert(row) for row in _rows(folder / "experts.csv")),
        _toml(folder / "county.toml"),
        _toml(folder / "names.toml"),
    )


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text("utf-8").splitlines()))


def _template(row: Mapping[str, Any]) -> Template:
    fields = {k: v for k, v in row.items() if k not in ("data", "praise", "blame")}
    if "points" in fields:
        fields["points"] = Decimal(fields["points"])
    if "kind" in fields:
        fields["kind"] = LeafKind(fields["kind"])
    if "aggregation" in fields:
        fields["aggregation"] = Aggregation(fields["aggregation"])
    fields["categories"] = tuple(fields.get("categories", ()))
    words = {k: tuple(row.get(k, ())) for k in ("praise", "blame")}
    return Template(Indicator(**fields), row.get("data", {}), **words)


def _unit(row: Mapping[str, str]) -> Unit:
    return Unit(row["编码"], row["名称"], row["类别"], row["简称"], row["备注"])


def _expert(row: Mapping[str, str]) -> Expert:
    return Expert(
        row["编码"],
        row["姓名"],
        row["工作单位"],
        row["职务"],
        row["专业"],
        row["主体"],
        Decimal(row["权重"]),
    )
