"""Judgement matrices out of a workbook: one sheet per parent 编码 and expert.

A sheet is called `编码` or `编码@专家` (`根` for the top level); its first row and first column
hold the children's 编码, in any order; a blank cell is a judgement not made. A judgement may
stand on both sides of the diagonal or on one. Sheets that are no matrices are left aside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.analysis.ahp import MOST_CHILDREN, ROOT, Floats, Matrix, parts
from core.errors import UserError
from core.files.book_parts import SheetPart, open_book
from core.files.cells import CODE, CellError, Raw, normalised, shown, stripped
from core.files.grid import Grid, read_grids
from core.files.judgement_cells import Judgement, agree, read_judgement
from core.files.sheet_columns import flag_told
from core.model.plan import Tree
from core.model.problem import Notice, Place, Problem
from core.model.snapshot import Snapshot
from core.text import _


@dataclass(frozen=True, slots=True)
class JudgementBook:
    """The sound matrices of a book in the order of its sheets, the sheet of each, what is wrong
    with the others, and what a person should know."""

    book: str
    matrices: tuple[Matrix, ...]
    sheets: tuple[str, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """A sheet whose name says whose judgements on what it holds."""

    part: SheetPart
    parent: str
    expert: str


@dataclass(slots=True)
class _Sheet:
    """What has been read of a sheet so far. `at` maps a pair of children to its place."""

    grid: Grid
    book: str
    problems: list[Problem] = field(default_factory=list)

    def place(self, row: int, column: str = "") -> Place:
        return Place(self.grid.name, row, column, self.book)

    def number(self, row: int) -> int:
        """A position in the grid as the spreadsheet shows it."""
        return self.grid.top + row

    def fault(self, text: str, row: int | None = None, column: str = "", value: str = "") -> None:
        place = Place(self.grid.name, None if row is None else self.number(row), column, self.book)
        self.problems.append(Problem(text, place, value))


def read_judgements(path: Path, snapshot: Snapshot) -> JudgementBook:
    """The matrices of the book at `path` on the plan of `snapshot`, with every problem of the
    book as a value. Raises `UserError` where it is no workbook that can be read, or has no sheet
    that is called as a matrix is."""
    book = open_book(Path(path))
    problems: list[Problem] = []
    named: list[_Named] = []
    aside: list[SheetPart] = []
    for part in book.sheets:
        found = _named(part, snapshot)
        if found is None:
            aside.append(part)
        else:
            named.append(found)
            problems += _name_problems(found, snapshot, book.book)
    if not named:
        raise UserError(_no_sheet(book.book, snapshot))
    problems += _repeated(named, book.book)
    matrices: list[Matrix] = []
    sheets: list[str] = []
    for sheet, grid in zip(named, read_grids(book, [n.part for n in named]), strict=True):
        if sheet.parent != ROOT and not snapshot.tree.children.get(sheet.parent):
            continue  # named already
        matrix, faults = _read_sheet(sheet, grid, snapshot, book.book)
        problems += faults
        if matrix is not None:
            matrices.append(matrix)
            sheets.append(sheet.part.name)
    strays = [
        grid.name for grid in read_grids(book, aside) if _looks_like_matrix(grid, snapshot.tree)
    ]
    problems += [Problem(_misnamed(), Place(name, book=book.book), name) for name in strays]
    left = [part.name for part in aside if part.name not in strays]
    notices = (*_aside(left), *_strangers(named, snapshot))
    return JudgementBook(book.book, tuple(matrices), tuple(sheets), tuple(problems), notices)


# The names of the sheets


def _named(part: SheetPart, snapshot: Snapshot) -> _Named | None:
    """Whose matrix the sheet is by its name; None where it is called otherwise."""
    name = _plain(part.name)
    if name == ROOT or name in snapshot.tree.by_code:
        return _Named(part, name, "")
    parent, sign, expert = (normalised(p) for p in name.rpartition("@"))
    if not sign:
        return None
    return _Named(part, parent, _expert_code(expert, snapshot))


def _plain(name: str) -> str:
    return normalised(name).replace("＠", "@")


def _expert_code(text: str, snapshot: Snapshot) -> str:
    """The 编码 of the expert; a 姓名 that only one has will do."""
    named = [e.code for e in snapshot.experts if e.name == text]
    return named[0] if text not in snapshot.expert_position and len(named) == 1 else text


def _name_problems(sheet: _Named, snapshot: Snapshot, book: str) -> Iterator[Problem]:
    place, tree = Place(sheet.part.name, book=book), snapshot.tree
    if sheet.parent != ROOT and sheet.parent not in tree.by_code:
        yield Problem(_misnamed(), place, sheet.parent)
    elif sheet.parent != ROOT and not tree.children.get(sheet.parent):
        yield Problem(_("这个指标没有下级，不需要判断矩阵"), place, sheet.parent)
    if not sheet.expert and "@" in _plain(sheet.part.name)[len(sheet.parent) :]:
        yield Problem(_("“@”后面应为专家的编码"), place)


def _misnamed() -> str:
    return _("工作表名应为上级指标的编码（顶层写“根”），可加“@专家编码”；没有这个指标")


def _looks_like_matrix(grid: Grid, tree: Tree) -> bool:
    """Whether first row and first column both hold 编码 of indicators."""
    if not grid.rows:
        return False
    edges = (grid.rows[0][1:], [row[0] for row in grid.rows[1:]])
    return all(any(normalised(shown(raw)) in tree.by_code for raw in edge) for edge in edges)


def _strangers(named: Sequence[_Named], snapshot: Snapshot) -> Iterator[Notice]:
    """Who weighs the indicators need not rate the units; but it may be a slip."""
    codes = dict.fromkeys(s.expert for s in named if s.expert)
    unknown = [code for code in codes if code not in snapshot.expert_position]
    if unknown and snapshot.experts:
        text = _("{names}不在专家表中，照样计入。")
        yield Notice("unknown_expert", text.format(names=_("、").join(unknown)))


def _repeated(named: Sequence[_Named], book: str) -> Iterator[Problem]:
    """Two matrices of one expert on one parent, or one that names nobody beside some that do."""
    first: dict[tuple[str, str], str] = {}
    for sheet in named:
        key = (sheet.parent, sheet.expert)
        if key in first:
            text = _("与工作表“{name}”是同一位专家对同一上级的判断，应只有一张")
            place = Place(sheet.part.name, book=book)
            yield Problem(text.format(name=first[key]), place)
        first.setdefault(key, sheet.part.name)
    several = {parent for parent, expert in first if expert}
    for parent, expert in first:
        if not expert and parent in several:
            text = _(
                "同一上级既有写明专家的判断矩阵，又有这张没有写明的；请在表名后加上“@专家编码”"
            )
            yield Problem(text, Place(first[parent, expert], book=book))


def _no_sheet(book: str, snapshot: Snapshot) -> str:
    if not snapshot.tree.children:
        return _("考评文件里还没有指标，判断矩阵无从对应；请先导入方案。")
    parents = [code or ROOT for code in snapshot.tree.children]
    text = _(
        "“{book}”里没有判断矩阵。工作表名应为上级指标的编码，可加“@专家编码”，"
        "如 {names}、{one}@E01。"
    )
    return text.format(book=book, names=_("、").join(parents[:5]), one=parents[0])


def _aside(sheets: Sequence[str]) -> Iterator[Notice]:
    if sheets:
        names = _("、").join(f"“{name}”" for name in sheets)
        text = _("工作表{names}的名称不是指标编码，没有读取。")
        yield Notice("unknown_sheet", text.format(names=names))


# A sheet


def _read_sheet(
    named: _Named, grid: Grid, snapshot: Snapshot, book: str
) -> tuple[Matrix | None, list[Problem]]:
    sheet = _Sheet(grid, book)
    if not grid.rows:
        sheet.fault(_("工作表是空的，第一行和第一列应为下级指标的编码"))
        return None, sheet.problems
    columns = _codes(sheet, [(0, n, raw) for n, raw in enumerate(grid.rows[0])][1:])
    rows = _codes(sheet, [(n, 0, row[0]) for n, row in enumerate(grid.rows)][1:])
    children = _children(sheet, named.parent, snapshot, list(columns), list(rows))
    if sheet.problems:
        return None, sheet.problems
    given = _cells(sheet, rows, columns)
    values = agree(children, given, sheet.problems, lambda row, column: sheet.place(row, column))
    if not sheet.problems:
        _connected(sheet, children, values)
    if sheet.problems:
        return None, sheet.problems
    return Matrix(named.parent, named.expert, children, values), []


def _codes(sheet: _Sheet, cells: Sequence[tuple[int, int, Raw]]) -> dict[str, int]:
    """编码 → position along the row or column of the header; blanks at the end and between are
    passed over."""
    found: dict[str, int] = {}
    for row, column, raw in cells:
        if isinstance(raw, str) and not stripped(raw):
            if (sheet.number(row), sheet.grid.left + column) in sheet.grid.flagged:
                sheet.fault(_("表头应为下级指标的编码，不是公式或错误值"), row)
            continue
        try:
            code = CODE.read(raw)
        except CellError as error:
            sheet.fault(str(error), row, value=shown(raw))
            continue
        if code in found:
            sheet.fault(_("编码出现了两次，应只有一次"), row, value=code)
        found.setdefault(code, row or column)
    return found


def _children(
    sheet: _Sheet, parent: str, snapshot: Snapshot, columns: list[str], rows: list[str]
) -> tuple[str, ...]:
    """The children that the sheet compares, in the order of the plan: all of the parent's, or
    all of those that apply to some category."""
    tree = snapshot.tree
    all_ = [child.code for child in tree.children.get("" if parent == ROOT else parent, ())]
    named = {*columns, *rows}
    for code in dict.fromkeys([*columns, *rows]):
        if code not in all_:
            text = _("应为“{parent}”的下级指标的编码：{codes}")
            sheet.fault(text.format(parent=parent, codes=_("、").join(all_)), value=code)
        elif code not in rows or code not in columns:
            where = _("第一列") if code not in rows else _("第一行")
            sheet.fault(_("{where}里没有“{code}”，两边应相同").format(where=where, code=code))
    sets = _child_sets(tree, all_, snapshot)
    if not sheet.problems and not any(named == wanted for wanted in sets):
        lacking = min((s - named for s in sets if named <= s), key=len, default=set[str]())
        codes = _("、").join(code for code in all_ if code in lacking)
        sheet.fault(_("应写出一起适用的全部下级指标，还缺 {codes}").format(codes=codes))
    if len(named) > MOST_CHILDREN:
        text = _("一个判断矩阵至多{n}个指标，否则没有公认的一致性标准；请分成两层")
        sheet.fault(text.format(n=MOST_CHILDREN), value=str(len(named)))
    return tuple(code for code in all_ if code in named)


def _child_sets(tree: Tree, children: Sequence[str], snapshot: Snapshot) -> list[set[str]]:
    of_categories = [
        {code for code in children if tree.applies(code, category)}
        for category in snapshot.categories
    ]
    return [set(children), *(s for s in of_categories if s)]


def _cells(sheet: _Sheet, rows: dict[str, int], columns: dict[str, int]) -> list[Judgement]:
    """Every judgement that is there, with the number of its row."""
    found: list[Judgement] = []
    grid = sheet.grid
    for row_code, row in rows.items():
        for column_code, column in columns.items():
            address = (sheet.number(row), grid.left + column)
            raw = grid.rows[row][column]
            if address in grid.flagged:
                text, value = flag_told(grid.flagged[address])
                sheet.fault(text, row, column_code, value)
            elif not isinstance(raw, str) or stripped(raw):
                try:
                    judged = read_judgement(raw)
                except CellError as error:
                    sheet.fault(str(error), row, column_code, shown(raw)[:60])
                else:
                    found.append(Judgement(row_code, column_code, judged, address[0], shown(raw)))
    return found


def _connected(sheet: _Sheet, children: tuple[str, ...], values: Floats) -> None:
    groups = parts(values)
    if len(groups) > 1:
        told = _("与").join(
            _("（{codes}）").format(codes=_("、").join(children[n] for n in g)) for g in groups
        )
        text = _("判断不够：{groups}之间没有任何比较，得不出权重；请至少补上一个")
        sheet.fault(text.format(groups=told))
