"""The screens on which a report is written, in the order in which it is written: the summary comes last."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from schools.models import EducationLevel, Standard
from schools.services.writing import own_standards


@dataclass(frozen=True)
class Screen:
    """`short` names it in the row of screens, `label` in the list of parts, `part` is the part of the report (B4)."""

    part: str
    label: str
    short: str
    url: str
    row: object = None


def screens(sar, standards=None):
    """`standards`: of the framework, then of the school itself, where they were read already."""
    if standards is None:
        standards = [*sar.framework.standards.all(), *own_standards(sar)]
    return [
        Screen(_("Part 1: school data"), data_label(sar), _("School data"), _url("sar_data", sar)),
        *_standards(sar, standards),
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


def _standards(sar, standards):
    part = _("Part 2: results by standard")
    for row in standards:
        if isinstance(row, Standard):
            short = _("Standard %(number)s") % {"number": row.number}
            yield Screen(part, str(row), short, _url("sar_standard", sar, row.number), row)
        else:
            label = _("School's own standard %(number)s: %(name)s") % {"number": row.number, "name": row.name}
            short = _("Own standard %(number)s") % {"number": row.number}
            yield Screen(part, label, short, _url("sar_own_standard", sar, row.number), row)


def _url(name, sar, *args):
    return reverse(f"schools:{name}", args=[sar.pk, *args])


def next_screen(sar, path):
    """The address after this one; after the last the report itself."""
    addresses = [screen.url for screen in screens(sar)]
    return [*addresses, sar.get_absolute_url()][addresses.index(path) + 1]
