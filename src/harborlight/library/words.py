"""The words of the public page, both languages side by side. Sentences of answers stand in core.sentences."""

from __future__ import annotations

WORDS: dict[str, tuple[str, str]] = {
    "title": ("Who answers now", "Quién responde ahora"),
    "lede": (
        "Type where the child is. You see who answers at this hour, and why.",
        "Escriba dónde está el menor. Verá quién responde a esta hora y por qué.",
    ),
    "danger": ("Danger now", "Peligro ahora"),
    "call-911": ("Call 911", "Llame al 911"),
    "place": ("ZIP code, or county and state", "Código postal, o condado y estado"),
    "place-help": ("For example 60601, or Cook County, IL.", "Por ejemplo 60601, o Cook County, IL."),
    "state": ("State", "Estado"),
    "pick-state": ("Or pick the state, then the county", "O elija el estado y luego el condado"),
    "county": ("County", "Condado"),
    "choose": ("Choose", "Elija"),
    "at": ("At another time", "A otra hora"),
    "at-help": ("Empty means now, on the clock of the place.", "Vacío significa ahora, en la hora del lugar."),
    "show": ("Show who answers", "Ver quién responde"),
    "show-counties": ("Show counties", "Ver condados"),
    "change": ("Change place", "Cambiar lugar"),
    "language": ("Language", "Idioma"),
    "other-language": ("Español", "English"),
    "print": ("Print", "Imprimir"),
    "answers": ("Answers now", "Responde ahora"),
    "closed": ("Closed now", "Cerrada ahora"),
    "unknown": ("Hours not known", "Horario no conocido"),
    "instead": ("Instead", "En su lugar"),
    "text": ("Text", "Mensaje de texto"),
    "source": ("Source", "Fuente"),
    "know": ("To know", "Conviene saber"),
    "elsewhere": ("This ZIP code may also lie in", "Este código postal puede estar también en"),
    "nothing-sent": (
        "Nothing you type here is kept. Nothing was sent to anybody.",
        "Nada de lo que escriba aquí se guarda. No se ha enviado nada a nadie.",
    ),
    "checked": ("Our check", "Nuestra comprobación"),
    "years-old": ("years old", "años de antigüedad"),
    "refused": ("This place is not found", "No se encuentra este lugar"),
    "zone-source": ("ZIP codes: GeoNames, CC BY 4.0.", "Códigos postales: GeoNames, CC BY 4.0."),
}


def words_in(language: str) -> dict[str, str]:
    """Every word of the page in one language, with underscores for use in a template."""
    index = 1 if language == "es" else 0
    return {name.replace("-", "_"): texts[index] for name, texts in WORDS.items()}
