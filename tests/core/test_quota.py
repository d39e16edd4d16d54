"""The room of an office's and a school's files: refused before a byte is sent, with a sentence."""

import pytest
from django.urls import reverse

from qa_portal.core import files, quota, uploads
from qa_portal.core.models import StoredFile
from schools.quota import of_school
from tests.factories.core import UserFactory, person
from tests.factories.schools import SchoolFactory, school_person
from tests.factories.supervision import photo_upload
from tests.factories.teams import committee_of, meeting_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both]


def fill(user, size):
    stored = files.store(photo_upload(), district=user.district, by=user)
    StoredFile.objects.filter(pk=stored.pk).update(size=size)


def begin(user, size):
    return uploads.begin(name="x.pdf", size=size, sha256="", kinds=[files.PDF], by=user)


def test_upload_beyond_the_share_of_the_office_is_refused_before_it_begins(settings):
    settings.OFFICE_QUOTA_GB = 1
    user = person("supervisor")
    fill(user, quota.GB - 1000)
    assert begin(user, 1000).size == 1000
    with pytest.raises(uploads.NotTaken) as refused:
        begin(user, 1001)
    assert (refused.value.status, str(refused.value).split(" จึง")[0]) == (
        507,
        f"ไฟล์ของ{user.district}ใช้พื้นที่ไปแล้ว 1.0 GB จาก 1 GB",
    )
    assert begin(person("supervisor"), 1001).size == 1001  # of another office


def test_files_of_a_school_are_those_of_all_its_people(settings):
    settings.SCHOOL_QUOTA_GB = 1
    school = SchoolFactory()
    head, teacher = (school_person(role, school) for role in ("school_head", "school_teacher"))
    fill(head, 700)
    fill(teacher, 300)
    fill(school_person("school_head", SchoolFactory(district=school.district)), 5000)
    assert (of_school(teacher).used, of_school(UserFactory())) == (1000, None)


def test_form_with_a_file_beyond_the_share_comes_back_with_the_sentence(settings, sign_in):
    """Without scripts the file comes with the form."""
    settings.OFFICE_QUOTA_GB = 1
    user = person("supervisor")
    fill(user, quota.GB)
    meeting = meeting_of(committee_of(user.district))
    address = f"http://testserver{reverse('supervision:meeting_photos', args=[meeting.pk])}"
    typed = {"photo": photo_upload(colour="red"), "caption": "ที่ประชุม"}
    answer = sign_in(user).post(address, typed, headers={"Referer": address}, follow=True)
    (said,) = answer.context["messages"]
    assert (answer.redirect_chain, meeting.photos.count()) == ([(address, 302)], 0)
    assert str(said).split(" จึง")[0] == f"ไฟล์ของ{user.district}ใช้พื้นที่ไปแล้ว 1.0 GB จาก 1 GB"


def test_zero_is_no_limit(settings):
    settings.OFFICE_QUOTA_GB = settings.SCHOOL_QUOTA_GB = 0
    user = person("supervisor")
    fill(user, 900 * quota.GB)
    assert begin(user, 1001).size == 1001
