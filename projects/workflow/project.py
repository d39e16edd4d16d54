"""The states of a project (A18); the end of it, from the result report on, is in `result`."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.checks.budget import read_budget
from projects.models import Project, ProjectLayout, ProjectState
from projects.services import baselines, desks
from projects.services.outline import filled_lists
from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Transition

from .authors import only_authors
from .result import RESULT_TRANSITIONS, set_report_due

S = ProjectState


def missing_to_submit(project):
    yield from missing_parts(project)
    yield from desks.missing_desks(project)


def missing_parts(project):
    """What the form of the project asks and nobody has written yet, each with the section that mends it."""
    filled = filled_lists(project)
    for section, sentence, name, layouts in PARTS:
        if project.layout in layouts and not (filled[name] if name in filled else getattr(project, name)):
            yield Missing(str(sentence), reverse("projects:project_edit", args=[project.pk, section]))


# (section of the editor, sentence, what has to be filled: a list or a field, layouts whose form asks for it)
ALL, FULL = set(ProjectLayout), {ProjectLayout.FULL}
PARTS = (
    ("basics", _("The responsible group is missing."), "groups", ALL),
    ("basics", _("The period is missing."), "period_text", FULL),
    ("basics", _("It is not said whether the project is new or continuing."), "nature", FULL),
    (
        "policy",
        _("It is not said which policy or strategy the project answers to."),
        "policy_links",
        ALL,
    ),
    ("rationale", _("The rationale is missing."), "rationale", ALL),
    ("rationale", _("There is no objective."), "objectives", ALL),
    ("targets", _("There is no target."), "targets", ALL),
    ("activities", _("There is no activity."), "activities", ALL),
    ("budget", _("There is no budget line."), "lines", ALL),
    (
        "funding",
        _("It is not said where the money comes from."),
        "funding",
        ALL,
    ),
    ("risks", _("The risks are missing."), "risks", FULL),
    ("evaluation", _("There is no indicator of success."), "indicators", FULL),
    ("evaluation", _("It is not said how success is evaluated."), "evaluations", ALL - FULL),
    ("results", _("The expected results are missing."), "expected_results", ALL),
)


def missing_to_approve(project):
    """Only the project's total against its funding hinders approval; other differences are shown (A3-11)."""
    budget = read_budget(project, with_money=False)
    if budget.funded is None and budget.total:
        yield Missing(str(_("No amount of funding is stated.")), f"{project.get_text_url()}#funding")
    for finding in budget.blocking:
        yield Missing(finding.sentence, project.get_text_url() + finding.anchor)


def freeze_baseline(project, by, note):
    """From now on the project may spend what it comes to, line by line."""
    desks.pass_last_desk(project, by, note)
    baselines.freeze(project, by=by)


PROJECT = Machine(
    model=Project,
    looks={
        S.DRAFT: Look("secondary", "pencil"),
        S.SUBMITTED: Look("info", "send"),
        S.RETURNED: Look("warning", "arrow-return-left"),
        S.APPROVED: Look("primary", "check-circle"),
        S.RUNNING: Look("success", "play-circle"),
        S.REPORTED: Look("info", "file-earmark-check"),
        S.CLOSED: Look("dark", "archive"),
    },
    authors=lambda project: project.authors,
    transitions=(
        Transition(
            "submit",
            _("Propose for approval"),
            (S.DRAFT, S.RETURNED),
            S.SUBMITTED,
            Verb.PROPOSE_PROJECT,
            stamp="submitted",
            refuse=only_authors,
            missing=missing_to_submit,
            effect=desks.open_round,
            tell=desks.asked_now,
            news=must_act(_("%(by)s proposes the project “%(row)s” for approval.")),
            look=Look("primary", "send"),
            confirm=_("Those who decide are told. The proposal cannot be changed while it waits for the decision."),
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
            confirm=_("The proposal becomes a draft again and can be changed."),
        ),
        Transition(
            "endorse",
            _("Agree at my desk"),
            (S.SUBMITTED,),
            S.SUBMITTED,
            Verb.CHECK_PROJECT,
            refuse=desks.refuse_endorse,
            effect=desks.pass_desk,
            tell=desks.asked_now,
            news=must_act(_("The project “%(row)s” has come to your desk.")),
            look=Look("success", "check-lg"),
            confirm=_("Your desk agrees to the proposal as it stands. It goes on to the next desk."),
        ),
        Transition(
            "approve",
            _("Approve"),
            (S.SUBMITTED,),
            S.APPROVED,
            Verb.APPROVE_PROJECT,
            stamp="approved",
            not_own=True,
            refuse=desks.refuse_approve,
            missing=missing_to_approve,
            effect=freeze_baseline,
            tell=lambda project: project.authors,
            news=_("The project “%(row)s” is approved."),
            look=Look("success", "check-lg"),
            confirm=_("The budget is fixed as it stands and can then be spent."),
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
            tell=lambda project: project.authors,
            news=must_act(_("The project “%(row)s” is returned for correction: %(note)s")),
            look=Look("warning", "arrow-return-left"),
            note_label=_("What has to be corrected"),
            confirm=_("The owner reads your reason and can change the proposal."),
        ),
        Transition(
            "start",
            _("Start the project"),
            (S.APPROVED,),
            S.RUNNING,
            Verb.RUN_PROJECT,
            stamp="started",
            effect=set_report_due,
            look=Look("success", "play-fill"),
            confirm=_("From now on spending is recorded."),
        ),
        *RESULT_TRANSITIONS,
    ),
)
