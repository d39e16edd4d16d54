"""The demo office's report on its own standard 5.4: last year's with the facts of A9-06 on invented projects, approved,
and this year's, just begun."""

from projects.models import Project
from qa_portal.core.thai import fiscal_year
from qa_portal.core.workflow import perform
from qa_portal.office.checks.own_standards import suggestion_of
from qa_portal.office.models import Clarity, EvidenceKind, OfficeEvidence, OwnAssessment, OwnProject
from qa_portal.office.reports.own_sources import SOURCES, offers_of
from qa_portal.office.services.own_standards import add_evidence, begin, by_indicator, pick, show_at
from schools.models import Framework

from .own_words import EVIDENCE, ITEMS

PLAN, VISIT, SCHOOL_EVIDENCE = "supervision.supervisionplan", "supervision.visit", "schools.evidence"


def load(world):
    framework = Framework.objects.get(code="OFFICE-5.4")
    year = fiscal_year(world.today)
    if OwnAssessment.objects.filter(district=world.district, framework=framework).exists():
        return
    by = world.people["grouphead"]
    report = begin(world.district, framework, year - 1)
    for answer, said in zip(report.answers.whole(), ITEMS, strict=True):
        _answer(answer, said, world, by)
    _papers(report, by)
    _set_levels(report, by)
    perform(perform(report, "propose", by=by), "approve", by=world.people["director"], note="เห็นชอบตามเสนอ")
    _begin_this_year(begin(world.district, framework, year), by)


def _answer(answer, said, world, by):
    answer.is_done, answer.clarity = True, said["clarity"]
    answer.ticked = [tick.position for tick in answer.item.ticks.all()]
    answer.save(by=by)
    for position, words in enumerate(said["projects"], 1):
        words = {name: _filled(text, answer.assessment, world) for name, text in words.items()}
        known = Project.objects.filter(district=world.district, fiscal_year=answer.assessment.fiscal_year)
        project = known.approved().filter(name=words.pop("of_portal", "")).first()
        OwnProject(answer=answer, position=position, project=project, **words).save(by=by)


def _filled(text, report, world):
    """The year and the invented schools in their places."""
    names = [f"โรงเรียน{school.name.removeprefix('โรงเรียน')}" for school in world.schools]
    facts = {"year": report.fiscal_year, "first": ", ".join(names[:3]), "second": ", ".join(names[3:7])}
    return text.format(**facts, third=", ".join(names[7:11]), fourth=", ".join(names[11:13]))


def _papers(report, by):
    """One paper stands at as many items as it proves; what the portal holds is picked."""
    answers = {answer.item.position: answer for answer in report.answers.whole()}
    for kind, title, reference, positions in EVIDENCE:
        facts = {"kind": kind, "title": title.format(year=report.fiscal_year), "reference": reference}
        first, *others = (answers[position] for position in positions)
        use = add_evidence(first, OfficeEvidence(**facts), None, by=by)
        for answer in others:
            show_at(answer, use.evidence)
    for label, position in ((SCHOOL_EVIDENCE, 2), (PLAN, 5), (VISIT, 5)):
        for offer in offers_of(SOURCES[label], by, report.district, report.fiscal_year)[:2]:
            pick(answers[position], offer)


def _set_levels(report, by):
    said = {indicator.pk: suggestion_of(answers) for indicator, answers in by_indicator(report.answers.whole())}
    for row in report.levels.all():
        row.suggested = said[row.indicator_id].value
        row.level = report.framework.levels.get(value=row.suggested)
        row.save(by=by)


def _begin_this_year(report, by):
    """The second item is written so far, to be gone on with."""
    answer = report.answers.whole().get(item__position=2)
    project = Project.objects.filter(district=report.district, fiscal_year=report.fiscal_year).approved().first()
    answer.is_done, answer.clarity = True, Clarity.UNCLEAR
    answer.save(by=by)
    if project:
        OwnProject(answer=answer, position=1, project=project, factors="(ช่วงเดือนตุลาคม – พฤศจิกายน)").save(by=by)
    paper = OfficeEvidence(kind=EvidenceKind.MANUAL, title="คู่มือการประกันคุณภาพภายในของสถานศึกษา")
    add_evidence(answer, paper, None, by=by)
