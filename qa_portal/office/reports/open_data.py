"""Open data: the figures of the published syntheses as tables, for machines. They are read from what was published
(Publication.content), where small counts were left out already: nothing is here that the public page does not show,
and no person and no school is in it (B10)."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qa_portal.core.columns import Column
from qa_portal.office.models import Publication, PublicationKind

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a text that begins so is a formula to a spreadsheet


@dataclass(frozen=True)
class Field(Column):
    """A column with what its value means and where it comes from, for the data dictionary."""

    meaning: str = ""
    source: str = ""


@dataclass(frozen=True)
class Dataset:
    """One table: `rows(publication)` are its rows in one publication, as dicts by field."""

    key: str
    title: str
    about: str
    own_fields: list[Field]
    rows: Callable[[Publication], list[dict]]

    @property
    def fields(self):
        return [*OFFICE_FIELDS, *self.own_fields]


@dataclass(frozen=True)
class Row:
    publication: Publication
    values: dict


def _of_publication(key, header, get, kind="text", *, meaning, source):
    return Field(key, header, lambda row: get(row.publication), kind=kind, meaning=meaning, source=source)


def _value(key, header, kind="text", *, meaning, source):
    return Field(key, header, lambda row: row.values.get(key), kind=kind, meaning=meaning, source=source)


REGISTRY = _("the registry of offices")
SARS = _("the reports of schools that were at the office on the day of publication")
OFFICE_FIELDS = [
    _of_publication(
        "office_code",
        _("Office code"),
        lambda row: row.district.code,
        meaning=_("Code of the education area office."),
        source=REGISTRY,
    ),
    _of_publication(
        "office",
        _("Education area office"),
        lambda row: row.district.name,
        meaning=_("Name of the education area office."),
        source=REGISTRY,
    ),
    _of_publication(
        "academic_year",
        _("Academic year"),
        lambda row: row.academic_year,
        "number",
        meaning=_("Academic year of the reports, Buddhist era."),
        source=_("the published synthesis"),
    ),
    _of_publication(
        "version",
        _("Version"),
        lambda row: row.number,
        "number",
        meaning=_("Number of the version of the publication."),
        source=_("the published synthesis"),
    ),
    _of_publication(
        "published_on",
        _("Published on"),
        lambda row: timezone.localtime(row.published_at).date(),
        "date",
        meaning=_("Day of publication, YYYY-MM-DD of the Christian era."),
        source=_("the published synthesis"),
    ),
]
EDUCATION = _value("education", _("Level of education"), meaning=_("Early childhood or basic education."), source=SARS)
FRAMEWORK = _value(
    "framework", _("Framework of standards"), meaning=_("The standards that were reported on."), source=SARS
)


def _number(text):
    """A mean as the publication keeps it, as a number."""
    return None if text is None else float(text)


def _each_spread(publication):
    """(education, "standard" or "item", spread) of a publication."""
    for education in publication.content.get("educations", []):
        for kind, name in (("standard", "standards"), ("item", "items")):
            for spread in education[name]:
                yield education, kind, spread


def _about(education):
    return {"education": education["label"], "framework": education["framework"]}


def level_rows(publication):
    return [
        _about(education) | {"kind": kind, "subject": spread["name"], "quality": name, "reports": count}
        for education, kind, spread in _each_spread(publication)
        for name, count in zip(education["levels"], spread["counts"], strict=True)
    ]


def total_rows(publication):
    return [
        _about(education)
        | {"kind": kind, "subject": spread["name"], "reports": spread["reports"], "mean": _number(spread["mean"])}
        for education, kind, spread in _each_spread(publication)
    ]


def trend_rows(publication):
    return [
        _about(education) | {"subject": row["name"], "of_year": year, "mean": _number(mean)}
        for education in publication.content.get("educations", [])
        for row in education["trend"]
        for year, mean in zip(education["years"], row["means"], strict=True)
    ]


def theme_rows(publication):
    return [
        {"side": side, "theme": theme["name"], "schools": theme["schools"]}
        for side, themes in publication.content.get("themes", {}).items()
        for theme in themes
    ]


HIDDEN = _("Empty where the number is too small to be shown (under 5), or would tell such a number.")
KIND = _value("kind", _("Kind"), meaning=_("standard: a whole standard; item: one item of a standard."), source=SARS)
SUBJECT = _value("subject", _("Standard or item"), meaning=_("What was judged, in its own words."), source=SARS)
MEAN_OF = _("Mean of the quality levels, 1 the lowest, 5 the highest.")
MEAN = _value("mean", _("Mean"), "number", meaning=MEAN_OF, source=SARS)

DATASETS = {
    "levels": Dataset(
        "levels",
        _("Reports by quality level"),
        _("How many reports gave themselves each quality level, for each standard and item."),
        [
            EDUCATION,
            FRAMEWORK,
            KIND,
            SUBJECT,
            _value("quality", _("Quality level"), meaning=_("Name of the quality level."), source=SARS),
            _value("reports", _("Reports"), "number", meaning=HIDDEN, source=SARS),
        ],
        level_rows,
    ),
    "means": Dataset(
        "means",
        _("Reports and mean level"),
        _("How many reports judged each standard and item, and the mean of their levels."),
        [
            EDUCATION,
            FRAMEWORK,
            KIND,
            SUBJECT,
            _value("reports", _("Reports"), "number", meaning=HIDDEN, source=SARS),
            MEAN,
        ],
        total_rows,
    ),
    "trend": Dataset(
        "trend",
        _("Mean over the years"),
        _("The mean level of each standard, year by year, as the publication shows it."),
        [
            EDUCATION,
            FRAMEWORK,
            _value("subject", _("Standard"), meaning=_("The standard in its own words."), source=SARS),
            _value("of_year", _("Year of the mean"), "number", meaning=_("Academic year, Buddhist era."), source=SARS),
            MEAN,
        ],
        trend_rows,
    ),
    "themes": Dataset(
        "themes",
        _("Strengths and points to develop"),
        _("What several schools say, under the names that the office gave it."),
        [
            _value("side", _("Side"), meaning=_("strengths or points_to_develop."), source=SARS),
            _value("theme", _("Theme"), meaning=_("The office's name for what schools say."), source=SARS),
            _value("schools", _("Schools"), "number", meaning=HIDDEN, source=SARS),
        ],
        theme_rows,
    ),
}


def publications(*, code="", year=None):
    """The versions that stand, of one office or year where they are named."""
    rows = Publication.objects.newest_of_each().filter(kind=PublicationKind.SYNTHESIS).select_related("district")
    if code:
        rows = rows.filter(district__code=code)
    if year:
        rows = rows.filter(academic_year=year)
    return rows.order_by("district__code", "academic_year")


def records(dataset, found):
    """[{field: value}] of the dataset in these publications."""
    rows = (Row(publication, values) for publication in found for values in dataset.rows(publication))
    return [{field.key: _plain(field.value(row)) for field in dataset.fields} for row in rows]


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def as_csv(dataset, found):
    """UTF-8 with its mark, so that spreadsheets show the Thai; a text is never a formula."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [field.key for field in dataset.fields])
    writer.writeheader()
    for record in records(dataset, found):
        writer.writerow({key: _cell(value) for key, value in record.items()})
    return out.getvalue().encode("utf-8-sig")


def _cell(value):
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
