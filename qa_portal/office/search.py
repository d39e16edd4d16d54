"""What can be found of the office itself (core.search): what it published, and its people."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from qa_portal.core.roles import Verb
from qa_portal.core.search import Kind, Source, register
from qa_portal.office.models import Publication


def _about_publication(publication):
    return str(publication.academic_year)


def _about_person(person):
    return " · ".join(filter(None, (person.position, person.phone)))


register(
    Kind(
        "publications",
        _("Publications"),
        "book",
        (Verb.VIEW_SCHOOLS,),
        Publication.objects.visible_to,
        (Source(Publication, ("title", "note")),),
        ("-academic_year", "-pk"),
        _about_publication,
    ),
    Kind(
        "people",
        _("People of the office"),
        "people",
        (Verb.VIEW_DASHBOARD,),
        User.objects.colleagues_of,
        (Source(User, ("first_name", "last_name", "position")),),
        ("first_name", "last_name", "pk"),
        _about_person,
    ),
)
