from __future__ import annotations


def test_import_says_what_changed(kaoping, file, write_book, tmp_path):
    rows = [("单位", "事项", "分值"), ("X02", "迟报", -0.5), ("X01", "获省级表彰", 1.5)]
    book = write_book(tmp_path / "加分.xlsx", {"加减分": rows})
    outcome = kaoping("import", file, book)
    assert outcome.code == 0
    assert outcome.out.splitlines() == ["加分.xlsx：", "  加减分 新增1行，未变1行"]


def test_the_same_book_twice_is_no_change(kaoping, file, county_book):
    before = file.read_bytes()
    outcome = kaoping("import", file, county_book)
    assert outcome.code == 0 and "没有改动" in outcome.out
    assert file.read_bytes() == before


def test_one_bad_book_of_two_changes_nothing(kaoping, file, write_book, tmp_path):
    before = file.read_bytes()
    good = write_book(
        tmp_path / "好.xlsx", {"加减分": [("单位", "事项", "分值"), ("X02", "迟报", -0.5)]}
    )
    bad = write_book(
        tmp_path / "坏.xlsx", {"加减分": [("单位", "事项", "分值"), ("X09", "迟报", "很多")]}
    )
    outcome = kaoping("import", file, good, bad)
    assert (outcome.code, outcome.out) == (1, "") and "坏.xlsx 加减分 第2行" in outcome.err
    assert file.read_bytes() == before


def test_a_book_is_needed(kaoping, file):
    assert kaoping("import", file).code == 2


def test_export_writes_what_new_takes(kaoping, file, tmp_path):
    book = tmp_path / "出.xlsx"
    assert kaoping("export", file, book).code == 0
    assert kaoping("new", tmp_path / "b.kaoping", "--from", book).code == 0
    one, other = (kaoping("results", f, "--json").out for f in (file, tmp_path / "b.kaoping"))
    assert one == other


def test_export_for_a_unit(kaoping, file, tmp_path):
    import openpyxl

    book = tmp_path / "X01.xlsx"
    assert kaoping("export", file, book, "--unit", "X01").code == 0
    sheet = openpyxl.load_workbook(book)["完成值"]
    values = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "X01" in values and "X02" not in values


def test_an_unknown_unit_is_refused_with_the_nearest(kaoping, file, tmp_path):
    outcome = kaoping("export", file, tmp_path / "x.xlsx", "--unit", "X03")
    assert outcome.code == 1 and "X01" in outcome.err
    assert not (tmp_path / "x.xlsx").exists()


def test_a_folder_that_is_not_there_is_refused(kaoping, file, tmp_path):
    outcome = kaoping("export", file, tmp_path / "无" / "x.xlsx")
    assert (outcome.code, outcome.out) == (1, "") and len(outcome.err.splitlines()) == 1
    assert ".log" not in outcome.err


def test_no_book_is_written_over_the_assessment(kaoping, file):
    before = file.read_bytes()
    for words in (["export", file, file], ["results", file, "--xlsx", file]):
        outcome = kaoping(*words)
        assert (outcome.code, outcome.out) == (1, "") and "考评文件" in outcome.err
    assert file.read_bytes() == before
