"""The fields of a list's filter: the plain ones drawn in Python, the others by crispy-forms."""

import pytest
from django import forms
from django.test.html import parse_html

from qa_portal.core.templatetags.portal import as_crispy_field, filter_field, hidden_field


class Filter(forms.Form):
    q = forms.CharField(label="Name & code", required=False)
    size = forms.ChoiceField(label="Size", choices=[("", "All"), ("a", "A")], required=False)
    day = forms.CharField(label="Day", help_text="dd/mm", required=False)
    is_open = forms.BooleanField(label="Open", required=False)


def test_text_field_has_its_label_and_what_was_typed():
    assert filter_field(Filter({"q": 'a"b'})["q"]) == (
        '<div class="mb-3"><label for="id_q" class="form-label">Name &amp; code</label>'
        '<input type="text" name="q" value="a&quot;b" class="form-control" id="id_q"></div>'
    )


def test_choice_keeps_what_was_chosen():
    html = filter_field(Filter({"size": "a"})["size"]).replace("\n", "")
    assert html == (
        '<div class="mb-3"><label for="id_size" class="form-label">Size</label>'
        '<select name="size" class="form-select" id="id_size">'
        '<option value="">All</option><option value="a" selected>A</option></select></div>'
    )


def test_mistake_help_text_and_box_are_drawn_by_crispy():
    fields = [Filter({"size": "no choice"})["size"], Filter()["day"], Filter()["is_open"]]
    assert [filter_field(field) for field in fields] == [as_crispy_field(field) for field in fields]


class Asked(forms.Form):
    q = forms.CharField(label="ชื่อ <b>", required=False, max_length=50)
    year = forms.ChoiceField(label="ปี", choices=[("", "ทั้งหมด"), (2568, "2568"), ("<b>", "“<script>”")], required=False)
    least = forms.IntegerField(label="อย่างน้อย", min_value=1, max_value=99, required=False)
    place = forms.CharField(required=False, widget=forms.TextInput(attrs={"autofocus": True, "data-x": False}))


@pytest.mark.parametrize("data", [None, {}, {"q": '"><script>', "year": "2568", "least": "7"}, {"year": "<b>"}])
@pytest.mark.parametrize("name", ["q", "year", "least", "place"])
def test_filter_field_holds_the_widget_that_django_draws(name, data):
    field = Asked(data)[name]
    css_class = "form-select" if name == "year" else "form-control"
    assert parse_html(str(field.as_widget(attrs={"class": css_class}))) in parse_html(filter_field(field))
    assert "<script>" not in filter_field(field)


class Hidden(forms.Form):
    strategy = forms.CharField(required=False, widget=forms.HiddenInput)
    school = forms.IntegerField(required=False, widget=forms.HiddenInput)


@pytest.mark.parametrize("data", [None, {"strategy": 'a"<b>', "school": "1,2"}, {"school": "5"}])
def test_hidden_field_is_drawn_as_it_draws_itself(data):
    form = Hidden(data)
    form.is_valid()
    for field in form:
        assert parse_html(hidden_field(field)) == parse_html(str(field))


def test_select_is_drawn_anew_for_each_value_and_each_of_its_choices():
    """Each is asked for twice: the second time as it was drawn before."""
    found = []
    for word in ("ก", "ข", "ก"):
        form = type("Form", (forms.Form,), {"size": forms.ChoiceField(choices=[("a", word), ("b", "ค")])})
        for data in ({"size": "a"}, {"size": "b"}):
            field = form(data)["size"]
            drawn = parse_html(filter_field(field))
            assert parse_html(str(field.as_widget(attrs={"class": "form-select"}))) in drawn
            found.append(str(drawn))
    assert (len(set(found)), found[:2]) == (4, found[4:])
