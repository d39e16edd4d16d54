"""Snapshots and what differs between them."""

from copy import deepcopy

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from projects.models import Activity, BudgetLine, Funding, Objective, Project, Risk, StrategyItem, Target, WorkGroup
from projects.reports.comparing import compare
from projects.services import snapshot
from tests.factories.chain import THROUGH, Office, walk
from tests.factories.core import DistrictFactory, person
from tests.factories.projects import LineFactory, ProjectFactory, complete_project

pytestmark = pytest.mark.django_db


def changed(project, change):
    """The comparison of what a project says with what it says after `change(content)`."""
    old = snapshot.take(project)
    new = deepcopy(old)
    change(new)
    return compare(old, new)


def told(comparison):
    """{section: [what is told of it]}."""
    return {
        part.key: [(change.label, change.old, change.new) for change in part.changes]
        + [(row.what, row.name, [(c.label, c.old, c.new) for c in row.changes]) for row in part.rows]
        for part in comparison.parts
    }


def test_compare_with_itself_says_nothing():
    content = snapshot.take(complete_project())
    assert compare(content, content).parts == []


def test_compare_tells_fields_with_their_labels():
    project = complete_project()

    def change(content):
        content["fields"]["nature"] = "continuing"
        content["fields"]["transfers_allowed"] = True
        content["fields"]["budget_note"] = "ขอถัวจ่าย"

    assert told(changed(project, change)) == {
        "basics": [("ลักษณะโครงการ", "ใหม่", "ต่อเนื่อง")],
        "budget": [
            ("ข้อความต่อท้ายงบประมาณ", "–", "ขอถัวจ่าย"),
            ("ขอถัวจ่ายทุกรายการ", "ไม่ใช่", "ใช่"),
        ],
    }


def test_compare_tells_rows_added_removed_changed_and_moved():
    project = complete_project()
    for order, text in enumerate(("ก", "ข"), 2):
        Objective.objects.create(project=project, text=text, order=order)

    def change(content):
        first, _second, third = content["objectives"]
        content["objectives"] = [third, first | {"text": "ข้อความใหม่"}, {"id": -1, "text": "เพิ่ม"}]

    assert told(changed(project, change)) == {
        "rationale": [
            ("changed", "ข้อความใหม่", [("วัตถุประสงค์", "ข้อความ", "ข้อความใหม่")]),
            ("added", "เพิ่ม", []),
            ("removed", "ก", []),
            ("moved", "วัตถุประสงค์", []),
        ]
    }


def test_compare_tells_the_difference_of_an_amount_in_baht():
    project = complete_project()
    old = snapshot.take(project)
    line = project.lines.get()
    line.formula, line.stated_text = "30 บาท/20 คน/4 มื้อ", ""
    line.save()
    comparison = compare(old, snapshot.take(project))
    (row,) = comparison.parts[0].rows
    assert [(change.label, change.difference) for change in row.changes if change.difference] == [("จำนวนเงิน", "−400")]
    assert [(item.old, item.new, item.difference) for item in comparison.sums] == [
        (2_800, 2_400, "−400"),
        (2_800, 2_800, "0"),
    ]


def test_compare_tells_people_groups_and_policy_by_name():
    project = complete_project()
    other = person("supervisor", project.district)
    group = WorkGroup.objects.create(district=project.district, name="กลุ่มอำนวยการ")
    item = StrategyItem.objects.create(
        district=project.district, fiscal_year=project.fiscal_year, kind="policy", code="1", title="คุณภาพ"
    )

    def change(content):
        content["owner"] = other.pk
        content["groups"] = [group.pk]
        content["policy"].append({"kind": "policy", "items": [item.pk], "all_indicators": True, "text": ""})
        content["activities"][0]["responsible"] = [other.pk]

    found = told(changed(project, change))
    assert found["basics"] == [
        ("ผู้รับผิดชอบโครงการ", str(project.owner), str(other)),
        ("กลุ่ม/หน่วยที่รับผิดชอบ", "กลุ่มนิเทศ", "กลุ่มอำนวยการ"),
    ]
    assert found["policy"] == [("นโยบายสำนักงาน", "–", "1 คุณภาพ · ทุกตัวบ่งชี้")]
    assert found["activities"][0][2] == [("ผู้รับผิดชอบ (บุคคล)", "–", str(other))]


def test_compare_marks_the_words_of_a_long_text():
    project = complete_project()

    def change(content):
        content["fields"]["rationale"] = "เพราะจำเป็นต้องพัฒนา ครู ทุกคน ในสังกัด"

    project.rationale = "เพราะจำเป็นต้องพัฒนา บุคลากร ทุกคน ในสังกัด"
    project.save()
    (found,) = changed(project, change).parts[0].changes
    assert [piece for piece in found.pieces if piece[0] != "same"] == [("removed", "บุคลากร"), ("added", "ครู")]


@pytest.mark.parametrize("count", [1, 3])
def test_compare_queries_do_not_grow(count, django_assert_num_queries):
    project = complete_project()
    for _number in range(count):
        Activity.objects.create(project=project, title="x").responsible.add(person("supervisor", project.district))
    content = snapshot.take(project)
    with django_assert_num_queries(2):
        compare(content, content)


def test_versions_page_compares_any_two(sign_in):
    office = Office()
    project = walk(office.proposed(), "return", "submit", *THROUGH)
    address = reverse("projects:project_versions", args=[project.pk])
    page = sign_in(project.owner).get(address)
    assert [version.key for version in page.context["versions"]] == ["p1", "p2", "b0", "now"]
    assert (page.context["old"].key, page.context["new"].key) == ("b0", "now")
    page = sign_in(project.owner).get(address, {"old": "p1", "new": "b0"})
    assert (page.context["old"].key, page.context["comparison"].is_empty) == ("p1", True)
    page = sign_in(project.owner).get(address, {"old": "'", "new": "99"})
    assert (page.context["old"].key, page.context["new"].key) == ("b0", "now")


def test_versions_page_of_a_draft_says_that_there_is_one(sign_in):
    project = complete_project()
    page = sign_in(project.owner).get(reverse("projects:project_versions", args=[project.pk]))
    assert page.context["comparison"] is None


words = st.text(alphabet="กขคงจฉ ๑๒abc-", min_size=1, max_size=20).map(str.strip).filter(bool)
amounts = st.sampled_from(["", "-", "ไม่มี", "1,200", "๑๐๐", "0.50"])
formulas = st.sampled_from(["", "100x200X2", "35 บาท/20 คน/4 มื้อ", "๕ คน x ๑๐๐ บาท"])


class SnapshotProperties(TestCase):
    """take → fill → take is the same, whatever a proposal says."""

    @settings(max_examples=25)
    @given(
        objectives=st.lists(words, max_size=3),
        targets=st.lists(st.tuples(words, st.none() | st.decimals(0, 9999, places=2)), max_size=3),
        activities=st.lists(st.tuples(words, st.integers(0, 2)), max_size=4),
        lines=st.lists(st.tuples(words, formulas, amounts, st.integers(0, 4)), max_size=4),
        funding=st.lists(amounts, max_size=2),
        risks=st.lists(words, max_size=2),
    )
    def test_snapshot_fills_what_it_took(self, objectives, targets, activities, lines, funding, risks):
        project = ProjectFactory(district=DistrictFactory())
        for order, text in enumerate(objectives, 1):
            Objective.objects.create(project=project, text=text, order=order)
        for order, (text, value) in enumerate(targets, 1):
            Target.objects.create(project=project, text=text, value=value, order=order)
        made, above = [], {}
        for order, (title, depth) in enumerate(activities, 1):
            depth = min(depth, max(above, default=-1) + 1)
            row = Activity.objects.create(project=project, title=title, parent=above.get(depth - 1), order=order)
            above = {key: value for key, value in above.items() if key < depth} | {depth: row}
            made.append(row)
        for order, (item, formula, stated, place) in enumerate(lines, 1):
            activity = made[place] if place < len(made) else None
            BudgetLine.objects.create(
                project=project, item=item, formula=formula, stated_text=stated, activity=activity, order=order
            )
        for order, text in enumerate(funding, 1):
            Funding.objects.create(project=project, source="plan", amount_text=text, order=order)
        for order, text in enumerate(risks, 1):
            Risk.objects.create(project=project, text=text, order=order)
        taken = snapshot.take(Project.objects.get(pk=project.pk))
        copy = Project(
            district=project.district,
            fiscal_year=project.fiscal_year,
            owner=project.owner,
            created_by=project.owner,
            is_working_copy=True,
        )
        copy = snapshot.fill(copy, taken, is_working_copy=True)
        again = snapshot.take(Project._base_manager.get(pk=copy.pk))
        assert again == taken
        assert compare(taken, again).parts == []


def test_line_of_another_activity_is_told_by_its_title():
    project = complete_project()
    Activity.objects.create(project=project, title="อบรม", order=2)
    LineFactory(project=project, item="ค่าวิทยากร", activity=project.activities.get(title="ประชุม"), order=9)

    def change(content):
        (line,) = [row for row in content["lines"] if row["item"] == "ค่าวิทยากร"]
        line["activity"] = 1

    assert told(changed(project, change)) == {"budget": [("changed", "ค่าวิทยากร", [("กิจกรรม", "ประชุม", "อบรม")])]}
