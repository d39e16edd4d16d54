"""The fields of a list's filter: the plain ones drawn in Python, the others by crispy-forms."""

from django import forms

from qa_portal.core.templatetags.portal import as_crispy_field, filter_field


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
