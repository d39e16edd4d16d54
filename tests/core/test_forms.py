from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.db import transaction
from django.template import Context, Template

from qa_portal.core.forms import BEDateField, ManyField, MoneyField, PortalForm, PortalModelForm
from qa_portal.core.models import User
from schools.models import Network
from tests.factories.schools import NetworkFactory


class NetworkForm(PortalModelForm):
    class Meta:
        model = Network
        fields = ["name", "chair_name"]


class DayForm(forms.Form):
    day = BEDateField()


def test_day_typed_in_thai_years_is_stored_iso_and_shown_thai():
    form = DayForm({"day": "๒๙/๐๒/๒๕๖๗"})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2024, 2, 29)
    assert 'value="29/02/2567"' in str(DayForm(initial={"day": date(2024, 2, 29)})["day"])


def test_a_day_that_does_not_exist_is_refused_and_kept_as_typed():
    form = DayForm({"day": "29/02/2569"})
    assert not form.is_valid()
    assert 'value="29/02/2569"' in str(form["day"])


@pytest.mark.parametrize(
    ("typed", "amount"), [("๑๒,๕๐๐.๕๐", Decimal("12500.50")), ("120,000.-", Decimal(120000)), ("0", Decimal(0))]
)
def test_money_as_people_type_it(typed, amount):
    assert MoneyField().clean(typed) == amount


@pytest.mark.parametrize("typed", ["-1", "ห้าร้อย", "1e9", "9" * 16, "1.999"])
def test_money_that_is_none_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        MoneyField().clean(typed)


class PairForm(PortalForm):
    first, last = forms.CharField(), forms.CharField()

    def clean(self):
        raise forms.ValidationError("สองช่องนี้ไม่เข้ากัน")


class BareForm(forms.Form):
    clean = PairForm.clean


def test_what_is_wrong_with_a_whole_form_is_told_once():
    """At the top of the page; in the form itself where its page has no such place, as the sign-in."""
    page = Template("{% load crispy_forms_tags %}{% include 'components/form_errors.html' %}{% crispy form %}")
    assert page.render(Context({"form": PairForm({"first": "ก", "last": "ข"})})).count("สองช่องนี้ไม่เข้ากัน") == 1
    assert (
        Template("{% load crispy_forms_filters %}{{ form|crispy }}")
        .render(Context({"form": BareForm({})}))
        .count("สองช่องนี้ไม่เข้ากัน")
        == 1
    )


class PointsForm(PortalForm):
    points = forms.IntegerField(min_value=0, max_value=20)
    share = forms.DecimalField(max_digits=5, decimal_places=2)


def test_numbers_are_typed_in_thai_digits_too():
    """As text, for a browser lets nobody type ๑๘ into a field of numbers."""
    form = PointsForm({"points": "๑๘", "share": "๙๕.๕"})
    assert form.is_valid()
    assert form.cleaned_data == {"points": 18, "share": Decimal("95.5")}
    points, share = str(form["points"]), str(form["share"])
    assert ('type="text"' in points, 'inputmode="numeric"' in points, 'value="๑๘"' in points) == (True, True, True)
    assert ('inputmode="decimal"' in share, "step" in share, "max=" in points) == (True, False, False)


@pytest.mark.django_db
def test_stale_save_is_refused_and_shows_both():
    network = NetworkFactory(name="เดิม")
    opened = NetworkForm(instance=network)["opened_version"].value()
    Network.objects.get(pk=network.pk).save()
    other = Network.objects.get(pk=network.pk)
    other.name = "ของเขา"
    other.save()
    mine = {"name": "ของฉัน", "opened_version": opened}
    with transaction.atomic():
        form = NetworkForm(mine, instance=Network.objects.get(pk=network.pk))
        assert not form.is_valid()
    assert form.errors["name"] == ["ข้อมูลในระบบขณะนี้: ของเขา"]
    assert 'value="ของฉัน"' in str(form["name"])
    with transaction.atomic():
        again = NetworkForm(form.data, instance=Network.objects.get(pk=network.pk))
        assert again.is_valid()


class LinesForm(PortalForm):
    words = forms.CharField(widget=forms.Textarea)


def test_lines_that_a_browser_ends_its_own_way_are_no_change():
    before = {"words": "บรรทัดหนึ่ง\nบรรทัดสอง"}
    assert LinesForm({"words": "บรรทัดหนึ่ง\r\nบรรทัดสอง"}, initial=before).changed_data == []
    assert LinesForm({"words": "บรรทัดหนึ่ง\r\nบรรทัดสาม"}, initial=before).changed_data == ["words"]


@pytest.mark.django_db
def test_typed_text_is_normalised():
    with transaction.atomic():
        form = NetworkForm({"name": "เครือข่ายสําโรง"}, instance=NetworkFactory())
        assert form.is_valid()
    assert form.cleaned_data["name"] == "เครือข่ายสำโรง"


@pytest.mark.django_db
def test_many_field_takes_a_key_beyond_every_database_for_one_that_is_not_on_offer():
    class Form(PortalForm):
        people = ManyField(queryset=User.objects.all())

    assert list(Form({"people": [str(10**30)]}).errors) == ["people"]


def test_text_that_grows_when_normalised_keeps_to_the_limit():
    """U+0958 is two characters in the one spelling that is stored."""

    class Form(PortalForm):
        name = forms.CharField(max_length=3)

    assert (list(Form({"name": "\u0958" * 3}).errors), Form({"name": "\u0958"}).is_valid()) == (["name"], True)
