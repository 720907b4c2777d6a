"""Reads templates as HTML with the template language taken out, and says what breaks a rule of the house."""

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

from harborlight.ground.ui.lint.house import upward_links

# Tags that write no words into the page; every other tag is taken for content.
SILENT = {
    "if", "elif", "else", "endif", "for", "empty", "endfor", "with", "endwith", "block", "endblock", "load", "extends",
    "csrf_token", "autoescape", "endautoescape", "ifchanged", "endifchanged", "spaceless", "endspaceless", "plural",
    "filter", "endfilter", "get_current_language", "icon", "endtable", "endpanel", "endalert", "endwhy", "endempty",
}  # fmt: skip
LABELLED = {"input", "select", "textarea"}
NEEDS_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
FORBIDDEN = {
    "style": "write rules in a style sheet",
    "iframe": "nothing is framed here",
    "object": "nothing is embedded here",
    "embed": "nothing is embedded here",
    "base": "addresses are written in full",
    "marquee": "nothing moves by itself",
}
UNCLOSED = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

ELSEWHERE = re.compile(r"^\s*(https?:)?//")
NEVER_SAID = re.compile(
    r"\b(prostitut\w*|alleged victims?|refused? to cooperate|at-risk score|juvenile offender|child sex worker)\b", re.I
)
PERSONAL = re.compile(r"{{[^}]*\b(names?|display|display_name|birth|full_name|identifiers?)\b[^}]*}}")


def lint_templates(roots: Iterable[Path | str]) -> list[str]:
    """Every broken rule in the ``.html`` files of ``templates`` folders below ``roots``."""
    folders = [Path(root) for root in roots]
    known = known_classes(folders)
    faults: list[str] = []
    for folder in folders:
        for path in sorted(folder.rglob("*.html")):
            if "templates" in path.parts:
                found = lint_text(path, path.read_text(), known)
                faults += [f"{path}:{line}: {words}" for line, words in sorted(found)]
    return faults


def known_classes(roots: Iterable[Path]) -> set[str]:
    """Every class that some style sheet below ``roots`` has a rule for."""
    sheets = (path.read_text() for root in roots for path in root.rglob("*.css") if "static" in path.parts)
    return {name for sheet in sheets for name in re.findall(r"\.([A-Za-z][\w-]*)", sheet)}


def lint_text(path: Path, text: str, known: set[str] | None = None) -> list[tuple[int, str]]:
    """Line and sentence for each broken rule in one template; ``known`` are the classes there are, if that is asked."""
    text = _without_comments(text)
    reader = Reader(text)
    reader.feed(_as_html(text))
    reader.close()
    reader.finish()
    return [*reader.faults, *_raw_faults(text), *_unknown_classes(text, known), *upward_links(path, text)]


def _without_comments(text: str) -> str:
    # A reason comment stays: it is what allows `|safe`.
    gone = re.compile(r"{#(?!\s*safe:).*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.S)
    return gone.sub(lambda match: "\n" * match.group().count("\n"), text)


def _as_html(text: str) -> str:
    """Variables become words that are equal where the expression is; tags become a word or nothing. Lines stay."""
    words: dict[str, str] = {}

    def word(match: re.Match[str]) -> str:
        inner = match.group(1).strip()
        if match.group().startswith("{%") and (inner.split() or [""])[0] in SILENT:
            return " " + "\n" * match.group().count("\n")
        return words.setdefault(inner, f"x{len(words)}x") + "\n" * match.group().count("\n")

    return re.sub(r"{[{%](.*?)[%}]}|{#.*?#}", lambda m: word(m) if m.group(1) is not None else "", text, flags=re.S)


def _raw_faults(text: str) -> list[tuple[int, str]]:
    faults = []
    for number, line in enumerate(text.split("\n"), 1):
        if re.search(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b", line) and not re.search(r"{#\s*safe: \S", line):
            faults.append((number, "text goes out unescaped; say why it is safe in {# safe: reason #} on this line"))
        found = NEVER_SAID.search(line)
        if found:
            faults.append((number, f"'{found.group()}' is never said here; see the glossary"))
    title = re.search(r"{%\s*block title\s*%}.*?{%\s*endblock", text, re.S)
    if title and PERSONAL.search(title.group()):
        faults.append((text.count("\n", 0, title.start()) + 1, "the title may not carry personal data; use a code"))
    return faults


def _unknown_classes(text: str, known: set[str] | None) -> list[tuple[int, str]]:
    if not known:
        return []
    # What the template language writes becomes a sign; a name that touches one cannot be judged.
    bare = re.sub(r"{[{%].*?[%}]}", lambda match: "\0" + "\n" * match.group().count("\n"), text, flags=re.S)
    faults = []
    for attribute in re.finditer(r'\bclass="([^"]*)"', bare):
        for name in attribute.group(1).split():
            if name not in known and "\0" not in name:
                line = bare.count("\n", 0, attribute.start()) + 1
                faults.append(
                    (line, f"the class '{name}' has no rule in any style sheet; ui/README.md names those there are")
                )
    return faults


class Reader(HTMLParser):
    """Walks one template and gathers ``faults`` as (line, sentence)."""

    def __init__(self, raw: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[tuple[int, str]] = []
        self._in_table_tag = re.compile(r"{%\s*table\b").search(raw) is not None
        self._open: list[_Open] = []
        self._labels: set[str] = set()
        self._unlabelled: list[tuple[int, str, str]] = []
        self._ids: set[str] = set()
        self._raw = raw.split("\n")

    def fault(self, sentence: str) -> None:
        """Note a fault at the tag being read."""
        self.faults.append((self.getpos()[0], sentence))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._check_names(given)
        self._check_values(tag, given)
        if tag in FORBIDDEN:
            self.fault(f"<{tag}> is not used: {FORBIDDEN[tag]}")
        check = getattr(self, f"_check_{tag}", None)
        if check:
            check(given)
        if tag == "label" and given.get("for"):
            self._labels.add(given["for"])
        if tag in LABELLED:
            self._check_control(tag, given)
        if given.get("aria-label") or (tag == "img" and given.get("alt")):
            self._note_words()
        if tag not in UNCLOSED:
            self._open.append(_Open(tag, given, self.getpos()[0]))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in UNCLOSED:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not any(element.tag == tag for element in self._open):
            return
        while self._open:
            element = self._open.pop()
            self._check_closed(element)
            if element.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._open and self._open[-1].tag in ("script", "style")):
            self._note_words()

    def finish(self) -> None:
        """Faults that can only be known at the end of the file."""
        for line, tag, name in self._unlabelled:
            if not name or name not in self._labels:
                self.faults.append((line, f"<{tag}> has no label; write {{% field %}}, or a <label for> with its id"))

    def _note_words(self) -> None:
        for element in self._open:
            element.has_words = True

    def _check_names(self, given: dict[str, str]) -> None:
        for name in given:
            if name == "style":
                self.fault("no style attribute: the content policy blocks it; use a class")
            elif name.startswith(("hx-on", "hx-vars")) or re.fullmatch(r"on[a-z]+", name):
                self.fault(f"no {name}: the content policy blocks it; listen in a module")
            elif name == "autofocus":
                self.fault("no autofocus: it moves a reader past the heading")

    def _check_values(self, tag: str, given: dict[str, str]) -> None:
        for name, value in given.items():
            if re.match(r"\s*(js|javascript):", value, re.I):
                self.fault(f"no script in {name}: the content policy blocks it")
            if name in ("src", "srcset") and ELSEWHERE.match(value):
                self.fault("nothing is fetched from another server; vendor it")
        if "[" in given.get("hx-trigger", ""):
            self.fault("no filter in hx-trigger: it is evaluated as script")
        if given.get("target"):
            self.fault("no target: the reader decides where a page opens")
        if given.get("tabindex", "0") not in ("0", "-1"):
            self.fault("tabindex is 0 or -1: the order of the page is the order of the keys")
        self._check_id(given.get("id", ""))

    def _check_id(self, name: str) -> None:
        if not name or re.search(r"x\d+x", name):
            return
        if name in self._ids:
            self.fault(f"the id '{name}' stands twice in this file")
        self._ids.add(name)

    def _check_control(self, tag: str, given: dict[str, str]) -> None:
        if given.get("type", "") in NEEDS_NO_LABEL or given.get("aria-label") or given.get("aria-labelledby"):
            return
        if not any(element.tag == "label" for element in self._open):
            self._unlabelled.append((self.getpos()[0], tag, given.get("id", "")))

    def _check_closed(self, element: "_Open") -> None:
        needs_words = element.tag == "button" or (element.tag == "a" and "href" in element.given)
        named = element.given.get("aria-label") or element.given.get("aria-labelledby")
        if needs_words and not element.has_words and not named:
            self.faults.append((element.line, f"<{element.tag}> has no words: an icon alone says nothing"))
        if element.tag == "table" and not element.has_caption:
            self.faults.append((element.line, "a table has a <caption>; write {% table %}"))
        if element.tag == "form" and element.given.get("method", "").lower() == "post":
            part = "\n".join(self._raw[element.line - 1 : self.getpos()[0]])
            if "csrf_token" not in part and "csrfmiddlewaretoken" not in part:
                self.faults.append((element.line, "a POST form has its {% csrf_token %}"))

    # One method per element with rules of its own.

    def _check_html(self, given: dict[str, str]) -> None:
        if not given.get("lang"):
            self.fault("<html> says its language in lang")

    def _check_script(self, given: dict[str, str]) -> None:
        if not given.get("src"):
            self.fault("no script inside a page: the content policy blocks it; write a module in static/")
        elif given.get("type") != "module":
            self.fault('a script is a module: type="module"')

    def _check_link(self, given: dict[str, str]) -> None:
        if ELSEWHERE.match(given.get("href", "")):
            self.fault("nothing is fetched from another server; vendor it")

    def _check_meta(self, given: dict[str, str]) -> None:
        if given.get("http-equiv", "").lower() == "refresh":
            self.fault("nothing moves by itself: no refresh")

    def _check_img(self, given: dict[str, str]) -> None:
        if "alt" not in given:
            self.fault('<img> has alt; alt="" when words beside it say the same')

    def _check_svg(self, given: dict[str, str]) -> None:
        if given.get("aria-hidden") != "true" and not (given.get("role") == "img" and given.get("aria-label")):
            self.fault('<svg> is aria-hidden="true", or role="img" with an aria-label')

    def _check_caption(self, given: dict[str, str]) -> None:
        for element in reversed(self._open):
            if element.tag == "table":
                element.has_caption = True
                return

    def _check_th(self, given: dict[str, str]) -> None:
        if not given.get("scope"):
            self.fault('<th> has scope="col" or scope="row"')

    def _check_td(self, given: dict[str, str]) -> None:
        if self._in_table_tag and "data-label" not in given and "colspan" not in given:
            self.fault("<td> has data-label: on a phone the column's heading stands there (empty where acts stand)")


class _Open:
    """An element whose end has not been read."""

    def __init__(self, tag: str, given: dict[str, str], line: int) -> None:
        self.tag = tag
        self.given = given
        self.line = line
        self.has_words = False
        self.has_caption = False
