"""What a report still lacks, as sentences with the page that mends each. The workflow refuses by these lists and the
report's page shows them, so that nobody meets them first at the end."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Missing
from schools.models import CycleState
from schools.services.writing import closed_sentence, own_section, own_standards

SAYS_DRAFT = gettext_lazy("The PDF was made before the board approved the report and says “draft”. Make it anew.")


def writing(sar):
    """Items without a level, standards without a level or its reason, the report without an overall level (B3, B4)."""
    unrated = unrated_items(sar)
    for section in sar.sections.select_related("standard"):
        yield from _of_section(sar, section, unrated.get(section.standard_id, []))
    for own in own_standards(sar):
        yield from _of_own(sar, own_section(sar, own))
    if sar.overall_level_id is None:
        url = reverse("schools:sar_summary", args=[sar.pk])
        yield Missing(_("The overall quality level is not set."), f"{url}#id_overall_level")


def unrated_items(sar):
    """{standard id: [indicators without a level]}."""
    found = {}
    for rating in sar.ratings.filter(level=None).select_related("indicator"):
        found.setdefault(rating.indicator.standard_id, []).append(rating.indicator)
    return found


def _of_section(sar, section, unrated):
    number = section.standard.number
    url = reverse("schools:sar_standard", args=[sar.pk, number])
    if unrated:
        facts = {"number": number, "codes": ", ".join(item.code for item in unrated)}
        yield Missing(_("Standard %(number)s: not rated yet: %(codes)s.") % facts, f"{url}#item-{unrated[0].pk}")
    if section.level_id is None:
        sentence = _("Standard %(number)s: its quality level is not set.") % {"number": number}
        yield Missing(sentence, f"{url}#level-of-standard")
    elif not section.reason.strip():
        sentence = _("Standard %(number)s: the reason for its level is not written.") % {"number": number}
        yield Missing(sentence, f"{url}#id_reason")


def _of_own(sar, section):
    """A standard that the school added is judged like the others."""
    number = section.own_standard.number
    url = reverse("schools:sar_own_standard", args=[sar.pk, number])
    if section.level_id is None:
        sentence = _("School's own standard %(number)s: its quality level is not set.") % {"number": number}
        yield Missing(sentence, f"{url}#level-of-standard")
    elif not section.reason.strip():
        sentence = _("School's own standard %(number)s: the reason for its level is not written.") % {"number": number}
        yield Missing(sentence, f"{url}#id_reason")


def minutes(sar):
    yield from _of_meeting(sar, sar.approval)


def _of_meeting(sar, approval):
    """What the meeting's record lacks (F19): its day, its chair, its minutes."""
    url = reverse("schools:sar_board", args=[sar.pk])
    if approval is None or approval.met_on is None:
        yield Missing(_("The day of the board's meeting is not recorded."), f"{url}#id_met_on")
    if approval is None or not approval.chair_name:
        yield Missing(_("The chair of the board is not recorded."), f"{url}#id_chair_name")
    if approval is None or approval.minutes_id is None:
        yield Missing(_("The minutes of the board's meeting are not attached."), f"{url}#id_minutes_file")


def approval(sar):
    yield from of_approval(sar, sar.approval)


def of_approval(sar, given):
    """`given`: the board's approval in preparation or in force, or None."""
    if given is None or given.approved_at is None:
        sentence = _("The board's approval is missing: present the report to the board.")
        yield Missing(sentence, reverse("schools:sar_board", args=[sar.pk]))
    else:
        yield from _of_meeting(sar, given)


def pdf(sar):
    latest, url = sar.latest_file, reverse("schools:sar_files", args=[sar.pk])
    if latest is None:
        yield Missing(_("The PDF of the report is missing."), url)
    elif latest.stored.is_held:
        yield Missing(latest.stored.held_reason, url)
    elif says_draft(sar, sar.approval, latest.stored.name, latest.stored.stored_at):
        yield Missing(SAYS_DRAFT, url)


def says_draft(sar, given, name, made_at):
    """Whether a PDF is one that the portal made before the approval that is in force. The school's own may say more
    than the portal knows."""
    is_approved = given is not None and given.approved_at is not None
    return is_approved and name == f"{sar.file_name}.pdf" and made_at < given.approved_at


def window(sar):
    if sentence := closed_sentence(sar):
        yield Missing(sentence, reverse("schools:cycle_detail", args=[sar.cycle_id]))


def before_start(sar):
    return list(window(sar))


def before_board(sar):
    return [*window(sar), *writing(sar)]


def before_submit(sar):
    return [*window(sar), *writing(sar), *approval(sar), *pdf(sar)]


def before_return(sar):
    """A returned report must be one that the school can mend."""
    extended = sar.extended_to and sar.extended_to >= timezone.localdate()
    if sar.cycle.state != CycleState.OPEN and not extended:
        sentence = _("The cycle is closed, so the school could not mend its report. Extend its time first.")
        yield Missing(sentence, reverse("schools:sar_extend", args=[sar.pk]), Verb.MANAGE_CYCLES)


def before_open(cycle):
    """A cycle needs at least one framework."""
    if not cycle.frameworks:
        url = reverse("schools:cycle_edit", args=[cycle.pk])
        yield Missing(_("No standards are chosen for either level."), f"{url}#id_basic_framework")
