"""The back office of reading checklists: nobody changes what was answered."""

import pytest
from django.contrib import admin
from django.urls import reverse

from schools.models import Checklist, ChecklistQuestion
from schools.services.checking import checklist_for, copy_checklist, save_answers
from tests.factories.sar import Desk

pytestmark = pytest.mark.django_db


def may_change(request, checklist):
    return admin.site.get_model_admin(Checklist).has_change_permission(request, checklist)


def test_answered_checklist_is_frozen_and_copied_as_a_new_version(rf):
    desk = Desk().reach("submitted")
    own = copy_checklist(Checklist.objects.get(), district=desk.district)
    request = rf.get("/")
    request.user = desk.admin
    assert may_change(request, own)
    save_answers(desk.sar, {own.questions.first(): ("yes", "")}, by=desk.reader)
    assert not may_change(request, own)
    newer = copy_checklist(own, district=desk.district)
    assert may_change(request, newer)
    assert [row.text for row in newer.questions.all()] == [row.text for row in own.questions.all()]


def test_checklist_of_the_country_is_not_a_districts_to_change(rf):
    desk = Desk()
    request = rf.get("/")
    request.user = desk.admin
    assert not may_change(request, Checklist.objects.get())


def test_sending_keeps_the_checklist_that_it_was_begun_with():
    desk = Desk().reach("submitted")
    first = checklist_for(desk.sar)
    save_answers(desk.sar, {first.questions.first(): ("yes", "")}, by=desk.reader)
    newer = copy_checklist(first, district=desk.district)
    assert checklist_for(desk.sar) == first
    desk.do("return", desk.reader, "แก้ไข")
    desk.do("resubmit", desk.head)
    assert checklist_for(desk.sar) == newer


def test_checklists_are_listed_in_the_back_office(sign_in):
    desk = Desk()
    own = copy_checklist(Checklist.objects.get(), district=desk.district)
    page = sign_in(desk.admin).get(reverse("admin:schools_checklist_change", args=[own.pk]))
    assert page.context["original"].questions.count() == ChecklistQuestion.objects.filter(checklist=own).count() == 10
