"""The school's answers to findings: from its desk, with the report and by a link, by one rule (F31)."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core import files
from qa_portal.core.notices.sentences import told
from qa_portal.core.services import notify
from qa_portal.core.workflow import Refused
from supervision import events
from supervision.models import Finding, SchoolReply
from supervision.services.people import team_of

ANSWERED = told(gettext_lazy("The school has answered the finding %(finding)s: %(verdict)s"))


def refusal_to_answer(finding):
    """Why the school can not answer it now, or ""."""
    if Finding.objects.open_to_answer().filter(pk=finding.pk).exists():
        return ""
    if not finding.visit.is_sent:
        return _("The report of the visit has not been sent yet.")
    return _("A later visit found it fixed: there is nothing to answer any more.")


@transaction.atomic
def keep_reply(finding, *, verdict, plan="", due_on=None, upload=None, by):
    """One more answer; those before stay. Refused with a sentence."""
    finding = (
        Finding.objects.select_for_update(of=("self",)).select_related("visit__school__district").get(pk=finding.pk)
    )
    if sentence := refusal_to_answer(finding):
        raise Refused(sentence)
    stored = files.store(upload, district=finding.visit.school.district, by=by) if upload else None
    reply = SchoolReply(finding=finding, verdict=verdict, plan=plan, due_on=due_on, evidence=stored, said_by=str(by))
    reply.save(by=by)
    events.tell_answer(reply)
    return reply


@transaction.atomic
def answer_finding(finding, *, by, **said):
    """An answer that stands for itself: the team of the visit is told."""
    reply = keep_reply(finding, by=by, **said)
    facts = {"finding": reply.finding.code, "verdict": str(reply.get_verdict_display())}
    notify(team_of(reply.finding.visit), ANSWERED, facts, reply.finding.get_absolute_url())
    return reply
