"""The official papers as Word files; so far the 结果通知, one for each unit.

The words are the template's (`resources/templates/结果通知.docx`, made to be edited in WPS or
Word), the numbers the result's. A folder is written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import Refused, UserError
from core.files.folder import written_whole
from core.files.wording import chinese_date, file_name
from core.model.plan import Indicator
from core.model.problem import Notice, Problem
from core.model.result import Result, UnitResult
from core.model.snapshot import Snapshot
from core.text import _

if TYPE_CHECKING:
    from core.files.docx_skeleton import Skeleton
    from core.files.letter_fields import Letters, Row

TEMPLATES = Path(__file__).parents[2] / "resources" / "templates"
KIND = "结果通知"

Report = Callable[[int, int, str], None]


def write_letters(
    snapshot: Snapshot,
    result: Result,
    folder: Path,
    units: Sequence[str] | None = None,
    template: Path | None = None,
    report: Report | None = None,
    fonts: Mapping[str, str] | None = None,
) -> list[Path]:
    """Writes a 结果通知 for the units with these 编码 (all that are complete without) and
    returns the files in the order of the units. Files of the same names are replaced, others
    in the folder stay.

    `report(done, total, note)` is called before each letter; what it raises leaves the folder
    as it was. `fonts` maps fonts that the template names to others. Refused where a unit asked
    for is unknown or incomplete; UserError for a template with mistakes (all of them, each with
    its paragraph) and for a folder that cannot be written.
    """
    from core.files.docx_skeleton import load
    from core.files.field_list import example
    from core.files.letter_fields import Letters, issuer

    lines = _chosen(snapshot, result, units)
    day = chinese_date(snapshot.settings.issue_date)
    source = template or TEMPLATES / f"{KIND}.docx"
    skeleton = load(source, example(), issuer(snapshot), day, fonts)
    draw = _Letterpress(Letters(snapshot, result), skeleton)
    with written_whole(folder) as stage:
        for done, line in enumerate(lines):
            if report:
                report(done, len(lines), line.unit.name)
            name = letter_name(snapshot, line.unit.code)
            (stage / name).write_bytes(draw.letter(line.unit.code))
        if report:
            report(len(lines), len(lines), "")
    return [folder / letter_name(snapshot, line.unit.code) for line in lines]


def letter_name(snapshot: Snapshot, code: str) -> str:
    """001_南牛乡_结果通知.docx: the unit's place in the list, from 1, and its name."""
    position = snapshot.unit_position[code]
    digits = max(3, len(str(len(snapshot.units))))
    return file_name([f"{position + 1:0{digits}}", snapshot.units[position].name, KIND], ".docx")


def left_out(result: Result) -> tuple[Notice, ...]:
    """The units that get no letter because they are incomplete, and what each lacks."""
    return tuple(
        Notice("letter_left_out", _lacking(line)) for line in result.units if not line.complete
    )


def _lacking(line: UnitResult) -> str:
    shown = _("、").join(line.missing[:10])
    if not line.missing:
        return _("{unit}没有适用的指标，不出具结果通知").format(unit=line.unit.name)
    more = _("等{n}项").format(n=len(line.missing)) if len(line.missing) > 10 else ""
    text = _("{unit}的结果不完整，不出具结果通知，缺：{missing}{more}")
    return text.format(unit=line.unit.name, missing=shown, more=more)


def _chosen(snapshot: Snapshot, result: Result, units: Sequence[str] | None) -> list[UnitResult]:
    """The lines to write letters for, in the order of the units."""
    ordered = sorted(result.units, key=lambda line: snapshot.unit_position[line.unit.code])
    if units is None:
        chosen = [line for line in ordered if line.complete]
        problems = [] if chosen else [Problem(notice.text) for notice in left_out(result)]
        if not ordered:
            raise UserError(_("还没有被考核单位，没有文书可写。"))
    else:
        chosen = [line for line in ordered if line.unit.code in units]
        known = {line.unit.code for line in ordered}
        problems = [
            Problem(_("没有编码为“{code}”的单位").format(code=code))
            for code in dict.fromkeys(units)
            if code not in known
        ]
        problems += [Problem(_lacking(line)) for line in chosen if not line.complete]
    if problems:
        raise Refused(problems)
    return chosen


class _Letterpress:
    """One skeleton and the charts drawn so far, for a run of letters."""

    def __init__(self, letters: Letters, skeleton: Skeleton) -> None:
        self.letters, self.skeleton = letters, skeleton
        self.charts: dict[tuple[str, tuple[str, ...]], Callable[[Sequence[float]], bytes]] = {}

    def letter(self, code: str) -> bytes:
        from core.files.docx_skeleton import about
        from core.files.letter_fields import unit_fields

        fields = unit_fields(self.letters, code)
        plan = self.letters.snapshot.settings
        day = plan.issue_date or date(plan.year or 2000, 1, 1)
        return self.skeleton.letter(fields, self.chart(code), about(_title(fields), day))

    def chart(self, code: str) -> bytes | None:
        place = self.skeleton.chart
        if place is None:
            return None
        snapshot = self.letters.snapshot
        row = snapshot.unit_position[code]
        category = self.letters.categories[snapshot.units[row].category]
        own = [part for part in self.letters.parts[row] if part.points]
        key = (category.name, tuple(p.indicator.code for p in own))
        if key not in self.charts:
            self.charts[key] = self._drawn(category.name, [p.indicator for p in own], place.size)
        return self.charts[key]([p.share for p in own])

    def _drawn(
        self, name: str, tops: list[Indicator], size: tuple[float, float]
    ) -> Callable[[Sequence[float]], bytes]:
        from core.files.charts import chart

        category = self.letters.categories[name]
        snapshot = self.letters.snapshot
        low = min(
            (
                part.share
                for row in category.rows
                if self.letters.lines[snapshot.units[row].code].complete
                for part in self.letters.parts[row]
            ),
            default=0.0,
        )
        means = [category.top_shares.get(top.code, 0.0) for top in tops]
        return chart([top.name for top in tops], means, size, low)


def _title(fields: Row) -> str:
    return f"{fields['单位']} {fields['年度']}年度绩效考核{KIND}"
