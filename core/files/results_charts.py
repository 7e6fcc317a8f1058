"""The pictures of the results book: ranking with grade lines, distribution, first-level
indicators as a map of colours, and the experts' severity.

Each function gives `Picture`s: PNG bytes with their size in millimetres, never larger than an
A4 landscape page takes. Binary floating point is right here: these are drawings.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.analysis.raters import Rater
from core.files.charts import wrapped
from core.files.fonts import CHART_FONT
from core.files.results_figures import by_category, share
from core.model.result import Result, UnitResult
from core.model.snapshot import Snapshot
from core.scoring.ranking import grades_of
from core.text import _

DPI = 150
WIDTH, HIGHEST = 250.0, 142.0  # mm
ROW = 5.6  # mm a unit takes in a ranking, where there is room
NAMES = 32  # units in one picture
MOST_NAMED = 96  # a larger category is drawn as a curve
MOST_TOPS = 14
INK, MUTED, LINE, ACCENT = "#1B2430", "#66727F", "#E1E5EA", "#1E5AA8"
GRADE_INKS = (ACCENT, "#3E8A50", "#8A94A0")
LOWEST_INK = "#B4322A"


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, what it is called, and its size in millimetres."""

    title: str
    png: bytes
    width: float
    height: float


def pictures(snapshot: Snapshot, result: Result, raters: Sequence[Rater]) -> list[Picture]:
    """Everything there is to draw, in the order of the sheet."""
    found: list[Picture] = []
    groups = by_category(snapshot, result)
    for category, lines in groups.items():
        found += ranking_pictures(snapshot, category, lines)
    found.append(distribution_picture(snapshot, groups))
    for category, lines in groups.items():
        found += heat_pictures(snapshot, result, category, lines)
    return found + severity_pictures(snapshot, raters)


def _canvas(height: float) -> tuple[Any, Any]:
    """A figure of the full width and the given height in mm, and its axes, plain."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / 25.4, height / 25.4), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(LINE)
    axes.tick_params(length=0, colors=MUTED)
    return figure, axes


def _font(size: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(CHART_FONT), size=size)


def _picture(title: str, figure: Any, axes: Any, height: float) -> Picture:
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(_font(9))
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        # A rare character in a name is a box in the picture; the tables have it right.
        warnings.filterwarnings("ignore", "Glyph")
        figure.tight_layout(pad=0.8)
        figure.savefig(buffer, format="png", dpi=DPI)
    return Picture(title, buffer.getvalue(), WIDTH, height)


def _literal(text: str) -> str:
    """A name as it is: matplotlib reads what stands between two $ as mathematics."""
    return text.replace("$", r"\$")


def grade_inks(snapshot: Snapshot, category: str) -> dict[str, str]:
    """The colour of each grade of a category."""
    names = [g.name for g in grades_of(snapshot.grades, category, snapshot.settings)]
    found = {name: GRADE_INKS[min(n, len(GRADE_INKS) - 1)] for n, name in enumerate(names[:-1])}
    return {**found, names[-1]: LOWEST_INK}


def ranking_pictures(
    snapshot: Snapshot, category: str, lines: Sequence[UnitResult]
) -> list[Picture]:
    """Totals of a category, best first, with the floors of its grades: with names, a page at a
    time, or as one curve where there are too many to name."""
    title = _("{category}：总分排名与等次线").format(category=category or _("未分类"))
    low, high = _span(lines)
    if len(lines) > MOST_NAMED:
        return [_curve(snapshot, category, lines, title)]
    pages = -(-len(lines) // NAMES)
    size = -(-len(lines) // pages)
    found = []
    for n in range(pages):
        part = lines[n * size : (n + 1) * size]
        text = title if pages == 1 else _paged(title, n + 1, pages)
        found.append(_ranked(snapshot, category, part, text, (low, high)))
    return found


def _paged(title: str, page: int, pages: int) -> str:
    return _("{title}（{page}/{pages}）").format(title=title, page=page, pages=pages)


def _span(lines: Sequence[UnitResult]) -> tuple[float, float]:
    """An axis that shows the differences: it need not begin at 0, for what is drawn is a
    position, not a length."""
    totals = [float(line.total) for line in lines]
    low, high = min(totals), max(totals)
    margin = max((high - low) * 0.12, 1.0)
    return max(0.0, low - margin), high + margin


def _ranked(
    snapshot: Snapshot,
    category: str,
    lines: Sequence[UnitResult],
    title: str,
    span: tuple[float, float],
) -> Picture:
    height = min(HIGHEST, 26 + ROW * len(lines))
    figure, axes = _canvas(height)
    inks = grade_inks(snapshot, category)
    for n, line in enumerate(lines):
        axes.plot([span[0], float(line.total)], [n, n], color=LINE, linewidth=1.2, zorder=1)
    colors = [inks[line.grade] for line in lines]
    axes.scatter([float(x.total) for x in lines], range(len(lines)), c=colors, s=42, zorder=3)
    for n, line in enumerate(lines):
        words = f"{line.total}  {line.grade}" + (_("（否决）") if line.vetoes else "")
        axes.annotate(
            _literal(words), (float(line.total), n), xytext=(8, 0), textcoords="offset points",
            va="center", color=inks[line.grade], fontproperties=_font(8.5),
        )  # fmt: skip
    names = [_literal(f"{x.rank}  {x.unit.short or x.unit.name}") for x in lines]
    axes.set_yticks(range(len(lines)), names, color=INK)
    axes.set_ylim(len(lines) - 0.4, -1.3)
    axes.set_xlim(span[0], span[1] + (span[1] - span[0]) * 0.1)
    _grade_floors(axes, snapshot, category, vertical=True)
    return _picture(title, figure, axes, height)


def _grade_floors(axes: Any, snapshot: Snapshot, category: str, *, vertical: bool) -> None:
    """The floors that lie within the axis, as dashed lines with their names."""
    low, high = axes.get_xlim() if vertical else axes.get_ylim()
    for grade in grades_of(snapshot.grades, category, snapshot.settings):
        floor = float(grade.floor)
        if not low < floor < high:
            continue
        style = {"color": MUTED, "linewidth": 0.9, "linestyle": (0, (4, 3)), "zorder": 2}
        text = _literal(f"{grade.name}线 {floor:g}")
        face = {"color": MUTED, "fontproperties": _font(8)}
        if vertical:
            axes.axvline(floor, **style)
            axes.annotate(text, (floor, -1.25), xytext=(3, -2), textcoords="offset points",
                          va="top", **face)  # fmt: skip
        else:
            axes.axhline(floor, **style)
            axes.annotate(text, (axes.get_xlim()[1], floor), xytext=(-3, 3),
                          textcoords="offset points", ha="right", **face)  # fmt: skip


def _curve(snapshot: Snapshot, category: str, lines: Sequence[UnitResult], title: str) -> Picture:
    height = 120.0
    figure, axes = _canvas(height)
    inks = grade_inks(snapshot, category)
    axes.scatter(
        range(1, len(lines) + 1),
        [float(x.total) for x in lines],
        c=[inks[x.grade] for x in lines],
        s=9,
        zorder=3,
    )
    axes.set_xlim(0, len(lines) + 1)
    axes.set_ylim(*_span(lines))
    axes.set_xlabel(_("按总分排列的单位"), color=MUTED, fontproperties=_font(9))
    axes.set_ylabel(_("总分"), color=MUTED, fontproperties=_font(9))
    _grade_floors(axes, snapshot, category, vertical=False)
    return _picture(title, figure, axes, height)


def distribution_picture(snapshot: Snapshot, groups: dict[str, list[UnitResult]]) -> Picture:
    """The totals of each category as points over their box (quartiles, median)."""
    height = min(HIGHEST, 34 + 24.0 * len(groups))
    figure, axes = _canvas(height)
    totals = [[float(x.total) for x in lines] for lines in groups.values()]
    axes.boxplot(
        totals, orientation="horizontal", widths=0.42, showfliers=False, patch_artist=True,
        boxprops={"facecolor": "#E9F0F9", "edgecolor": "#9DB7D8"},
        medianprops={"color": ACCENT, "linewidth": 2}, whiskerprops={"color": "#9DB7D8"},
        capprops={"color": "#9DB7D8"},
    )  # fmt: skip
    for n, (category, lines) in enumerate(groups.items(), start=1):
        inks = grade_inks(snapshot, category)
        # spread by place in the ranking, so that the picture is the same every time
        heights = [n + ((m * 7) % 11 - 5) / 40 for m in range(len(lines))]
        colors = [inks[x.grade] for x in lines]
        axes.scatter(totals[n - 1], heights, c=colors, s=20, alpha=0.85, zorder=3, linewidths=0)
    names = [
        _literal(_("{name}（{n}）").format(name=c or _("未分类"), n=len(lines)))
        for c, lines in groups.items()
    ]
    axes.set_yticks(range(1, len(groups) + 1), names, color=INK)
    axes.invert_yaxis()
    axes.grid(axis="x", color=LINE, linewidth=0.7)
    axes.set_axisbelow(True)
    note = _("总分（箱为中间一半的单位，竖线为中位数，点的颜色为等次）")
    axes.set_xlabel(note, color=MUTED, fontproperties=_font(9))
    return _picture(_("各类别总分分布"), figure, axes, height)


def heat_pictures(
    snapshot: Snapshot, result: Result, category: str, lines: Sequence[UnitResult]
) -> list[Picture]:
    """Share of the points under each first-level indicator, units down, best first."""
    tops = [
        top
        for top in snapshot.tree.children.get("", ())
        if any(share(snapshot, result, x.unit.code, top) is not None for x in lines)
    ]
    if not 2 <= len(tops) <= MOST_TOPS or len(lines) > MOST_NAMED:
        return []
    title = _("{category}：一级指标得分率").format(category=category or _("未分类"))
    pages = -(-len(lines) // NAMES)
    size = -(-len(lines) // pages)
    found = []
    for n in range(pages):
        part = lines[n * size : (n + 1) * size]
        shares = [[share(snapshot, result, x.unit.code, top) for top in tops] for x in part]
        text = title if pages == 1 else _paged(title, n + 1, pages)
        found.append(_heat(part, [top.name for top in tops], shares, text))
    return found


def _heat(
    lines: Sequence[UnitResult],
    tops: Sequence[str],
    shares: Sequence[Sequence[float | None]],
    title: str,
) -> Picture:
    import numpy as np
    from matplotlib.colors import LinearSegmentedColormap

    height = min(HIGHEST, 24 + ROW * len(lines))
    figure, axes = _canvas(height)
    steps = ["#F4BE93", "#FDF1E6", "#FFFFFF", "#D2E3F6", "#8FB8E6"]
    colors = LinearSegmentedColormap.from_list("share", steps)
    values = np.asarray([[np.nan if v is None else v for v in row] for row in shares])
    axes.imshow(np.ma.masked_invalid(values), cmap=colors, vmin=0.5, vmax=1.0, aspect="auto")
    for n, row in enumerate(shares):
        for m, value in enumerate(row):
            text = "—" if value is None else f"{value:.0%}"
            axes.text(m, n, text, ha="center", va="center", color=INK, fontproperties=_font(8.5))
    axes.set_xticks(range(len(tops)), [_literal(wrapped(top, 8)) for top in tops], color=INK)
    axes.xaxis.tick_top()
    names = [_literal(f"{x.rank}  {x.unit.short or x.unit.name}") for x in lines]
    axes.set_yticks(range(len(lines)), names, color=INK)
    axes.spines["bottom"].set_visible(False)
    axes.set_xticks([n - 0.5 for n in range(1, len(tops))], minor=True)
    axes.set_yticks([n - 0.5 for n in range(1, len(lines))], minor=True)
    axes.grid(which="minor", color="white", linewidth=1.5)
    axes.tick_params(which="minor", length=0)
    return _picture(title, figure, axes, height)


def severity_pictures(snapshot: Snapshot, raters: Sequence[Rater]) -> list[Picture]:
    """How far each expert lies above or below the others, in points a rating."""
    known = [(r, r.severity) for r in raters if r.severity is not None]
    if len(known) < 2 or len(known) > MOST_NAMED:
        return []
    known.sort(key=lambda pair: -pair[1])
    height = min(HIGHEST, 26 + ROW * len(known))
    figure, axes = _canvas(height)
    values = [severity for _rater, severity in known]
    colors = [ACCENT if value > 0 else "#D9822B" for value in values]
    axes.barh(range(len(known)), values, height=0.56, color=colors, zorder=2)
    axes.axvline(0, color=MUTED, linewidth=0.9, zorder=3)
    experts = {e.code: e.name for e in snapshot.experts}
    names = [_literal(f"{r.code} {experts[r.code]}") for r, _severity in known]
    size = 9 if len(known) <= NAMES else 6
    axes.set_yticks(range(len(known)), names, color=INK)
    axes.invert_yaxis()
    reach = max(max(map(abs, values)) * 1.25, 0.01)
    axes.set_xlim(-reach, reach)
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value:+.2f}")
    for n, value in enumerate(values):
        axes.annotate(
            f"{value:+.2f}", (value, n), xytext=(4 if value >= 0 else -4, 0),
            textcoords="offset points", va="center", ha="left" if value >= 0 else "right",
            color=MUTED, fontproperties=_font(size - 0.5),
        )  # fmt: skip
    note = _("每项给分高于（右）或低于（左）其他专家平均分的分数")
    axes.set_xlabel(note, color=MUTED, fontproperties=_font(9))
    return [_picture(_("专家评分宽严"), figure, axes, height)]
