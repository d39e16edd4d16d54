"""Data whose time is over, at the desk of who decides about them (F42)."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from qa_portal.core.desk import Kind, Task, list_at, register
from qa_portal.core.models import RetentionProposal
from qa_portal.core.roles import Verb

from .retention import RULES


def _proposed(user, today):
    return RetentionProposal.objects.visible_to(user).filter(decision="").order_by("proposed_at", "pk")


def _to_decide(proposal):
    said = ngettext(
        "%(count)s row up to fiscal year %(year)s", "%(count)s rows up to fiscal year %(year)s", proposal.count
    )
    why = said % {"count": f"{proposal.count:,}", "year": proposal.fiscal_year}
    about = str(RULES[proposal.rule].label)
    return Task(_("Decide whether old personal data are removed"), about, proposal.get_absolute_url(), why)


register(
    Kind(
        "retention",
        gettext_lazy("Old personal data"),
        "hourglass-bottom",
        (Verb.KEEP_PERSONAL_DATA,),
        _proposed,
        _to_decide,
        list_at("core:personal_data"),
    )
)
