"""What an answer says, in English and Spanish. One place, so that both languages are read side by side."""

from __future__ import annotations

LANGUAGES = ("en", "es")

_TEXTS: dict[str, tuple[str, str]] = {
    # name: (English, Spanish)
    "emergency": (
        "Danger now: call 911 first. It is answered at every hour.",
        "Peligro ahora: llame primero al 911. Responde a toda hora.",
    ),
    "rota": (
        "On call until {until}. Entered by {agency}.",
        "De guardia hasta {until}. Anotado por {agency}.",
    ),
    "own-agency": ("your agency", "su agencia"),
    "takes-county": (
        "{state} takes the report in the county. This is the line of {county}.",
        "{state} recibe el informe en el condado. Esta es la línea de {county}.",
    ),
    "takes-state": (
        "{state} takes reports of child abuse on this line.",
        "{state} recibe los informes de maltrato infantil en esta línea.",
    ),
    "takes-state-for-county": (
        "{state} takes the report in the county; the state line says which office.",
        "{state} recibe el informe en el condado; la línea estatal indica la oficina.",
    ),
    "county-missing": (
        "The county line is not in our list. {state} takes the report in the county: look up {county}, "
        "or use the next line.",
        "La línea del condado no está en nuestra lista. {state} recibe el informe en el condado: busque {county} "
        "o use la línea siguiente.",
    ),
    "state-missing": (
        "No child protection line for {state} is in our list. Use the next line.",
        "No hay línea de protección infantil de {state} en nuestra lista. Use la línea siguiente.",
    ),
    "form": ("Online form or page of the same agency.", "Formulario o página de la misma agencia."),
    "facility": (
        "Only for abuse inside a licensed facility.",
        "Solo para maltrato dentro de un establecimiento con licencia.",
    ),
    "open-always": ("Open 24 hours according to the source.", "Abierta las 24 horas según la fuente."),
    "open-now": ("Open now: {hours}.", "Abierta ahora: {hours}."),
    "closed-now": ("Closed now. Opens {opens}.", "Cerrada ahora. Abre {opens}."),
    "message": ("It only takes messages until then.", "Hasta entonces solo recibe mensajes."),
    "hours-unknown": (
        "Its hours are not stated. If nobody answers, use the next line.",
        "Su horario no consta. Si nadie responde, use la línea siguiente.",
    ),
    "portal-now": (
        "At this hour the hotline sends callers to this portal.",
        "A esta hora la línea remite a este portal.",
    ),
    "old-number": (
        "The number is from {date}: check it before relying on it.",
        "El número es de {date}: compruébelo antes de confiar en él.",
    ),
    "fallback-police": (
        "If nobody answers for child protection, local police answer at every hour, through 911.",
        "Si nadie responde en protección infantil, la policía local responde a toda hora, por el 911.",
    ),
    "fallback-police-closed": (
        "The child protection line does not answer now. Local police answer at every hour, through 911.",
        "La línea de protección infantil no responde ahora. La policía local responde a toda hora, por el 911.",
    ),
    "fallback-police-stated": (
        "The child protection line does not answer now. The state sends callers to local police, through 911.",
        "La línea de protección infantil no responde ahora. El estado remite a la policía local, por el 911.",
    ),
    "fallback-police-maybe": (
        "If the child protection line does not answer, the state sends callers to local police, through 911.",
        "Si la línea de protección infantil no responde, el estado remite a la policía local, por el 911.",
    ),
    "fallback-counsel": (
        "Answers 24 hours and says which agency takes the report. It does not open a case.",
        "Responde las 24 horas y dice qué agencia recibe el informe. No abre un caso.",
    ),
    "no-rota": (
        "No unit on call is entered for this hour. 911 reaches local police.",
        "No hay unidad de guardia anotada a esta hora. El 911 comunica con la policía local.",
    ),
    "national": ("National line for {purpose}.", "Línea nacional: {purpose}."),
    "fbi": (
        "FBI field office for {county}, by the area the FBI publishes.",
        "Oficina del FBI para {county}, según la zona que publica el FBI.",
    ),
    "fbi-candidate": (
        "The published areas do not settle which office serves {county}. It is one of: {offices}. Ask the first.",
        "Las zonas publicadas no aclaran qué oficina atiende {county}. Es una de: {offices}. Pregunte a la primera.",
    ),
    "fbi-likely": (
        "The published areas do not settle which office serves {county}. It is probably this one: ask.",
        "Las zonas publicadas no aclaran qué oficina atiende {county}. Probablemente es esta: pregunte.",
    ),
    "fbi-none": (
        "No FBI office is published for {county}. Use the national tip line.",
        "No consta oficina del FBI para {county}. Use la línea nacional.",
    ),
    "district": (
        "{statute} places {county} in this federal district. The office's number is not in our list.",
        "{statute} sitúa {county} en este distrito federal. El número de la oficina no está en nuestra lista.",
    ),
    "district-derived": (
        "The statute does not name {county}; its neighbors are in this federal district. Verify before relying on it.",
        "La ley no nombra {county}; sus vecinos están en este distrito federal. Compruébelo antes de confiar en ello.",
    ),
    "icac-state": (
        "Internet Crimes Against Children task force for the whole state.",
        "Grupo contra delitos en internet contra menores, para todo el estado.",
    ),
    "icac-county": (
        "Internet Crimes Against Children task force; its page lists this county.",
        "Grupo contra delitos en internet contra menores; su página nombra este condado.",
    ),
    "icac-maybe": (
        "A task force in this state. Whether it serves this county is not in our list: ask.",
        "Un grupo de este estado. No consta si atiende este condado: pregunte.",
    ),
    "icac-finder": (
        "Our list has 15 of 61 task forces. This line finds the one for {county}.",
        "Nuestra lista tiene 15 de 61 grupos. Esta línea indica el de {county}.",
    ),
    "pick-county": (
        "This ZIP code may also lie in {others}. Pick the county if that is where the child is.",
        "Este código postal puede estar también en {others}. Elija el condado si el menor está allí.",
    ),
    "split-zone": ("Time: {note}.", "Hora: {note}."),
    "not-verified": ("not verified by your agency", "no verificado por su agencia"),
    "verified": ("verified by your agency on {date}", "verificado por su agencia el {date}"),
    "failed": (
        "failed when your agency called on {date}",
        "no respondió cuando su agencia llamó el {date}",
    ),
    "stale": ("not verified by your agency since {date}", "no verificado por su agencia desde el {date}"),
    "not-found": ("not found", "no consta"),
    "not-stated": ("not stated", "no consta"),
    "all-day": ("24 hours", "24 horas"),
}

_ROLES: dict[str, tuple[str, str]] = {
    "emergency": ("Emergency", "Emergencia"),
    "local-police": ("Local police", "Policía local"),
    "child-protection": ("Child protection", "Protección infantil"),
    "child-protection-facility": ("Child protection in facilities", "Protección infantil en establecimientos"),
    "trafficking-hotline": ("Trafficking hotline", "Línea contra la trata"),
    "missing-children": ("Missing and exploited children", "Menores desaparecidos y explotados"),
    "runaway-line": ("Runaway line", "Línea para jóvenes fugados"),
    "child-abuse-counsel": ("Child abuse advice", "Consejo sobre maltrato infantil"),
    "crisis-line": ("Crisis line", "Línea de crisis"),
    "sexual-assault-line": ("Sexual assault line", "Línea de agresión sexual"),
    "domestic-violence-line": ("Violence at home", "Violencia en el hogar"),
    "teen-dating-line": ("Teen dating violence", "Violencia en el noviazgo"),
    "victim-line": ("Crime victims", "Víctimas de delitos"),
    "fbi-office": ("FBI", "FBI"),
    "fbi-tips": ("FBI tip line", "Línea de avisos del FBI"),
    "hsi-tips": ("Homeland Security tip line", "Línea de avisos de Seguridad Nacional"),
    "federal-district": ("Federal prosecutor", "Fiscalía federal"),
    "icac": ("Internet crimes against children", "Delitos en internet contra menores"),
    "icac-finder": ("Finds the task force", "Indica el grupo"),
    "local-services": ("Local services", "Servicios locales"),
    "fusion-center": ("Fusion center", "Centro de fusión"),
    "federal-agency": ("Federal agency", "Agencia federal"),
    "attorney-general": ("Attorney general", "Fiscalía general"),
    "social-services": ("Social services", "Servicios sociales"),
    "emergency-management": ("Emergency management", "Gestión de emergencias"),
    "trafficking-state-line": ("State trafficking line", "Línea estatal contra la trata"),
}

_PURPOSES: dict[str, tuple[str, str]] = {
    "trafficking-hotline": ("trafficking: advice, reports and services", "trata: consejo, avisos y servicios"),
    "missing-children": ("missing and exploited children", "menores desaparecidos y explotados"),
    "runaway-line": ("runaway and homeless young people", "jóvenes fugados o sin hogar"),
    "child-abuse-counsel": ("advice on child abuse", "consejo sobre maltrato infantil"),
    "crisis-line": ("suicide and mental health crisis", "suicidio y crisis de salud mental"),
    "sexual-assault-line": ("sexual assault", "agresión sexual"),
    "domestic-violence-line": ("violence at home", "violencia en el hogar"),
    "teen-dating-line": ("violence in teen dating", "violencia en el noviazgo"),
    "victim-line": ("rights and referrals of crime victims", "derechos y ayuda a víctimas de delitos"),
    "fbi-tips": ("tips on federal crimes", "avisos de delitos federales"),
    "hsi-tips": ("tips to Homeland Security Investigations", "avisos a Seguridad Nacional"),
    "local-services": ("local services", "servicios locales"),
    "icac-finder": ("finding the task force of the region", "encontrar el grupo de la región"),
}


def say(name: str, language: str, **facts: str) -> str:
    """The sentence of that name in that language, with its facts filled in."""
    return _TEXTS[name][LANGUAGES.index(language)].format(**facts)


def template(name: str, language: str) -> str:
    """The sentence of that name with its `{places}` still open, for a page that fills them itself."""
    return _TEXTS[name][LANGUAGES.index(language)]


def role_name(role: str, language: str) -> str:
    """What a role is called on a page."""
    return _ROLES.get(role, (role, role))[LANGUAGES.index(language)]


def purpose(role: str, language: str) -> str:
    """What a national line is for; empty when the role is not a national line."""
    return _PURPOSES.get(role, ("", ""))[LANGUAGES.index(language)]
