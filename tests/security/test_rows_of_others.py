"""Ids of another office in every parameter: no form offers its rows, and no post, whatever is typed into it, joins the
rows of two offices, moves a row or raises anybody."""

from collections import deque

import pytest
from django import forms
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction

from projects.forms.widgets import RowChoiceField
from qa_portal.core.models import District, User
from tests.access.roles import NATION, SCHOOL
from tests.access.table import BY_POST, TABLE
from tests.access.world import World
from tests.test_access import address_for
from tests.test_hostile import SLOW, enter, status_of

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_both, pytest.mark.nightly, pytest.mark.timeout(900)]
ROOMS = {"core", "schools", "projects", "supervision", "office"}
OURS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in ROOMS and not hasattr(model, "history_object") and not model._meta.proxy
]


@pytest.fixture(scope="module")
def world(module_rows):
    return World()


def keys(model):
    """The forward keys of a model to our own tables; the users last, for a row belongs where it lies, not to its
    maker."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.is_relation and isinstance(field.related_model, type) and field.related_model in (*OURS, District)
    ]
    return sorted(fields, key=lambda field: field.related_model is User)


def path_to_office(model):
    """The ORM path from a model to the id of its office, the shortest one; None for what belongs to none."""
    waiting = deque([(model, "")])
    seen = set()
    while waiting:
        here, path = waiting.popleft()
        if here is District:
            return f"{path}pk"
        if here not in seen:
            seen.add(here)
            waiting.extend((field.related_model, f"{path}{field.name}__") for field in keys(here))
    return None


PATHS = {model: path_to_office(model) for model in OURS}


def choice_fields(form):
    """Those that look a key up. Not: the key of a row in a table of rows, which Django looks for among the table's own
    (test_row_of_another_project_is_never_taken), and RowChoiceField, which knows only the rows that it was handed."""
    return {
        name: field
        for name, field in form.fields.items()
        if isinstance(field, forms.ModelChoiceField) and name != "id" and not isinstance(field, RowChoiceField)
    }


@pytest.fixture
def made_forms(monkeypatch):
    """Every form that is made from here on."""
    made, make = [], forms.BaseForm.__init__

    def remember(form, *args, **kwargs):
        make(form, *args, **kwargs)
        made.append(form)

    monkeypatch.setattr(forms.BaseForm, "__init__", remember)
    return made


def foreign_choices(form, office):
    """{field: rows of other offices on offer}"""
    found = {}
    for name, field in choice_fields(form).items():
        model = field.queryset.model._meta.concrete_model
        if PATHS.get(model):
            rows = model._base_manager.filter(pk__in=field.queryset.order_by().values("pk"))
            strangers = rows.exclude(**{PATHS[model]: office}).exclude(**{PATHS[model]: None})
            if strangers.exists():
                found[f"{type(form).__name__}.{name}"] = str(strangers.first())
    return found


def ask_both_ways(client, name, address):
    if name not in BY_POST:
        status_of(client.get(address))
    status_of(client.post(address, {"name": ""}))


def test_no_form_offers_rows_of_another_office(world, client, made_forms):
    """Each page of the portal, for an office's and for a school's person who may: a form takes only what it offers."""
    found, asked = {}, 0
    for name in [name for name in TABLE if name not in SLOW]:
        for roles in (TABLE[name][1] - NATION - SCHOOL, TABLE[name][1] & SCHOOL):
            if not roles:
                continue
            user = world.people[min(roles)]
            made_forms.clear()
            with transaction.atomic():
                enter(client, user)
                ask_both_ways(client, name, address_for(name, world.own))
                for form in made_forms:
                    asked += len(choice_fields(form))
                    found |= foreign_choices(form, user.district_id)
                transaction.set_rollback(True)
    assert found == {}
    assert asked > 400  # that many fields of rows were looked at


# ---------------------------------------------------------------- whatever is typed


def links_between_offices():
    """Rows of which one key leads to one office and another key to another."""
    found = set()
    for model in OURS:
        path = PATHS[model]
        for field in keys(model) if path else ():
            other = PATHS.get(field.related_model, "pk" if field.related_model is District else None)
            if not other or path == f"{field.name}__{other}":
                continue
            far = f"{field.name}__{other}"
            rows = model._base_manager.exclude(**{path: None}).exclude(**{far: None})
            for pk, here, there in rows.values_list("pk", path, far):
                if here != there:
                    found.add((model._meta.label, field.name, pk))
    return found


def standing():
    """What no typing of a stranger may change."""
    people = {user.pk: (user.district_id, user.is_superuser, user.is_staff) for user in User.objects.all()}
    roles = set(User.groups.through.objects.values_list("user_id", "group_id"))
    return people, roles


def forged(world, fields):
    """The same answer to every question: an id of the other office."""
    strangers = sorted({str(key) for key in world.foreign.values()})
    admin = Group.objects.get(name="district_admin").pk
    raised = {"state": "approved", "is_superuser": "on", "is_staff": "on", "groups": admin, "version": 99}
    return dict.fromkeys(fields, strangers) | raised | {"district": world.foreign["DISTRICT"]}


RAW = {"row", "sentence", "record", "pair", "person", "query", "piece", "owner", "school", "action", "reader"}


def test_no_post_joins_the_rows_of_two_offices_or_raises_anybody(world, client, made_forms):
    """Every address in turn, each field that its forms or its view know filled with ids of another office."""
    before, people = links_between_offices(), standing()
    offices = {model: dict(model._base_manager.values_list("pk", path)) for model, path in PATHS.items() if path}
    for name in [name for name in TABLE if name not in SLOW and not name.startswith("api")]:
        roles = TABLE[name][1] - NATION
        if roles:
            enter(client, world.people[min(roles)])
            with transaction.atomic():
                post_forged(client, name, world, made_forms)
    assert links_between_offices() - before == set()
    assert standing()[1] - people[1] == set()
    after = standing()[0]
    assert {pk: after[pk] for pk in people[0] if after.get(pk) != people[0][pk]} == {}
    for model, known in offices.items():
        now = dict(model._base_manager.values_list("pk", PATHS[model]))
        moved = {pk for pk, office in known.items() if office and now.get(pk, office) != office}
        assert (model._meta.label, moved) == (model._meta.label, set())


def post_forged(client, name, world, made_forms):
    address = address_for(name, world.own)
    made_forms.clear()
    if name not in BY_POST:
        status_of(client.get(address))
    shown = {form.add_prefix(field) for form in made_forms for field in form.fields}
    status_of(client.post(address, forged(world, shown | RAW)))
