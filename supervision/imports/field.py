"""The parts of a field record go into the visit, each judged by the form that its page has.

What cannot go in stays in the record with the sentence that says why; nothing of it holds up the rest."""

import uuid
from collections import defaultdict
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from qa_portal.core.thai import normalise
from supervision.forms.field import FieldFactsForm, SignOffForm
from supervision.forms.finding import ActionForm, FindingForm
from supervision.forms.photo import PhotoCaptionForm
from supervision.forms.record import SectionForm
from supervision.models import AgreedAction, Finding, RecheckVerdict, SignOff, Visit, VisitPhoto
from supervision.services.answers import save_answers
from supervision.services.field_parts import clashing_parts, held_parts, settle, waiting_parts
from supervision.services.field_records import goes_straight
from supervision.services.findings import delete_finding
from supervision.services.people import TEAM, people_in
from supervision.services.rechecks import save_recheck, target_of

DEVICE, PORTAL = "device", "portal"
# Who is named by others comes before them, and goes after them.
WRITTEN = ("visit", "answer", "finding", "action", "recheck", "photo", "sign")


class FileToCome(Exception):
    """The photo or signature itself has not arrived yet."""


@transaction.atomic
def take_in(record, *, by, chosen=None):
    """Write into the visit what waits in the record: without a choice of somebody, what clashes with nothing, where the
    record goes straight in at all. `chosen`: {part: DEVICE or PORTAL}."""
    visit = Visit.objects.select_for_update().get(pk=record.visit_id)
    if not visit.is_open_to_edit:
        return
    portal = held_parts(visit)
    chosen = _unhindered(record, portal) if chosen is None else chosen
    parts = [part for part in waiting_parts(record) if part in chosen]
    work = _Work(visit, record, by)
    work.write([part for part in parts if chosen[part] == DEVICE and portal.get(part) != record.parts.get(part)])
    settle(record, set(parts) - work.problems.keys() - work.to_come, held_parts(visit))
    record.problems = {part: said for part, said in record.problems.items() if part not in parts} | work.problems
    _stamp(record, by)
    record.save()


def _unhindered(record, portal):
    if not goes_straight(record):
        return {}
    return dict.fromkeys(set(waiting_parts(record)) - clashing_parts(record, portal), DEVICE)


def _stamp(record, by):
    is_whole = not waiting_parts(record)
    record.merged_at, record.merged_by = (timezone.now(), by) if is_whole else (None, None)


class _Work:
    """One taking in: `problems` {part: sentences}, `to_come` the parts whose file has not arrived."""

    def __init__(self, visit, record, by):
        self.visit, self.record, self.by = visit, record, by
        self.said, self.problems, self.to_come = record.parts, {}, set()
        self.arrived = {row.uid: row for row in record.files.select_related("file")}

    def write(self, parts):
        groups = defaultdict(list)
        for part in parts:
            groups[part.partition(":")[0]].append(part)
        for kind in reversed(WRITTEN):
            self._each(getattr(self, f"_delete_{kind}", None), [part for part in groups[kind] if part not in self.said])
        self._facts(groups["visit"])
        self._answers(groups["answer"])
        for kind in WRITTEN[2:]:
            self._each(getattr(self, f"_save_{kind}"), [part for part in groups[kind] if part in self.said])

    def _each(self, write, parts):
        for part in parts if write else ():
            try:
                write(part, part.partition(":")[2], self.said.get(part))
            except ValidationError as error:
                self.problems[part] = error.messages
            except FileToCome:
                self.to_come.add(part)

    # ---- the visit's own words

    def _facts(self, parts):
        names = [part.partition(":")[2] for part in parts]
        if not names:
            return
        data = {name: self.said.get(f"visit:{name}", "") for name in names}
        form = FieldFactsForm(data, instance=self.visit, names=names)
        form.is_valid()
        self.visit.save()
        for name, said in form.errors.items():
            self.problems[f"visit:{name}"] = [_named(form, name, said)]

    # ---- answers, a section at a time

    def _answers(self, parts):
        left = set(parts)
        sections = self.visit.instrument.sections.all() if self.visit.instrument and parts else ()
        for section in sections:
            own = left & {f"answer:{pk}" for pk in section.items.values_list("pk", flat=True)}
            left -= own
            self._section(section, sorted(own))
        for part in left & self.said.keys():
            self.problems[part] = [_("This item is not in the instrument of the visit.")]

    def _section(self, section, parts):
        """Half a section can be saved: an item that is refused keeps what the portal has."""
        if not parts:
            return
        form = self._section_form(section, parts)
        if not form.is_valid():
            for part in parts:
                said = [*form.errors.get(_field(part), ()), *form.errors.get(_field(part, "note"), ())]
                if said:
                    self.problems[part] = said
            form = self._section_form(section, [part for part in parts if part not in self.problems])
        if form.is_valid():
            save_answers(self.visit, form.given())

    def _section_form(self, section, parts):
        now = SectionForm(visit=self.visit, section=section)
        data = {name: field.initial for name, field in now.fields.items()}
        for part in parts:
            said = self.said.get(part, {})
            data[_field(part)], data[_field(part, "note")] = said.get("value", ""), said.get("note", "")
        return SectionForm(data, visit=self.visit, section=section)

    # ---- rows with an id of the device

    def _save_finding(self, part, uid, said):
        finding = self._own(Finding, self.visit.findings, uid)
        _saved(FindingForm({**said, "uid": finding.uid}, instance=finding, visit=self.visit))

    def _delete_finding(self, part, uid, said):
        for finding in self.visit.findings.filter(uid=uid):
            finding.photos.update(finding=None)
            delete_finding(finding)

    def _save_action(self, part, uid, said):
        action = self._own(AgreedAction, self.visit.actions, uid)
        data = {**said, "uid": action.uid, "owner": action.owner_id}
        people = people_in(self.visit.school.district, TEAM)
        form = ActionForm(data, instance=action, people=people)
        form.visit = self.visit
        action.finding = self._finding(said)
        _saved(form)

    def _delete_action(self, part, uid, said):
        self.visit.actions.filter(uid=uid).delete()

    def _save_recheck(self, part, key, said):
        target = target_of(self.visit, key)
        if target is None:
            raise ValidationError(_("What was to be checked again is no longer in the portal."))
        if said["verdict"] not in RecheckVerdict.values:
            raise ValidationError(_("Please say what was seen."))
        save_recheck(self.visit, target, verdict=said["verdict"], note=normalise(said["note"], collapse=False))

    def _delete_recheck(self, part, key, said):
        target = target_of(self.visit, key)
        if target:
            save_recheck(self.visit, target, verdict="")

    def _save_photo(self, part, uid, said):
        file = self._file(uid, said)
        photo = self._own(VisitPhoto, self.visit.photos, uid)
        photo.file = file
        photo.item, photo.recheck = self._item(said), self._recheck(said)
        photo.finding, photo.taken_at = self._finding(said), said.get("taken_at") or None
        if not photo.pk:
            photo.position = max(self.visit.photos.values_list("position", flat=True), default=0) + 1
        _saved(PhotoCaptionForm(said, instance=photo))

    def _delete_photo(self, part, uid, said):
        self.visit.photos.filter(uid=uid).delete()

    def _save_sign(self, part, uid, said):
        drawing = self._file(uid, said) if said.get("sha256") else None
        row = self._own(SignOff, self.visit.sign_offs, uid)
        row.drawing = drawing
        _saved(SignOffForm(said, instance=row))

    def _delete_sign(self, part, uid, said):
        self.visit.sign_offs.filter(uid=uid).delete()

    # ---- what a row points to

    def _own(self, model, rows, uid):
        """The visit's row of this id, or a new one. ValidationError for the id of another visit's."""
        with suppress(ValueError):
            row = rows.filter(uid=uuid.UUID(uid)).first()
            if row or not model.objects.filter(uid=uid).exists():
                return row or model(visit=self.visit, uid=uid)
        raise ValidationError(_("This belongs to another visit."))

    def _finding(self, said):
        uid = said.get("finding")
        finding = self.visit.findings.filter(uid=uid).first() if uid else None
        if uid and finding is None:
            raise ValidationError(_("The finding that it belongs to is not in the visit."))
        return finding

    def _recheck(self, said):
        """What the visit says of the earlier row that a photo shows; it is said before the photo is kept."""
        if not said.get("recheck"):
            return None
        target = target_of(self.visit, said["recheck"])
        row = target and self.visit.rechecks.filter(**target).first()
        if row is None:
            raise ValidationError(_("Please say what was seen."))
        return row

    def _item(self, said):
        if not said.get("item"):
            return None
        sections = self.visit.instrument.sections.all() if self.visit.instrument else ()
        for section in sections:
            if item := section.items.filter(pk=said["item"]).first():
                return item
        raise ValidationError(_("This item is not in the instrument of the visit."))

    def _file(self, uid, said):
        try:
            arrived = self.arrived.get(uuid.UUID(uid))
        except ValueError as error:
            raise ValidationError(_("This belongs to another visit.")) from error
        if arrived is None or arrived.sha256 != said.get("sha256"):
            raise FileToCome
        return arrived.file


def _field(part, name="answer"):
    """The SectionForm's field of an `answer:` part."""
    return f"{name}_{part.partition(':')[2]}"


def _saved(form):
    if not form.is_valid():
        raise ValidationError([_named(form, name, said) for name, said in form.errors.items()])
    form.save()


def _named(form, name, said):
    """What is wrong with a field, with the field's name: on the device it stands in a list, away from the field."""
    words = " ".join(said)
    return f"{form.fields[name].label}: {words}" if name in form.fields else words
