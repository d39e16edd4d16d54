"""Where help goes first: the whole order, what each sign counts, and a person's word over it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Project
from qa_portal.core.pages import READ_WRITE, requires, workbook_response
from qa_portal.core.roles import Scope, Verb
from qa_portal.core.spreadsheets import Sheet
from qa_portal.office.forms.attention import WeightsForm, WordForm
from qa_portal.office.models import AttentionWord
from qa_portal.office.reports import attention
from qa_portal.office.services.attention import say_word, set_weights
from schools.models import School

SUBJECTS = {"school": School, "project": Project}


def _district(user):
    if user.scope is not Scope.DISTRICT:
        raise Http404
    return user.district


@requires(Verb.ASSIGN_SUPERVISORS)
def attention_list(request):
    district, today = _district(request.user), timezone.localdate()
    things = attention.ranked(district, today)
    if request.GET.get("format") == "xlsx":
        sheet = Sheet(_("Where help goes first"), attention.COLUMNS, things)
        return workbook_response([sheet], _("Where help goes first"))
    return render(request, "office/attention_list.html", {"things": things, "today": today})


@READ_WRITE
@requires(Verb.ASSIGN_SUPERVISORS)
def attention_word(request, kind, pk):
    district = _district(request.user)
    subject = get_object_or_404(SUBJECTS[kind].objects.visible_to(request.user), pk=pk)
    word = AttentionWord.objects.filter(**{kind: subject}).first()
    initial = {"place": word.place, "reason": word.reason, "until": word.until} if word else {}
    form = WordForm(request.POST or None, initial=initial)
    if form.is_valid():
        say_word(subject, **form.cleaned_data, by=request.user)
        messages.success(request, _("Kept. The order holds it until the day you chose."))
        return redirect("office:attention_list")
    thing = next((row for row in attention.ranked(district, timezone.localdate()) if row.subject == subject), None)
    context = {
        "form": form,
        "subject": subject,
        "thing": thing,
        "words": word.history.select_related("said_by") if word else [],
        "back_url": reverse("office:attention_list"),
    }
    return render(request, "office/attention_word.html", context, status=422 if form.errors else 200)


@READ_WRITE
@requires(Verb.ASSIGN_SUPERVISORS)
def attention_weights(request):
    district = _district(request.user)
    form = WeightsForm(request.POST or None, weights=attention.weights_of(district))
    if form.is_valid():
        set_weights(district, form.weights, by=request.user)
        messages.success(request, _("Saved. The order is reckoned anew with them."))
        return redirect("office:attention_list")
    context = {"form": form, "back_url": reverse("office:attention_list"), "most": attention.MOST_TIMES}
    return render(request, "office/attention_weights.html", context, status=422 if form.errors else 200)
