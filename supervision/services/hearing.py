"""Who goes to an assessment as the office's observer (A4-02 no. 5)."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.notices.sentences import must_act, told
from qa_portal.core.roles import Verb
from qa_portal.core.services import notify
from qa_portal.core.workflow import Refused
from schools.services.readers import refusals
from supervision.models import AssessmentState, ExternalAssessment, Observer

SENT_TO = must_act(
    gettext_lazy("You are sent to observe the external assessment %(row)s. Please write here what you observe.")
)
RECALLED = told(gettext_lazy("You are not to observe the external assessment %(row)s after all."))


def objection_to_observer(assessment, person):
    """Why this person must not observe this assessment; "" if they may."""
    if not person.can(Verb.OBSERVE_ASSESSMENT):
        return _("%(person)s has no role that observes assessments.") % {"person": person}
    return refusals([person], [assessment.school]).get((person.pk, assessment.school_id), "")


@transaction.atomic
def send_observer(assessment, person, *, order_number="", by):
    """The person is sent and told; sent twice, the second finds the first."""
    assessment = ExternalAssessment.objects.select_for_update().get(pk=assessment.pk)
    there = assessment.observers.filter(user=person).first()
    if there:
        return there
    if assessment.state == AssessmentState.CANCELLED:
        raise Refused(_("The assessment was cancelled."))
    objection = objection_to_observer(assessment, person)
    if objection:
        raise Refused(objection)
    observer = Observer(assessment=assessment, user=person, order_number=order_number)
    observer.save(by=by)
    if person != by:
        notify([person], SENT_TO, {"row": str(assessment)}, observer.get_absolute_url())
    return observer


def report_observation(observer, *, by):
    """Save what the observer wrote, with the time."""
    observer.reported_at = timezone.now()
    observer.save(by=by)
    return observer


@transaction.atomic
def recall_observer(observer, *, by):
    """The person does not go after all. What an observer wrote stays."""
    observer = Observer.objects.select_for_update(of=("self",)).select_related("assessment", "user").get(pk=observer.pk)
    if observer.reported_at:
        raise Refused(_("The observer has written already: that stays."))
    notify([observer.user], RECALLED, {"row": str(observer.assessment)}, observer.assessment.get_absolute_url())
    observer.delete(by=by)
