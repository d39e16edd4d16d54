"""The one way a state moves.

An app's `workflow/` holds its machines as data and registers them in `MACHINES`; `perform` is the only code that
writes a state. A refusal is a sentence for the user: `Refused` (with what is missing and where to mend it),
`PermissionDenied` for a verb that the role lacks, `OutOfScope` for a row that the user may not see.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.integrations import events
from qa_portal.core.models import TransitionRecord
from qa_portal.core.roles import Verb
from qa_portal.core.services import notify


class Refused(Exception):
    def __init__(self, sentence, missing=()):
        super().__init__(str(sentence))
        self.missing = list(missing)


class Quiet(str):
    """A refusal for somebody whom the step does not concern: said when they ask for it, not offered on the page."""


class OutOfScope(LookupError):
    """The row is not among those that the user may see: a page answers 404."""


@dataclass(frozen=True)
class Missing:
    """What is still missing before a transition: a sentence, and the page (with anchor) that mends it. Its link is for
    those who may do what it is for (`verb`; None: whoever may take the step)."""

    sentence: str
    url: str = ""
    verb: Verb | None = None


@dataclass(frozen=True)
class Look:
    """How a state shows: a Bootstrap colour and an icon beside its word, never colour alone."""

    colour: str
    icon: str


@dataclass(frozen=True)
class Transition:
    """`refuse(obj, by)` is a sentence when this very person may not take the step (role and scope are not enough).
    `stamp` fills the pair `<stamp>_at`, `<stamp>_by`; `effect(obj, by, note)` runs in the same transaction before
    the row is saved; `tell(obj)` gives the people who get a notice with `news` ("%(row)s", "%(by)s", "%(note)s")."""

    name: str
    label: str
    sources: tuple[str, ...]
    target: str
    verb: str
    stamp: str = ""
    needs_note: bool = False
    not_own: bool = False
    refuse: Callable[[object, object], str] = lambda obj, by: ""
    missing: Callable[[object], Iterable[Missing]] = lambda obj: ()
    effect: Callable[[object, object, str], None] = lambda obj, by, note: None
    tell: Callable[[object], Iterable[object]] = lambda obj: ()
    news: str = ""
    look: Look = Look("primary", "arrow-right-circle")
    confirm: str = ""  # what happens next, said before the user says yes
    note_label: str = _("Note")


@dataclass(frozen=True)
class Machine:
    """`authors(obj)` are the users whose own work the row is, for transitions that are `not_own`. `parent` names the
    foreign key whose row is locked before this one: parent before child."""

    model: type
    looks: dict[str, Look]
    transitions: tuple[Transition, ...]
    authors: Callable[[object], Iterable[object]] = lambda obj: ()
    parent: str = ""
    by_name: dict[str, Transition] = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "by_name", {item.name: item for item in self.transitions})
        MACHINES[self.model] = self


MACHINES: dict[type, Machine] = {}


@dataclass(frozen=True)
class Step:
    """A transition as one user meets it on a row's page."""

    transition: Transition
    refusal: str
    missing: list[Missing]

    @property
    def allowed(self):
        return not (self.refusal or self.missing)

    @property
    def is_offered(self):
        return not isinstance(self.refusal, Quiet)


def machine_of(obj):
    return MACHINES[type(obj)]


def steps(obj, user):
    """The transitions that the row's state offers to this user's roles, each with what still stands in its way. What is
    missing is not looked for where the user may not take the step anyway."""
    return [
        _step(obj, item, user)
        for item in machine_of(obj).transitions
        if obj.state in item.sources and user.can(item.verb)
    ]


def _step(obj, item, user):
    refusal = _refusal(obj, item, user)
    return Step(item, refusal, [] if refusal else list(item.missing(obj)))


def wrong_state(obj):
    return _("This step is not possible now: the state is “%(state)s”.") % {"state": obj.get_state_display()}


def own_work():
    return _("Nobody judges their own work: someone else has to take this step.")


def _refusal(obj, item, user):
    if obj.state not in item.sources:
        return wrong_state(obj)
    if item.not_own and user in machine_of(obj).authors(obj):
        return own_work()
    return item.refuse(obj, user)


@transaction.atomic
def perform(obj, name, *, by, note=""):
    """Take one step of the row's workflow and return the row, freshly locked and saved.

    Order: verb, row scope, lock, state, own work, what is missing, note; then state, stamp, effect, record, notices,
    events for other systems."""
    item = machine_of(obj).by_name[name]
    if not by.can(item.verb):
        raise PermissionDenied
    locked = _lock(obj, by)
    _check(locked, item, by, note)
    source, locked.state = locked.state, item.target
    if item.stamp:
        setattr(locked, f"{item.stamp}_at", timezone.now())
        setattr(locked, f"{item.stamp}_by", by)
    item.effect(locked, by, note)
    locked.save(by=by)
    _record(locked, item, source, by, note)
    events.on_step(locked, item.name)
    return locked


def _lock(obj, by):
    model = type(obj)
    if not model.objects.visible_to(by).filter(pk=obj.pk).exists():
        raise OutOfScope
    if machine_of(obj).parent:
        parent = getattr(obj, machine_of(obj).parent)
        type(parent)._base_manager.select_for_update().get(pk=parent.pk)
    return model._base_manager.select_for_update().get(pk=obj.pk)


def _check(obj, item, by, note):
    refusal = _refusal(obj, item, by)
    if refusal:
        raise Refused(refusal)
    missing = list(item.missing(obj))
    if missing:
        raise Refused(_("Not yet: %(count)s things are still missing.") % {"count": len(missing)}, missing)
    if item.needs_note and not note.strip():
        raise Refused(_("Please write the reason: it is shown to the other side."))


def _record(obj, item, source, by, note):
    TransitionRecord.objects.create(
        content_type=ContentType.objects.get_for_model(obj),
        object_id=str(obj.pk),
        transition=item.name,
        source=source,
        target=obj.state,
        note=note.strip(),
        done_by=by,
    )
    if item.news:
        people = [person for person in item.tell(obj) if person != by]
        notify(people, item.news, {"row": str(obj), "by": str(by), "note": note.strip()}, obj.get_absolute_url())
