"""What honours tell to a school's timeline."""

from django.utils.translation import gettext as _

from schools import timeline
from schools.models import Honour
from schools.timeline import Entry


@timeline.register
def honour_entries(school, user):
    for honour in Honour.objects.visible_to(user).filter(school=school):
        yield Entry(
            honour.given_on,
            _("Honour"),
            "award",
            honour.title,
            honour.recipient if honour.recipient != school.full_name else honour.reason,
            honour.get_absolute_url(),
            honour.standing,
        )
