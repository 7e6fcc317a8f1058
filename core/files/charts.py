"""The radar chart of a letter: a unit's first-level indicators against its category's mean.

Drawing the axes, the labels and the mean takes 0.1 s, so it is done once for a category; each
letter then restores that picture and draws one polygon over it.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Sequence
from typing import Any

from core.files.fonts import CHART_FONT
from core.text import _

DPI = 200
TEXT, MUTED, LINE, ACCENT, PALE = "#1B2430", "#66727F", "#E1E5EA", "#1E5AA8", "#E9F0F9"

_MEAN: dict[str, Any] = {"color": MUTED, "linewidth": 1.1, "linestyle": (0, (4, 2))}

Draw = Callable[[Sequence[float]], bytes]


def chart(
    labels: Sequence[str], means: Sequence[float], size: tuple[float, float], low: float
) -> Draw:
    """A function from a unit's shares (0 to 1, one for each label) to a PNG of `size` mm:
    a radar for three and more labels, bars for fewer. `low` is the smallest share that any
    unit of the category has: the centre of the radar stands below it, and says where."""
    import matplotlib

    matplotlib.use("Agg", force=False)
    if len(labels) < 3:
        return _bars(labels, means, size)
    return _radar(labels, means, size, centre(low))


def centre(low: float) -> float:
    """What the middle of the radar stands for: a multiple of 20 % well below `low`, so that
    differences show; never above 60 %."""
    return min(0.6, max(0.0, (math.floor(low * 5 - 0.5)) / 5))


def _canvas(size: tuple[float, float]) -> tuple[Any, Any]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(size[0] / 25.4, size[1] / 25.4), dpi=DPI, facecolor="white")
    canvas = FigureCanvasAgg(figure)
    return figure, canvas


def _font(points: float) -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(CHART_FONT), size=points)


def _corners(shares: Sequence[float], middle: float) -> list[tuple[float, float]]:
    """The polygon's points, clockwise from the top, on a radar whose rim is 1."""
    count = len(shares)
    found = []
    for n, share in enumerate(shares):
        radius = max(0.0, min(1.0, (share - middle) / (1 - middle)))
        angle = 2 * math.pi * n / count
        found.append((radius * math.sin(angle), radius * math.cos(angle)))
    return found


def _radar(
    labels: Sequence[str], means: Sequence[float], size: tuple[float, float], low: float
) -> Draw:
    from matplotlib.patches import Polygon

    figure, canvas = _canvas(size)
    axes = figure.add_axes((0.0, 0.09, 1.0, 0.91))
    axes.set_axis_off()
    half = 1.32
    wide = half * size[0] / (size[1] * 0.91)
    axes.set_xlim(-wide, wide)
    axes.set_ylim(-half, half)
    _grid(axes, labels, low)
    ring = [*_corners(means, low), _corners(means, low)[0]]
    axes.plot([x for x, _y in ring], [y for _x, y in ring], zorder=3, **_MEAN)
    _legend(figure, _("雷达图圆心为{low}%，外圈为100%").format(low=round(low * 100)))
    area = Polygon(_corners(means, low), closed=True, facecolor="#1E5AA826", edgecolor="none")
    edge = axes.plot([], [], color=ACCENT, linewidth=1.7, marker="o", markersize=3.2)[0]
    axes.add_patch(area)
    area.set_animated(True)
    edge.set_animated(True)
    edge.set_solid_joinstyle("round")
    canvas.draw()
    ground = canvas.copy_from_bbox(figure.bbox)

    def put(shares: Sequence[float]) -> None:
        corners = _corners(shares, low)
        ring = [*corners, corners[0]]
        canvas.restore_region(ground)
        area.set_xy(corners)
        edge.set_data([x for x, _y in ring], [y for _x, y in ring])
        axes.draw_artist(area)
        axes.draw_artist(edge)

    return _drawer(put, means, canvas)


def _drawer(put: Callable[[Sequence[float]], None], sample: Sequence[float], canvas: Any) -> Draw:
    """Puts shares on the canvas and writes it; `sample` shares show every colour."""
    put(sample)
    png = _pictures(canvas)

    def draw(shares: Sequence[float]) -> bytes:
        put(shares)
        return png()

    return draw


def _grid(axes: Any, labels: Sequence[str], low: float) -> None:
    from matplotlib.patches import Polygon

    rings = [low + (1 - low) * n / 4 for n in range(1, 5)]
    for ring in reversed(rings):
        face = "white" if ring == rings[-1] else "none"
        corners = _corners([ring] * len(labels), low)
        axes.add_patch(Polygon(corners, facecolor=face, edgecolor=LINE, linewidth=0.9, zorder=1))
    for x, y in _corners([1.0] * len(labels), low):
        axes.plot([0, x], [0, y], color=LINE, linewidth=0.9, zorder=1)
    for ring in rings[3:]:
        _x, y = _corners([ring], low)[0]
        axes.text(
            0.03,
            y,
            f"{ring * 100:.0f}%",
            fontproperties=_font(6.5),
            color=MUTED,
            va="center",
            zorder=4,
        )
    size = 9.5 if len(labels) <= 8 else 8 if len(labels) <= 12 else 6.5
    for label, (x, y) in zip(labels, _corners([1.0] * len(labels), low), strict=True):
        side = "center" if abs(x) < 0.1 else "left" if x > 0 else "right"
        level = "center" if abs(y) < 0.85 else "bottom" if y > 0 else "top"
        text = wrapped(label, 18 if side == "center" else 7)
        at = (x * 1.07, y * 1.07)
        axes.text(
            *at, text, fontproperties=_font(size), color=TEXT, ha=side, va=level, linespacing=1.25
        )


def wrapped(label: str, most: int) -> str:
    """The label in even lines of at most `most` characters; after three lines an ellipsis."""
    count = -(-len(label) // most)
    size = -(-len(label) // count) if count else most
    lines = [label[n : n + size] for n in range(0, len(label), size)]
    return "\n".join(lines if len(lines) <= 3 else [*lines[:2], lines[2][:-1] + "…"])


def _legend(figure: Any, note: str) -> None:
    from matplotlib.lines import Line2D

    font, y = _font(8.5), 0.045
    figure.add_artist(
        Line2D([0.17, 0.22], [y, y], color=ACCENT, linewidth=1.7, marker="o", markersize=3.2)
    )
    figure.text(0.235, y - 0.003, _("本单位"), fontproperties=font, color=TEXT, va="center")
    figure.add_artist(
        Line2D([0.36, 0.41], [y, y], color=MUTED, linewidth=1.1, linestyle=(0, (4, 2)))
    )
    figure.text(0.425, y - 0.003, _("类别平均"), fontproperties=font, color=TEXT, va="center")
    figure.text(0.575, y - 0.003, note, fontproperties=_font(7.5), color=MUTED, va="center")


def _bars(labels: Sequence[str], means: Sequence[float], size: tuple[float, float]) -> Draw:
    from matplotlib.patches import Rectangle

    figure, canvas = _canvas(size)
    axes = figure.add_axes((0.27, 0.2, 0.63, 0.7))
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.6, max(len(labels), 2) - 0.4)
    axes.invert_yaxis()
    axes.set_xticks([0, 0.5, 1], ["0", "50%", "100%"], fontproperties=_font(7.5), color=MUTED)
    names = [wrapped(label, 8) for label in labels]
    axes.set_yticks(range(len(labels)), names, fontproperties=_font(9.5), color=TEXT)
    axes.tick_params(length=0)
    axes.spines[:].set_color(LINE)
    _legend(figure, "")
    bars = [Rectangle((0, n - 0.16), 0, 0.32, facecolor="#8FB0DA") for n in range(len(labels))]
    ticks = [axes.plot([m, m], [n - 0.3, n + 0.3], **_MEAN)[0] for n, m in enumerate(means)]
    for bar in bars:
        axes.add_patch(bar)
    for artist in (*bars, *ticks):
        artist.set_animated(True)
    canvas.draw()
    ground = canvas.copy_from_bbox(figure.bbox)

    def put(shares: Sequence[float]) -> None:
        canvas.restore_region(ground)
        for bar, share in zip(bars, shares, strict=True):
            bar.set_width(share)
        for artist in (*bars, *ticks):
            axes.draw_artist(artist)

    return _drawer(put, means, canvas)


def _pictures(canvas: Any) -> Callable[[], bytes]:
    """What writes the canvas as a PNG. The picture on it now gives the palette: few colours,
    and a third of the bytes and of the time of true colour."""
    from PIL import Image

    size = canvas.get_width_height()

    def seen() -> Any:
        return Image.frombuffer("RGBA", size, canvas.buffer_rgba()).convert("RGB")

    palette = seen().quantize(128, dither=Image.Dither.NONE)
    # Pillow looks colours up in cells of four levels: near-whites would tint the paper.
    colours = palette.getpalette()
    triples = [colours[n : n + 3] for n in range(0, len(colours), 3)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([c for t in triples for c in ([255] * 3 if min(t) > 244 else t)])

    def png() -> bytes:
        buffer = io.BytesIO()
        picture = seen().quantize(palette=palette, dither=Image.Dither.NONE)
        picture.save(buffer, "PNG", compress_level=3, dpi=(DPI, DPI))
        return buffer.getvalue()

    return png
