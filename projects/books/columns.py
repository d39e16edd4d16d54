"""Columns that the tables of both books share."""

from qa_portal.core.columns import Column
from qa_portal.core.figures import percent


def project_columns(year):
    """The number that a project has in the book, and its name."""
    places = {project.pk: place for place, project in enumerate(year.projects, 1)}
    return [
        Column("place", "ที่", lambda project: places[project.pk], 6, kind="number"),
        Column("name", "โครงการ", lambda project: project.name, 40),
    ]


def label_column(header):
    """Of a YearSum; what is below another row of its tree stands further in."""
    return Column("label", header, lambda row: " " * 4 * row.depth + row.label, 52)


def number_column():
    return Column("projects", "โครงการ", lambda row: row.projects, 14, kind="number")


def amount_column(value=lambda project: project.allotted):
    return Column("allotted", "จัดสรร (บาท)", value, 18, kind="money")


def money_columns(money_of):
    """Received, spent, left and the share spent (A2-07) of what `money_of(row)` gives."""
    return [
        Column("allotted", "ได้รับจัดสรร (บาท)", lambda row: money_of(row).allotted, 18, kind="money"),
        Column("spent", "ใช้จ่าย (บาท)", lambda row: money_of(row).spent, 18, kind="money"),
        Column("left", "คงเหลือ (บาท)", lambda row: money_of(row).allotted - money_of(row).spent, 18, kind="money"),
        Column(
            "share", "ร้อยละที่ใช้จ่าย", lambda row: percent(money_of(row).spent, money_of(row).allotted), 12, kind="money"
        ),
    ]


def split_columns(split, headers):
    """A column for each value of {project's key: {value: Money}} that any project has money under."""
    used = {value for money in split.values() for value, amount in money.items() if amount.allotted}
    return [
        Column(f"split_{value or 'none'}", header, _part_of(split, value), 16, kind="money")
        for value, header in headers.items()
        if value in used
    ]


def _part_of(split, value):
    def amount(project):
        money = split.get(project.pk, {}).get(value)
        return money.allotted if money and money.allotted else None

    return amount
