"""The back office of readiness forms: nobody changes what schools were asked by."""

import pytest
from django.contrib import admin
from django.urls import reverse

from supervision.models import ReadinessForm
from supervision.services.readiness import new_edition, readiness_of, save_answers
from tests.factories.core import person
from tests.factories.external import assessment_of

pytestmark = pytest.mark.django_db


def may_change(request, form):
    return admin.site.get_model_admin(ReadinessForm).has_change_permission(request, form)


def test_form_that_a_school_was_asked_by_is_frozen_and_copied_as_a_new_edition(rf):
    assessment = assessment_of()
    keeper = person("district_admin", assessment.school.district)
    own = new_edition(ReadinessForm.objects.get(), district=keeper.district)
    request = rf.get("/")
    request.user = keeper
    assert (may_change(request, own), may_change(request, ReadinessForm.objects.get(district=None))) == (True, False)
    save_answers(assessment, {readiness_of(assessment).by_hand[0].item: (True, "")}, by=keeper)
    assert may_change(request, own) is False
    newer = new_edition(own, district=keeper.district)
    assert (newer.edition, may_change(request, newer)) == (2, True)
    assert [row.text for row in newer.items.all()] == [row.text for row in own.items.all()]


def test_administrator_copies_the_common_form_for_the_office(sign_in):
    keeper = person("district_admin")
    data = {"action": "copy_as_new_edition", "_selected_action": [ReadinessForm.objects.get().pk]}
    sign_in(keeper).post(reverse("admin:supervision_readinessform_changelist"), data)
    own = ReadinessForm.objects.get(district=keeper.district)
    assert (own.edition, own.items.count()) == (1, 13)
    page = sign_in(keeper).get(reverse("admin:supervision_readinessform_change", args=[own.pk]))
    assert page.context["original"] == own
