"""What can be found of the schools (core.search): themselves, their reports, their good practices."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.search import Kind, Source, register
from schools.models import OwnSection, Practice, Sar, School, SchoolFacts, StandardSection
from schools.models.facts import name_key


def _about_school(school):
    return " · ".join(filter(None, (school.moe_code, school.amphoe, school.district.short_name)))


def _about_sar(sar):
    return sar.get_state_display()


def _about_practice(practice):
    return f"{practice.get_kind_display()} {practice.academic_year} · {practice.school}"


SECTION = ("reason", "process", "results", "strengths", "points_to_develop", "plan", "help_wanted")
OWN_SECTION = ("reason", "results", "strengths", "points_to_develop", "plan")

register(
    Kind(
        "schools",
        _("Schools"),
        "building",
        (Verb.VIEW_SCHOOLS,),
        lambda user: School.objects.visible_to(user).select_related("district"),
        (
            Source(School, ("name", "moe_code", "smis_code", "tambon", "amphoe")),
            Source(SchoolFacts, ("name",), "school"),
        ),
        ("name_sort", "pk"),
        _about_school,
        key_of=name_key,
    ),
    Kind(
        "sars",
        _("Words of self-assessment reports"),
        "journal-text",
        (Verb.VIEW_SARS,),
        # A report's words are the school's own until they are sent.
        lambda user: Sar.objects.readable_by(user).select_related("school", "cycle"),
        (
            Source(Sar, ("executive_summary", "overview", "way_forward", "help_wanted")),
            Source(StandardSection, SECTION, "sar"),
            Source(OwnSection, OWN_SECTION, "sar"),
        ),
        ("-cycle__academic_year", "-pk"),
        _about_sar,
    ),
    Kind(
        "practices",
        _("Good practices and research"),
        "award",
        (Verb.VIEW_SCHOOLS,),
        lambda user: Practice.objects.visible_to(user).select_related("school"),
        (Source(Practice, ("title", "authors", "why", "how", "results", "success_factors", "advice")),),
        ("-academic_year", "-pk"),
        _about_practice,
    ),
)
