"""Search over all apps: the kinds of rows that can be found, within what the user may read.

An app tells its kinds in its `search.py`, which CoreConfig.ready finds. The texts are compared as `thai.search_key`
folds them (Thai digits, blanks, case and the two usual misspellings of marks do not count), by an expression in SQL, so
nothing is stored twice and nothing can be stale; on PostgreSQL `manage.py index_search` builds an index over the same
expression. Neither rows nor counts tell of anything outside `rows(user)`."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

from django.db import connections, models
from django.db.models import Func, TextField

from qa_portal.core.fingerprints import fingerprint
from qa_portal.core.roles import Verb
from qa_portal.core.thai import excerpt, search_key
from qa_portal.core.thai.digits import THAI_DIGITS

SHOWN = 5  # of each kind on the page of all
COUNTED = 100  # of each source: more are not counted
LEAST = 3  # letters and marks: shorter texts are in almost everything, and no index finds them
LONGEST = 100

_BLANKS = " \t\n\r\u00a0\u200b"
_BETWEEN = "\x1f"  # two fields side by side; no query holds it
_RESPELT = (("ํา", "ำ"), ("เเ", "แ"))


class SearchText(Func):
    """Fields side by side in the spelling of `thai.search_key`. Written without parameters and of functions that never
    change their mind, so that PostgreSQL can build an index on it."""

    output_field = TextField()

    def as_sql(self, compiler, connection):
        """Of any database: one REPLACE inside the other."""
        text, params = self._side_by_side(compiler)
        swaps = [*_RESPELT, *((blank, "") for blank in _BLANKS), *zip(THAI_DIGITS, "0123456789", strict=True)]
        return reduce(
            lambda inner, swap: f"REPLACE({inner}, '{swap[0]}', '{swap[1]}')", swaps, f"LOWER({text})"
        ), params

    def as_postgresql(self, compiler, connection):
        """Collation "C" folds capitals of ASCII alone, as SQLite does, in a small part of the time."""
        text, params = self._side_by_side(compiler)
        lower = f"""LOWER(({text}) COLLATE "C")"""
        text = reduce(lambda inner, swap: f"REPLACE({inner}, '{swap[0]}', '{swap[1]}')", _RESPELT, lower)
        return f"""(TRANSLATE({text}, '{THAI_DIGITS}{_BLANKS}', '0123456789') COLLATE "default")""", params

    def _side_by_side(self, compiler):
        parts = [compiler.compile(source)[0] for source in self.get_source_expressions()]
        return f" || '{_BETWEEN}' || ".join(f"COALESCE({part}, '')" for part in parts), []


@dataclass(frozen=True)
class Source:
    """Fields of a table, and the way from it to the key of the row that is found by them."""

    model: type[models.Model]
    fields: tuple[str, ...]
    to_row: str = "pk"

    def holding(self, key):
        rows = self.model._base_manager.order_by().alias(search_text=SearchText(*self.fields))
        return rows.filter(search_text__contains=key)


@dataclass(frozen=True)
class Kind:
    """One kind of row. `rows(user)` are those whose words the user may read; with `select_related`, what `about` needs
    (a short text beside the name: whose it is, of which year)."""

    key: str
    label: str
    icon: str
    verbs: tuple[Verb, ...]
    rows: Callable[[object], models.QuerySet]
    sources: tuple[Source, ...]
    order: tuple[str, ...]
    about: Callable[[object], str] = lambda row: ""
    name: Callable[[object], str] = str
    key_of: Callable[[str], str] = search_key  # of what was typed

    def is_open_to(self, user):
        return any(user.can(verb) for verb in self.verbs)


@dataclass(frozen=True)
class Hit:
    name: str
    about: str
    url: str
    excerpt: tuple[str, str, str] | None  # before, what was found, behind


@dataclass(frozen=True)
class Group:
    kind: Kind
    hits: list[Hit]
    count: int
    is_uncounted: bool  # there are more

    @property
    def has_more(self):
        return self.count > len(self.hits)


KINDS: list[Kind] = []


def register(*kinds):
    KINDS.extend(kinds)


def find(user, text, *, only=""):
    """The groups in which something was found; `only` the kind of this key, with all that is counted. At most as many
    queries as there are kinds and sources, whatever is found."""
    kinds = [kind for kind in KINDS if kind.is_open_to(user) and only in ("", kind.key)]
    groups = [_group(kind, user, kind.key_of(text), COUNTED if only else SHOWN) for kind in kinds]
    return [group for group in groups if group.count]


def is_too_short(text):
    return len(search_key(text)) < LEAST


def _group(kind, user, key, shown):
    """Of a word that is almost everywhere only so many texts are read as can be counted, whichever come first."""
    rows = kind.rows(user)
    keys, is_cut = set(), False
    for source in kind.sources:
        visible = source.holding(key).filter(**{f"{source.to_row}__in": rows.order_by().values("pk")})
        found = list(visible.values_list(source.to_row, flat=True)[: COUNTED + 1])
        keys.update(found)
        is_cut = is_cut or len(found) > COUNTED
    ordered = _in_order(rows, keys, kind)
    counted = ordered[:COUNTED]
    return Group(kind, _hits(kind, counted[:shown], key), len(counted), is_cut or len(ordered) > COUNTED)


def _in_order(rows, keys, kind):
    return list(rows.filter(pk__in=keys).order_by(*kind.order)) if keys else []


def _hits(kind, rows, key):
    excerpts = _excerpts(kind, [row.pk for row in rows], key) if rows else {}
    return [Hit(kind.name(row), kind.about(row), row.get_absolute_url(), excerpts.get(row.pk)) for row in rows]


def _excerpts(kind, keys, key):
    """{key of the row: (before, found, behind)}, of the first text that holds it."""
    shown = {}
    for source in kind.sources:
        texts = source.holding(key).filter(**{f"{source.to_row}__in": keys}).order_by("pk")
        for pk, *fields in texts.values_list(source.to_row, *source.fields):
            found = next(filter(None, (excerpt(field or "", key) for field in fields)), None)
            if found:
                shown.setdefault(pk, found)
    return shown


# ---------------------------------------------------------------- the indexes of PostgreSQL


def index_sql(source, using="default"):
    """(name, CREATE INDEX) of the trigram index over a source."""
    connection = connections[using]
    query = models.sql.Query(source.model, alias_cols=False)
    text, _ = query.get_compiler(connection=connection).compile(SearchText(*source.fields).resolve_expression(query))
    table = source.model._meta.db_table
    name = f"search_{table}_{_short_hash(text)}"
    return name, f'CREATE INDEX IF NOT EXISTS "{name}" ON "{table}" USING gin (({text}) gin_trgm_ops)'


def _short_hash(text):
    return fingerprint(text)[:8]
