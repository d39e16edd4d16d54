from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Transition
from schools.checks.targets import before_announce
from schools.models import TargetSheet, TargetSheetState
from schools.services.people import not_ours, supervisors_of


def _supervisors(sheet):
    return supervisors_of(sheet.school)


def _withdrawn(sheet, by, note):
    sheet.announced_at = sheet.announced_by = None


TARGETS = Machine(
    model=TargetSheet,
    looks={
        TargetSheetState.DRAFT: Look("info", "pencil"),
        TargetSheetState.ANNOUNCED: Look("success", "megaphone"),
    },
    transitions=(
        Transition(
            "announce",
            _("Announce the targets"),
            (TargetSheetState.DRAFT,),
            TargetSheetState.ANNOUNCED,
            Verb.SUBMIT_SAR,
            refuse=not_ours,
            stamp="announced",
            missing=before_announce,
            tell=_supervisors,
            news=_("%(row)s were announced by %(by)s."),
            confirm=_("From now on the office reads them, and the year's report is held against them."),
            look=Look("success", "megaphone"),
        ),
        Transition(
            "take_back",
            _("Take back to change"),
            (TargetSheetState.ANNOUNCED,),
            TargetSheetState.DRAFT,
            Verb.SUBMIT_SAR,
            refuse=not_ours,
            needs_note=True,
            effect=_withdrawn,
            tell=_supervisors,
            news=_("%(row)s were taken back by %(by)s: %(note)s"),
            note_label=_("Why they are taken back"),
            confirm=_("They go back to writing and must be announced again. What was announced stays in the history."),
            look=Look("secondary", "arrow-counterclockwise"),
        ),
    ),
)
