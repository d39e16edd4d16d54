"""Address → (arguments, roles that get in). An argument in capitals names a row of tests/access/world.py.

The addresses of a neighbourhood stand in a module of their own: `TABLE`, and in `BY_POST` those that only take a POST,
which is sent empty."""

from tests.access import (
    batches,
    collections,
    core,
    external,
    instruments,
    integrations,
    manual,
    notices,
    office,
    own_standards,
    personal_data,
    plan,
    projects,
    schools,
    surveys,
    teams,
    visits,
)

PARTS = [
    core,
    integrations,
    notices,
    personal_data,
    schools,
    projects,
    visits,
    surveys,
    collections,
    batches,
    plan,
    instruments,
    external,
    teams,
    office,
    own_standards,
    manual,
]
TABLE = {name: row for part in PARTS for name, row in part.TABLE.items()}
BY_POST = {name for part in PARTS for name in part.BY_POST}
