"""The sentences of a result, in English and Spanish.

They say what was seen, what is missing, and what to do. They never say "risk", "positive", "suspected" or
"cleared": a figure does not accuse and does not clear.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "es")

STATES: Mapping[str, Mapping[str, str]] = {
    "en": {
        "yes": "Yes", "no": "No", "given": "None of these", "unknown": "Don't know", "not_asked": "Not asked",
        "declined": "Did not want to say",
    },
    "es": {
        "yes": "Sí", "no": "No", "given": "Nada de esto", "unknown": "No se sabe", "not_asked": "No se preguntó",
        "declined": "No quiso decirlo",
    },
}  # fmt: skip
"""What each state is called on a form and a page."""

HOWS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "seen": "I saw it", "child_said": "the child said so", "adult_said": "an adult said so",
        "record": "from a record",
    },
    "es": {
        "seen": "lo vi", "child_said": "lo dijo el menor", "record": "consta en un registro",
        "adult_said": "lo dijo una persona adulta",
    },
}  # fmt: skip
"""What each way of knowing is called."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the questions that count were answered."""

    yes: int
    of: int
    unknown: int
    not_asked: int
    declined: int

    @property
    def missing(self) -> int:
        """Questions without an answer."""
        return self.unknown + self.not_asked + self.declined


PAGE: Mapping[str, Mapping[str, str]] = {
    "en": {
        "lede": "Tap what you know. What you leave alone stays “not asked”. Saying no to help costs nothing.",
        "how": "How do you know?",
        "place": "Where you are",
        "stop": "Stop the questions",
        "finish": "Finish",
        "finish_stop": "Save and see who to call",
        "left_alone": "You can finish at any time. A missing answer is never counted as no.",
        "seen": "Seen or told",
        "next": "Find out next, if it can be done safely",
        "then": "What to do",
        "all_answers": "All answers",
        "question": "Question",
        "answer": "Answer",
        "version": "version",
    },
    "es": {
        "lede": "Toque lo que sabe. Lo que deje sin tocar queda «sin preguntar». No aceptar ayuda no cuesta nada.",
        "how": "¿Cómo lo sabe?",
        "place": "Dónde está usted",
        "stop": "Detenga las preguntas",
        "finish": "Terminar",
        "finish_stop": "Guardar y ver a quién llamar",
        "left_alone": "Puede terminar cuando quiera. Una respuesta que falta nunca cuenta como no.",
        "seen": "Visto o dicho",
        "next": "Averigüe ahora, si se puede sin peligro",
        "then": "Qué hacer",
        "all_answers": "Todas las respuestas",
        "question": "Pregunta",
        "answer": "Respuesta",
        "version": "versión",
    },
}
"""What the form and the result page say around the words of the instrument."""

_RANGE = {
    "en": "{low} to {high} once everything is known",
    "es": "de {low} a {high} cuando todo se sepa",
}

_SAYS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "some": "{yes} of {of} signs seen{missing}.",
        "none": "No yes answers; {answered} of {of} signs looked for{missing}.",
        "nothing": "None of the {of} signs was looked for yet{missing}.",
        "not_asked": "{n} not asked",
        "unknown": "{n} unknown",
        "declined": "{n} declined",
        "limits": "This does not confirm and does not clear.",
        "act": "Offer help and tell the team.",
        "act_none": "If you are worried, offer help and tell the team.",
        "answered": "{answered} of {of} questions answered{missing}.",
        "stop_disclosure": "Stop the questions. Enough has been said or seen.",
        "stop_danger": "Stop the questions. Someone is in danger now.",
        "stop_both": "Stop the questions. Someone is in danger now, and enough has been said or seen.",
    },
    "es": {
        "some": "{yes} de {of} señales vistas{missing}.",
        "none": "Ninguna respuesta afirmativa; se buscaron {answered} de {of} señales{missing}.",
        "nothing": "Todavía no se buscó ninguna de las {of} señales{missing}.",
        "not_asked": "{n} sin preguntar",
        "unknown": "{n} sin saberse",
        "declined": "{n} sin querer responder",
        "limits": "Esto no confirma ni descarta nada.",
        "act": "Ofrezca ayuda y avise al equipo.",
        "act_none": "Si algo le preocupa, ofrezca ayuda y avise al equipo.",
        "answered": "{answered} de {of} preguntas respondidas{missing}.",
        "stop_disclosure": "Detenga las preguntas. Ya se dijo lo suficiente, o usted lo vio.",
        "stop_danger": "Detenga las preguntas. Alguien está en peligro ahora.",
        "stop_both": "Detenga las preguntas. Alguien está en peligro ahora y ya se dijo o se vio lo suficiente.",
    },
}

FORBIDDEN = (
    r"(?:low|medium|moderate|high|higher|highest|not at|no|at) risk",
    r"risk (?:level|score|band|category)",
    r"cleared",
    r"(?<!not a )(?<!never a )suspect(?:ed|s)?",
    r"(?:confirmed|probable|likely|alleged|supposed) victim",
    r"prostitut(?:e|es|ed|ion)",
    r"(?:test|screen(?:ed|s)?|result) (?:is )?positive",
    r"positive screen",
    r"(?:bajo|mediano|alto|sin) riesgo",
    r"riesgo (?:bajo|medio|alto)",
    r"(?:nivel|puntaje) de riesgo",
    r"(?<!no como )sospechos[oa]s?",
    r"descartad[oa]",
    r"prostitu(?:ta|tas|cion|ido|ida)",
)
"""Words no result, band or instruction of an instrument may use (matched on `taxonomy.plain_words`)."""


def result_sentence(tally: Tally, language: str) -> str:
    """What was seen, what is missing, what it does not mean, and what to do."""
    says = _SAYS[language if language in _SAYS else "en"]
    missing = _missing(tally, says)
    answered = tally.of - tally.missing
    if tally.yes:
        seen, act = says["some"].format(yes=tally.yes, of=tally.of, missing=missing), says["act"]
    elif answered:
        seen = says["none"].format(answered=answered, of=tally.of, missing=missing)
        act = says["act_none"]
    else:
        seen, act = says["nothing"].format(of=tally.of, missing=missing), says["act_none"]
    return f"{seen} {says['limits']} {act}"


def judgement_sentence(tally: Tally, language: str) -> str:
    """For an instrument without a figure: how much was answered, and what to do."""
    says = _SAYS[language if language in _SAYS else "en"]
    answered = tally.of - tally.missing
    told = says["answered"].format(answered=answered, of=tally.of, missing=_missing(tally, says))
    return f"{told} {says['limits']} {says['act_none']}"


def range_words(low: object, high: object, language: str) -> str:
    """What a figure may still become; empty when nothing is missing. `high` None has no upper limit."""
    if low == high:
        return ""
    return _RANGE[language if language in _RANGE else "en"].format(low=low, high="…" if high is None else high)


def stop_sentence(kinds: tuple[str, ...], language: str) -> str:
    """Why the questions end."""
    says = _SAYS[language if language in _SAYS else "en"]
    key = "both" if len(kinds) > 1 else kinds[0]
    return says[f"stop_{key}"]


def _missing(tally: Tally, says: Mapping[str, str]) -> str:
    counts = (("not_asked", tally.not_asked), ("unknown", tally.unknown), ("declined", tally.declined))
    parts = [says[name].format(n=count) for name, count in counts if count]
    return "".join(f", {part}" for part in parts)


NEVER_ASKED = (
    r"(?:did|does|do|has|have|was|is|were) (?:she|he|they|you|the child|child|the minor|the youth) "
    r"(?:consent|agree|choose|willing|a willing)\w*",
    r"consent(?:ed)? to (?:sex|the sex|it|the act|the acts)",
    r"(?:willingly|of (?:her|his|their) own free will)",
    r"consintio|por (?:su )?propia voluntad|voluntariamente",
)
"""Words no question may use: a person under 18 cannot consent, so no form asks (22 USC 7102(11)(A), (12))."""
