"""The cells of a 评分表 that are filled in: how they look, what they take, when they ask for more.

The range and the step of each leaf are checked by the spreadsheet as a mark is typed, by the rule
of `core.scoring.mark_rules`, which checks it once more when the sheet is taken in.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from typing import Any

from core.files import sheet_style
from core.files.score_sheet_form import FIRST_COLUMN, FIRST_ROW, HEAD, Form
from core.model.plan import Indicator, RatingMode, Settings
from core.scoring.mark_rules import ABSTAIN, MarkRules, asking_words, expected_mark, rules_of
from core.scoring.numbers import plain
from core.text import _

TO_FILL, SHUT, WANTED = "FFF3CD", "E3E7EC", "F8C9C4"
_MOST_LIST = 250  # characters of a list that a spreadsheet takes


def fill_cell(cell: Any, kind: str, text: str, looks: dict[str, Any]) -> None:
    """A cell of the body, as `code`, `name`, `mark`, `reason` or `shut`; `looks` remembers the
    styles of one book."""
    if kind not in looks:
        _style(cell, kind)
        looks[kind] = copy(cell._style)
    cell._style = copy(looks[kind])
    if text:
        sheet_style.put(cell, text)


def _style(cell: Any, kind: str) -> None:
    from openpyxl.styles import Protection

    side = {"name": "left", "reason": "left"}.get(kind, "center")
    cell.font = sheet_style.font(
        size=12 if kind == "mark" else 10.5 if kind in ("code", "name") else 10,
        color=sheet_style.MUTED if kind == "shut" else sheet_style.INK,
    )
    cell.border = sheet_style.frame("9AA5B1")
    cell.alignment = sheet_style.aligned(side)
    if kind in ("mark", "reason"):
        cell.fill = sheet_style.fill(TO_FILL)
        cell.protection = Protection(locked=False)
    elif kind == "shut":
        cell.fill = sheet_style.fill(SHUT)


# What the spreadsheet checks


def add_rules(sheet: Any, form: Form) -> None:
    """Validation of the marks and colours that tell what is still to do, leaf by leaf."""
    for position, leaf in enumerate(form.leaves):
        rules = rules_of(form.snapshot.settings, leaf)
        column = FIRST_COLUMN + 2 * position
        runs = list(_runs(form, position))
        marks, reasons = _ranges(column, runs), _ranges(column + 1, runs)
        sheet.add_data_validation(_validation(rules, leaf, marks))
        _add_colours(sheet, rules, column, (marks, reasons))


def _runs(form: Form, position: int) -> Iterator[tuple[int, int]]:
    """First and last row of each run of cells that are asked."""
    first = None
    for n, wanted in enumerate([*form.asked[:, position].tolist(), False]):
        if wanted and first is None:
            first = n
        elif not wanted and first is not None:
            yield FIRST_ROW + first, FIRST_ROW + n - 1
            first = None


def _ranges(column: int, runs: list[tuple[int, int]]) -> str:
    from openpyxl.utils import get_column_letter

    letter = get_column_letter(column)
    return " ".join(f"{letter}{first}:{letter}{last}" for first, last in runs)


def _validation(rules: MarkRules, leaf: Indicator, cells: str) -> Any:
    from openpyxl.worksheet.datavalidation import DataValidation

    listed = _word_list(rules)
    found = DataValidation(
        type="list" if listed else "custom",
        formula1=listed or mark_formula(rules, cells.partition(":")[0]),
        allow_blank=True,
        showErrorMessage=True,
        errorTitle=_("得分不对"),
        error=f"{leaf.code} {expected_mark(rules)}"[:220],
    )
    found.sqref = cells
    return found


def _word_list(rules: MarkRules) -> str:
    """The words as a drop-down; "" where marks are numbers, or the words do not go into one."""
    words = [word for word, _share in rules.words] + [ABSTAIN]
    text = ",".join(words)
    fits = len(text) <= _MOST_LIST and not any(set(word) & set(',"') for word in words)
    return f'"{text}"' if rules.mode is RatingMode.WORDS and fits else ""


def mark_formula(rules: MarkRules, cell: str) -> str:
    """What is TRUE of a legal mark in `cell`. The step is looked at within what the binary
    numbers of a spreadsheet can tell."""
    if rules.mode is RatingMode.WORDS:
        return _is_one_of([word for word, _share in rules.words] + [ABSTAIN], cell)
    within = [f"{cell}>=0", f"{cell}<={plain(rules.most)}"]
    if rules.step > 0:
        step = plain(rules.step)
        within.append(f"ABS({cell}/{step}-ROUND({cell}/{step},0))<0.000001")
    return f'IF(ISNUMBER({cell}),AND({",".join(within)}),{cell}="{ABSTAIN}")'


def _is_one_of(words: list[str], cell: str) -> str:
    quoted = (word.replace('"', '""') for word in words)
    return "OR(" + ",".join(f'{cell}="{word}"' for word in quoted) + ")"


def _add_colours(sheet: Any, rules: MarkRules, column: int, cells: tuple[str, str]) -> None:
    from openpyxl.formatting.rule import FormulaRule

    marks, reasons = cells
    mark, reason = (ranges.partition(":")[0] for ranges in cells)
    wanted = f"AND({asking_formula(rules, mark)},LEN(TRIM({reason}))=0)"
    sheet.conditional_formatting.add(
        reasons, FormulaRule(formula=[wanted], fill=_colour(WANTED), stopIfTrue=True)
    )
    for ranges, cell in ((marks, mark), (reasons, mark)):
        filled = FormulaRule(formula=[f"LEN({cell})>0"], fill=_colour("FFFFFF"))
        sheet.conditional_formatting.add(ranges, filled)


def _colour(color: str) -> Any:
    from openpyxl.styles import PatternFill

    return PatternFill("solid", start_color=color, end_color=color, bgColor=color)


def asking_formula(rules: MarkRules, cell: str) -> str:
    """What is TRUE of a mark that asks for a 理由."""
    if rules.mode is RatingMode.WORDS:
        words = sorted(asking_words(rules))
        return _is_one_of(words, cell) if words else "FALSE"
    low, high = (plain(share * rules.most) for share in (rules.reason_below, rules.reason_above))
    return f"AND(ISNUMBER({cell}),OR({cell}<{low},{cell}>{high}))"


# In words


def reason_hint(settings: Settings) -> str:
    """When a 理由 is asked for, as a sentence; "" where it never is."""
    if settings.rating_mode is RatingMode.WORDS:
        rules = rules_of(settings, Indicator("", ""))
        words = [word for word, _share in rules.words if word in asking_words(rules)]
        text = _("评“{words}”的请写明理由。")
        return text.format(words="”“".join(words)) if words else ""
    text = _("得分低于满分的{low}%或高于{high}%的，请写明理由。")
    low, high = (plain(s * 100) for s in (settings.reason_below, settings.reason_above))
    return text.format(low=low, high=high)


def filled_text(form: Form) -> str:
    """A formula: how many marks there are, of how many."""
    asked = int(form.asked.sum())
    shut = form.asked.size - asked
    last = f"{_letter(form.last_column)}"
    heads = f"${_letter(FIRST_COLUMN)}${HEAD + 2}:${last}${HEAD + 2}"
    body = f"${_letter(FIRST_COLUMN)}${FIRST_ROW}:${last}${form.last_row}"
    marks = f'SUMPRODUCT((LEFT({heads},2)="{_("得分")[:2]}")*({body}<>""))'
    text = _("已填 {n} 项，共 {all} 项")
    before, after = text.format(n="\0", all=asked).split("\0")
    return f'="{before}"&({marks}-{shut})&"{after}"'


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))
