"""Fields for numbers: they take what a Thai keyboard types."""

from decimal import Decimal

import pytest
from django import forms
from django.test.html import parse_html

from qa_portal.core.forms import PortalForm
from qa_portal.core.templatetags.portal import filter_field


class NumbersForm(PortalForm):
    count = forms.IntegerField(min_value=1, max_value=9_999)
    share = forms.DecimalField(max_digits=5, decimal_places=2, required=False)


def test_number_of_a_filter_is_typed_as_in_a_form():
    field = NumbersForm()["share"]
    assert parse_html(str(field.as_widget(attrs={"class": "form-control"}))) in parse_html(filter_field(field))
    assert 'inputmode="decimal"' in filter_field(field)


@pytest.mark.parametrize(
    ("typed", "number"), [("๑๔๑", 141), ("1,200", 1200), ("๑,๒๐๐", 1200), (" 7 ", 7), ("12,34", None), ("ไม่มี", None)]
)
def test_number_in_thai_digits_and_with_commas_is_read(typed, number):
    form = NumbersForm({"count": typed, "share": "๙๙.๕๐"})
    assert form.is_valid() is (number is not None)
    assert (form.cleaned_data.get("count"), form.cleaned_data["share"]) == (number, Decimal("99.50"))


def test_number_beyond_its_limits_is_refused_in_thai():
    assert NumbersForm({"count": "๑๐,๐๐๐"}).errors == {"count": ["ค่าต้องไม่เกิน 9999"]}
