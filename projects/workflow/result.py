"""The end of a project: its result report is sent, given back or accepted, and its books are closed (A18)."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.checks.results import missing_result
from projects.models import ActivityState, Amendment, ProjectState, TransferState, belonging, rules_of
from projects.services.ledger import commitments_with_open
from qa_portal.core.models import User
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.prepared import prepared
from qa_portal.core.roles import Verb
from qa_portal.core.thai import fiscal_year_range, format_baht
from qa_portal.core.workflow import Look, Missing, Transition

from .authors import only_authors

S = ProjectState
UNDONE = _(
    "The activity “%(activity)s” is neither done nor cancelled. Give the report back, so that it can be settled."
)
STILL_OPEN = _("The commitment %(commitment)s is still open: %(open)s baht are neither paid nor released.")
AMENDING = _("%(amendment)s is neither approved nor given up: have it decided first, or give it up.")


def report_due(project):
    """The day by which the result report is due: so many days after the project's last day, as the office rules."""
    last = project.period_end or fiscal_year_range(project.fiscal_year)[1]
    return last + timedelta(days=rules_of(project.district).report_due_days)


def set_report_due(project, by, note):
    project.report_due_on = report_due(project)


def readers(project):
    """Who closes books: the director and the deputies, and the plan officers who keep them."""
    return User.objects.of_district(project.district).in_role("director", "deputy", "plan_staff")


def missing_to_report(project):
    """What would have to change after the report: nothing is spent, given back, moved or amended then."""
    yield from missing_result(project)
    yield from open_amendments(project)
    yield from open_money(project)


def open_amendments(project):
    for amendment in belonging(project, _open(project.pk)) if project.may_have("amendments") else ():
        yield Missing(str(AMENDING % {"amendment": amendment}), amendment.get_absolute_url())


@prepared
def _open(project):
    return Amendment.objects.filter(project=project).open()


def open_money(project):
    """Money that is promised and neither paid nor given back, and transfers that nobody has decided."""
    if project.may_have("commitments"):
        for commitment in commitments_with_open(project.commitments.all()):
            if commitment.open_amount:
                values = {"commitment": commitment, "open": format_baht(commitment.open_amount)}
                yield Missing(str(STILL_OPEN % values), reverse("projects:commitment_detail", args=[commitment.pk]))
    if project.may_have("transfers"):
        for transfer in project.transfers.filter(state=TransferState.PROPOSED):
            sentence = str(_("%(transfer)s waits for a decision.") % {"transfer": transfer})
            yield Missing(sentence, transfer.get_absolute_url())


def open_ends(project):
    """What still hangs on the project and has to be settled before its books are closed."""
    yield from open_amendments(project)
    for activity in project.activities.top().filter(state=ActivityState.PLANNED):
        yield Missing(
            str(UNDONE % {"activity": activity}),
            f"{project.get_text_url()}#{activity.where}",
        )
    yield from open_money(project)


RESULT_TRANSITIONS = (
    Transition(
        "report",
        _("Send the result report"),
        (S.RUNNING,),
        S.REPORTED,
        Verb.RUN_PROJECT,
        stamp="reported",
        refuse=only_authors,
        missing=missing_to_report,
        tell=readers,
        news=must_act(_("%(by)s sends the result report of “%(row)s”.")),
        look=Look("primary", "send"),
        confirm=_("The director and the plan officers are told. After this nothing more is spent or changed."),
    ),
    Transition(
        "return_report",
        _("Give the report back"),
        (S.REPORTED,),
        S.RUNNING,
        Verb.APPROVE_PROJECT,
        not_own=True,
        needs_note=True,
        tell=lambda project: project.authors,
        news=must_act(_("The result report of “%(row)s” comes back: %(note)s")),
        look=Look("warning", "arrow-return-left"),
        note_label=_("What has to be corrected"),
        confirm=_("The owner reads your reason and can change the report."),
    ),
    Transition(
        "close",
        _("Accept the report and close the books"),
        (S.REPORTED,),
        S.CLOSED,
        Verb.APPROVE_PROJECT,
        stamp="closed",
        not_own=True,
        missing=open_ends,
        tell=lambda project: project.authors,
        news=_("The books of “%(row)s” are closed."),
        look=Look("success", "archive"),
        confirm=_("The project ends here: nothing more is spent, changed or reported."),
    ),
    Transition(
        "reopen",
        _("Open the books again"),
        (S.CLOSED,),
        S.RUNNING,
        Verb.APPROVE_PROJECT,
        not_own=True,
        needs_note=True,
        tell=lambda project: project.authors,
        news=_("The books of “%(row)s” are open again: %(note)s"),
        look=Look("outline-secondary", "unlock"),
        note_label=_("Why the books are opened again"),
        confirm=_("The project runs again until its report is sent anew. The reason stays in its history."),
    ),
)
