"""Each rule of the template and asset lint, with the fault planted and the right way beside it."""

from pathlib import Path

import pytest

from harborlight.ground.ui import lint
from harborlight.ground.ui.lint import house, lint_assets, lint_templates

SOURCE = Path(lint.__file__).parents[3]

# name, what is wrong, part of the sentence, what is right
RULES = [
    ("style attribute", '<p style="color:red">x</p>', "no style attribute", '<p class="muted">x</p>'),
    ("style element", "<style>p{}</style>", "<style> is not used", "<p>x</p>"),
    ("script inside", "<script>go()</script>", "no script inside",
     '<script type="module" src="{% static \'a.js\' %}"></script>'),
    ("old script", '<script src="a.js"></script>', "is a module", '<script type="module" src="a.js"></script>'),
    ("script elsewhere", '<script type="module" src="https://cdn.example/a.js"></script>', "another server",
     '<script type="module" src="/a.js"></script>'),
    ("sheet elsewhere", '<link rel="stylesheet" href="//cdn.example/a.css">', "another server",
     '<link rel="stylesheet" href="/a.css">'),
    ("image elsewhere", '<img alt="" src="http://x.example/a.png">', "another server", '<img alt="" src="/a.png">'),
    ("on attribute", '<button onclick="go()">x</button>', "no onclick", "<button>x</button>"),
    ("hx-on", '<p hx-on:click="go()">x</p>', "no hx-on:click", '<p hx-get="/x">x</p>'),
    ("hx-vars", '<p hx-vars="a:b()">x</p>', "no hx-vars", '<p hx-get="/x">x</p>'),
    ("js value", "<p hx-vals='js:{a: b()}'>x</p>", "no script in hx-vals", "<p hx-vals='{\"a\": 1}'>x</p>"),
    ("javascript address", '<a href="JavaScript:go()">x</a>', "no script in href", '<a href="/x">x</a>'),
    ("trigger filter", '<p hx-trigger="click[ctrlKey]">x</p>', "no filter", '<p hx-trigger="click">x</p>'),
    ("safe", "<p>{{ text|safe }}</p>", "unescaped", "<p>{{ text|safe }}{# safe: packs render reviewed text #}</p>"),
    ("autoescape", "{% autoescape off %}x{% endautoescape %}", "unescaped", "{{ text }}"),
    ("target", '<a href="/x" target="_blank">x</a>', "no target", '<a href="/x">x</a>'),
    ("alt", '<img src="/a.png">', "has alt", '<img src="/a.png" alt="">'),
    ("svg", "<svg><path/></svg>", "aria-hidden", '<svg aria-hidden="true"><path/></svg>'),
    ("label", '<input id="a" name="a">', "has no label", '<label for="a">A</label><input id="a" name="a">'),
    ("label of another", '<label for="b">B</label><select id="a"></select>', "has no label",
     '<label for="{{ f.id }}">B</label><select id="{{ f.id }}"></select>'),
    ("label of another field", '<label for="{{ f.id }}">B</label><textarea id="{{ g.id }}"></textarea>', "has no label",
     "<label>B <textarea></textarea></label>"),
    ("button without words", '<button>{% icon "print" %}</button>', "has no words",
     '<button>{% icon "print" %}Print</button>'),
    ("link without words", '<a href="/x"><svg aria-hidden="true"></svg></a>', "has no words",
     '<a href="/x">{% translate "Open" %}</a>'),
    ("caption", "<table><tr><td>1</td></tr></table>", "<caption>",
     "<table><caption>x</caption><tr><td>1</td></tr></table>"),
    ("data-label", '{% table "x" %}<tr><td>1</td></tr>{% endtable %}', "data-label",
     '{% table "x" %}<tr><td data-label="a">1</td></tr>{% endtable %}'),
    ("scope", "<table><caption>x</caption><tr><th>1</th></tr></table>", "scope",
     '<table><caption>x</caption><tr><th scope="col">1</th></tr></table>'),
    ("csrf", '<form method="post"><button>x</button></form>', "csrf_token",
     '<form method="post">{% csrf_token %}<button>x</button></form>'),
    ("language", "<html><body>x</body></html>", "language", '<html lang="en"><body>x</body></html>'),
    ("refresh", '<meta http-equiv="refresh" content="5">', "nothing moves", '<meta name="viewport" content="x">'),
    ("tabindex", '<p tabindex="3">x</p>', "tabindex", '<p tabindex="-1">x</p>'),
    ("autofocus", "<label>A <input autofocus></label>", "autofocus", "<label>A <input></label>"),
    ("frame", '<iframe src="/x"></iframe>', "<iframe> is not used", "<p>x</p>"),
    ("id twice", '<p id="a">x</p><p id="a">y</p>', "stands twice", '<p id="a{{ n }}">x</p><p id="a{{ n }}">y</p>'),
    ("name in title", "{% block title %}{{ child.names.0 }}{% endblock %}", "personal data",
     "{% block title %}Child {{ child.code }}{% endblock %}"),
    ("never said", "<p>The alleged victim spoke.</p>", "never said", "<p>The child spoke.</p>"),
]  # fmt: skip


def found_in(tmp_path: Path, text: str, module: str = "respond") -> list[str]:
    folder = tmp_path / "harborlight" / module / "templates" / module
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "page.html").write_text(text)
    return lint_templates([tmp_path])


@pytest.mark.parametrize(("wrong", "sentence", "right"), [rule[1:] for rule in RULES], ids=[rule[0] for rule in RULES])
def test_rule(tmp_path: Path, wrong: str, sentence: str, right: str) -> None:
    faults = found_in(tmp_path, f"<p>first line</p>\n{wrong}\n")
    assert len(faults) == 1, faults
    assert sentence in faults[0]
    assert "page.html:2: " in faults[0]
    assert found_in(tmp_path, right) == []


def test_a_class_has_a_rule(tmp_path: Path) -> None:
    text = '<p class="muted stak badge-{{ state }}">x</p>'
    assert found_in(tmp_path, text) == []  # no style sheet to ask
    folder = tmp_path / "harborlight/ui/static/ui"
    folder.mkdir(parents=True)
    (folder / "theme.css").write_text(".muted, .stack > p { color: var(--soft); }")
    faults = found_in(tmp_path, text)
    assert len(faults) == 1
    assert "the class 'stak' has no rule" in faults[0]


def test_a_comment_is_not_read(tmp_path: Path) -> None:
    text = '{# <p style="x"> #}{% comment %}\n<script>\n{% endcomment %}\n<p onclick="x">y</p>'
    assert [fault.split(": ")[0].rpartition(":")[2] for fault in found_in(tmp_path, text)] == ["4"]


def test_attributes_inside_conditions_are_read(tmp_path: Path) -> None:
    assert found_in(tmp_path, '<a href="{% url "x" %}"{% if a %} aria-current="page"{% endif %}>{{ label }}</a>') == []
    assert len(found_in(tmp_path, '<p{% if a %} style="{{ b }}"{% endif %}>x</p>')) == 1


@pytest.mark.parametrize(
    "link",
    [
        '{% extends "desk/page.html" %}',
        "{% include 'desk/part.html' %}",
        '{% url "desk:inbox" %}',
        "{% load i18n desk %}",
    ],
)
def test_a_link_goes_down_only(tmp_path: Path, link: str) -> None:
    faults = found_in(tmp_path, f"\n{link}")
    assert len(faults) == 1
    assert "page.html:2: respond names a" in faults[0]
    assert "stands above or beside" in faults[0]  # tests/guarantees/test_order.py looks for these words
    assert found_in(tmp_path, link.replace("desk", "library")) == []
    assert found_in(tmp_path, link.replace("desk", "ui")) == []
    assert found_in(tmp_path, link, module="desk") == []


@pytest.mark.parametrize(
    ("owner", "other", "allowed"),
    [
        ("train", "engage", False), ("engage", "train", False), ("accounts", "ui", True), ("ui", "accounts", False),
        ("ui", "library", False), ("vault", "audit", False), ("audit", "vault", True), ("desk", "account", True),
        ("library", "project", False), ("project", "desk", True), ("", "desk", True),
    ],
)  # fmt: skip
def test_the_order_of_the_house(owner: str, other: str, allowed: bool) -> None:
    assert house.may_name(owner, other) is allowed


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("a.css", "p { background: url(https://x.example/a.png); }", "another server"),
        ("a.css", "p { color: #ff0000; }", "tokens"),
        ("a.css", "p { color: rgb(1 2 3); }", "tokens"),
        ("a.css", "p { font-size: 0.875rem; }", "too small"),
        ("a.css", "p { font-size: 14px; }", "too small"),
        ("a.css", "a { outline: none; }", "focus"),
        ("a.js", "eval(text)", "evaluated"),
        ("a.js", "box.innerHTML = text;", "textContent"),
        ("a.js", "localStorage.setItem('a', b)", "stored"),
        ("a.js", 'fetch("https://x.example/")', "another server"),
    ],
)
def test_asset_rule(tmp_path: Path, name: str, text: str, sentence: str) -> None:
    folder = tmp_path / "static/respond"
    folder.mkdir(parents=True)
    (folder / name).write_text(f"\n{text}\n")
    faults = lint_assets([tmp_path])
    assert len(faults) == 1, faults
    assert f"{name}:2: " in faults[0]
    assert sentence in faults[0]


def test_what_is_right_in_assets(tmp_path: Path) -> None:
    folder = tmp_path / "static/respond"
    (folder / "vendor").mkdir(parents=True)
    (folder / "a.css").write_text(
        "/* #fff 12px */\np { color: var(--ink); font-size: 1.0625rem; }\na:focus { outline: none; }\n"
    )
    (folder / "a.js").write_text(
        "// https://example.org says eval()\nsessionStorage.clear(); // storage: signing out forgets\n"
    )
    (folder / "vendor/b.css").write_text("p { color: #fff }")
    assert lint_assets([tmp_path]) == []


def test_the_house_itself_is_clean() -> None:
    assert lint_templates([SOURCE / "ground/ui"]) == []
    assert lint_assets([SOURCE / "ground/ui"]) == []
