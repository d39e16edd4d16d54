"""What the office publishes, for other systems to be told."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from qa_portal.core.integrations import events

PUBLISHED, WITHDRAWN = "publication.published", "publication.withdrawn"
events.name(PUBLISHED, _("The office published a book"))
events.name(WITHDRAWN, _("The office withdrew a published book"))


def tell(kind, publication):
    """Told where it happens: a publication has no workflow."""
    events.tell(kind, publication.district, lambda: facts_of(publication))


def facts_of(publication):
    return {
        "publication": publication.pk,
        "kind": publication.kind,
        "academic_year": publication.academic_year,
        "version": publication.number,
        "title": publication.title,
        "url": settings.SITE_URL + publication.get_public_url(),
    }
