from __future__ import annotations

import json


def test_the_journal_lists_what_was_done(kaoping, file):
    header, line = kaoping("journal", file).out.splitlines()
    assert header.split() == ["序号", "时间", "操作人", "操作", "改动"]
    assert line.split()[0] == "1" and "county.xlsx" in line


def test_undo_and_redo_name_what_they_did(kaoping, file):
    undone = kaoping("undo", file)
    assert undone.code == 0 and "已撤销：" in undone.out and "county.xlsx" in undone.out
    assert json.loads(kaoping("results", file, "--json").out)["units"] == []
    assert "已重做：" in kaoping("redo", file).out
    assert len(json.loads(kaoping("results", file, "--json").out)["units"]) == 3
    lines = kaoping("journal", file).out.splitlines()
    assert "撤销：" in lines[2] and "重做：" in lines[3]


def test_the_journal_for_programs(kaoping, file):
    kaoping("undo", file)
    first, second = json.loads(kaoping("journal", file, "--json").out)
    assert (first["seq"], first["kind"], first["target"]) == (1, "edit", None)
    assert (second["seq"], second["kind"], second["target"]) == (2, "undo", 1)
    assert first["summary"]["units"] == 3 and len(first["hash"]) == 64


def test_nothing_to_undo_or_redo_is_refused(kaoping, file):
    assert kaoping("redo", file).code == 1
    kaoping("undo", file)
    outcome = kaoping("undo", file)
    assert (outcome.code, outcome.out) == (1, "") and "没有可以撤销" in outcome.err
