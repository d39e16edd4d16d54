from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Transition
from schools.checks import sar as sar_checks
from schools.models import Cycle, CycleState
from schools.services.expected import create_expected
from schools.services.people import writers_at


def _closed_again(cycle, by, note):
    cycle.closed_at = cycle.closed_by = None


def _expect_all(cycle, by, note):
    create_expected(cycle, by=by)


def _writers(cycle):
    return writers_at(cycle.sars.values("school"))


CYCLE = Machine(
    model=Cycle,
    looks={
        CycleState.DRAFT: Look("secondary", "pencil"),
        CycleState.OPEN: Look("success", "unlock"),
        CycleState.CLOSED: Look("dark", "lock"),
    },
    transitions=(
        Transition(
            "open",
            _("Open the cycle"),
            (CycleState.DRAFT,),
            CycleState.OPEN,
            Verb.MANAGE_CYCLES,
            stamp="opened",
            missing=sar_checks.before_open,
            effect=_expect_all,
            tell=_writers,
            news=must_act(_("%(row)s is open: your school's report is expected.")),
            confirm=_("Every open school gets its expected report for each level it teaches, and its people are told."),
            look=Look("success", "unlock"),
        ),
        Transition(
            "close",
            _("Close the cycle"),
            (CycleState.OPEN,),
            CycleState.CLOSED,
            Verb.MANAGE_CYCLES,
            stamp="closed",
            confirm=_("Schools without an extension can no longer write or send. What was sent stays as it is."),
            look=Look("dark", "lock"),
        ),
        Transition(
            "reopen",
            _("Open again"),
            (CycleState.CLOSED,),
            CycleState.OPEN,
            Verb.MANAGE_CYCLES,
            needs_note=True,
            effect=_closed_again,
            note_label=_("Why the cycle is opened again"),
            confirm=_("Schools can write and send again within the cycle's dates."),
            look=Look("secondary", "unlock"),
        ),
    ),
)
