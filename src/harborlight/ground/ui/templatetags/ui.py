"""``{% load ui %}``: every component of the house. README.md lists them; ``/gallery/`` shows them.

A tag gathers what a component needs and hands it to one small template under ``ui/parts/``; markup lives
there, words and decisions here.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from harborlight.ground.ui.core.paging import Page, Sorting
from harborlight.ground.ui.core.values import InboxItem, Progress, TimelineEntry
from harborlight.ground.ui.core.words import dated_words, day_words, left_words, moment_words
from harborlight.ground.ui.icons import ICONS
from harborlight.ground.ui.states import ALERTS, STATES, ZONES
from harborlight.ground.ui.templatetags import ui_forms

register = template.Library()

BUTTONS = ("primary", "secondary", "quiet", "danger", "final")


class Misused(template.TemplateSyntaxError):
    """A component was given something it does not have; the message names what it does have."""


def _one_of(given: str, offered: Iterable[str], what: str) -> str:
    if given not in offered:
        raise Misused(f"{what} '{given}' does not exist; there are: {', '.join(sorted(offered))}")
    return given


def _part(part: str, context: template.Context, /, **values: Any) -> SafeString:
    request = context.get("request")
    return render_to_string(f"ui/parts/{part}.html", {"csrf_token": context.get("csrf_token"), **values}, request)


def _pairs(values: Sequence[Any], what: str) -> list[tuple[str, str]]:
    if len(values) % 2:
        raise Misused(f"{what} takes pairs of a label and an address")
    return [(str(label), str(url)) for label, url in zip(values[::2], values[1::2], strict=True)]


def _now(context: template.Context) -> datetime:
    # The moment of the request; pages without one (a print job) may pass `now`, and only then is the clock read.
    request_now = getattr(context.get("request"), "now", None)
    return request_now or context.get("now") or timezone.now()


# Words and small things ---------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str) -> SafeString:
    """A line icon, hidden from screen readers: words stand beside it."""
    _one_of(name, ICONS, "icon")
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("ui/vendor/icons.svg"),
        name,
    )


@register.simple_tag
def badge(state: str, words: str = "") -> SafeString:
    """A state: word, shape and color together."""
    look = STATES[_one_of(state, STATES, "state")]
    return format_html('<span class="badge badge-{}">{}{}</span>', state, icon(look.icon), words or look.word)


@register.simple_tag(takes_context=True)
def moment(context: template.Context, at: datetime) -> SafeString:
    """A moment in the reader's zone, with the exact value in ``datetime``."""
    local = timezone.localtime(at)
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), moment_words(local, _now(context), _language()))


@register.simple_tag
def day(value: date) -> SafeString:
    """A day with its month in letters."""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_words(value, _language()))


@register.filter
def dated(text: str, language: str = "") -> str:
    """The date of a source, which may be a month or a year only: ``{{ row.source_date|dated }}``."""
    return dated_words(text, language or _language())


@register.simple_tag(takes_context=True)
def left(context: template.Context, due: datetime) -> SafeString:
    """How long is left, or how long a duty has been overdue."""
    words = left_words(due, _now(context), _language())
    return format_html('<time class="numbers" datetime="{}">{}</time>', due.isoformat(), words)


@register.simple_tag(takes_context=True)
def source(
    context: template.Context,
    name: str,
    date: date | None = None,
    url: str = "",
    verified_on: date | None = None,
    verified_by: str = "",
    checked: bool = True,
) -> SafeString:
    """Where a statement is from, of when, and whether this agency has verified it.

    ``checked=False`` leaves the verification out: for law and research, which an agency does not verify by phone.
    """
    return _part(
        "source", context, name=name, date=date, url=url,
        verified_on=verified_on, verified_by=verified_by, checked=checked,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def phone(context: template.Context, number: str, who: str = "", note: str = "") -> SafeString:
    """A number one tap away, its digits legible and copyable. ``note`` stands behind it ("open 24 h")."""
    dialed = "".join(sign for sign in number.partition("x")[0] if sign.isdigit() or sign == "+")
    return _part("phone", context, number=number, dialed=dialed, who=who, note=note)


@register.simple_tag
def copy(text: str, label: str = "") -> SafeString:
    """A button that copies ``text``; it appears only where scripts run."""
    return format_html(
        '<button type="button" class="usa-button button button-quiet no-print"'
        ' data-copy="{}" data-done="{}" hidden>{}{}</button>',
        text,
        _("Copied"),
        icon("content_copy"),
        label or _("Copy"),
    )


@register.simple_tag
def printbutton(label: str = "") -> SafeString:
    """A button that prints the page; it appears only where scripts run."""
    return format_html(
        '<button type="button" class="usa-button button button-secondary no-print" data-print hidden>{}{}</button>',
        icon("print"),
        label or _("Print"),
    )


@register.simple_tag
def act(label: str, url: str, kind: str = "secondary", icon: str = "") -> SafeString:
    """A link that looks like a button: it leads somewhere and changes nothing."""
    _one_of(kind, BUTTONS, "button")
    html = '<a class="usa-button button button-{}" href="{}">{}{}</a>'
    return format_html(html, kind, url, _icon_or_none(icon), label)


@register.simple_tag
def button(label: str, kind: str = "primary", name: str = "", value: str = "", icon: str = "") -> SafeString:
    """The submit button of the form around it."""
    _one_of(kind, BUTTONS, "button")
    named = format_html(' name="{}" value="{}"', name, value) if name else ""
    html = '<button type="submit" class="usa-button button button-{}"{}>{}{}</button>'
    return format_html(html, kind, named, _icon_or_none(icon), label)


@register.simple_tag(takes_context=True)
def postbutton(
    context: template.Context, label: str, url: str, kind: str = "secondary", icon: str = "", **hidden: Any
) -> SafeString:
    """A form of one button, for an act that needs no question; further arguments become hidden fields."""
    _one_of(kind, BUTTONS, "button")
    return _part("postbutton", context, label=label, url=url, kind=kind, icon=icon, hidden=hidden)


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


def _icon_or_none(name: str) -> SafeString | str:
    return icon(name) if name else ""


# Blocks -------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def breadcrumb(context: template.Context, *pairs: Any) -> SafeString:
    """The way back, from the top: pairs of label and address."""
    return _part("breadcrumb", context, links=_pairs(pairs, "breadcrumb"))


@register.simple_block_tag(takes_context=True)
def pageheader(
    context: template.Context, content: SafeString, title: str, lede: str = "", kicker: str = ""
) -> SafeString:
    """The h1 of the page, one sentence below it, its actions beside it."""
    return _part("pageheader", context, actions=SafeString(content.strip()), title=title, lede=lede, kicker=kicker)


@register.simple_block_tag(takes_context=True)
def panel(
    context: template.Context, content: SafeString, title: str, level: int = 2, icon: str = "", id: str = ""
) -> SafeString:
    """A titled section."""
    return _part("panel", context, body=content, title=title, heading=f"h{level}", icon=icon, id=id)


@register.simple_block_tag(takes_context=True)
def clock(
    context: template.Context,
    content: SafeString,
    state: str,
    sentence: str,
    limit: str = "",
    source: str = "",
    source_url: str = "",
    due: datetime | None = None,
    words: str = "",
) -> SafeString:
    """A duty in words: what is not done, by when the law or policy wants it, where that stands, the act beside it.

    ``words`` replaces what the badge would say of ``due``, where the module knows better ("at once, told late").
    """
    _one_of(state, STATES, "state")
    words = (
        left_words(due, _now(context), _language()) if not words and due and state in ("overdue", "running") else words
    )
    return _part(
        "clock", context, state=state, sentence=sentence, limit=limit, source=source, source_url=source_url,
        due=due, words=words, actions=SafeString(content.strip()),
    )  # fmt: skip


@register.simple_block_tag(takes_context=True)
def alert(context: template.Context, content: SafeString, kind: str, title: str = "") -> SafeString:
    """Something to know before going on. ``danger`` is announced at once, the others when read."""
    look = ALERTS[_one_of(kind, ALERTS, "alert")]
    return _part("alert", context, kind=kind, title=title or look.word, icon=look.icon, body=content)


@register.simple_block_tag(takes_context=True)
def why(context: template.Context, content: SafeString, label: str = "", open: bool = False) -> SafeString:
    """The reason for a result, folded."""
    return _part("why", context, body=content, label=label or _("Why"), open=open)


@register.simple_block_tag(takes_context=True)
def empty(context: template.Context, content: SafeString, title: str, icon: str = "info_outline") -> SafeString:
    """An empty page that teaches: what will stand here, why it is empty, the one next step."""
    return _part("empty", context, body=content, title=title, icon=icon)


@register.simple_block_tag(takes_context=True)
def leaving(
    context: template.Context,
    content: SafeString,
    title: str,
    to: str,
    what: Sequence[tuple[str, str]],
    basis: str,
    zone: str = "police",
    undo: str = "",
) -> SafeString:
    """Exactly what leaves, to whom, on what basis, shown before it is done; the form stands inside."""
    look = ZONES[_one_of(zone, ZONES, "zone")]
    return _part(
        "leaving", context, title=title, to=to, what=what, basis=basis, zone=look.word, undo=undo, body=content
    )


@register.simple_tag(takes_context=True)
def breakglass(context: template.Context, form: Any, action: str = "", until: str = "", told: str = "") -> SafeString:
    """Access beyond one's own cases: a typed reason, who is told, when it ends."""
    return _part("breakglass", context, form=form, action=action, until=until, told=told)


@register.simple_tag(takes_context=True)
def facts(context: template.Context, rows: Sequence[tuple[str, Any]]) -> SafeString:
    """A definition list of term and value; a row without a value says "not known"."""
    return _part("facts", context, rows=rows)


@register.simple_block_tag(takes_context=True)
def table(context: template.Context, content: SafeString, caption: str, quiet: bool = False) -> SafeString:
    """A table with a caption (``quiet`` hides it from the eye only); rows become cards on a phone."""
    return _part("table", context, body=content, caption=caption, quiet=quiet)


@register.simple_tag(takes_context=True)
def timeline(context: template.Context, entries: Sequence[TimelineEntry]) -> SafeString:
    """What happened, in the order given (newest first)."""
    rows = [(entry, ZONES[entry.zone]) for entry in entries]
    return _part("timeline", context, rows=rows, now=_now(context))


@register.simple_tag(takes_context=True)
def inboxlist(
    context: template.Context, title: str, items: Sequence[InboxItem], total: int | None = None
) -> SafeString:
    """A group of an inbox with its count; ``total`` where more exist than are shown."""
    now = _now(context)
    # Only a duty runs out: what is new or waits may have a moment to be sorted by, and is not late for it.
    timed = ("overdue", "running", "today")
    rows = [
        (item, left_words(item.due_at, now, _language()) if item.due_at and item.state in timed else "")
        for item in items
    ]
    return _part("inboxlist", context, title=title, rows=rows, total=len(items) if total is None else total)


@register.simple_tag(takes_context=True)
def progress(context: template.Context, job: Progress) -> SafeString:
    """How far long work has come; one may leave and come back."""
    return _part("progress", context, job=job)


@register.simple_tag(takes_context=True)
def tabs(context: template.Context, *pairs: Any, current: str = "", label: str = "") -> SafeString:
    """Tabs as links: each is a page of its own."""
    return _part("tabs", context, links=_pairs(pairs, "tabs"), current=str(current), label=label or _("Views"))


@register.simple_tag(takes_context=True)
def steps(context: template.Context, current: int, *labels: str) -> SafeString:
    """Where one is in a wizard; the first step is 1."""
    if not 1 <= current <= len(labels):
        raise Misused(f"steps: {current} is not one of the {len(labels)} steps")
    rows = [(label, "done" if number < current else "current" if number == current else "next")
            for number, label in enumerate(labels, 1)]  # fmt: skip
    return _part("steps", context, rows=rows, current=current, name=labels[current - 1])


# Lists --------------------------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def listbar(
    context: template.Context,
    page: Page[Any],
    filters: Any = None,
    sorts: Sorting | None = None,
    saved: Sequence[tuple[str, str]] = (),
    export_url: str = "",
) -> SafeString:
    """Filter, order, count, print and export of a list, as one GET form that works without scripts."""
    used = [name for name in filters.fields if filters[name].value()] if filters is not None else []
    return _part(
        "listbar", context, page=page, filters=filters, sorts=sorts, saved=saved, export_url=export_url, used=used
    )


@register.simple_tag(takes_context=True)
def pages(context: template.Context, page: Page[Any]) -> SafeString:
    """Links to the other pages of a list; nothing when there is only one."""
    if page.pages == 1:
        return SafeString("")
    links = [(number, _query(context, number) if number else "") for number in page.numbers]
    before = _query(context, page.number - 1) if page.number > 1 else ""
    after = _query(context, page.number + 1) if page.number < page.pages else ""
    return _part("pages", context, page=page, links=links, before=before, after=after)


def _query(context: template.Context, number: int) -> str:
    request = context.get("request")
    params = {} if request is None else dict(request.GET.lists())
    return "?" + urlencode({**params, "page": [str(number)]}, doseq=True)


# Forms --------------------------------------------------------------------------------------------------

register.tags.update(ui_forms.register.tags)
