from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image

from core.files.charts import DPI, centre, chart, wrapped

SIZE = (118.0, 82.0)


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def accent(image: np.ndarray) -> np.ndarray:
    """Where the unit is drawn, the legend aside."""
    return (image[:, :, 2] - image[:, :, 0] > 60)[: int(image.shape[0] * 0.9)]


def drawn(shares: Sequence[float], labels: int = 5, low: float = 0.5) -> np.ndarray:
    names = [f"指标{n}" for n in range(labels)]
    return pixels(chart(names, [0.7] * labels, SIZE, low)(shares))


def test_the_picture_has_the_size_asked_for_and_paper_is_white() -> None:
    png = chart(["甲", "乙", "丙"], [0.7] * 3, SIZE, 0.5)([0.8, 0.7, 0.6])
    image = Image.open(io.BytesIO(png))
    assert image.format == "PNG"
    assert abs(image.width - SIZE[0] / 25.4 * DPI) <= 1
    assert abs(image.height - SIZE[1] / 25.4 * DPI) <= 1
    assert round(image.info["dpi"][0]) == DPI
    assert pixels(png)[0, 0].tolist() == [255, 255, 255]


def test_a_better_unit_has_a_larger_polygon() -> None:
    def spread(shares: list[float]) -> int:
        rows = np.flatnonzero(accent(drawn(shares)).any(axis=1))
        return int(rows.max() - rows.min())

    assert spread([0.95] * 5) > spread([0.8] * 5) > spread([0.65] * 5)


def test_each_letter_starts_from_the_clean_ground() -> None:
    draw = chart(["甲", "乙", "丙"], [0.7] * 3, SIZE, 0.5)
    first = draw([0.9, 0.7, 0.6])
    assert draw([0.5, 0.9, 0.9]) != first
    assert draw([0.9, 0.7, 0.6]) == first


def test_labels_are_drawn_and_not_cut() -> None:
    names = ["重大决策部署贯彻落实情况", "年度重点工作任务完成情况", "群众热点问题", "政府自身建设"]
    image = pixels(chart(names, [0.7] * 4, SIZE, 0.5)([0.8] * 4))
    dark = image.max(axis=2) < 140
    assert dark.any()
    assert not (dark[:3].any() or dark[-3:].any() or dark[:, :3].any() or dark[:, -3:].any())


@pytest.mark.parametrize("labels", [1, 2, 3, 8, 16])
def test_any_number_of_axes(labels: int) -> None:
    assert accent(drawn([0.8] * labels, labels)).any()


def test_out_of_range_shares_stay_inside() -> None:
    assert accent(drawn([0.0, 1.0, 1.2, 0.4, 0.9])).any()


def test_the_centre_lies_below_the_weakest_in_steps_that_read_well() -> None:
    assert centre(0.95) == 0.6
    assert centre(0.72) == pytest.approx(0.6)
    assert centre(0.65) == pytest.approx(0.4)
    assert centre(0.1) == 0.0


def test_long_labels_wrap_evenly() -> None:
    assert wrapped("重大决策部署贯彻", 7) == "重大决策\n部署贯彻"
    assert wrapped("短", 7) == "短"
    assert wrapped("", 7) == ""
    assert len(wrapped("长" * 90, 7).split("\n")) == 3
