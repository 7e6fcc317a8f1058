"""A fingerprint of what raters judge by: a mark given under one plan is not one under another.

It covers the units and the leaves named, and how marks are given; not who rates, nor what was
measured, so that a recusal or a late 完成值 makes no sheet worthless.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

from core.model.plan import LeafKind
from core.model.snapshot import Snapshot
from core.scoring.numbers import plain


def plan_digest(snapshot: Snapshot, units: Iterable[str], leaves: Iterable[str]) -> str:
    """SHA-256, 64 hexadecimal digits; codes that are not there (any more) count as nothing, so
    that the digest differs from the one made when they were."""
    settings = snapshot.settings
    judged = {
        "mode": settings.rating_mode,
        "step": plain(settings.step),
        "words": [[word, plain(share)] for word, share in settings.grade_words],
        "units": sorted(u for code in set(units) if (u := _unit(snapshot, code))),
        "leaves": sorted(x for code in set(leaves) if (x := _leaf(snapshot, code))),
    }
    text = json.dumps(judged, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def plan_version(snapshot: Snapshot) -> str:
    """The digest over every unit and every rated leaf, short, for people: `3F9A-12C4`."""
    rated = (x.code for x in snapshot.tree.leaves if x.kind is LeafKind.RATED)
    digest = plan_digest(snapshot, snapshot.unit_position, rated).upper()
    return f"{digest[:4]}-{digest[4:8]}"


def _unit(snapshot: Snapshot, code: str) -> list[str]:
    if code not in snapshot.unit_position:
        return []
    unit = snapshot.units[snapshot.unit_position[code]]
    return [unit.code, unit.name, unit.category]


def _leaf(snapshot: Snapshot, code: str) -> list[str]:
    if code not in snapshot.tree.leaf_position:
        return []
    leaf = snapshot.tree.by_code[code]
    above = [a.name for a in snapshot.tree.ancestors(code)]
    points = "" if leaf.points is None else plain(leaf.points)
    return [leaf.code, leaf.name, points, leaf.criteria, *above]
