"""Personal data (PDPA, B10): all is in the register; it is given out, erased and let go by a person, with a trace."""

import io
import json
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from axes.models import AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone

from qa_portal.core import files, jobs
from qa_portal.core.models import (
    Act,
    DataAccess,
    Job,
    Notice,
    PersonAct,
    Refusal,
    RetentionProposal,
    SavedView,
    TransitionRecord,
    User,
)
from qa_portal.core.personal_data import retention
from qa_portal.core.personal_data.export import data_of
from qa_portal.core.personal_data.people import erase_person, export_person, turn_off_second_factor
from qa_portal.core.personal_data.register import HOLDINGS, traces
from qa_portal.core.workflow import Refused
from tests.factories.core import UserFactory, person
from tests.factories.projects import ProjectFactory
from tests.factories.supervision import photo_upload

pytestmark = pytest.mark.django_db

# ---------------------------------------------------------------- the register

OF_A_PERSON = re.compile(
    r"phone|mail|signatory|chair|director_|author|payee|owner|person_|_by$|people|members?_|_name$|assessors|used_name|"
    r"responsible|username|line_id|ip_address|user_agent|entered_for|^recipient$"
)
TEXTS = (models.CharField, models.TextField, models.GenericIPAddressField)
NAMED_AND_PLACED = {"name", "position"}  # both of them in one table: a person
# Look like it and are not a person's.
OTHERWISE = {
    "account.EmailConfirmation", "core.WebhookSubscription", "core.SavedView", "schools.SchoolFacts",
    "projects.ResultReport.project_name", "supervision.Batch.recipient", "core.DataAccess.file_name",
    "core.District.short_name", "schools.Honour.given_by", "supervision.Order.authority",
}  # fmt: skip


def looks_personal(model, field):
    is_text = (
        isinstance(field, (models.CharField, models.TextField, models.GenericIPAddressField)) and not field.choices
    )
    if not is_text or field.name == "password":
        return False
    names = {other.name for other in model._meta.local_fields if isinstance(other, TEXTS)}
    return bool(OF_A_PERSON.search(field.name)) or (field.name in NAMED_AND_PLACED and names >= NAMED_AND_PLACED)


def ours():
    for model in apps.get_models():
        is_history = hasattr(model, "history_object") or model._meta.proxy
        if not is_history and model._meta.app_label not in {"django_q", "auth", "admin"}:
            yield model


def test_register_says_each_table_and_field_in_thai():
    rows = [*HOLDINGS, *traces()]
    said = [(row.model, word) for row in rows for word in (row.name, *row.field_names)]
    assert [row for row in said if not re.search("[ก-๙]", row[1])] == []


def test_every_field_of_a_person_is_in_the_register():
    held = {f"{holding.model}.{field}" for holding in HOLDINGS for field in holding.fields}
    found = {f"{model._meta.label}.{field.name}" for model in ours() for field in model._meta.local_fields
             if looks_personal(model, field)}  # fmt: skip
    waiting = {name for name in found - held if not {name, name.rpartition(".")[0]} & OTHERWISE}
    assert sorted(waiting) == []


def test_register_names_fields_that_exist():
    assert [holding.model for holding in HOLDINGS if len(holding.field_names) != len(holding.fields)] == []


def test_every_key_of_a_user_is_a_trace():
    told = {holding.model for holding in traces()}
    keys = {
        model._meta.label
        for model in ours()
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
        if field.is_relation and isinstance(field.related_model, type) and issubclass(field.related_model, User)
    }
    assert keys - told == set()


def test_page_of_the_register_is_that_of_the_docs(settings):
    """docs/personal_data.md is written by `manage.py describe_personal_data`."""
    from qa_portal.core.management.commands.describe_personal_data import description

    assert (Path(settings.BASE_DIR) / "docs/personal_data.md").read_text() == description()


# ---------------------------------------------------------------- one person's data


@pytest.fixture
def admin():
    return person("district_admin")


@pytest.fixture
def somchai(admin):
    """Somebody who left traces of every kind."""
    somchai = UserFactory(
        username="somchai", first_name="สมชาย", last_name="ตัวอย่าง", phone="081-000-0000", district=admin.district,
        roles=["supervisor"],
    )  # fmt: skip
    somchai.position = "ศึกษานิเทศก์ชำนาญการ"
    somchai.save()
    EmailAddress.objects.create(user=somchai, email=somchai.email, primary=True, verified=True)
    Notice.objects.create(recipient=somchai, text="เรียนคุณสมชาย", url="/notices/")
    SavedView.objects.create(user=somchai, path="/projects/", name="ของสมชาย", query="q=1")
    for model in (AccessLog, AccessFailureLog):
        model.objects.create(username="somchai", ip_address="203.0.113.5", attempt_time=timezone.now())
    of_users = ContentType.objects.get_for_model(get_user_model())
    LogEntry.objects.create(
        user=admin, content_type=of_users, object_id=str(somchai.pk), object_repr=str(somchai), action_flag=CHANGE
    )
    return somchai


def holders_of(*words):
    """Every cell of the database that holds one of the words, as {table.column}."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.local_fields:
            if isinstance(field, TEXTS):
                for word in words:
                    if model._base_manager.filter(**{f"{field.name}__icontains": word}).exists():
                        found.add(f"{model.__name__}.{field.name}")
    return found


def test_erasing_leaves_the_offices_records_and_no_name(somchai, admin):
    project = ProjectFactory(owner=somchai, created_by=somchai, district=admin.district)
    key = somchai.email
    erase_person(somchai, reason="คำร้องลงวันที่ 1 ต.ค. 2569", by=admin)
    assert holders_of("สมชาย", "somchai", "081-000-0000", key, "203.0.113.5", "ศึกษานิเทศก์ชำนาญการ") == set()
    project.refresh_from_db()
    assert str(project.owner) == f"ผู้ใช้ที่ลบแล้ว {somchai.pk}"
    after = User.objects.get(pk=somchai.pk)
    assert (after.is_active, after.has_usable_password(), after.roles, after.email) == (False, False, {}, "")
    act = PersonAct.objects.get()
    assert (act.act, act.reason, act.done_by) == ("erase", "คำร้องลงวันที่ 1 ต.ค. 2569", admin)


def test_erased_person_is_signed_out(somchai, admin, sign_in):
    client = sign_in(somchai)
    assert client.get("/notices/").status_code == 200
    erase_person(somchai, reason="x", by=admin)
    assert client.get("/notices/").status_code == 302


def test_packed_data_of_who_is_erased_go_too(somchai, admin):
    job = export_person(somchai, reason="asked for", by=admin)
    with pytest.raises(Refused):
        erase_person(somchai, reason="x", by=admin)
    jobs.do(job.pk)
    assert holders_of("สมชาย") >= {"Job.label", "Notice.text"}
    erase_person(somchai, reason="x", by=admin)
    assert (holders_of("สมชาย"), Job.objects.count()) == (set(), 0)


def test_nobody_is_erased_twice_nor_by_themselves(somchai, admin):
    with pytest.raises(Refused):
        erase_person(admin, reason="x", by=admin)
    erase_person(somchai, reason="x", by=admin)
    with pytest.raises(Refused):
        erase_person(somchai, reason="x", by=admin)
    assert PersonAct.objects.count() == 1


def test_what_goes_with_an_account_is_its_own_alone():
    """A new table that hangs on a user by CASCADE is emptied with the account: is that what it means?"""
    cascading = {
        relation.related_model._meta.label
        for relation in User._meta.related_objects
        if relation.on_delete is models.CASCADE and not relation.related_model._meta.auto_created
    }
    assert cascading == {
        "account.EmailAddress", "admin.LogEntry", "core.Notice", "core.NoticeChoice", "core.NoticeProfile",
        "core.SavedView", "core.SignedIn", "core.UnsavedForm", "core.Upload", "mfa.Authenticator",
        "supervision.CalendarFeed",
    }  # fmt: skip


def paths_to(data, secrets, path=""):
    items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        if isinstance(value, (dict, list)):
            yield from paths_to(value, secrets, f"{path}/{key}")
        elif any(secret in str(value) for secret in secrets):
            yield f"{path}/{key}"


def test_all_data_of_a_person_come_as_a_zip_without_secrets(somchai, admin, django_capture_on_commit_callbacks):
    TOTP.activate(somchai, "JBSWY3DPEHPK3PXP")
    somchai.set_password("a-long-Thai-word-2569")
    somchai.save()
    project = ProjectFactory(owner=somchai, created_by=somchai, district=admin.district)
    stored = files.store(photo_upload(), district=admin.district, by=somchai)
    with django_capture_on_commit_callbacks(execute=True):
        job = export_person(somchai, reason="คำร้องขอสำเนา", by=admin)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, PersonAct.objects.get().act) == ("done", "export")
    with job.result.content.open("rb") as content, zipfile.ZipFile(io.BytesIO(content.read())) as archive:
        assert archive.namelist() == ["data.json", f"files/{stored.pk} {stored.name}"]
        data = json.loads(archive.read("data.json"))
    assert (data["person"]["username"], data["roles"]) == ("somchai", ["supervisor"])
    assert [row["name"] for row in data["own"] if row["table"] == str(SavedView._meta.verbose_name)] == ["ของสมชาย"]
    assert [row["ip_address"] for row in data["sign_ins"]] == ["203.0.113.5"] * 2
    named = {row["title"] for row in data["named_in"]}
    assert project.name in named
    assert list(paths_to(data, ["JBSWY3DPEHPK3PXP", somchai.password])) == []


def test_data_of_a_person_hold_each_step_taken(somchai, admin):
    kind = ContentType.objects.get_for_model(User)
    TransitionRecord.objects.create(
        content_type=kind, object_id="1", transition="approve", source="a", target="b", done_by=somchai, note="เห็นชอบ"
    )
    assert [row["note"] for row in data_of(somchai)["steps"]] == ["เห็นชอบ"]


def test_lost_second_factor_is_turned_off_with_a_trace_and_told(somchai, admin):
    TOTP.activate(somchai, "JBSWY3DPEHPK3PXP")
    turn_off_second_factor(somchai, reason="โทรศัพท์หาย ตรวจบัตรแล้ว", by=admin)
    assert not Authenticator.objects.filter(user=somchai).exists()
    assert PersonAct.objects.get().act == Act.SECOND_FACTOR
    assert "ปิดการยืนยันตัวตนชั้นที่สองของท่าน" in Notice.objects.filter(recipient=somchai).latest("pk").text
    with pytest.raises(Refused):
        turn_off_second_factor(somchai, reason="x", by=admin)


def test_page_asks_for_a_reason_and_does_it(somchai, admin, sign_in):
    client = sign_in(admin)
    address = reverse("core:personal_data_act", args=[somchai.pk, "erase"])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert User.objects.get(pk=somchai.pk).is_active
    page = client.post(address, {"reason": "ลาออก"}, follow=True)
    assert page.redirect_chain == [(reverse("core:personal_data_person", args=[somchai.pk]), 302)]
    assert f"ผู้ใช้ที่ลบแล้ว {somchai.pk}" in page.content.decode()
    assert "สมชาย" not in page.content.decode()


def test_person_of_another_office_is_not_found(somchai, sign_in):
    client = sign_in(person("district_admin"))
    for address in ("personal_data_person", "personal_data_act"):
        args = [somchai.pk] if address == "personal_data_person" else [somchai.pk, "erase"]
        assert client.post(reverse(f"core:{address}", args=args), {"reason": "x"}).status_code in (404, 405)
    assert User.objects.get(pk=somchai.pk).is_active


def test_people_and_accesses_cost_the_same_for_one_and_three(admin, sign_in, django_assert_num_queries):
    client, counts = sign_in(admin), {}
    for number in (1, 3):
        while User.objects.filter(district=admin.district).count() < number + 1:
            DataAccess.objects.create(
                user=UserFactory(district=admin.district), district=admin.district, page="x", path="/"
            )
        for page in ("personal_data_people", "personal_data_accesses"):
            with django_assert_num_queries(4):
                counts[page, number] = client.get(reverse(f"core:{page}")).status_code
    assert set(counts.values()) == {200}


# ---------------------------------------------------------------- who took what out


def test_every_file_and_sheet_that_leaves_is_on_record(admin, sign_in):
    client = sign_in(admin)
    address = reverse("core:personal_data_people")
    client.get(address, {"q": "x"})
    client.get(address, {"q": "x", "format": "xlsx"})
    row = DataAccess.objects.get()
    facts = row.user, row.district, row.page, row.path, row.file_name
    assert facts == (
        admin,
        admin.district,
        "core:personal_data_people",
        f"{address}?q=x&format=xlsx",
        "ผู้ใช้ระบบ.xlsx",
    )


def test_opened_page_of_a_person_is_on_record_and_a_refused_one_is_not(admin, somchai, sign_in):
    sign_in(person("committee_member")).get(reverse("core:person_detail", args=[somchai.pk]))
    assert not DataAccess.objects.exists()
    sign_in(admin).get(reverse("core:person_detail", args=[somchai.pk]))
    assert DataAccess.objects.get().page == "core:person_detail"


# ---------------------------------------------------------------- how long

TODAY = datetime(2026, 11, 22, tzinfo=UTC).date()  # fiscal year 2570


def aged(row, field, when):
    type(row).objects.filter(pk=row.pk).update(**{field: when})


def refusal_of(person):
    facts = {"day": TODAY, "route": "/", "method": "GET", "status": 404, "last_at": timezone.now()}
    return Refusal.objects.create(user=person, district=person.district, **facts)


@pytest.mark.parametrize(
    ("rule", "kept_from"),
    [
        ("accounts", (2025, 10, 1)),
        ("sign_ins", (2025, 10, 1)),
        ("notices", (2024, 10, 1)),
        ("accesses", (2023, 10, 1)),
        ("refusals", (2023, 10, 1)),
    ],
)
def test_data_are_proposed_when_their_fiscal_years_are_over(rule, kept_from, admin, somchai):
    """Bangkok's first of October is the night before in UTC."""
    row, field = {
        "accounts": (somchai, "last_login"),
        "sign_ins": (AccessLog.objects.get(), "attempt_time"),
        "notices": (Notice.objects.get(), "created_at"),
        "accesses": (DataAccess.objects.create(user=somchai, district=admin.district, page="x", path="/"), "done_at"),
        "refusals": (refusal_of(somchai), "last_at"),
    }[rule]
    somchai.is_active = False
    somchai.save()
    first_kept = datetime(*kept_from, tzinfo=timezone.get_default_timezone())
    found = {}
    for moment in (first_kept, first_kept - timezone.timedelta(seconds=1)):
        aged(row, field, moment)
        retention.propose(TODAY)
        found[moment] = list(RetentionProposal.objects.filter(rule=rule).values_list("count", flat=True))
    assert list(found.values()) == [[], [1]]


def test_old_data_go_when_a_person_says_so(admin, somchai, sign_in):
    aged(Notice.objects.get(), "created_at", datetime(2020, 1, 1, tzinfo=UTC))
    retention.propose(TODAY)
    retention.propose(TODAY)
    proposal = RetentionProposal.objects.get()
    assert Notice.objects.count() == 1
    desk = sign_in(admin).get(reverse("office:desk")).content.decode()
    assert proposal.get_absolute_url() in desk
    client = sign_in(admin)
    assert client.post(proposal.get_absolute_url(), {"decision": "keep"}).status_code == 422
    client.post(proposal.get_absolute_url(), {"decision": "remove"})
    proposal.refresh_from_db()
    assert (Notice.objects.count(), proposal.count, proposal.decided_by) == (0, 1, admin)
    with pytest.raises(Refused):
        retention.decide(proposal, decision="keep", reason="x", by=admin)


def test_what_stays_by_a_decision_is_not_proposed_again_this_year(admin, somchai):
    aged(Notice.objects.get(), "created_at", datetime(2020, 1, 1, tzinfo=UTC))
    retention.propose(TODAY)
    retention.decide(RetentionProposal.objects.get(), decision="keep", reason="คดียังไม่สิ้นสุด", by=admin)
    retention.propose(TODAY)
    assert list(RetentionProposal.objects.values_list("decision", "count")) == [("keep", 1)]
    assert Notice.objects.count() == 1


def test_closed_accounts_are_erased_when_a_person_says_so(admin, somchai):
    User.objects.filter(pk=somchai.pk).update(is_active=False, last_login=datetime(2020, 1, 1, tzinfo=UTC))
    retention.propose(TODAY)
    proposal = RetentionProposal.objects.get(rule="accounts")
    assert retention.decide(proposal, decision="remove", reason="", by=admin) == 1
    assert str(User.objects.get(pk=somchai.pk)) == f"ผู้ใช้ที่ลบแล้ว {somchai.pk}"
    retention.propose(TODAY)
    assert RetentionProposal.objects.filter(rule="accounts", decision="").count() == 0


def test_record_of_wrong_passwords_goes_after_ninety_days(somchai):
    row = AccessFailureLog.objects.get()
    for days, left in ((89, 1), (91, 0)):
        aged(row, "attempt_time", timezone.now() - timezone.timedelta(days=days))
        retention.clear_failures(timezone.now())
        assert AccessFailureLog.objects.count() == left


def test_old_data_of_who_belongs_to_no_office_are_a_superusers_to_let_go(admin, sign_in):
    away = UserFactory(username="away", district=None, roles=["national_viewer"])
    User.objects.filter(pk=away.pk).update(is_active=False, last_login=datetime(2020, 1, 1, tzinfo=UTC))
    retention.propose(TODAY)
    retention.propose(TODAY)
    proposal = RetentionProposal.objects.get(rule="accounts")
    assert sign_in(admin).post(proposal.get_absolute_url(), {"decision": "remove"}).status_code == 404
    client = sign_in(UserFactory(is_superuser=True, district=None))
    client.post(proposal.get_absolute_url(), {"decision": "remove"})
    assert str(User.objects.get(pk=away.pk)) == f"ผู้ใช้ที่ลบแล้ว {away.pk}"


def test_person_without_an_office_is_a_superusers_and_gets_no_file_of_an_office(admin, sign_in):
    away = UserFactory(district=None, roles=["national_viewer"])
    address = reverse("core:personal_data_person", args=[away.pk])
    assert sign_in(admin).get(address).status_code == 404
    boss = UserFactory(is_superuser=True, district=None)
    assert sign_in(boss).get(address).status_code == 200
    with pytest.raises(Refused):
        export_person(away, reason="คำขอ", by=boss)
