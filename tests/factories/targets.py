"""A school's targets: a draft, and one announced with a standard of its own and the signed paper."""

from datetime import date

from schools.models import OwnStandard
from schools.services.targets import announce_sheet, begin_sheet, save_targets

from .sar import pdf


def draft_sheet(school, *, by, academic_year=2568, level="early_childhood", **kwargs):
    return begin_sheet(school, academic_year=academic_year, level=level, by=by, **kwargs)


def aim_at(sheet, value, *, by, words=""):
    """The same target level in every standard, none of the items named."""
    level = sheet.framework.levels.get(value=value)
    for standard in sheet.framework.standards.all():
        save_targets(sheet, standard, {None: (level, words)}, by=by)
    return sheet


def add_own(sheet, name="อัตลักษณ์ของสถานศึกษา", number=4, value=4):
    level = sheet.framework.levels.get(value=value)
    return OwnStandard.objects.create(sheet=sheet, number=number, name=name, target_level=level)


def announced_sheet(school, *, head, **kwargs):
    sheet = aim_at(draft_sheet(school, by=head, **kwargs), 4, by=head)
    add_own(sheet)
    facts = {"order_number": "5/2568", "announced_on": date(2025, 5, 1)}
    return announce_sheet(sheet, **facts, upload=pdf("announcement.pdf"), by=head)
