"""The facts of a situation that decide which duties and steps apply.

Each fact is a plain code with the answer yes, no or unknown. Unknown never switches a duty off: only a clear "no"
does. None of these facts reaches any scoring code, and nothing here asks what a child wanted or agreed to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

YES, NO, UNKNOWN = "yes", "no", "unknown"
ANSWERS = (YES, NO, UNKNOWN)

Situation = Mapping[str, str]
"""Fact code to `yes`, `no`, `unknown`, or (for `agency_kind`) the kind of the agency that acts."""

AGENCY_KIND = "agency_kind"
"""The only fact that is not asked: it comes from the agency of whoever opened the response."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One question about the situation, and why it is asked at all."""

    code: str
    question: str
    why: str
    question_es: str
    private: bool = False

    def asked_in(self, language: str) -> str:
        """The question in that language."""
        return self.question_es if language == "es" else self.question


FACTS: tuple[Fact, ...] = (
    Fact(
        "missing_report",
        "Is there a missing or runaway report for this child now?",
        "Starts the NCIC entry clock.",
        "¿Hay ahora un reporte de desaparición o fuga de esta niña o niño?",
    ),
    Fact(
        "foster_care",
        "Is the child in foster care or another placement by the state?",
        "Then NCMEC must be told, and child welfare has duties of its own.",
        "¿La niña o el niño está en un hogar de acogida u otra colocación del estado?",
    ),
    Fact(
        "foreign_national_possible",
        "Might the child be neither a US citizen nor a permanent resident?",
        "Only so that HHS can help within its 24 hours. Never shared otherwise, never scored. Do not ask for papers.",
        "¿Es posible que no sea ciudadana o ciudadano ni residente permanente de EE. UU.?",
        private=True,
    ),
    Fact(
        "with_companion",
        "Is or was the child with an adult who may control or speak for the child?",
        "Adds the steps for separating them safely.",
        "¿Está o estaba con una persona adulta que quizá la controla o habla por ella?",
    ),
    Fact(
        "hurt_or_unwell",
        "Is the child hurt, unwell, under the influence, or asking for a doctor?",
        "Medical care comes before every question.",
        "¿Está herida, enferma, bajo efectos de alguna sustancia, o pide atención médica?",
    ),
    Fact(
        "disclosed",
        "Has the child told somebody about exploitation?",
        "Then questions stop, and a forensic interview is asked for.",
        "¿Ha contado a alguien que la explotan?",
    ),
    Fact(
        "language_needed",
        "Does the child need an interpreter, sign language or plain reading?",
        "Adds the steps for a qualified interpreter.",
        "¿Necesita intérprete, lengua de señas o lectura sencilla?",
    ),
    Fact(
        "in_custody",
        "Is the child held on any charge or warrant?",
        "Adds the steps that keep a victim from being processed as a suspect.",
        "¿Está detenida por algún cargo u orden?",
    ),
    Fact(
        "returned_from_missing",
        "Has the child just come back from being missing?",
        "Adds the talk on return and takes the entry off the missing list.",
        "¿Acaba de volver después de estar desaparecida?",
    ),
    Fact(
        "federal_land_or_custody",
        "Did this happen on federal land or in a federal facility, or is the child in federal custody?",
        "Federal reporting and custody rules then apply.",
        "¿Ocurrió en tierra o instalación federal, o está bajo custodia federal?",
    ),
)

_BY_CODE = {fact.code: fact for fact in FACTS}
CODES = frozenset(_BY_CODE) | {AGENCY_KIND}


def fact(code: str) -> Fact:
    """The fact of that code. Raises KeyError for a code that nobody asks."""
    return _BY_CODE[code]


def settled(answers: Mapping[str, str], *, agency_kind: str) -> dict[str, str]:
    """A whole situation from what was answered: every fact is there, `unknown` where nobody answered.

    Raises ValueError for a fact or an answer that does not exist.
    """
    for code, answer in answers.items():
        if code not in _BY_CODE:
            raise ValueError(f"'{code}' is not a fact that a response knows.")
        if answer not in ANSWERS:
            raise ValueError(f"'{answer}' is not an answer: yes, no or unknown.")
    return {code: answers.get(code, UNKNOWN) for code in _BY_CODE} | {AGENCY_KIND: agency_kind}
