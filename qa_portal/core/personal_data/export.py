"""One person's data as a zip: `data.json`, and the files that they put into the portal."""

import json
import zipfile

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from qa_portal.core import files, jobs, lost
from qa_portal.core.models import StoredFile, TransitionRecord, User
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused

from .people import sign_ins_of

PERSON = (
    "username",
    "first_name",
    "last_name",
    "email",
    "position",
    "phone",
    "language",
    "wants_mail",
    "date_joined",
    "last_login",
)
SECRET = {"password", "data", "key", "digest", "salt", "line_code", "line_code_until", "session_hash", "session"}


@jobs.job("person_data", verb=Verb.KEEP_PERSONAL_DATA)
def pack(job, progress):
    person = User.objects.get(pk=job.params["person"])
    if person.district_id != job.district_id:
        raise Refused("")
    path = progress.folder / "data.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(data_of(person), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
        own = StoredFile.objects.filter(stored_by=person, held_since=None).order_by("pk")
        total = own.count()
        for done, stored in enumerate(own.iterator(), 1):
            with lost.opened(stored) as content:
                if content is not None:
                    _add(archive, stored, content)
            progress(done, total)
        if names := lost.names():
            archive.writestr(lost.LIST, lost.as_list(names))
    return jobs.Made(path, f"{person.username}.zip", files.ZIP)


def _add(archive, stored, content):
    with archive.open(f"files/{stored.pk} {stored.name}", "w") as entry:
        for block in content.chunks():
            entry.write(block)


def data_of(person):
    """All that the tables hold of a person: the account and what it was before, what is their own, where they sign
    in, and each row that names them."""
    own, named = [], []
    for relation in User._meta.related_objects:
        if relation.on_delete is not None:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: person}).order_by("pk")
            is_own = relation.on_delete is models.CASCADE
            (own if is_own else named).extend(_told(row, relation.field, whole=is_own) for row in rows.iterator())
    return {
        "person": {name: getattr(person, name) for name in PERSON},
        "roles": sorted(person.role_names),
        "before": [{name: getattr(row, name, None) for name in PERSON} for row in person.history.all()],
        "own": own,
        "sign_ins": [_fields(row) for rows in sign_ins_of(person) for row in rows],
        "steps": [_fields(row) for row in TransitionRecord.objects.filter(done_by=person).order_by("pk")],
        "named_in": named,
    }


def _told(row, field, *, whole):
    """A row of the person's own with its fields; of the office's records the title, and as what it names them."""
    about = {"table": str(row._meta.verbose_name), "id": row.pk}
    return about | (_fields(row) if whole else {"as": str(field.verbose_name), "title": str(row)})


def _fields(row):
    kept = (field for field in row._meta.concrete_fields if field.name not in SECRET)
    return {str(field.attname): _plain(field.value_from_object(row)) for field in kept}


def _plain(value):
    return value.name if isinstance(value, models.fields.files.FieldFile) else value
