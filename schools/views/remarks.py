"""Remarks on a report: the reader writes, settles and asks again; the school answers."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import retarget

from qa_portal.core.pages import READ_WRITE, requires
from qa_portal.core.roles import Verb
from qa_portal.core.workflow import Refused
from schools.forms.review import AgainForm, RemarkForm, ReplyForm
from schools.models import Sar, SarRemark
from schools.reports.remarks import by_place, may_read, mending_url, remarks_of
from schools.services.readers import reading_refusal
from schools.services.remarks import (
    ask_again,
    place_named,
    place_of,
    reply_refusal,
    reply_to,
    settle_remark,
    withdraw_remark,
    write_remark,
)

from .sar import readable_sar


def visible_remark(request, pk):
    rows = SarRemark.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("sar__school", "sar__cycle", "standard", "indicator"), pk=pk)


def reading_of(sar, place):
    """The page where a place is read; a remark stands there in the whole report and among its changes alike."""
    return f"{reverse('schools:sar_review', args=[sar.pk])}?show=all#at-{place}"


def _refused(request, sar, sentence):
    messages.error(request, str(sentence))
    return redirect(sar)


@READ_WRITE
@requires(Verb.REVIEW_SAR)
def sar_remark_add(request, pk, place):
    """A remark at one place, written beside the text; without JavaScript on a page of its own."""
    sar = readable_sar(request, pk)
    where = place_named(sar, place)
    if where is None:
        raise Http404
    if sentence := reading_refusal(sar, request.user):
        return _refused(request, sar, sentence)
    form = RemarkForm(request.POST or None, instance=SarRemark(sar=sar), part=where.part, auto_id=f"{place}-%s")
    if form.is_valid():
        return _write(request, sar, where, place, form)
    context = {"sar": sar, "form": form, "title": where.title, "place": place, "back_url": reading_of(sar, place)}
    if not request.htmx:
        return render(request, "schools/sar_remark_add.html", context, status=422 if form.errors else 200)
    beside = render(request, "schools/sar_remark_beside.html", context)
    return retarget(beside, f"#write-{place}") if form.errors else beside  # a refused form takes its own place


def _write(request, sar, where, place, form):
    words = form.cleaned_data
    if words.get("page"):
        where = place_named(sar, f"page-{words['page']}")
    try:
        write_remark(sar, where, text=words["text"], is_request=words["is_request"], by=request.user)
    except Refused as refused:
        return _refused(request, sar, refused)
    if not request.htmx:
        messages.success(request, _("Your remark is kept. The school sees it with the office's answer."))
        return redirect(reading_of(sar, place))
    here = {"sar": sar, "place": place, "remarks": by_place(remarks_of(sar, request.user)), "may_remark": True}
    return render(request, "schools/sar_remarks_swap.html", here)


@READ_WRITE
@requires(Verb.REVIEW_SAR)
@transaction.atomic
def sar_remark_edit(request, pk):
    """A reader's own words, until they are told."""
    rows = SarRemark.objects.editable_by(request.user).select_related("sar__school", "sar__cycle")
    remark = get_object_or_404(rows, pk=pk)
    if sentence := reading_refusal(remark.sar, request.user):
        return _refused(request, remark.sar, sentence)
    form = RemarkForm(request.POST or None, instance=remark, part=remark.part)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(reading_of(remark.sar, remark.place))
    context = {"sar": remark.sar, "form": form, "title": place_of(remark).title, "remark": remark}
    context["back_url"] = reading_of(remark.sar, remark.place)
    return render(request, "schools/sar_remark_edit.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Verb.REVIEW_SAR)
def sar_remark_withdraw(request, pk):
    remark = get_object_or_404(SarRemark.objects.editable_by(request.user).select_related("sar"), pk=pk)
    return _done(request, remark, withdraw_remark, _("The remark is taken back."))


@require_POST
@requires(Verb.REVIEW_SAR)
def sar_remark_settle(request, pk):
    return _done(request, visible_remark(request, pk), settle_remark, _("Marked as settled."))


def _done(request, remark, act, sentence):
    try:
        act(remark, by=request.user)
    except Refused as refused:
        return _refused(request, remark.sar, refused)
    messages.success(request, sentence)
    return redirect(reading_of(remark.sar, remark.place))


@READ_WRITE
@requires(Verb.REVIEW_SAR)
def sar_remark_again(request, pk):
    """What the school did is not enough: the request is asked anew with other words."""
    remark = visible_remark(request, pk)
    if not may_read(remark.sar, request.user):
        return _refused(request, remark.sar, reading_refusal(remark.sar, request.user))
    form = AgainForm(request.POST or None)
    if form.is_valid():
        try:
            ask_again(remark, text=form.cleaned_data["text"], by=request.user)
        except Refused as refused:
            return _refused(request, remark.sar, refused)
        messages.success(request, _("It is asked again. The school sees it with the office's answer."))
        return redirect(reading_of(remark.sar, remark.place))
    context = {"sar": remark.sar, "remark": remark, "form": form, "title": place_of(remark).title}
    context["back_url"] = reading_of(remark.sar, remark.place)
    return render(request, "schools/sar_remark_again.html", context, status=422 if form.errors else 200)


@READ_WRITE
@requires(Verb.RATE_SAR)
@transaction.atomic
def sar_remark_reply(request, pk):
    """The school answers one remark."""
    remark = visible_remark(request, pk)
    sar = get_object_or_404(Sar.objects.editable_by(request.user), pk=remark.sar_id)
    if sentence := reply_refusal(remark):
        return _refused(request, sar, sentence)
    form = ReplyForm(request.POST or None, instance=remark)
    if form.is_valid():
        reply_to(form.save(commit=False), by=request.user)
        messages.success(request, _("Your answer is kept. The reader sees it with the next sending."))
        return redirect(f"{sar.get_absolute_url()}#remark-{remark.pk}")
    context = {"sar": sar, "remark": remark, "form": form, "title": place_of(remark).title}
    context |= {"back_url": f"{sar.get_absolute_url()}#remarks", "mend_url": mending_url(remark)}
    return render(request, "schools/sar_remark_reply.html", context, status=422 if form.errors else 200)
