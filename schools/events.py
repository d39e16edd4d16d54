"""What happens with schools' reports that other systems can be told."""

from django.utils.translation import gettext_lazy as _

from qa_portal.core.integrations import events
from schools.models import Sar


def _office(sar):
    return sar.school.district


def _facts(sar):
    return {
        "sar": sar.pk,
        "school_code": sar.school.moe_code,
        "academic_year": sar.academic_year,
        "level": sar.level,
        "state": sar.state,
    }


for step, kind, label in [
    ("submit", "sar.submitted", _("A school sent its SAR")),
    ("resubmit", "sar.submitted", _("A school sent its SAR")),
    ("accept", "sar.accepted", _("The office accepted a SAR")),
    ("return", "sar.returned", _("The office returned a SAR")),
]:
    events.announce(Sar, step, kind, label, facts=_facts, office=_office)
