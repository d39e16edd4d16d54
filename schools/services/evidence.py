"""The register of evidence of a school's year, and where each piece is shown."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from qa_portal.core import files
from qa_portal.core.workflow import Refused, perform
from schools.models import Evidence, EvidenceUse, Sar, SarState
from schools.services.steps import record_of, steps_of
from schools.services.writing import own_standards, writing_refusal


def place_key(kind, *rows):
    return "-".join([kind, *map(str, rows)])


@dataclass(frozen=True, eq=False)
class Place:
    """Where evidence is shown. `key` names it in addresses and forms, `group` is the heading it stands under,
    `facts` are the fields of its EvidenceUse (a step's record is made when it is first needed)."""

    key: str
    group: str
    label: str
    url: str
    facts: dict = field(default_factory=dict)
    sar: Sar | None = None
    make_facts: Callable[[], dict] | None = None

    @property
    def refusal(self):
        """Why the evidence of this place stays as it is, or ""."""
        return str(writing_refusal(self.sar)) if self.sar else ""

    def uses(self):
        return EvidenceUse.objects.filter(**self.facts) if self.facts else EvidenceUse.objects.none()


# ---------------------------------------------------------------- places


def places_of(school, academic_year):
    """{key: Place} of a school's year in the order of its reports and steps."""
    sars = Sar.objects.filter(school=school, cycle__academic_year=academic_year).select_related("framework", "cycle")
    found = [place for sar in sars.order_by("level") for place in _of_report(sar)]
    return {place.key: place for place in [*found, *_of_steps(school, academic_year)]}


def _of_report(sar):
    name = _("SAR %(level)s %(year)s") % {"level": sar.get_level_display(), "year": sar.academic_year}
    for standard in sar.framework.standards.prefetch_related("indicators"):
        url = reverse("schools:sar_standard", args=[sar.pk, standard.number])
        facts = {"sar": sar, "standard": standard}
        yield Place(
            place_key("standard", sar.pk, standard.pk), name, str(standard), url, facts | {"indicator": None}, sar
        )
        for item in standard.indicators.all():
            key, place = place_key("item", sar.pk, item.pk), f"{url}#item-{item.pk}"
            yield Place(key, name, str(item), place, facts | {"indicator": item}, sar)
    for own in own_standards(sar):
        url = reverse("schools:sar_own_standard", args=[sar.pk, own.number])
        yield Place(place_key("own", sar.pk, own.pk), name, str(own), url, {"sar": sar, "own_standard": own}, sar)
    facts = {"sar": sar, "standard": None, "own_standard": None}
    yield Place(
        place_key("appendix", sar.pk), name, _("Appendix"), reverse("schools:sar_appendix", args=[sar.pk]), facts, sar
    )


def _of_steps(school, academic_year):
    for step, record in steps_of(school, academic_year):
        url = reverse("schools:school_step", args=[school.pk, academic_year, step.number])
        yield Place(
            place_key("step", step.pk),
            _("Yearly steps"),
            str(step),
            url,
            {"step": record} if record.pk else {},
            make_facts=lambda step=step: {"step": record_of(school, academic_year, step)},
        )


# ---------------------------------------------------------------- the register


def add_own(evidence, upload, *, by):
    """Keep a piece of the school's own evidence, with its file where one was uploaded."""
    if upload:
        evidence.stored = files.store(upload, district=evidence.school.district, by=by)
        evidence.url = ""
    evidence.save(by=by)
    return evidence


@transaction.atomic
def pick(school, academic_year, offer):
    """The register's row of a record that the portal holds; picked twice it is one row."""
    kind = ContentType.objects.get_for_model(offer.source.model)
    facts = {"title": offer.title, "dated": offer.dated}
    evidence, _is_new = Evidence.objects.get_or_create(
        school=school, academic_year=academic_year, record_type=kind, record_id=offer.row.pk, defaults=facts
    )
    return evidence


def keep_refusal(evidence):
    """Why a piece of evidence stays as it is, or "": it stands in a report that cannot be written on now."""
    sars = Sar.objects.filter(evidence_uses__evidence=evidence).select_related("cycle", "school").distinct()
    shown = [sar for sar in sars if writing_refusal(sar)]
    return _("It stands in %(row)s, which cannot be changed now.") % {"row": shown[0]} if shown else ""


@transaction.atomic
def remove(evidence):
    """Take a piece of evidence out of the register and of every place. Its history and its file stay."""
    _lock_reports(evidence)
    if sentence := keep_refusal(evidence):
        raise Refused(sentence)
    for use in evidence.uses.all():
        use.delete()
    evidence.delete()


def _lock_reports(evidence):
    list(Sar.objects.select_for_update().filter(pk__in=evidence.uses.exclude(sar=None).values("sar")).order_by("pk"))


# ---------------------------------------------------------------- where it is shown


@transaction.atomic
def show_at(place, chosen, *, by):
    """Make the evidence of a place exactly these rows. Refused while its report cannot be written on."""
    facts = _locked_facts(place, by)
    there = {use.evidence_id: use for use in EvidenceUse.objects.filter(**facts)}
    wanted = {evidence.pk for evidence in chosen}
    for pk in there.keys() - wanted:
        there[pk].delete()
    for pk in sorted(wanted - there.keys()):
        EvidenceUse.objects.create(evidence_id=pk, **facts)


def uses_for(evidence, user, *, is_own):
    """The places of a piece of evidence that this reader may know: the office, those of reports that it may read."""
    uses = evidence.uses.select_related("standard", "indicator", "own_standard", "step__step", "step__school")
    uses = uses.select_related("sar__cycle", "sar__school")
    return list(uses if is_own else uses.filter(sar__in=Sar.objects.readable_by(user)))


def keys_of(evidence, places):
    """The keys of those places at which a piece of evidence is shown."""
    there = {_facts_of(use) for use in evidence.uses.all()}
    return [key for key, place in places.items() if _plain(place.facts) in there]


PARTS = ("sar", "standard", "indicator", "own_standard", "step")


def _facts_of(use):
    return tuple(getattr(use, f"{part}_id") for part in PARTS)


def _plain(facts):
    return tuple(facts[part].pk if facts.get(part) else None for part in PARTS)


@transaction.atomic
def show_also_at(evidence, place, *, by):
    EvidenceUse.objects.get_or_create(evidence=evidence, **_locked_facts(place, by))


@transaction.atomic
def show_in(evidence, places, *, by):
    """Make the places of a piece of evidence these, among those that can be changed now: {Place: whether it is
    shown there}."""
    there = {_facts_of(use): use for use in evidence.uses.all()}
    for place, is_wanted in places.items():
        use = there.get(_plain(place.facts))
        if is_wanted and not use:
            show_also_at(evidence, place, by=by)
        elif use and not is_wanted:
            _locked_facts(place, by)
            use.delete()


def _locked_facts(place, by):
    """The fields of a use at this place, its report locked and begun."""
    if place.make_facts:
        return place.make_facts()
    locked = Sar.objects.select_for_update().get(pk=place.sar.pk)
    if sentence := writing_refusal(locked):
        raise Refused(sentence)
    if locked.state == SarState.EXPECTED:
        perform(locked, "start", by=by)
    return place.facts
