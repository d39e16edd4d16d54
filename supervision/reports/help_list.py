"""Which schools the office ought to help, and why: below standard, not certified; a third reason is the office's own
choice (A5-10). What is "below" is the office's to say (FollowUpRules); else the lower half of the scale, of five levels
the lowest two."""

from dataclasses import dataclass, field

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from schools.models import Sar, School
from schools.models.sar import AT_OFFICE
from supervision.models import ExternalAssessment, FollowUpRules, SupportPlan, SupportReason
from supervision.reports.claims import claims, words


@dataclass
class Candidate:
    school: School
    reasons: list = field(default_factory=list)  # (SupportReason, sentence)

    @property
    def reason(self):
        """The first that counts: what the assessors found weighs more than what a report says."""
        return min((reason for reason, _text in self.reasons), key=ORDER.index)

    @property
    def text(self):
        return "\n".join(text for _reason, text in self.reasons)


ORDER = [SupportReason.UNCERTIFIED, SupportReason.BELOW]


def candidates(user):
    """Open schools of the user's office without a plan that goes on, each with every reason, by name."""
    busy = SupportPlan.objects.running().order_by().values("school")
    schools = School.objects.visible_to(user).open_at().exclude(pk__in=busy)
    found = {}
    for reason, rows in (
        (SupportReason.UNCERTIFIED, uncertified(schools)),
        (SupportReason.BELOW, below(schools, user.district_id)),
    ):
        for school_id, text in rows:
            found.setdefault(school_id, []).append((reason, text))
    named = schools.filter(pk__in=found).select_related("network").order_by("name_sort", "pk")
    return [Candidate(school, found[school.pk]) for school in named]


def candidate(user, school):
    """The Candidate of one school; with no reason where it is none."""
    return next((row for row in candidates(user) if row.school == school), Candidate(school))


def uncertified(schools):
    rows = ExternalAssessment.objects.filter(school__in=schools.order_by())
    rows = rows.final_by(timezone.localdate()).with_outcome().filter(certified=False)
    for row in rows.select_related("round"):
        said = {"round": row.round, "level": row.get_level_display()}
        yield row.school_id, _("Not certified in %(round)s (%(level)s)") % said


def below(schools, district):
    """Of the newest year of which reports are at the office: standards that the school itself, its supervisors or its
    assessors put into the lower part of the scale."""
    sent = Sar.objects.filter(school__in=schools.order_by(), state__in=AT_OFFICE)
    year = sent.aggregate(year=Max("cycle__academic_year"))["year"]
    rules = FollowUpRules.objects.of(district)
    for row in claims(schools, year).filter(state__in=AT_OFFICE) if year else ():
        least = rules.least_of(row.lowest, row.highest)
        about = {"standard": row.standard_number, "year": year, "level": row.get_level_display()}
        if row.own is not None and row.own < least:
            said = about | {"own": words(row, row.own)}
            yield row.school_id, _("SAR %(year)s (%(level)s): standard %(standard)s is at %(own)s") % said
        for value, who in ((row.seen, _("supervisors")), (row.external, _("assessors"))):
            if value is not None and value < least:
                said = about | {"who": who, "value": f"{value:.2f}"}
                yield row.school_id, _("%(year)s (%(level)s): %(who)s saw standard %(standard)s at %(value)s") % said
