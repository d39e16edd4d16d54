"""Writing a synthesis: begun, its sentences gathered under themes, its chapters in the office's own words."""

from django.db import transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from qa_portal.core.thai import normalise
from qa_portal.core.workflow import Refused
from qa_portal.office.models import Chapter, Quote, Synthesis, Theme
from qa_portal.office.models.synthesis import CHAPTERS


@transaction.atomic
def begin(district, academic_year):
    """The office's synthesis of a year with its chapters, all blank at first. Safe to call twice."""
    synthesis, is_new = Synthesis.objects.get_or_create(district=district, academic_year=academic_year)
    if is_new:
        for key in CHAPTERS:
            Chapter.objects.create(synthesis=synthesis, key=key)
    return synthesis


@transaction.atomic
def gather(synthesis, side, sentences, *, name):
    """Puts sentences under the theme of this name, made when there is none. What stands there already stays once.
    Returns (theme, sentences new there)."""
    name = normalise(name)
    if not name:
        raise Refused(_("Name the theme."))
    if not sentences:
        raise Refused(_("Tick at least one sentence."))
    synthesis = Synthesis.objects.select_for_update().get(pk=synthesis.pk)
    theme, _is_new = Theme.objects.get_or_create(synthesis=synthesis, side=side, name=name)
    there = set(theme.quotes.values_list("section", "digest"))
    new = [
        Quote(theme=theme, section=said.section, text=said.text, digest=said.digest)
        for said in sentences
        if said.place not in there
    ]
    return theme, len(bulk_create_with_history(new, Quote))


@transaction.atomic
def rename(theme, name):
    """Another name; the name of another theme joins the two."""
    name = normalise(name)
    if not name:
        raise Refused(_("Name the theme."))
    Synthesis.objects.select_for_update().get(pk=theme.synthesis_id)
    other = Theme.objects.filter(synthesis=theme.synthesis_id, side=theme.side, name=name).exclude(pk=theme.pk).first()
    if other is None:
        theme.name = name
        theme.save()
        return theme
    there = set(other.quotes.values_list("section", "digest"))
    for quote in theme.quotes.all():
        if (quote.section_id, quote.digest) in there:
            quote.delete()
        else:
            quote.theme = other
            quote.save()
    theme.delete()
    return other


@transaction.atomic
def let_go(quote):
    """Takes a sentence out of its theme; a theme without one goes too."""
    theme = quote.theme
    quote.delete()
    if not theme.quotes.exists():
        theme.delete()
