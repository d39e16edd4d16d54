import re
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from qa_portal.core.models import District, User
from schools.models import Membership, School
from tests.factories.core import DistrictFactory, UserFactory, person
from tests.factories.schools import SchoolFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return DistrictFactory()


@pytest.fixture
def admin(district):
    return person("district_admin", district)


def page(model, view, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def listed(client, model):
    return list(client.get(page(model, "changelist")).context["cl"].queryset)


@pytest.mark.parametrize("role", ["director", "group_head", "plan_staff", "school_head", "national_viewer"])
def test_back_office_is_closed_to_other_roles(sign_in, role):
    response = sign_in(person(role)).get(page(User, "changelist"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:login"))


def test_history_in_the_back_office_is_all_that_is_kept(sign_in, admin, district):
    director = person("director", district)
    district.phone = "000-1"
    district.save(by=director)
    newest = sign_in(admin).get(page(District, "history", district.pk)).context["entries"][0]
    assert (newest.by, [(change.label, change.new) for change in newest.changes]) == (
        str(director),
        [("โทรศัพท์", "000-1")],
    )


def test_district_admin_sees_their_own_district_only(sign_in, admin, district):
    own, other = SchoolFactory(district=district), SchoolFactory()
    client = sign_in(admin)
    assert (listed(client, School), listed(client, User)) == ([own], [admin])
    stranger = client.get(page(School, "change", other.pk))
    assert stranger.status_code == 302  # Django's admin: "does not exist", back to its start page
    assert stranger.url == reverse("admin:index")


def test_superusers_are_out_of_a_district_admins_reach(sign_in, admin, district):
    boss = UserFactory(district=district, is_superuser=True)
    client = sign_in(admin)
    assert listed(client, User) == [admin]
    assert client.get(reverse("admin:auth_user_password_change", args=[boss.pk])).status_code == 404


NEW = {"username": "new", "usable_password": "true", "password1": "long-enough-2569", "password2": "long-enough-2569"}


def test_new_person_belongs_to_the_admins_district_with_the_roles_given(sign_in, admin, district):
    group = Group.objects.get(name="supervisor")
    sign_in(admin).post(page(User, "add"), NEW | {"first_name": "ก", "groups": [group.pk]})
    user = User.objects.get(username="new")
    assert (user.district, list(user.roles), user.is_superuser) == (district, ["supervisor"], False)
    assert user.check_password("long-enough-2569")


def test_district_admin_cannot_give_the_nation_or_superuser(sign_in, admin, district):
    client, nation = sign_in(admin), Group.objects.get(name="national_viewer")
    user = UserFactory(district=district)
    data = {"username": user.username, "is_active": "on", "language": "th", "groups": [nation.pk], "is_superuser": "on"}
    response = client.post(page(User, "change", user.pk), data)
    assert list(response.context["adminform"].form.errors) == ["groups"]
    client.post(page(User, "change", user.pk), data | {"groups": [], "district": DistrictFactory().pk})
    user = User.objects.get(pk=user.pk)
    assert (user.is_superuser, user.district) == (False, district)


def test_member_is_linked_to_a_school_of_the_own_district_only(sign_in, admin, district):
    client, head = sign_in(admin), UserFactory(district=district)
    own, other = SchoolFactory(district=district), SchoolFactory()
    for school in (other, own):
        client.post(page(Membership, "add"), {"user": head.pk, "school": school.pk, "since": "2026-05-16"})
    assert list(Membership.objects.values_list("user", "school")) == [(head.pk, own.pk)]


def test_domain_rows_are_neither_deleted_nor_changed_here(sign_in, admin, district):
    school = SchoolFactory(district=district, name="เดิม")
    client = sign_in(admin)
    statuses = [
        client.post(page(School, "delete", school.pk), {"post": "yes"}).status_code,
        client.post(page(School, "change", school.pk), {"name": "ใหม่"}).status_code,
        client.get(page(School, "add")).status_code,
    ]
    assert statuses == [403, 403, 403]
    assert School.objects.get().name == "เดิม"


def test_mail_to_set_a_password(sign_in, admin, district):
    user = UserFactory(district=district, email="new@example.org")
    data = {"action": "send_password_mail", "_selected_action": [user.pk]}
    sign_in(admin).post(page(User, "changelist"), data)
    assert [message.to for message in mail.outbox] == [["new@example.org"]]


def test_who_has_no_address_is_named_when_mails_are_sent(sign_in, admin, district):
    user = UserFactory(district=district, first_name="ไร้อีเมล", last_name="", email="")
    data = {"action": "send_password_mail", "_selected_action": [user.pk]}
    response = sign_in(admin).post(page(User, "changelist"), data, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "ไม่ได้ส่งอีเมลถึง ไร้อีเมล เพราะบัญชีปิดใช้งานอยู่หรือไม่มีที่อยู่อีเมล"
    ]
    assert mail.outbox == []


def test_new_person_sets_the_password_from_a_mail(sign_in, admin, client):
    data = {"username": "new", "usable_password": "false"}
    refused = sign_in(admin).post(page(User, "add"), data)
    assert list(refused.context["adminform"].form.errors) == ["email"]
    sign_in(admin).post(page(User, "add"), data | {"email": "new@example.org"})
    assert not User.objects.get(username="new").has_usable_password()
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    asked = client.get(link, follow=True)
    words = "คำใหม่ที่ยาวพอ2569"
    client.post(asked.redirect_chain[-1][0], {"password1": words, "password2": words})
    assert User.objects.get(username="new").check_password(words)


def test_how_a_password_is_kept_is_not_shown(sign_in, admin):
    admin.set_password("long-enough-2569")
    admin.save()
    text = sign_in(admin).get(page(User, "change", admin.pk)).content.decode()
    assert ("ตั้งรหัสผ่านไว้แล้ว" in text, "pbkdf2" in text, "salt" in text) == (True, False, False)


def test_days_are_typed_and_shown_in_the_buddhist_era(sign_in, admin, district):
    client, school, head = sign_in(admin), SchoolFactory(district=district), UserFactory(district=district)
    client.post(page(Membership, "add"), {"user": head.pk, "school": school.pk, "since": "1/2/2569"})
    row = Membership.objects.get()
    assert row.since == date(2026, 2, 1)
    assert "1 ก.พ. 2569" in client.get(page(Membership, "changelist")).content.decode()
    assert 'value="01/02/2569"' in client.get(page(Membership, "change", row.pk)).content.decode()


def test_chosen_filter_is_said_in_its_head_above_the_rows(sign_in, admin):
    text = sign_in(admin).get(page(User, "changelist"), {"role": "supervisor"}).content.decode()
    assert "<summary>บทบาท: <strong>ศึกษานิเทศก์</strong></summary>" in text
    assert text.index('id="changelist-filter"') < text.index('id="changelist-form"')


def test_superuser_sees_all_districts(sign_in):
    boss = UserFactory(is_superuser=True, district=None)
    schools = {SchoolFactory(), SchoolFactory()}
    assert set(listed(sign_in(boss), School)) == schools


def test_superusers_page_is_in_their_language_and_holds_no_second_factor(sign_in):
    response = sign_in(UserFactory(is_superuser=True, district=None)).get(reverse("admin:index"))
    apps = {app["app_label"]: str(app["name"]) for app in response.context["app_list"]}
    assert [name for name in apps.values() if not re.search("[ก-๙]", name)] == []
    assert "mfa" not in apps


def test_school_to_be_chosen_is_found_with_the_word_for_school_in_front(sign_in, admin, district):
    school = SchoolFactory(district=district, name="บ้านน้ำใส")
    asked = {"term": "โรงเรียนบ้านน้ำใส", "app_label": "schools", "model_name": "membership", "field_name": "school"}
    found = sign_in(admin).get(reverse("admin:autocomplete"), asked).json()
    assert [row["id"] for row in found["results"]] == [str(school.pk)]
