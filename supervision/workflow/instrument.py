"""An instrument comes into use, and out of it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Transition
from supervision.models import Instrument, InstrumentState


def _missing_instrument(instrument):
    url = instrument.get_absolute_url()
    if not instrument.levels.exists():
        yield Missing(gettext("The scale has no levels."), url)
    if not instrument.sections.exists():
        yield Missing(gettext("There are no sections."), url)
    for section in instrument.sections.filter(items=None):
        yield Missing(gettext("Section %(section)s has no items.") % {"section": section.position}, url)


INSTRUMENT = Machine(
    model=Instrument,
    looks={
        InstrumentState.DRAFT: Look("secondary", "pencil"),
        InstrumentState.PUBLISHED: Look("success", "check-circle"),
        InstrumentState.RETIRED: Look("secondary", "archive"),
    },
    transitions=(
        Transition(
            "publish",
            _("Put into use"),
            (InstrumentState.DRAFT,),
            InstrumentState.PUBLISHED,
            Verb.MANAGE_INSTRUMENTS,
            stamp="published",
            missing=_missing_instrument,
            confirm=_("From now on it can be chosen for visits, and nobody can change it: a change is a new edition."),
        ),
        Transition(
            "retire",
            _("Take out of use"),
            (InstrumentState.PUBLISHED,),
            InstrumentState.RETIRED,
            Verb.MANAGE_INSTRUMENTS,
            confirm=_("It can no longer be chosen for new visits. Visits made with it keep it."),
        ),
    ),
)
