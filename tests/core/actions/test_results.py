from __future__ import annotations

from decimal import Decimal

import pytest

from core.actions.results import compute
from core.errors import UserError
from core.model.people import Unit
from core.model.plan import Indicator, LeafKind, Settings
from core.store.store import Store


def test_the_stored_rows_and_their_result(tmp_path):
    path = tmp_path / "a.kaoping"
    with Store.create(path) as store, store.edit("建立") as edit:
        edit.put_settings(Settings(name="甲县", full_points=Decimal(10)))
        edit.put(Indicator("1", "党建", points=Decimal(10), kind=LeafKind.RATED))
        edit.put(Unit("U1", "甲乡", "乡镇"))
    snapshot, result = compute(path)
    assert snapshot.settings.name == "甲县"
    assert [(line.unit.code, line.missing) for line in result.units] == [("U1", ("1",))]


def test_looking_changes_nothing(tmp_path):
    path = tmp_path / "a.kaoping"
    with Store.create(path):
        pass
    before = path.read_bytes()
    path.chmod(0o444)
    compute(path)
    assert path.read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["a.kaoping"]


def test_a_file_that_is_no_assessment_is_refused(tmp_path):
    (tmp_path / "a.kaoping").write_text("考评")
    with pytest.raises(UserError, match="不是考评文件"):
        compute(tmp_path / "a.kaoping")
