from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qa_portal.core.notices.sentences import must_act
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Look, Machine, Transition
from schools.checks import awards as checks
from schools.models import Award, AwardState, Honour, School
from schools.services.honours import give_honours, show_honours_of
from schools.services.people import writers_at


def _every_school(award):
    return writers_at(School.objects.open_at().filter(district=award.district_id).values("pk"))


def _judges(award):
    return [judge.user for judge in award.judges.filter(excused_at=None).select_related("user")]


def _not_honoured(award):
    """The nominated schools that got no honour; the others are told of theirs."""
    honoured = Honour.objects.filter(nomination__award=award).values("school")
    return writers_at(award.nominations.standing().exclude(practice__school__in=honoured).values("practice__school"))


def _honoured(award):
    return writers_at(Honour.objects.filter(nomination__award=award).values("school"))


def _is_judge(award, user):
    """Who gave marks does not confirm the result, excused since or not: what was given keeps counting."""
    is_judging = Q(excused_at=None) | Q(marks__isnull=False)
    if award.judges.filter(is_judging, user=user).exists():
        return _("A judge of this award does not confirm its result: somebody else of the office does.")
    return ""


def _announced(award, by, note):
    give_honours(award, by=by)


def _published(award, by, note):
    show_honours_of(award, True, by=by)


def _taken_down(award, by, note):
    show_honours_of(award, False, by=by)


AWARD = Machine(
    model=Award,
    parent="district",
    looks={
        AwardState.DRAFT: Look("secondary", "pencil"),
        AwardState.OPEN: Look("info", "unlock"),
        AwardState.JUDGING: Look("warning", "eyeglasses"),
        AwardState.ANNOUNCED: Look("primary", "megaphone"),
        AwardState.PUBLISHED: Look("success", "globe"),
    },
    transitions=(
        Transition(
            "open",
            _("Open for nominations"),
            (AwardState.DRAFT,),
            AwardState.OPEN,
            Verb.MANAGE_PRACTICES,
            missing=checks.before_open,
            tell=_every_school,
            news=_("%(row)s takes nominations."),
            confirm=_("Every school is told. Criteria and ranks are fixed from then on; dates and words are not."),
            look=Look("success", "unlock"),
        ),
        Transition(
            "close",
            _("Close nominations and judge"),
            (AwardState.OPEN,),
            AwardState.JUDGING,
            Verb.MANAGE_PRACTICES,
            missing=checks.before_close,
            tell=_judges,
            news=must_act(_("%(row)s waits for your judging.")),
            confirm=_("Nothing more is nominated or withdrawn. The judges are told."),
            look=Look("primary", "eyeglasses"),
        ),
        Transition(
            "reopen",
            _("Back to nominations"),
            (AwardState.JUDGING,),
            AwardState.OPEN,
            Verb.MANAGE_PRACTICES,
            needs_note=True,
            tell=_judges,
            news=_("%(row)s takes nominations again: %(note)s"),
            note_label=_("Why nominations are taken again"),
            confirm=_("Marks that were given are kept."),
            look=Look("secondary", "arrow-counterclockwise"),
        ),
        Transition(
            "announce",
            _("Confirm and announce the result"),
            (AwardState.JUDGING,),
            AwardState.ANNOUNCED,
            Verb.MANAGE_PRACTICES,
            stamp="announced",
            refuse=_is_judge,
            missing=checks.before_announce,
            effect=_announced,
            tell=_not_honoured,
            news=_("The result of %(row)s is announced."),
            confirm=_(
                "The result as it stands becomes final: certificates get their numbers, and the schools are told."
            ),
            look=Look("success", "megaphone"),
        ),
        Transition(
            "publish",
            _("Show on the public page"),
            (AwardState.ANNOUNCED,),
            AwardState.PUBLISHED,
            Verb.MANAGE_PRACTICES,
            effect=_published,
            tell=_honoured,
            news=_("The honours of %(row)s are on the public page."),
            confirm=_("Everybody can read the honours, and check a certificate by its number."),
            look=Look("success", "globe"),
        ),
        Transition(
            "take_down",
            _("Take off the public page"),
            (AwardState.PUBLISHED,),
            AwardState.ANNOUNCED,
            Verb.MANAGE_PRACTICES,
            needs_note=True,
            effect=_taken_down,
            tell=_honoured,
            news=_("The honours of %(row)s were taken off the public page: %(note)s"),
            note_label=_("Why they are taken off"),
            confirm=_("The honours stay, and can be corrected and shown again."),
            look=Look("secondary", "eye-slash"),
        ),
    ),
)
