"""What was seen at a school, and what became of it."""

import uuid

from django.utils import timezone

from qa_portal.core import files
from qa_portal.core.workflow import perform
from schools.models import Sar, School, SupervisorAssignment
from supervision.models import (
    ActionEvidence,
    AnswerLink,
    AssessmentRound,
    AssessorIssue,
    Batch,
    BatchSar,
    FieldConflict,
    Observer,
    SchoolReply,
    Visit,
    VisitPhoto,
)
from supervision.services.answer_links import link_token, make_link
from supervision.services.collections import add_file
from tests.factories.collections import fill, open_collection, sent_sheet, sheet_of
from tests.factories.external import assessment_of, letter_of, part_of, planned_goal, result_of
from tests.factories.field import Phone, photo_part, picture
from tests.factories.supervision import (
    AgreedActionFactory,
    VisitFactory,
    done_visit,
    photo_upload,
    signature_under,
    small_instrument,
)
from tests.factories.support import support_plan
from tests.factories.surveys import draft_survey
from tests.visitor import Visitor


def batches_of(sar, by):
    """A point for the assessors, a batch that is being gathered, and one that was sent with its file."""
    sar = Sar.objects.select_related("cycle", "school").get(pk=sar)
    stored = files.store(photo_upload(), district=by.district, by=by)
    papers = {"archive": stored, "letter": stored, "sent_at": timezone.now(), "sent_by": by}
    sent = Batch.objects.create(cycle=sar.cycle, number=1, state="sent", **papers)
    issue = AssessorIssue.objects.create(school=sar.school, academic_year=2568, source="office", text="x")
    return {
        "ISSUE": issue.pk,
        "BATCH": Batch.objects.create(cycle=sar.cycle, number=2).pk,
        "SENT_BATCH": sent.pk,
        "BATCH_PLACE": BatchSar.objects.create(batch=sent, sar=sar, stored=stored).pk,
    }


def assessment_in(rows):
    """A notice to the school in its office's round, and the school's supervisor sent as observer."""
    school, in_round = School.objects.get(pk=rows["SCHOOL"]), AssessmentRound.objects.get(pk=rows["ROUND"])
    assessment = assessment_of(school, in_round)
    supervisor = SupervisorAssignment.objects.get(pk=rows["ASSIGNMENT"]).supervisor
    observer = Observer.objects.create(assessment=assessment, user=supervisor)
    return {"ASSESSMENT": assessment.pk, "OBSERVER": observer.pk, **improvement_in(assessment, supervisor)}


def improvement_in(assessment, by):
    """A final paper with its file, a goal under way whose part by hand has a file, and a letter that waits."""
    stored = files.store(photo_upload(), district=by.district, by=by)
    result_of(assessment, stored=stored)
    goal = planned_goal(assessment, owner=by, state="under_way")
    letter = letter_of(assessment.school.district, stored=stored, needs_answer=True)
    return {"GOAL": goal.pk, "PART": part_of(goal, stored=stored).pk, "LETTER": letter.pk}


def field_of(pk):
    """What the lead's phone sent of a visit: a record with a photo, and another version of it."""
    visit = Visit.objects.get(pk=pk)
    phone = Phone(visit, visit.lead, Visitor())
    phone.client.force_login(visit.lead, backend="qa_portal.core.sign_in.SignInBackend")
    photo = uuid.uuid4()
    receipt = phone.write(**{f"photo__{photo}": photo_part(picture())}).send().json()["receipt"]
    phone.write(visit__notes="x").send()
    conflict = FieldConflict.objects.get(record__uid=phone.uid).pk
    return {"VISIT_UID": visit.uid, "FIELD": phone.uid, "FIELD_FILE": photo, "RECEIPT": receipt, "TWO": conflict}


def visits_at(school, supervisor):
    """A reported visit with photo, agreed action and evidence, and one that is still being written."""
    written = done_visit(school=school, lead=supervisor, instrument=small_instrument())
    reported = done_visit(school=school, lead=supervisor)
    action = AgreedActionFactory(visit=reported)
    photo = photo_of(reported, supervisor)
    reported = perform(reported, "report", by=supervisor)
    Visit.objects.filter(pk=reported.pk).update(instrument=written.instrument)
    return links_to(reported) | {
        "WRITTEN": written.pk,
        "FINDING": written.findings.get().pk,
        "HELP": support_plan(school=school, lead=supervisor, state="running").pk,
        "SEEN": reported.findings.get().pk,
        "REPLY": reply_to(reported.findings.get(), supervisor),
        "NEW_PHOTO": photo_of(written, supervisor).pk,
        "PLANNED": VisitFactory(school=school, lead=supervisor).pk,
        "VISIT": reported.pk,
        "PHOTO": photo.pk,
        "SIGNATURE": signature_under(reported, photo.file).pk,
        "ACTION": action.pk,
        "EVIDENCE": ActionEvidence.objects.create(
            action=action, file=files.store(photo_upload(), district=school.district, by=supervisor)
        ).pk,
    }


def reply_to(finding, by):
    """The school's answer to a finding, with a file."""
    stored = files.store(photo_upload(), district=finding.visit.school.district, by=by)
    return SchoolReply.objects.create(finding=finding, verdict="agree", evidence=stored).pk


def links_to(visit):
    """A link to answer that can be used, and one that was."""
    link, used = (make_link(visit, sent_to="ครู", days=7, by=visit.lead) for _number in range(2))
    AnswerLink.objects.filter(pk=used.pk).update(used_at=timezone.now(), used_name="ครู")
    return {"LINK": link.pk, "TOKEN": link_token(link), "USED_TOKEN": link_token(used)}


def photo_of(visit, by):
    stored = files.store(photo_upload(), district=visit.school.district, by=by, allowed=files.PHOTOS)
    return VisitPhoto.objects.create(visit=visit, file=stored, caption="ภาพ", has_consent=True)


def survey_by(user):
    """A survey that is being prepared, in the supervisor's office."""
    survey = draft_survey(user)
    return {"SURVEY": survey.pk, "SURVEY_KEY": survey.key}


def forms_of(school, head, by):
    """A form that the school is writing on, with a paper, and one that it has sent."""
    collection = open_collection(by, [school])
    sheet = fill(sheet_of(collection, school), by=head)
    paper = add_file(sheet, upload=photo_upload(), caption="ภาพ", by=head)
    sent = sent_sheet(open_collection(by, [school], instrument=collection.instrument), school, head)
    return {
        "COLLECTION": collection.pk,
        "COLLECTED_FORM": collection.instrument_id,
        "SHEET": sheet.pk,
        "SHEET_FILE": paper.pk,
        "SENT_SHEET": sent.pk,
    }
