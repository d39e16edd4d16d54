"""What stands still in an office until somebody acts (F42)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from projects.lists import results as result_list
from projects.models import Project, ProjectState
from projects.services import doing, seats
from qa_portal.core.roles import Verb
from schools.models import Practice, PracticeState, Sar, SarState
from supervision.models import AgreedAction

from . import links
from .tables import Figure

READ_PROPOSAL = _("Read the proposal, then approve or return it.")
PLANNERS = (Verb.PLAN_VISIT, Verb.ASSIGN_SUPERVISORS)


@dataclass(frozen=True)
class Concern:
    """A kind of thing that stands still until somebody with one of `verbs` acts, whatever year it belongs to; without
    verbs it is nobody's as a whole (proposals lie on desks), and only those who look on are told.
    `count(district, today)` counts the rows that `noun`'s list shows under `filters`; `todo` says what to do."""

    key: str
    label: str
    todo: str
    icon: str
    verbs: tuple[Verb, ...]
    noun: str
    filters: dict[str, str]
    count: Callable[[object, date], int]


@dataclass(frozen=True)
class Waiting:
    figure: Figure
    todo: str
    icon: str
    verbs: tuple[Verb, ...]


CONCERNS = (
    Concern(
        "projects_waiting",
        _("Projects waiting for approval"),
        READ_PROPOSAL,
        "kanban",
        (),
        "project",
        {"state": ProjectState.SUBMITTED.value},
        lambda district, today: Project.objects.filter(district=district, state=ProjectState.SUBMITTED).count(),
    ),
    Concern(
        "activities_late",
        _("Activities late"),
        _("Report what was done, or say why it does not take place."),
        "alarm",
        (Verb.RUN_PROJECT,),
        "activity",
        {"standing": "late"},
        doing.late_count,
    ),
    Concern(
        "activities_stuck",
        _("Activities stuck"),
        _("Ask those responsible what holds it up."),
        "exclamation-octagon",
        (Verb.APPROVE_PROJECT, Verb.MANAGE_PROJECTS),
        "activity",
        {"standing": "stuck"},
        doing.stuck_count,
    ),
    Concern(
        "results_late",
        _("Result reports late"),
        _("Send the result report, or say what holds it up."),
        "file-earmark-text",
        (Verb.RUN_PROJECT,),
        "result",
        {"standing": "late"},
        result_list.late_count,
    ),
    Concern(
        "sars_waiting",
        _("SARs waiting for review"),
        _("Read the report, then accept or return it."),
        "clipboard-check",
        (Verb.REVIEW_SAR,),
        "sar",
        {"standing": "waiting"},
        lambda district, today: _sars(district).filter(state=SarState.SUBMITTED).count(),
    ),
    Concern(
        "sars_overdue",
        _("SARs not sent and overdue"),
        _("Ask the school what it needs, or extend its day."),
        "alarm",
        (Verb.REVIEW_SAR,),
        "sar",
        {"standing": "overdue"},
        lambda district, today: _sars(district).overdue(today).count(),
    ),
    Concern(
        "practices_waiting",
        _("Good practices waiting for publication"),
        _("Read the entry, then publish or return it."),
        "lightbulb",
        (Verb.MANAGE_PRACTICES,),
        "practice",
        {"state": PracticeState.SENT.value},
        lambda district, today: Practice.objects.filter(school__district=district, state=PracticeState.SENT).count(),
    ),
    Concern(
        "actions_overdue",
        _("Agreed actions overdue"),
        _("Ask those who owe it, or agree on another day."),
        "exclamation-triangle",
        (Verb.SETTLE_ACTION,),
        "action",
        {"standing": "overdue"},
        lambda district, today: _actions(district).overdue(today).count(),
    ),
    Concern(
        "actions_to_check",
        _("Agreed actions said to be done"),
        _("Look at what was done, then close or reopen it."),
        "check2-square",
        (Verb.SETTLE_ACTION,),
        "action",
        {"standing": "to_check"},
        lambda district, today: _actions(district).to_check().count(),
    ),
)


def _sars(district):
    return Sar.objects.filter(school__district=district)


def _actions(district):
    return AgreedAction.objects.filter(visit__school__district=district)


def counts_of(district, today):
    """{key of a concern: how many} of the whole office."""
    return {concern.key: concern.count(district, today) for concern in CONCERNS}


def waiting(year, counts, unvisited):
    """What is to be done now in the whole office. `counts` as `counts_of` gives them; `unvisited`: the schools without
    a visit in the year shown."""
    items = [_waiting(year, concern, counts[concern.key]) for concern in CONCERNS]
    label, address = _("Schools without a visit this year"), links.schools(year, visited="no")
    missing = Figure("schools_waiting", label, unvisited, address)
    todo = _("Plan a visit to each of them in this fiscal year.")
    items.append(Waiting(missing, todo, "signpost-split", PLANNERS))
    return [item for item in items if item.figure.value]


def _waiting(year, concern, count):
    figure = Figure(concern.key, concern.label, count, links.rows(concern.noun, year, **concern.filters))
    return Waiting(figure, concern.todo, concern.icon, concern.verbs)


def waiting_for(user, items):
    """What lies on this user's own desk, then what their roles can act on; all items for one who only looks on."""
    mine = [item for item in items if any(user.can(verb) for verb in item.verbs)]
    return [*_on_desk(user), *(mine if can_act(user) else items)]


def _on_desk(user):
    """Proposals and amendments that this user decides, by the rule of the list that the figure opens."""
    count = seats.waiting_count(user)
    if not count:
        return []
    figure = Figure("own_desk", _("Proposals on your desk"), count, reverse("projects:desk_list"))
    return [Waiting(figure, READ_PROPOSAL, "inbox", (Verb.CHECK_PROJECT,))]


def can_act(user):
    """Whether anything that can wait is this user's to do at all."""
    verbs = {verb for concern in CONCERNS for verb in concern.verbs} | {*PLANNERS}
    return any(user.can(verb) for verb in verbs)
