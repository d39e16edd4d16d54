from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qa_portal.core.files import CSV
from qa_portal.core.models import District
from qa_portal.core.tables import Unreadable, read_table
from schools.imports.registry import Kind, apply_plan, make_plan
from schools.models import Network, School, SchoolFacts
from tests.factories.core import DistrictFactory
from tests.factories.schools import NetworkFactory, SchoolFactory

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[3] / "shared" / "data" / "schools_obec_2022.csv"
HEAD = "moe_code,smis_code,area_code,name_th,levels,province"


def plan_of(*lines, area="9101", head=HEAD):
    return make_plan(read_table("\n".join([head, *lines]).encode(), CSV), area=area)


def counts(plan):
    return {kind.value: count for kind, count in plan.counts.items() if count}


def reasons(plan):
    return [row.reason for row in plan.of_kind(Kind.REJECTED)]


@pytest.fixture
def district():
    return DistrictFactory(code="9101", short_name="สพป.สมมุติ เขต 1")


def test_new_school_is_made_with_its_facts_and_history(district):
    plan = plan_of("1099000001,99000001,9101,บ้านนํ้าใส,อนุบาล-มัธยมศึกษาตอนต้น,เมืองสมมุติ")
    apply_plan(plan, reason="ก.csv", by=None)
    school = School.objects.get()
    levels = [getattr(school, name) for name in School.LEVELS]
    assert (school.name, school.district, levels) == ("บ้านน้ำใส", district, [True, True, True, False])
    assert (school.name_search, school.version, School.history.count()) == ("บ้านน้ำใส", 1, 1)
    assert list(SchoolFacts.objects.values_list("name", "until", "reason")) == [("บ้านน้ำใส", None, "ก.csv")]
    assert SchoolFacts.history.count() == 1


def test_second_run_is_unchanged_and_writes_no_history(district):
    lines = ["1099000001,99000001,9101,บ้านน้ำใส,อนุบาล-ประถมศึกษา,เมืองสมมุติ", "๑๐๙๙๐๐๐๐๐๒,,9101,บ้านดิน,,"]
    apply_plan(plan_of(*lines), by=None)
    again = plan_of(*lines)
    apply_plan(again, by=None)
    assert counts(again) == {"unchanged": 2}
    assert (School.history.count(), SchoolFacts.history.count()) == (2, 2)


def test_changed_row_says_old_and_new_of_each_field_and_blanks_erase_nothing(district):
    SchoolFactory(district=district, moe_code="1099000001", smis_code="99000001", name="เดิม", province="เก่า")
    plan = plan_of("1099000001,,9101,ใหม่,ประถมศึกษา,")
    told = [(change.label, change.old, change.new) for change in plan.of_kind(Kind.CHANGED)[0].changes]
    assert told == [("ชื่อโรงเรียน", "เดิม", "ใหม่"), ("ระดับที่เปิดสอน", "ปฐมวัย – ประถมศึกษา", "ประถมศึกษา")]
    apply_plan(plan, by=None)
    school = School.objects.get()
    assert (school.name, school.smis_code, school.province) == ("ใหม่", "99000001", "เก่า")


def test_changed_facts_are_corrected_or_hold_from_a_day(district):
    school = SchoolFactory(district=district, moe_code="1099000001", name="เดิม")
    apply_plan(plan_of("1099000001,,9101,แก้คำผิด,,"), by=None)
    assert [row.name for row in school.facts.all()] == ["แก้คำผิด"]
    apply_plan(plan_of("1099000001,,9101,ชื่อใหม่,,"), since=date(2026, 6, 1), by=None)
    names = [school.as_at(day).name for day in (date(2026, 5, 31), date(2026, 6, 1))]
    assert names == ["แก้คำผิด", "ชื่อใหม่"]


def test_same_name_is_another_school_when_the_code_differs(district):
    SchoolFactory(district=district, moe_code="1099000001", name="วัดใหม่")
    assert counts(plan_of("1099000002,,9101,วัดใหม่,,")) == {"new": 1}


def test_each_fault_is_rejected_with_its_reason(district):
    other = DistrictFactory(short_name="สพป.อื่น เขต 9")
    SchoolFactory(district=other, moe_code="1099000010", smis_code="99000010")
    plan = plan_of(
        "109900001,,9101,สั้นไป,,",
        ",,9101,ไม่มีรหัส,,",
        "1099000002,9900,9101,ก,,",
        "1099000003,99000003,9101,ข,,",
        "1099000003,,9101,ซ้ำ,,",
        "1099000004,,9101,,,",
        "1099000005,99000003,9101,ค,,",
        "1099000006,99000010,9101,ง,,",
        "1099000010,,9101,ของเขตอื่น,,",
        "1099000007,,9101,จ,อุดมศึกษา,",
    )
    assert counts(plan) == {"new": 1, "rejected": 9}
    assert reasons(plan) == [
        "รหัสกระทรวง “109900001” ไม่ครบ 10 หลัก",
        "แถวนี้ไม่มีรหัสกระทรวง",
        "รหัส SMIS “9900” ไม่ครบ 8 หลัก",
        "รหัสซ้ำกับแถวที่ 5 ของไฟล์",
        "โรงเรียนใหม่ต้องมีชื่อ",
        "รหัส SMIS นี้เป็นของโรงเรียนรหัส 1099000003",
        "รหัส SMIS นี้เป็นของโรงเรียนรหัส 1099000010",
        "โรงเรียนนี้สังกัดเขตพื้นที่อื่น: สพป.อื่น เขต 9",
        "ไม่รู้จักระดับ “อุดมศึกษา”",
    ]


def test_rows_of_other_areas_are_counted_and_left_out(district):
    plan = plan_of("1099000001,,9101,ก,,", "1099000002,,9102,ข,,", "1099000003,,,ค,,")
    assert (counts(plan), plan.left_out) == ({"new": 1}, 2)


def test_file_without_an_area_column_is_of_the_district(district):
    plan = plan_of("1099000001,ก", head="รหัสกระทรวง 10 หลัก,ชื่อโรงเรียน")
    assert [row.school.district for row in plan.of_kind(Kind.NEW)] == [district]


def test_thai_headers_extra_columns_and_networks(district):
    network = NetworkFactory(district=district, name="เครือข่าย 1")
    head = "รหัสสถานศึกษา,รหัส 8 หลัก,ชื่อสถานศึกษา,เครือข่าย,อำเภอ,โทรศัพท์,หมายเหตุ"
    plan = plan_of("1099000001,๙๙๐๐๐๐๐๑,ก,เครือข่าย ๑,เมือง,๐ ๒๐๐๐,x", "1099000002,,ข,เครือข่าย 2,,,", head=head)
    apply_plan(plan, by=None)
    school = School.objects.get()
    assert (school.smis_code, school.network, school.amphoe, school.phone) == ("99000001", network, "เมือง", "0 2000")
    assert plan.unread == ["หมายเหตุ"]
    assert reasons(plan) == ["ไม่มีเครือข่าย “เครือข่าย 2” กรุณาเพิ่มเครือข่ายก่อน"]
    assert Network.objects.count() == 1


def test_file_without_codes_is_refused_whole(district):
    with pytest.raises(Unreadable):
        plan_of("ก", head="ชื่อโรงเรียน")
    with pytest.raises(Unreadable):
        plan_of()


def test_whole_file_makes_the_missing_districts():
    head = "moe_code,area_code,area_name,area_type,name_th"
    plan = plan_of(
        "1099000001,9101,สพป.สมมุติ เขต 1,สพป.,ก",
        "1099000002,9101,สพป.สมมุติ เขต 1,สพป.,ข",
        "1099000003,919100,สพม.เขต 91(สมมุติ),สพม.,ค",
        "1099000004,,,ส่วนกลาง,ง",
        head=head,
        area=None,
    )
    apply_plan(plan, by=None)
    assert list(District.objects.values_list("code", "kind", "name")) == [
        ("9101", "primary", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสมมุติ เขต 1"),
        ("919100", "secondary", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา เขต 91(สมมุติ)"),
    ]
    assert reasons(plan) == ["แถวนี้ไม่ระบุเขตพื้นที่การศึกษาที่มีในระบบ"]


def test_apply_writes_all_or_nothing(district):
    school = SchoolFactory(district=district, moe_code="1099000001", name="เดิม")
    plan = plan_of("1099000002,,9101,ใหม่,,", "1099000001,,9101,เปลี่ยน,,")
    school.facts.update(until=date(2026, 1, 1))
    with pytest.raises(Exception, match="เลิกแล้ว"):
        apply_plan(plan, by=None)
    assert School.objects.count() == 1


# ---------------------------------------------------------------- the command


def run(capsys, path, **options):
    call_command("import_schools", path, **options)
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def small_file(tmp_path):
    path = tmp_path / "schools.csv"
    path.write_text(f"{HEAD}\n1099000001,,9101,ก,,\n109900000,,9101,ข,,\n", encoding="utf-8")
    return path


def test_command_prints_the_counts_and_each_rejected_row(district, small_file, capsys):
    rejected = "3 ข: รหัสกระทรวง “109900000” ไม่ครบ 10 หลัก"
    assert run(capsys, small_file, area="9101") == ["new 1 · changed 0 · unchanged 0 · rejected 1", rejected]
    assert run(capsys, small_file, area="9101") == ["new 0 · changed 0 · unchanged 1 · rejected 1", rejected]


def test_command_dry_run_writes_nothing(district, small_file, capsys):
    assert run(capsys, small_file, dry_run=True)[0] == "new 1 · changed 0 · unchanged 0 · rejected 1"
    assert School.objects.count() == 0


def test_command_refuses_a_file_that_it_cannot_read(tmp_path):
    with pytest.raises(CommandError):
        call_command("import_schools", tmp_path / "none.csv")


@pytest.mark.skipif(not DATA.exists(), reason="the OBEC list is not beside the project")
def test_real_district_of_71_schools(capsys):
    assert run(capsys, DATA, area="1102") == ["new 71 · changed 0 · unchanged 0 · rejected 0"]
    assert run(capsys, DATA, area="1102") == ["new 0 · changed 0 · unchanged 71 · rejected 0"]
    assert District.objects.get().name == "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสมุทรปราการ เขต 2"
    assert (School.objects.count(), School.history.count()) == (71, 71)


@pytest.mark.skipif(not DATA.exists(), reason="the OBEC list is not beside the project")
def test_real_file_loses_no_row(capsys):
    lines = run(capsys, DATA, dry_run=True)
    assert lines[0] == "new 29576 · changed 0 · unchanged 0 · rejected 3"
    assert [line.split()[0] for line in lines[1:]] == ["2", "3167", "20721"]


@pytest.mark.parametrize(("column", "most"), [("name", 200), ("phone", 50), ("tambon", 100), ("province", 100)])
def test_cell_that_is_longer_than_its_field_is_rejected(district, column, most):
    """Found by the plan, not by the database in the middle of the import."""
    assert School._meta.get_field(column).max_length == most
    head = f"moe_code,{column}" if column == "name" else f"moe_code,name,{column}"
    start = "1099000001," if column == "name" else "1099000001,บ้านน้ำใส,"
    assert reasons(plan_of(start + "ก" * most, head=head)) == []
    label = School._meta.get_field(column).verbose_name
    row = plan_of(start + "ก" * (most + 1), head=head).rows[0]
    assert (row.kind, row.reasons[0]) == (Kind.REJECTED, f"{label}ยาวเกิน {most} ตัวอักษร")


def test_area_that_is_longer_than_its_field_is_rejected():
    plan = plan_of(f"1099000001,บ้านน้ำใส,9101,{'ก' * 101}", area=None, head="moe_code,name,area_code,area_name")
    assert [row.kind for row in plan.rows] == [Kind.REJECTED]


def test_name_whose_search_key_grows_still_fits(district):
    """ß is ss to the search: the key may be longer than the name."""
    apply_plan(plan_of("1099000001," + "ß" * 200, head="moe_code,name"), by=None)
    assert len(School.objects.get().name_search) == 200
