"""The options of every <select> are drawn in Python: the same HTML as Django's own templates, spaces aside."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

CHOICES = [
    ("", "---------"),
    ("a&b", "หนึ่ง <b>"),
    (3, "สาม"),
    ("กลุ่ม", [("x", "เอ็กซ์"), ("y", "วาย")]),
]


def flat(html):
    return re.sub(r"\s*([<>])\s*", r"\1", html)


@pytest.mark.parametrize("value", [None, "", "a&b", 3, "y"])
def test_select_is_drawn_as_django_draws_it(value):
    widget = forms.Select(choices=CHOICES, attrs={"class": "form-select", "required": True})
    assert flat(widget.render("field", value)) == flat(widget.render("field", value, renderer=DjangoTemplates()))


def test_select_of_several_is_drawn_as_django_draws_it():
    widget = forms.SelectMultiple(choices=CHOICES)
    ours, theirs = widget.render("field", ["x", 3]), widget.render("field", ["x", 3], renderer=DjangoTemplates())
    assert flat(ours) == flat(theirs)
