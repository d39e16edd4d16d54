"""An instrument comes into use, and out of it."""

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Missing, Transition
from supervision.checks.instruments import problems_of
from supervision.models import Instrument, InstrumentItem, InstrumentState
from supervision.services.instruments import form_of


def _only_own(instrument, by):
    """The country's are the superuser's."""
    if by.is_superuser or (instrument.district_id and instrument.district_id == by.district_id):
        return ""
    return gettext("This instrument is of the country: make a new edition of your own.")


def _missing_instrument(instrument):
    sections = dict(instrument.sections.values_list("position", "pk"))
    for problem in problems_of(form_of(instrument)):
        yield Missing(problem.sentence, _address(instrument, sections, problem))


def _address(instrument, sections, problem):
    """The page that mends it."""
    if problem.on_scale:
        return reverse("supervision:instrument_scale", args=[instrument.pk])
    if problem.number:
        item = InstrumentItem.objects.get(section__instrument=instrument, number=problem.number)
        return reverse("supervision:instrument_item", args=[instrument.pk, item.pk])
    if problem.section:
        return reverse("supervision:instrument_section", args=[instrument.pk, sections[problem.section]])
    return instrument.get_absolute_url()


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
            refuse=_only_own,
            missing=_missing_instrument,
            confirm=_("From now on it can be chosen for visits, and nobody can change it: a change is a new edition."),
        ),
        Transition(
            "retire",
            _("Take out of use"),
            (InstrumentState.PUBLISHED,),
            InstrumentState.RETIRED,
            Verb.MANAGE_INSTRUMENTS,
            refuse=_only_own,
            confirm=_("It can no longer be chosen for new visits. Visits made with it keep it."),
        ),
    ),
)
