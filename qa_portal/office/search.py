"""What can be found of the office itself (core.search): what it published, and its people."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.models import User
from qa_portal.core.roles import Verb
from qa_portal.core.search import Kind, Source, register
from qa_portal.office.models import LibraryDocument, Publication


def _about_publication(publication):
    return str(publication.academic_year)


def _about_document(document):
    return " · ".join(filter(None, (document.get_kind_display(), document.number, document.get_standing_display())))


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
        "documents",
        _("Document library"),
        "folder2-open",
        (Verb.VIEW_SCHOOLS,),
        LibraryDocument.objects.visible_to,
        (Source(LibraryDocument, ("title", "number", "issuer", "note")),),
        ("kind", "title_sort", "pk"),
        _about_document,
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
