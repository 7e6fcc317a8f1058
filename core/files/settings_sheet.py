"""The 方案 sheet: what each 项目 is called, which field of `Settings` it is, how it reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from core.files.cells import (
    DATE,
    NOT_NEGATIVE,
    NUMBER,
    SHARE,
    SHARES,
    TEXT,
    WEIGHT,
    YES_NO,
    CellError,
    Kind,
    Raw,
    choice,
    normalised,
    whole_number,
)
from core.model.marks import MARK_DECIMALS
from core.model.plan import Aggregation, QuotaRounding, QuotaTies, RatingMode, Settings, TieRule
from core.text import _

_UNLIMITED = ("无", "不限", "不设上限")


@dataclass(frozen=True, slots=True)
class Item:
    """A 项目. What it is where it is not given is the default of `Settings`."""

    name: str
    field: str
    kind: Kind = TEXT


def _year(raw: Raw) -> int:
    text = normalised(raw).removesuffix("年") if isinstance(raw, str) else raw
    return int(whole_number(1000, 9999, lambda: _("应为四位数的年份，如 2026")).read(text))


def _step(raw: Raw) -> Decimal:
    value: Decimal = WEIGHT.read(raw)
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > MARK_DECIMALS:
        raise CellError(_("应为大于0、最多{n}位小数的数").format(n=MARK_DECIMALS))
    return value


def _cap(raw: Raw) -> Decimal | None:
    if isinstance(raw, str) and normalised(raw) in _UNLIMITED:
        return None
    value: Decimal = NOT_NEGATIVE.read(raw)
    return value


def _count(low: int, expected: Callable[[], str]) -> Kind:
    return whole_number(low, 99_999, expected)


_PEOPLE = _count(0, lambda: _("应为不小于0的整数"))
_DAYS = _count(1, lambda: _("应为天数，如 10"))

ITEMS: tuple[Item, ...] = (
    Item("考核名称", "name"),
    Item("年度", "year", Kind(_year, int, form="General")),
    Item("主办单位", "host"),
    Item("考核机构", "office"),
    Item("发文机关代字", "issuer_code"),
    Item("成文日期", "issue_date", DATE),
    Item("满分", "full_points", WEIGHT),
    Item("小数位", "decimals", whole_number(0, 4, lambda: _("应为0到4的整数"))),
    Item("评分方式", "rating_mode", choice(RatingMode)),
    Item("评分步长", "step", replace(NUMBER, read=_step)),
    Item("等级系数", "grade_words", SHARES),
    Item("汇总方法", "aggregation", choice(Aggregation)),
    Item("去极值个数", "trim_count", _PEOPLE),
    Item("去极值起算人数", "trim_from", _PEOPLE),
    Item("加分上限", "bonus_cap", replace(NUMBER, read=_cap)),
    Item("扣分上限", "deduction_cap", replace(NUMBER, read=_cap)),
    Item("并列处理", "tie_rule", choice(TieRule)),
    Item("名额取整", "quota_rounding", choice(QuotaRounding)),
    Item("名额并列", "quota_ties", choice(QuotaTies)),
    Item("理由低于", "reason_below", SHARE),
    Item("理由高于", "reason_above", SHARE),
    Item("不适用折算", "rescale", YES_NO),
    # Beyond the contract: what the letters say
    Item("方案名称", "plan_title"),
    Item("方案文号", "plan_number"),
    Item("联系人", "contact"),
    Item("联系电话", "phone"),
    Item("通讯地址", "address"),
    Item("复核期限", "review_days", _DAYS),
    Item("整改期限", "rectify_days", _DAYS),
)

ITEM_OF = {item.name: item for item in ITEMS}


def setting_cell(item: Item, settings: Settings) -> Any:
    """What the writer puts beside the item; None for nothing."""
    value = getattr(settings, item.field)
    return None if value in (None, "") else item.kind.write(value)
