"""Writing the report on the office's own standards: begun for a year, its answers, levels and evidence, and what is
kept of it when it is approved (A9)."""

from itertools import groupby

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from qa_portal.core import files
from qa_portal.core.workflow import Missing, Refused
from qa_portal.office.checks.own_standards import lacks, suggestion_of
from qa_portal.office.documents.own_standards import report_name, report_pdf
from qa_portal.office.models import (
    EvidenceKind,
    OfficeEvidence,
    OfficeEvidenceUse,
    OwnAnswer,
    OwnAssessment,
    OwnEdition,
    OwnItem,
    OwnLevel,
    OwnProject,
    OwnState,
)
from qa_portal.office.reports.own_standards import content_of


@transaction.atomic
def begin(district, framework, fiscal_year):
    """The office's report of a year with an answer for each item and a level for each indicator, all blank. Safe to
    call twice. Refused for a framework without items."""
    items = list(OwnItem.objects.of_framework(framework).select_related("indicator"))
    if not items:
        raise Refused(_("These standards have no items yet: there is nothing to report on."))
    about = {"district": district, "framework": framework, "fiscal_year": fiscal_year}
    assessment, is_new = OwnAssessment.objects.get_or_create(**about)
    if is_new:
        for item in items:
            OwnAnswer.objects.create(assessment=assessment, item=item)
        for indicator in {item.indicator_id: item.indicator for item in items}.values():
            OwnLevel.objects.create(assessment=assessment, indicator=indicator)
    return assessment


def lock_draft(assessment):
    """The report, locked so that it stays a draft until what is written is saved. Refused when it is none any more."""
    locked = OwnAssessment.objects.select_for_update().get(pk=assessment.pk)
    if locked.state != OwnState.DRAFT:
        raise Refused(_("The report has been proposed meanwhile: it cannot be written on now."))
    return locked


def is_used(framework):
    """An office reports by these standards (schools.models.framework.USES)."""
    return OwnAssessment.objects.filter(framework=framework).exists()


# ---------------------------------------------------------------- what stands against proposing


def by_indicator(answers):
    """(indicator, its answers) in the order of the framework."""
    for _key, rows in groupby(answers, key=lambda answer: answer.item.indicator_id):
        rows = list(rows)
        yield rows[0].item.indicator, rows


def missing_to_propose(assessment):
    levels = {row.indicator_id: row for row in assessment.levels.select_related("level")}
    for indicator, answers in by_indicator(assessment.answers.whole()):
        for answer in answers:
            page = reverse("office:own_item", args=[assessment.pk, answer.pk])
            for sentence in lacks(answer):
                yield Missing(_("Item %(number)s: %(lack)s") % {"number": answer.item.position, "lack": sentence}, page)
        yield from _missing_level(levels[indicator.pk], suggestion_of(answers))


def _missing_level(row, said):
    page = reverse("office:own_level", args=[row.assessment_id, row.pk])
    if row.level is None and said.value is not None:
        yield Missing(_("Set the level of “%(indicator)s”.") % {"indicator": row.indicator}, page)
    elif row.level is not None and not said.is_complete:
        yield Missing(_("A level is set, but not every item is done: take the level away."), page)
    elif row.level is not None and row.suggested != said.value:
        yield Missing(_("The items have changed since the level was set: look at it again."), page)
    elif row.level is not None and row.level.value != said.value and not row.reason.strip():
        yield Missing(_("The level differs from the suggested one: write the reason."), page)


def writers_of(assessment):
    """Whose own work it is: everybody who wrote a word of it, and who proposed it."""
    answers = OwnAnswer.objects.filter(assessment=assessment).values("pk")
    histories = (
        OwnAnswer.history.filter(assessment_id=assessment.pk),
        OwnProject.history.filter(answer_id__in=answers),
        OwnLevel.history.filter(assessment_id=assessment.pk),
        OfficeEvidenceUse.history.filter(answer_id__in=answers),
    )
    people = {pk for rows in histories for pk in rows.order_by().values_list("history_user", flat=True).distinct()}
    return list(get_user_model().objects.filter(pk__in=(people | {assessment.proposed_by_id}) - {None}))


# ---------------------------------------------------------------- evidence


@transaction.atomic
def add_evidence(answer, evidence, upload, *, by):
    """A paper of the office's own at this item, with its file where one was uploaded."""
    lock_draft(answer.assessment)
    evidence.district, evidence.fiscal_year = answer.assessment.district, answer.assessment.fiscal_year
    if upload:
        evidence.stored = files.store(upload, district=evidence.district, by=by)
    evidence.save()
    return show_at(answer, evidence)


@transaction.atomic
def pick(answer, offer):
    """A record that the portal holds, at this item; the year's register has it once, however many items show it."""
    assessment = lock_draft(answer.assessment)
    with override("th"):  # it is printed
        facts = {"kind": EvidenceKind.RECORD, "title": offer.title}
    evidence, _is_new = OfficeEvidence.objects.get_or_create(
        district=assessment.district,
        fiscal_year=assessment.fiscal_year,
        record_type=ContentType.objects.get_for_model(offer.source.model),
        record_id=offer.row.pk,
        defaults=facts,
    )
    return show_at(answer, evidence)


def show_at(answer, evidence):
    return OfficeEvidenceUse.objects.get_or_create(answer=answer, evidence=evidence)[0]


@transaction.atomic
def take_away(use):
    """No longer at this item; it stays in the year's register."""
    lock_draft(use.answer.assessment)
    use.delete()


# ---------------------------------------------------------------- steps of the workflow


def open_again(assessment, by, note):
    """A draft was neither proposed nor approved; what was approved before stays in its versions."""
    assessment.proposed_at = assessment.proposed_by = assessment.approved_at = assessment.approved_by = None


def keep_approved(assessment, by, note):
    """The report as it is approved, with its PDF: its next version."""
    content = content_of(assessment)
    name = f"{report_name(content)}.pdf"
    stored = files.keep(report_pdf(content), name, files.PDF, district=assessment.district, by=by)
    last = assessment.editions.first()
    OwnEdition.objects.create(
        assessment=assessment,
        number=last.number + 1 if last else 1,
        content=content,
        pdf=stored,
        note=note,
        approved_at=timezone.now(),
        approved_by=by,
    )
