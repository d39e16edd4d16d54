"""One visit as its pages and documents show it."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from supervision.models import AgreedAction, score_of
from supervision.services.rechecks import open_actions, open_findings


@dataclass(frozen=True)
class RecordStep:
    """One page of recording a visit, and how far it is."""

    label: str
    url: str
    detail: str = ""
    is_done: bool = False


def record_steps(visit):
    """The pages on which a visit is recorded, in their order, each with how far it is."""
    return [*_recheck_steps(visit), _facts_step(visit), *_section_steps(visit), *_other_steps(visit)]


def _recheck_steps(visit):
    """What is open of earlier visits comes first; no page where nothing is."""
    count = open_actions(visit).count() + open_findings(visit).count()
    if count:
        looked = visit.rechecks.count()
        detail = _("%(answered)s of %(items)s") % {"answered": looked, "items": count}
        yield RecordStep(_("Open from earlier visits"), _url("visit_rechecks", visit), detail, looked == count)


def _facts_step(visit):
    return RecordStep(_("Date and team"), _url("visit_facts", visit), is_done=visit.visited_on is not None)


def _section_steps(visit):
    score = score_of(visit)
    for part in score.sections if score else ():
        detail = _("%(answered)s of %(items)s") % {"answered": part.answered, "items": len(part.rows)}
        url = _url("visit_section", visit, part.section.position)
        yield RecordStep(str(part.section), url, detail, part.is_complete)


def _other_steps(visit):
    findings, actions, photos = visit.findings.count(), visit.actions.count(), visit.photos.count()
    words = bool(visit.impressions or visit.problems or visit.notes)
    yield RecordStep(_("Impressions and problems"), _url("visit_words", visit), is_done=words)
    detail = _("%(findings)s findings, %(actions)s actions") % {"findings": findings, "actions": actions}
    yield RecordStep(_("Findings and agreed actions"), _url("visit_findings", visit), detail, findings > 0)
    yield RecordStep(_("Photos"), _url("visit_photos", visit), str(photos), photos > 0)
    yield RecordStep(_("Check and send"), _url("visit_check", visit))


def _url(name, visit, *args):
    return reverse(f"supervision:{name}", args=[visit.pk, *args])


def findings_of(visit):
    """The visit's findings with what was agreed about each and the school's answers."""
    actions = AgreedAction.objects.select_related("owner", "visit").order_by("number")
    related = (Prefetch("actions", actions), "replies__evidence")
    return visit.findings.select_related("category", "standard").prefetch_related(*related)


def rechecks_of(visit):
    """What the visit saw of earlier ones, each beside what was first written."""
    related = ("finding__visit", "finding__category", "action__visit", "action__owner")
    return visit.rechecks.select_related(*related).prefetch_related("photos").order_by("finding", "action")


def held_by(visit):
    """What was seen and agreed at a visit, as its page, its check page and its report show it."""
    others = visit.actions.filter(finding=None).select_related("visit", "owner").order_by("number")
    return {
        "score": score_of(visit),
        "rechecks": rechecks_of(visit),
        "findings": findings_of(visit),
        "other_actions": others,
        "photos": visit.photos.select_related("file"),
        "sign_offs": visit.sign_offs.select_related("drawing"),
    }
