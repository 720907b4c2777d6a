"""The components: what they say and what they refuse."""

from datetime import date, timedelta

import pytest
from django.template import TemplateSyntaxError

from harborlight.ground.ui.api import InboxItem, Progress, TimelineEntry, paged, sorted_by
from harborlight.ground.ui.states import STATES
from tests.ui.conftest import NOW, Render


@pytest.mark.parametrize("state", STATES)
def test_a_badge_has_a_word_and_a_shape(render: Render, state: str) -> None:
    html = render("{% badge state %}", state=state)
    assert str(STATES[state].word) in html
    assert f"#{STATES[state].icon}" in html


def test_no_two_states_share_word_or_shape() -> None:
    assert len({str(look.word) for look in STATES.values()}) == len(STATES)
    assert len({look.icon for look in STATES.values()}) == len(STATES)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('{% badge "urgent" %}', "overdue"), ('{% icon "skull" %}', "phone"), ('{% act "x" "/" "red" %}', "primary"),
        ('{% alert "fatal" %}x{% endalert %}', "danger"), ('{% breadcrumb "only" %}', "pairs"),
        ('{% steps 3 "a" "b" %}', "2 steps"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_refused_with_what_does(render: Render, text: str, named: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=named):
        render(text)


def test_everything_given_is_escaped(render: Render) -> None:
    evil = "<script>x</script>"
    html = render(
        "{% badge 'new' e %}{% act e e %}{% button e %}{% phone e who=e note=e %}{% source e url=e %}{% copy e %}"
        "{% pageheader e lede=e kicker=e %}{% endpageheader %}{% panel e %}{{ e }}{% endpanel %}{% facts rows %}"
        "{% alert 'info' e %}{{ e }}{% endalert %}{% why e %}{{ e }}{% endwhy %}{% empty e %}{{ e }}{% endempty %}"
        "{% clock 'overdue' e limit=e source=e source_url=e %}{{ e }}{% endclock %}{% tabs e e %}{% steps 1 e %}"
        "{% leaving e to=e what=rows basis=e undo=e %}{{ e }}{% endleaving %}{% postbutton e e field=e %}"
        "{% breadcrumb e e %}",
        e=evil, rows=[(evil, evil)],
    )  # fmt: skip
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_clock_in_the_voice_of_the_house(render: Render) -> None:
    html = render(
        '{% clock "overdue" "Child protection has not been told." limit="Law: at once."'
        ' source="325 ILCS 5/4" due=due %}'
        '{% postbutton "I have called" "/told/" duty="cps" %}{% endclock %}',
        due=NOW - timedelta(hours=2),
    )
    for words in (
        "overdue 2 h",
        "Child protection has not been told.",
        "Law: at once.",
        "325 ILCS 5/4",
        "22 Nov 00:31 CST",
    ):
        assert words in html
    assert '<input type="hidden" name="duty" value="cps">' in html
    assert "csrfmiddlewaretoken" in html


def test_an_unverified_source_says_so_and_a_law_does_not(render: Render) -> None:
    day = date(2026, 9, 22)
    assert "Not verified by your agency yet." in render('{% source "State directory" date=day %}', day=day)
    verified = render('{% source "Rota" verified_on=day verified_by="Sgt. M." %}', day=day)
    assert "Verified by your agency" in verified
    assert "Not verified" not in verified
    assert "erified" not in render('{% source "22 USC 7102" checked=False %}')


@pytest.mark.parametrize(
    ("number", "dialed"),
    [("800-252-2873", "8002522873"), ("+1 (815) 555-0142", "+18155550142"), ("815-555-0142 x 3", "8155550142")],
)
def test_a_number_is_dialed_in_digits(render: Render, number: str, dialed: str) -> None:
    html = render("{% phone number %}", number=number)
    assert f'href="tel:{dialed}"' in html
    assert number in html


def test_timeline_names_zone_source_and_who_may_see(render: Render) -> None:
    entry = TimelineEntry(
        at=NOW - timedelta(minutes=21), title="Contact, motel", text="", zone="provider", source="Harbor House",
        who_may_see="Its advocate only", undo_url="/undo/",
    )  # fmt: skip
    html = render("{% timeline entries %}", entries=[entry])
    for words in ("22 Nov 02:10 CST", "provider zone, privileged · Harbor House", "Its advocate only", 'href="/undo/"'):
        assert words in html


def test_inbox_shows_the_count_behind_the_limit(render: Render) -> None:
    item = InboxItem(
        kind="Duty",
        title="NCIC entry",
        due_at=NOW + timedelta(minutes=41),
        state="running",
        url="/r/",
        child_code="7F3K",
    )
    html = render('{% inboxlist "Running out" items total=12 %}', items=[item])
    for words in ("Running out", ">12<", "00:41 left", "7F3K", 'href="/r/"'):
        assert words in html


def test_facts_say_what_is_not_known(render: Render) -> None:
    html = render("{% facts rows %}", rows=[("Birth date", None), ("Reports", 0)])
    assert "not known" in html
    assert "<dd>0</dd>" in html


def test_what_leaves_says_so_when_it_cannot_be_undone(render: Render) -> None:
    html = render(
        '{% leaving "Notice" to="CPS" what=rows basis="Law" %}{% endleaving %}', rows=[("Names", "none leave")]
    )
    assert "Nothing has been sent yet" in html
    assert "Cannot be taken back once it is sent." in html


@pytest.mark.parametrize(
    ("refused", "words"), [(0, "Nothing refused so far."), (1, "1 row refused"), (2, "2 rows refused")]
)
def test_progress(render: Render, refused: int, words: str) -> None:
    html = render("{% progress job %}", job=Progress(title="Import", done=1240, total=3233, refused=refused))
    assert words in html
    assert "1,240 of 3,233 (38%)" in html


def test_progress_is_whole_only_when_all_is_done() -> None:
    assert Progress(title="", done=999, total=1000).percent == 99
    assert Progress(title="", done=5, total=0).percent == 0


def test_pages_keep_the_filter(render: Render) -> None:
    html = render(
        "{% pages page %}", path="/list/?state=overdue&state=new&page=2", page=paged(list(range(90)), {"page": "2"})
    )
    assert 'href="?state=overdue&amp;state=new&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


def test_one_page_needs_no_links(render: Render) -> None:
    assert render("{% pages page %}", page=paged([1], {})) == ""


def test_listbar_counts_and_orders(render: Render) -> None:
    sorting = sorted_by({"sort": "new"}, {"due": "Running out first", "new": "Newest first"})
    html = render(
        "{% listbar page sorts=sorting export_url='/e/' %}", page=paged(list(range(1240)), {}), sorting=sorting
    )
    assert "1 to 25 of 1,240" in html
    assert '<option value="new" selected>' in html
    assert 'href="/e/"' in html
    assert 'method="get"' in html


def test_an_empty_list_says_so(render: Render) -> None:
    assert "None yet." in render("{% listbar page %}", page=paged([], {}))


def test_scripts_only_buttons_are_hidden_without_scripts(render: Render) -> None:
    for text in ('{% copy "x" %}', "{% printbutton %}"):
        assert " hidden>" in render(text)


@pytest.mark.parametrize(
    "text",
    [
        '{% pageheader "x" %} {% act "Go" "/" %} {% endpageheader %}',
        '{% clock "met" "x" %} {% act "Go" "/" %} {% endclock %}',
        '{% panel "x" %}{% act "Go" "/" %}{% endpanel %}',
        '{% alert "info" %}{% act "Go" "/" %}{% endalert %}',
        '{% empty "x" %}{% act "Go" "/" %}{% endempty %}',
        '{% why %}{% act "Go" "/" %}{% endwhy %}',
        '{% table "x" %}{% act "Go" "/" %}{% endtable %}',
        '{% leaving "x" to="y" what=rows basis="z" %}{% act "Go" "/" %}{% endleaving %}',
    ],
)
def test_what_stands_inside_a_block_is_shown_as_it_is(render: Render, text: str) -> None:
    assert '<a class="usa-button button button-secondary" href="/">Go</a>' in render(text, rows=[])


def test_the_navigation_uses_icons_that_exist() -> None:
    from django.conf import settings

    from harborlight.ground.access.api import Permission
    from harborlight.ground.ui.icons import ICONS

    for _, _, icon, permission in settings.NAVIGATION:
        assert icon in ICONS
        assert permission in Permission.__members__
