"""What is wrong with a list of choices stands below the whole list, which may be rolled."""

from django import forms
from django.template import Context, Template


class Choices(forms.Form):
    schools = forms.MultipleChoiceField(choices=[("1", "ก"), ("2", "ข")], widget=forms.CheckboxSelectMultiple)


def test_error_of_tick_boxes_stands_once_and_behind_the_last_box():
    drawn = Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": Choices({})}))
    before, _id, after = drawn.partition('id="error_1_id_schools"')
    assert (before.count("checkbox"), after.count("checkbox"), drawn.count('id="error_1_id_schools"')) == (2, 0, 1)
    assert before.rindex("</div>") > before.rindex("<label")
