"""Honours given: frozen words, consecutive certificate numbers, the way to the public list (A7-03)."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.letterhead import signed_by
from qa_portal.core.models import District
from qa_portal.core.notices.sentences import told
from qa_portal.core.services import notify
from qa_portal.core.thai import to_be
from qa_portal.core.workflow import Refused
from schools.models import AwardMark, Honour
from schools.services.award_results import judging_of
from schools.services.people import writers_by_school

HONOURED = told(gettext_lazy("Your school receives “%(honour)s”: open it for the certificate."))


def next_certificate_number(district, year):
    """The running part of the office's next certificate of a year (B.E.). Call it with the office locked."""
    numbers = Honour.objects.filter(district=district, number__endswith=f"/{year}").values_list("number", flat=True)
    return max((int(number.partition("/")[0]) for number in numbers), default=0) + 1


@transaction.atomic
def give_honours(award, *, by):
    """The honours of the announced result, best first; a nomination that has its honour gets no second one. Settles
    which marks count."""
    district = District.objects.select_for_update().get(pk=award.district_id)
    results = judging_of(award, is_settled=False).results  # its state says “announced” already
    _settle(results)
    year = to_be(award.announced_on.year)
    running, given = next_certificate_number(district, year), []
    signed = signed_by(district, award.announced_on)
    for result in results:
        if result.rank is None or result.nomination.honours.exists():
            continue
        for recipient in _recipients(result.nomination.practice, award):
            given.append(_honour(award, result, recipient, f"{running}/{year}", signed))
            running += 1
    for honour in given:
        honour.save(by=by)
    _tell(given, by)
    return given


def _settle(results):
    """Marks that do not count (unfinished, or of a judge who must not judge) are said so, once and for all."""
    left_out = [
        mark.pk
        for result in results
        for item in result.judgements
        if not item.is_counted
        for mark in item.marks.values()
    ]
    for mark in AwardMark.objects.filter(pk__in=left_out):
        mark.is_counted = False
        mark.save()


def _recipients(practice, award):
    """The school as it was called on the day of the announcement, and where the award says so each of the authors."""
    school = practice.school.as_at(award.announced_on) or practice.school
    lines = practice.authors.splitlines() if award.honours_authors else []
    return [school.full_name, *dict.fromkeys(line.strip() for line in lines if line.strip())]


def _honour(award, result, recipient, number, signed):
    practice = result.nomination.practice
    return Honour(
        district=award.district,
        academic_year=award.academic_year,
        school=practice.school,
        recipient=recipient[:300],
        title=f"{award.name} {result.rank.name}"[:300],
        reason=f"จากผลงาน “{practice.title}”"[:500],
        given_by=award.district.name,
        given_on=award.announced_on,
        nomination=result.nomination,
        number=number,
        **signed,
    )


def _tell(honours, by):
    """The people of each honoured school, once a nomination."""
    told = {honour.nomination_id: honour for honour in reversed(honours)}.values()
    people = writers_by_school([honour.school_id for honour in told])
    for honour in told:
        readers = [person for person in people.get(honour.school_id, []) if person != by]
        notify(readers, HONOURED, {"honour": honour.title}, honour.get_absolute_url())


@transaction.atomic
def number_honour(honour, *, by):
    """The office's certificate for an honour that was entered by hand: the next number, and who signs today. Refused
    where there is one already, or where another body gave the honour."""
    district = District.objects.select_for_update().get(pk=honour.district_id)
    honour = Honour.objects.select_for_update(of=("self",)).get(pk=honour.pk)
    if honour.number:
        raise Refused(_("It has a certificate already: no. %(number)s.") % {"number": honour.number})
    if not honour.may_be_numbered:
        raise Refused(_("Only what %(office)s gives has its certificate.") % {"office": district.name})
    year = to_be(honour.given_on.year)
    honour.number = f"{next_certificate_number(district, year)}/{year}"
    for name, words in signed_by(district).items():
        setattr(honour, name, words)
    honour.save(by=by)
    return honour


@transaction.atomic
def show_honour(honour, is_public, *, by):
    """Put it on the public list, or take it off. Refused while its award is not published."""
    honour = Honour.objects.select_for_update(of=("self",)).select_related("nomination__award").get(pk=honour.pk)
    if is_public and honour.waits_for_award:
        raise Refused(_("It becomes public together with its award: publish the award first."))
    honour.is_public = is_public
    honour.save(by=by)
    return honour


def show_honours_of(award, is_public, *, by):
    """All honours of an award at once."""
    for honour in Honour.objects.filter(nomination__award=award):
        honour.is_public = is_public
        honour.save(by=by)
