"""Who was refused what (ASVS 7.2.2), and the morning's look at days out of the ordinary (11.1.7)."""

from datetime import date, datetime, timedelta

import pytest
from axes.models import AccessFailureLog
from django.urls import reverse
from django.utils import timezone

from qa_portal.core.models import DataAccess, Notice, Refusal, User
from qa_portal.core.personal_data import unusual
from tests.factories.core import UserFactory, person
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 21)


@pytest.fixture
def admin():
    return person("district_admin")


@pytest.fixture
def somchai(admin):
    return UserFactory(username="Somchai", first_name="สมชาย", district=admin.district, roles=["supervisor"])


# ---------------------------------------------------------------- on record


def test_refused_page_is_on_record_by_its_pattern_and_counted_once_a_day(somchai, sign_in):
    client, elsewhere = sign_in(somchai), ProjectFactory()
    for _time in range(3):
        assert client.get(reverse("projects:project_detail", args=[elsewhere.pk])).status_code == 404
    assert client.get(reverse("core:personal_data")).status_code == 403
    assert client.get("/no/such/page/").status_code == 404
    found = Refusal.objects.order_by("status").values_list("user", "district", "status", "method", "route", "count")
    assert list(found) == [
        (somchai.pk, somchai.district_id, 403, "GET", "/personal-data/", 1),
        (somchai.pk, somchai.district_id, 404, "GET", "/projects/<int:pk>/", 3),
    ]
    assert set(Refusal.objects.values_list("day", flat=True)) == {timezone.localdate()}


def test_what_is_given_or_asks_for_a_sign_in_is_no_refusal(somchai, sign_in, client):
    client.get("/notices/")
    sign_in(somchai).get("/notices/")
    assert not Refusal.objects.exists()


def refuse(somebody, *, day=DAY, count=1, route="/x/"):
    return Refusal.objects.create(
        user=somebody, district=somebody.district, day=day, route=route, method="GET", status=404, count=count,
        last_at=timezone.make_aware(datetime.combine(day, datetime.min.time())),
    )  # fmt: skip


def test_list_shows_the_own_office_filtered_and_as_a_sheet(admin, somchai, sign_in, django_assert_num_queries):
    client, address = sign_in(admin), reverse("core:personal_data_refusals")
    refuse(somchai, route="/mine/")
    refuse(person("supervisor"), route="/theirs/")
    for number in (1, 3):
        while Refusal.objects.filter(district=admin.district).count() < number:
            refuse(UserFactory(district=admin.district))
        with django_assert_num_queries(4):
            page = client.get(address)
        assert page.context["page_obj"].paginator.count == number
    narrowed = client.get(address, {"user": somchai.pk, "day": DAY.isoformat(), "status": 404})
    assert [row.route for row in narrowed.context["page_obj"]] == ["/mine/"]
    assert client.get(address, {"user": somchai.pk, "day": "2026-11-20"}).context["page_obj"].paginator.count == 0
    assert client.get(address, {"format": "xlsx"})["Content-Disposition"].count("attachment") == 1


# ---------------------------------------------------------------- out of the ordinary


def test_day_is_told_once_when_it_is_far_beyond_all_days_before(admin, somchai):
    told = []
    for before, count in ((0, 29), (0, 30), (10, 30), (10, 31)):
        Refusal.objects.all().delete()
        Notice.objects.all().delete()
        refuse(somchai, count=count)
        refuse(somchai, count=before, day=DAY - timedelta(days=28))
        refuse(somchai, count=999, day=DAY - timedelta(days=29))
        unusual.tell(DAY)
        unusual.tell(DAY)
        told.append(Notice.objects.count())
    assert told == [0, 1, 0, 1]
    notice = Notice.objects.get()
    link = f"{reverse('core:personal_data_refusals')}?user={somchai.pk}&day={DAY.isoformat()}"
    assert (notice.recipient, notice.url, notice.kind) == (admin, link, "account.act")
    assert notice.text.startswith(f"{somchai} ถูกปฏิเสธการเข้าถึงหน้าในระบบ 31 ครั้ง")


def test_many_files_and_wrong_passwords_are_told_too(admin, somchai):
    noon = timezone.make_aware(datetime.combine(DAY, datetime.min.time())) + timedelta(hours=12)
    about = {"user": somchai, "district": somchai.district, "page": "x", "path": "/", "file_name": "x.pdf"}
    DataAccess.objects.bulk_create(DataAccess(**about) for _number in range(100))
    DataAccess.objects.update(done_at=noon)
    for name, count in (("somchai", 15), ("nobody", 99)):
        for _number in range(count):
            AccessFailureLog.objects.create(username=name, ip_address="203.0.113.5")
    AccessFailureLog.objects.update(attempt_time=noon)
    unusual.tell(DAY)
    assert sorted(Notice.objects.values_list("recipient", "url")) == [
        (admin.pk, f"{reverse('core:personal_data_accesses')}?user={somchai.pk}&day={DAY.isoformat()}"),
        (admin.pk, reverse("core:personal_data_person", args=[somchai.pk])),
    ]
    unusual.tell(DAY - timedelta(days=1))
    unusual.tell(DAY + timedelta(days=1))
    assert Notice.objects.count() == 2


def test_only_administrators_day_is_told_to_the_superusers(admin):
    boss = UserFactory(is_superuser=True, district=None)
    assert (list(unusual.keepers_of(admin)), list(unusual.keepers_of(boss))) == ([boss], [boss])
    second = UserFactory(district=admin.district, roles=["district_admin"])
    assert list(unusual.keepers_of(admin)) == [second]
    assert User.objects.count() == 3
