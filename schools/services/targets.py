"""The targets of a school's year: begun from the standards in force, or from what the school announced last time."""

from django.db import transaction

from qa_portal.core import files
from qa_portal.core.workflow import perform
from schools.models import Cycle, Framework, OwnStandard, QualityLevel, Target, TargetSheet
from schools.services.mapping import continuation, items_of, matches_between

SIGNED = {files.PDF, files.JPEG, files.PNG}


def framework_for(school, academic_year, level):
    """The standards that the year's cycle asks by, or while there is none those in force; None without any."""
    cycle = Cycle.objects.filter(district=school.district_id, academic_year=academic_year).first()
    if cycle and cycle.frameworks.get(level):
        return cycle.frameworks[level]
    return Framework.objects.offered_to(school.district_id).for_schools(level).in_force(academic_year).first()


def sheet_before(sheet):
    """The school's newest earlier sheet of the same level, or None."""
    earlier = TargetSheet.objects.filter(school=sheet.school_id, level=sheet.level)
    return earlier.filter(academic_year__lt=sheet.academic_year).order_by("-academic_year").first()


@transaction.atomic
def begin_sheet(school, *, academic_year, level, copies=False, by):
    """The draft of a year's targets; the one that is there if somebody began it before. With `copies` it begins with
    the targets and own standards of the newest earlier sheet. None while no standards are in force."""
    there = TargetSheet.objects.of(school, academic_year, level)
    framework = framework_for(school, academic_year, level)
    if there or framework is None:
        return there
    sheet = TargetSheet(school=school, academic_year=academic_year, level=level, framework=framework)
    sheet.save(by=by)
    if copies:
        copy_before(sheet, by=by)
    return sheet


@transaction.atomic
def copy_before(sheet, *, by):
    """Take over the earlier sheet's targets, in this sheet's own standards and levels where they were matched."""
    before = sheet_before(sheet)
    if before is None:
        return
    matches = continuation(before.framework, sheet.framework)
    held = {(row.standard_id, row.indicator_id): row for row in before.targets.all()}
    of_standards = {standard: row for (standard, item), row in held.items() if item is None}
    of_items = {item: row for (_standard, item), row in held.items() if item}
    for standard, older in matches.standards.items():
        _copy(sheet, of_standards, older, matches, by, standard_id=standard)
    homes = dict(items_of(sheet.framework).values_list("pk", "standard"))
    for item, older in matches.items.items():
        _copy(sheet, of_items, older, matches, by, standard_id=homes[item], indicator_id=item)
    for own in before.own_standards.all():
        level = matches.levels.get(own.target_level_id)
        words = {"number": own.number, "name": own.name, "criteria": own.criteria}
        OwnStandard(sheet=sheet, target_level_id=level, **words).save(by=by)


def _copy(sheet, held, older, matches, by, **place):
    """The target of the first of the older places that had one."""
    for pk in sorted(older):
        if pk in held:
            level = matches.levels.get(held[pk].level_id)
            Target(sheet=sheet, level_id=level, words=held[pk].words, **place).save(by=by)
            return


def aims_in(sheet, framework):
    """({standard pk: (level, words)}, {indicator pk: (level, words)}) of a sheet in the rows of `framework`: its own,
    or another that the office chose for the year's cycle and that was matched with it."""
    held = {
        (row.standard_id, row.indicator_id): (row.level, row.words) for row in sheet.targets.select_related("level")
    }
    standards = {standard: aim for (standard, item), aim in held.items() if item is None}
    items = {item: aim for (_standard, item), aim in held.items() if item}
    if sheet.framework_id == framework.pk:
        return standards, items
    matches = matches_between(sheet.framework_id, framework.pk)
    levels = QualityLevel.objects.in_bulk(set(matches.levels.values()))
    newer = {old: levels[new] for old, new in matches.levels.items()}
    return _continued(standards, matches.standards, newer), _continued(items, matches.items, newer)


def _continued(held, matches, newer):
    """Of each newer row the aim of the first of the older ones that had one."""
    firsts = {row: next((held[pk] for pk in sorted(older) if pk in held), None) for row, older in matches.items()}
    return {row: (aim[0] and newer.get(aim[0].pk), aim[1]) for row, aim in firsts.items() if aim}


@transaction.atomic
def save_targets(sheet, standard, aims, *, by):
    """What the school aims at in one standard: {indicator pk, None for the standard itself: (level, words)}. A place
    without level and words has no target."""
    there = {row.indicator_id: row for row in sheet.targets.filter(standard=standard)}
    for item, (level, words) in aims.items():
        row = there.get(item) or Target(sheet=sheet, standard=standard, indicator_id=item)
        if not (level or words):
            if row.pk:
                row.delete(by=by)
        elif (row.level, row.words) != (level, words) or not row.pk:
            row.level, row.words = level, words
            row.save(by=by)


@transaction.atomic
def announce_sheet(sheet, *, order_number, announced_on, upload=None, by):
    """The targets hold from now on, by this announcement; its signed paper where it is at hand."""
    announced = perform(sheet, "announce", by=by)
    announced.order_number, announced.announced_on = order_number, announced_on
    if upload:
        announced.paper = files.store(upload, district=sheet.school.district, by=by, allowed=SIGNED)
    announced.save(by=by)
    return announced
