"""Whether what was read adds up (A3-11). Nothing is corrected: each difference is a doubt where it stands."""

from decimal import Decimal

from qa_portal.core.thai import format_baht

from .items import amount_of
from .reading import Doubt, Found


def check_totals(money, reading):
    """(the stated total, the stated columns) as Found or None, after every sum has been compared."""
    activities = reading.rows["activities"]
    for index, activity in enumerate(activities):
        _check_activity(activity, [line for line in money.lines if line.values["activity"] == index])
    total = _total(money)
    if total is None:
        if money.lines:
            reading.doubt("stated_total", "total_missing")
        reading.doubts.setdefault("stated_total", []).extend(money.doubts)
    else:
        _check_total(total, money)
    if money.columns is not None:
        _check_columns(money)
    return total, money.columns


def _amount(line):
    return Decimal(line.values["stated"] or line.values["computed"] or 0)


def _sum(lines):
    return sum((_amount(line) for line in lines), Decimal(0))


def _check_activity(activity, lines):
    stated = amount_of(activity.values.get("stated_total_text", ""))
    if stated is not None and _sum(lines) != stated:
        activity.doubts.append(_differs("activity_total_differs", _sum(lines), stated))


def _plain(amount):
    return None if amount is None else str(amount)


def _differs(code, total, stated):
    return Doubt(code, {"sum": format_baht(total), "stated": format_baht(stated)})


def _total(money):
    """The total that the file states; where it states several, the last one, which stands under the table."""
    if money.totals:
        stated = [text for text, _passage in money.totals]
        text = next((text for text in reversed(stated) if amount_of(text) is not None), stated[-1])
        passages = list(dict.fromkeys(passage for _stated, passage in [*money.totals, *money.words]))
        amounts = list(dict.fromkeys(amount_of(text) for text, _passage in money.totals if amount_of(text) is not None))
        found = Found({"text": text, "amount": _plain(amount_of(text))}, passages)
        if len(amounts) > 1:
            listed = ", ".join(format_baht(amount) for amount in amounts)
            found.doubts.append(Doubt("totals_differ", {"amounts": listed}))
        found.doubts += money.doubts
        for words, _where in money.words:
            if amounts and words not in amounts:
                values = {"words": format_baht(words), "figures": format_baht(amounts[-1])}
                found.doubts.append(Doubt("words_differ", values))
        return found
    if money.words:
        words, passage = money.words[-1]
        return Found({"text": format_baht(words), "amount": str(words)}, [passage], [Doubt("total_in_words")])
    return None


def _check_total(total, money):
    if total.values["amount"] is None:
        return
    stated = Decimal(total.values["amount"])
    if money.lines and _sum(money.lines) != stated:
        total.doubts.append(_differs("total_differs", _sum(money.lines), stated))
    funded = [amount_of(row.values["amount_text"]) for row in money.funding]
    known = [amount for amount in funded if amount is not None]
    if known and sum(known) != stated:
        total.doubts.append(_differs("funding_differs", sum(known), stated))


def _check_columns(money):
    for category, text in money.columns.values.items():
        stated = amount_of(text)
        own = _sum(line for line in money.lines if line.values["category"] == category)
        if stated is not None and own != stated:
            money.columns.doubts.append(_differs("column_differs", own, stated))
