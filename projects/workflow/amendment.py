"""The states of an amendment: the same desks as a proposal, and then the project is what it says."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.models import AMENDABLE, Amendment, AmendmentState, ProjectState
from projects.services import amending, baselines, desks
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Quiet, Transition, wrong_state

from .project import missing_parts, missing_to_approve
from .result import set_report_due

S = AmendmentState


def missing_to_submit(amendment):
    yield from missing_parts(amendment.working_copy)
    yield from amending.missing_to_amend(amendment)
    yield from desks.missing_desks(amendment)


def missing_to_take_over(amendment):
    for missing in missing_to_approve(amendment.working_copy):
        yield Missing(missing.sentence, reverse("projects:project_edit", args=[amendment.working_copy_id, "funding"]))
    yield from amending.missing_to_amend(amendment)


def only_authors(amendment, by):
    return "" if by in amendment.authors else Quiet(_("Only the owner of the project can take this step."))


def amendable(refuse):
    """A project that is reported or closed meanwhile is not changed any more."""

    def refused(amendment, by):
        if amendment.project.state not in AMENDABLE:
            return wrong_state(amendment.project)
        return refuse(amendment, by)

    return refused


def take_over(amendment, by, note):
    """The project is what the amendment says, and so is its money."""
    desks.pass_last_desk(amendment, by, note)
    project = amending.apply(amendment)
    project.read_period()
    if project.state == ProjectState.RUNNING:
        set_report_due(project, by, note)
    baselines.freeze(project, by=by, amendment=amendment)
    project.save()


AMENDMENT = Machine(
    model=Amendment,
    parent="project",
    looks={
        S.DRAFT: Look("secondary", "pencil"),
        S.SUBMITTED: Look("info", "send"),
        S.RETURNED: Look("warning", "arrow-return-left"),
        S.APPROVED: Look("success", "check-circle"),
        S.WITHDRAWN: Look("dark", "x-circle"),
    },
    authors=lambda amendment: amendment.authors,
    transitions=(
        Transition(
            "submit",
            _("Propose the amendment"),
            (S.DRAFT, S.RETURNED),
            S.SUBMITTED,
            Verb.PROPOSE_PROJECT,
            stamp="submitted",
            refuse=amendable(only_authors),
            missing=missing_to_submit,
            effect=desks.open_round,
            tell=desks.asked_now,
            news=must_act(_("%(by)s proposes: %(row)s.")),
            look=Look("primary", "send"),
            confirm=_("Those who decide are told. Until then the project stays as it was approved."),
        ),
        Transition(
            "withdraw",
            _("Take back to draft"),
            (S.SUBMITTED, S.RETURNED),
            S.DRAFT,
            Verb.PROPOSE_PROJECT,
            refuse=only_authors,
            effect=desks.drop_desks,
            look=Look("outline-secondary", "arrow-counterclockwise"),
            confirm=_("The amendment becomes a draft again and can be changed."),
        ),
        Transition(
            "abandon",
            _("Give up the amendment"),
            (S.DRAFT, S.RETURNED),
            S.WITHDRAWN,
            Verb.PROPOSE_PROJECT,
            refuse=only_authors,
            look=Look("outline-danger", "x-circle"),
            confirm=_(
                "The project stays as it was approved. What is written here is kept, but can no longer be changed."
            ),
        ),
        Transition(
            "endorse",
            _("Agree at my desk"),
            (S.SUBMITTED,),
            S.SUBMITTED,
            Verb.CHECK_PROJECT,
            refuse=amendable(desks.refuse_endorse),
            effect=desks.pass_desk,
            tell=desks.asked_now,
            news=must_act(_("%(row)s has come to your desk.")),
            look=Look("success", "check-lg"),
            confirm=_("Your desk agrees to the amendment as it stands. It goes on to the next desk."),
        ),
        Transition(
            "approve",
            _("Approve"),
            (S.SUBMITTED,),
            S.APPROVED,
            Verb.APPROVE_PROJECT,
            stamp="approved",
            not_own=True,
            refuse=amendable(desks.refuse_approve),
            missing=missing_to_take_over,
            effect=take_over,
            tell=lambda amendment: amendment.authors,
            news=_("Approved: %(row)s."),
            look=Look("success", "check-lg"),
            confirm=_("From now on the project is what the amendment says, and so is its budget."),
        ),
        Transition(
            "return",
            _("Return for correction"),
            (S.SUBMITTED,),
            S.RETURNED,
            Verb.CHECK_PROJECT,
            needs_note=True,
            refuse=desks.refuse_return,
            effect=desks.return_desk,
            tell=lambda amendment: amendment.authors,
            news=must_act(_("%(row)s is returned for correction: %(note)s")),
            look=Look("warning", "arrow-return-left"),
            note_label=_("What has to be corrected"),
            confirm=_("The owner reads your reason and can change the amendment."),
        ),
    ),
)
