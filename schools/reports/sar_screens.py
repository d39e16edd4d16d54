"""The screens on which a report is written, in the order in which it is written: the summary comes last."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from schools.models import EducationLevel
from schools.services.writing import own_standards


@dataclass(frozen=True)
class Screen:
    """`short` names it in the row of screens, `label` in the list of parts, `part` is the part of the report (B4)."""

    part: str
    label: str
    short: str
    url: str
    row: object = None


def screens(sar):
    return [
        Screen(_("Part 1: school data"), data_label(sar), _("School data"), _url("sar_data", sar)),
        *_standards(sar),
        Screen(
            _("Part 3: conclusion"), _("Way forward and help wanted"), _("Way forward"), _url("sar_conclusion", sar)
        ),
        Screen(_("Part 4: appendix"), _("Appendix"), _("Appendix"), _url("sar_appendix", sar)),
        Screen(
            _("At last: executive summary"),
            _("Executive summary and overall level"),
            _("Executive summary"),
            _url("sar_summary", sar),
        ),
    ]


def data_label(sar):
    if sar.level == EducationLevel.EARLY_CHILDHOOD:
        return _("The school's situation and figures")
    return _("The school's situation, figures and national tests")


def _standards(sar):
    part = _("Part 2: results by standard")
    for standard in sar.framework.standards.all():
        short = _("Standard %(number)s") % {"number": standard.number}
        yield Screen(part, str(standard), short, _url("sar_standard", sar, standard.number), standard)
    for own in own_standards(sar):
        label = _("School's own standard %(number)s: %(name)s") % {"number": own.number, "name": own.name}
        short = _("Own standard %(number)s") % {"number": own.number}
        yield Screen(part, label, short, _url("sar_own_standard", sar, own.number), own)


def _url(name, sar, *args):
    return reverse(f"schools:{name}", args=[sar.pk, *args])


def next_screen(sar, path):
    """The address after this one; after the last the report itself."""
    addresses = [screen.url for screen in screens(sar)]
    return [*addresses, sar.get_absolute_url()][addresses.index(path) + 1]
