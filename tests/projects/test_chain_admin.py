"""Desks, acting people and rules in the back office: one's own office, and people of it."""

from datetime import date

import pytest
from django.urls import reverse

from projects.models import ApprovalDesk, ProjectRules, WorkGroup
from qa_portal.core.models import Acting
from tests.factories.chain import Office
from tests.factories.core import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def client(office, sign_in):
    return sign_in(person("district_admin", office.district))


def page(model, view, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def errors_of(response):
    return response.context["adminform"].form.errors if response.context else {}


def desk_data(office, **kwargs):
    values = {"district": office.district.pk, "step": 1, "title": "ตรวจ", "holder": "people", "days": 3}
    return values | {"is_active": "on"} | kwargs


def test_desk_is_entered_with_people_of_the_office(client, office):
    chair = person("committee_member", office.district)
    client.post(page(ApprovalDesk, "add"), desk_data(office, people=[chair.pk]))
    assert list(ApprovalDesk.objects.get(title="ตรวจ").people.all()) == [chair]


def test_desk_takes_nobody_of_another_office(client, office):
    response = client.post(page(ApprovalDesk, "add"), desk_data(office, people=[person("committee_member").pk]))
    assert "people" in errors_of(response)
    response = client.post(page(ApprovalDesk, "add"), desk_data(office, people=[]))
    assert errors_of(response)["people"] == ["โปรดระบุผู้พิจารณาของโต๊ะนี้อย่างน้อยหนึ่งคน"]
    assert ApprovalDesk.objects.filter(title="ตรวจ").count() == 0


def test_desk_of_another_office_is_not_there(client):
    other = Office().desks["director"]
    assert client.get(page(ApprovalDesk, "change", other.pk)).url == reverse("admin:index")


def test_desk_with_proposals_on_it_stays_in_use(client, office):
    office.proposed()
    desk = office.desks["group_head"]
    data = desk_data(office, holder="group_head", title=desk.title)
    del data["is_active"]
    response = client.post(page(ApprovalDesk, "change", desk.pk), data)
    assert errors_of(response)["__all__"] == ["มีเรื่องรออยู่ที่โต๊ะนี้ 1 เรื่อง จะเปลี่ยนลำดับขั้นหรือการใช้งานได้เมื่อพิจารณาเสร็จแล้ว"]


def test_acting_is_between_people_of_one_office(client, office):
    head, stranger = office.people["group_head"], person("supervisor")
    data = {"person": head.pk, "since": date(2026, 11, 20), "until": date(2026, 11, 25), "order_number": "12/2569"}
    assert "deputy" in errors_of(client.post(page(Acting, "add"), data | {"deputy": stranger.pk}))
    client.post(page(Acting, "add"), data | {"deputy": office.people["plan_staff"].pk})
    assert Acting.objects.get().deputy == office.people["plan_staff"]


def test_group_gets_its_head_from_the_office(client, office):
    group = WorkGroup.objects.create(district=office.district, name="กลุ่มนิเทศ")
    data = {"district": office.district.pk, "name": group.name, "order": 0}
    assert "head" in errors_of(
        client.post(page(WorkGroup, "change", group.pk), data | {"head": person("supervisor").pk})
    )
    client.post(page(WorkGroup, "change", group.pk), data | {"head": office.people["group_head"].pk})
    group.refresh_from_db()
    assert group.head == office.people["group_head"]


def test_rules_are_the_offices_own(client, office):
    data = {"district": office.district.pk, "report_due_days": 45, "problems_above_percent": 30, "stuck_after_days": 20}
    client.post(page(ProjectRules, "add"), data)
    assert ProjectRules.objects.get(district=office.district).report_due_days == 45
