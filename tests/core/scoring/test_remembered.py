import gc
import weakref

from core.model.snapshot import Snapshot
from core.scoring.remembered import remembered


def test_it_is_computed_once_for_each_snapshot_and_keeps_none_alive() -> None:
    calls = []

    @remembered
    def count(snapshot: Snapshot) -> int:
        """Units."""
        calls.append(snapshot)
        return len(snapshot.units)

    first, second = Snapshot(), Snapshot()
    assert count(first) == count(first) == count(second) == 0
    assert calls == [first, second]
    assert count.__doc__ == "Units."
    gone = weakref.ref(first)
    calls.clear()
    del first
    gc.collect()
    assert gone() is None
