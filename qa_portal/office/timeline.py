"""What the office adds to a school's page (schools.timeline)."""

from django.db.models import Min
from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core.roles import Verb
from schools.models import Sar
from schools.timeline import Entry


def claims_of(school, user):
    """Of each year whose report was sent: what it claims beside what was seen (F40)."""
    if not user.can(Verb.VIEW_VISITS):
        return
    sent = Sar.objects.visible_to(user).filter(school=school).exclude(handed_in_on=None).order_by()
    for year, day in sent.values_list("cycle__academic_year").annotate(Min("handed_in_on")):
        yield Entry(
            day=day,
            kind=_("Comparison"),
            icon="rulers",
            title=_("Claim against seen, academic year %(year)s") % {"year": year},
            url=f"{reverse('office:school_claims', args=[school.pk])}?year={year}",
        )
