"""The sixteen inputs that may never be scored: refused by id, refused by wording, unreachable by import."""

from __future__ import annotations

import ast
import csv
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harborlight.recognize import core, shipped
from harborlight.recognize.core import AnswersRefused, InstrumentRefused, read_answers
from tests.recognize.instruments import build, yes_no
from tests.shared import shared_path

REFUSED = [f"X{n:02}" for n in range(1, 17)]
CORE = Path(core.__file__).parent

# One plain question for each row, as somebody might write it without citing the id.
ASKED = {
    "X01": ["What is the child's race?", "Ethnicity of the companion", "¿Cuál es su raza?", "Is she Hispanic?"],
    "X02": ["They do not look related", "The adult and child don't look alike", "No se parecen"],
    "X03": ["Has a foreign accent", "Country of birth", "Does not speak English", "Acento extranjero"],
    "X04": ["Immigration status", "Is the family undocumented?", "¿Es ciudadano?", "Holds a visa"],
    "X05": ["Religion", "Goes to a mosque", "Religión de la familia"],
    "X06": ["Household income", "ZIP code of the home", "Lives in public housing", "Vecindario"],
    "X07": ["Sexual orientation", "Is the youth transgender?", "Orientación sexual"],
    "X08": ["Sex", "Gender of the child", "Is the child a girl?", "Sexo de la menor"],
    "X09": ["Has a disability", "Mental health diagnosis", "Discapacidad"],
    "X10": ["Dressed provocatively", "Looks older than 15", "Ropa provocativa", "Physically mature for age"],
    "X11": ["Is she pregnant?", "Asks for contraception", "VIH", "HIV status"],
    "X12": ["Parent's history of services", "Mother received public benefits"],
    "X13": ["Listed in a gang database", "Known gang member", "Pandillero"],
    "X14": ["Facial recognition hit", "Photo match with an advertisement", "Reconocimiento facial"],
    "X15": ["Number of previous screens", "Prior alerts about the child", "Flagged before"],
    "X16": ["Refused to talk", "Uncooperative", "Refuses services", "Se niega a hablar"],
}


def refused(**item: object) -> str:
    with pytest.raises(InstrumentRefused) as caught:
        build({"item": [yes_no("q") | item]})
    return str(caught.value)


def test_there_are_sixteen_and_each_has_a_reason_and_words() -> None:
    assert sorted(shipped.taxonomy().refused) == REFUSED
    assert all(row.why["en"] and row.why["es"] and row.words for row in shipped.taxonomy().refused.values())


@pytest.mark.parametrize("row", REFUSED)
def test_refused_by_id(row: str) -> None:
    assert f"{row} may never be scored or asked" in refused(indicators=[row])


@pytest.mark.parametrize(("row", "text"), [(row, text) for row, texts in ASKED.items() for text in texts])
def test_refused_by_wording(row: str, text: str) -> None:
    # Some sentences speak of two refused inputs; it is enough that they do not get in.
    assert "may never be scored" in refused(text=text)
    if text == ASKED[row][0]:
        assert row in refused(text=text)


def test_spelling_hides_nothing() -> None:
    for text in ("ETHNICITY", "eth\u00adnicity", "Ethni\u200bcity", "e\u0301thnicity", "immigration_status"):
        assert "may never be scored" in refused(text=text)


def test_a_refused_input_hides_neither_in_an_option_nor_in_an_id() -> None:
    option = {"code": "a", "display": "Immigration status"}
    assert "X04" in refused(type="choice", answerOption=[option])
    assert "X01" in refused(linkId="race")
    assert "X06" in refused(linkId="home_zip-code")


def test_ordinary_words_are_let_through() -> None:
    for text in (
        "Was there a braces or bracelet", "Racing car", "Was traced by phone", "An older adult answers for the child",
        "An interpreter is needed", "Sex was exchanged for a ride", "Paid with a Visa card", "Trip to another state",
        "Puts on a brave face", "Refused entry by the motel", "Screens of two phones",
    ):
        build({"item": [yes_no("q") | {"text": text}]})


def test_every_indicator_that_may_be_asked_passes_the_wording_check() -> None:
    """The taxonomy's own words must not be refused, save the clinic's rows and one need asked only to serve."""
    taxonomy = shipped.taxonomy()
    caught = {
        indicator.id
        for indicator in taxonomy.indicators.values()
        for text in indicator.text.values()
        if taxonomy.speaks_of_refused(text, ("officer",))
    }
    assert caught == {"H05", "H12", "P07"}
    assert not taxonomy.speaks_of_refused(taxonomy.indicators["H12"].text["en"], ("clinical",))


def test_the_id_is_refused_even_for_clinicians() -> None:
    with pytest.raises(InstrumentRefused):
        build({"item": [yes_no("q", indicators=["X11"])]}, audience=("clinical",))


@given(field=st.sampled_from(REFUSED), value=st.one_of(st.booleans(), st.text(max_size=12), st.integers()))
@settings(max_examples=60)
def test_no_answer_can_carry_one_in(field: str, value: object) -> None:
    """Invariance by construction: what is not a question of the instrument never reaches the evaluator."""
    for instrument in shipped.instruments():
        refused_row = shipped.taxonomy().refused[field]
        for name in (field, refused_row.text["en"], "race", "sex", "zip_code", "immigration_status"):
            with pytest.raises(AnswersRefused):
                read_answers(instrument, {"answers": {name: value}})
            with pytest.raises(AnswersRefused):
                read_answers(instrument, {"answers": {}, name: value})


def test_no_shipped_instrument_asks_for_one() -> None:
    for instrument in shipped.instruments():
        for item in instrument.questions:
            assert not set(item.indicators) & set(REFUSED)


def test_the_core_imports_nothing_but_itself_and_the_standard_library() -> None:
    """No identification record, no person, no database can be read by what scores."""
    allowed = set(sys.stdlib_module_names)
    for path in CORE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for name in names:
                inside = name.startswith("harborlight.recognize.core")
                assert inside or name.split(".")[0] in allowed, f"{path.name} imports {name}"


def test_screening_loads_neither_django_nor_people() -> None:
    program = (
        "import sys; from harborlight.recognize import cli, shipped;"
        "from harborlight.recognize.core import evaluate, read_answers;"
        "i = shipped.instrument('field-check'); evaluate(i, read_answers(i, {'fear': 'yes'}));"
        "print([m for m in sys.modules if m.startswith(('django', 'harborlight.ground.people', 'sqlite3'))])"
    )
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True,
                           env={"PYTHONPATH": str(CORE.parents[2])})
    assert found.stdout.strip() == "[]"


def test_the_pack_holds_the_whole_published_taxonomy() -> None:
    """Ids and tiers as in the research table; wording may be mended, a tier may not drift unseen."""
    with shared_path("data/screening/indicator_taxonomy.csv").open(encoding="utf-8") as rows:
        table = {row["id"]: row["notes"].split("tier=")[1][0] for row in csv.DictReader(rows)}
    ours = {name: indicator.tier.value for name, indicator in shipped.taxonomy().indicators.items()}
    assert ours | dict.fromkeys(REFUSED, "N") == table
