"""What good practices tell to a school's timeline and desk, and to its register of evidence."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.roles import Verb
from schools import evidence_sources, timeline
from schools.lists.practices import KIND_ICONS, published_on
from schools.models import Practice, PracticeState
from schools.timeline import Debt, Entry


@timeline.register
def practice_entries(school, user):
    """Each published entry, on the day of its publication."""
    for practice in Practice.objects.visible_to(user).published().filter(school=school):
        yield Entry(
            timezone.localdate(practice.published_at),
            str(practice.get_kind_display()),
            KIND_ICONS[practice.kind],
            practice.title,
            url=practice.get_absolute_url(),
        )


def _returned(school, user):
    """For those who write them: what came back from the office."""
    rows = Practice.objects.own_of(user) if user.can(Verb.WRITE_PRACTICE) else Practice.objects.none()
    return rows.filter(school=school, state=PracticeState.RETURNED)


@timeline.register_debts(_returned)
def practice_debts(practices, user):
    for practice in practices:
        label = _("Mend and send again: %(practice)s") % {"practice": practice}
        yield Debt(label, practice.get_absolute_url(), icon="arrow-return-left")


def _of_year(school, academic_year):
    return Practice.objects.filter(school=school).at_office().in_year(academic_year)


evidence_sources.register(
    evidence_sources.Source(
        Practice,
        gettext_lazy("Good practice or research"),
        "lightbulb",
        Verb.VIEW_SCHOOLS,
        _of_year,
        lambda practice: f"{practice.get_kind_display()}: {practice.title}",
        published_on,
        Practice.get_absolute_url,
    )
)
