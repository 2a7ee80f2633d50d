"""The words of pages that come in more than one language."""

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    "lang": "en",
    "other": "es",
    "other_name": "En español",
    "skip": "Skip to main content",
    "navigation": "Main",
    "sign_in": "Sign in",
    "home_title": "Requests for addresses, accounted for",
    "demonstration": "Demonstration: synthetic people. Nothing here is real.",
    "accounting_title": "Has anyone asked about me?",
    "accounting_lead": "With your accounting code you see every step about you on the ledger: what was decided, on "
    "which day, and whether your address was handed over. The custodian gives you the code in person, one for each "
    "year. It is your secret: it is not kept here, and nothing tells who looked.",
    "code": "Your accounting code",
    "code_hint": "It begins with WH and a year, as in WH2026. Case, spaces and hyphens do not matter.",
    "look": "Look",
    "found_title": "What stands about you on the ledger",
    "found_caption": "Entries of the year of your code",
    "day": "Day",
    "what": "What happened",
    "place": "Entry",
    "receipt": "Receipt",
    "receipt_of": "Receipt of entry",
    "who": "Who asked",
    "authority": "Whatever was asked or disclosed was under",
    "suspended": "The custodian may say no more of this entry yet: by a written statement, until",
    "contest": "Contest entry",
    "wrong": "What is wrong with it?",
    "send": "Send",
    "contested_title": "Your statement is on record",
    "contested": "It stands beside the entry, on the ledger, for good. The reviewers and the inspector see it. The "
    "entry itself is not changed: nothing here can be.",
    "take": "Receipt",
    "erased": "Its content was erased on {day}, as the law has it. Entry {entry} says so.",
    "other_kind": "An entry of kind {kind}.",
    "sign_out": "Sign out",
    "nothing_changed": "Nothing was changed. Go back and try again.",
    "none": "Nothing: no request about you stands on the ledger for this year.",
    "check_title": "Check it yourself",
    "check": "A receipt proves without us, and for good, that the entry stands on the ledger. A copy of the whole log "
    "tells you the same, and nobody learns that you looked.",
    "ledger": "How to check the ledger",
    "no_code": "Type your accounting code.",
    "wrong_code": "This is not an accounting code:",
    "code_prefix": "it does not begin with WH and a year, as in WH2026.",
    "code_length": "it has {number} characters after the year, not 56.",
    "code_character": "group {number} holds a character that no code has.",
    "code_checksum": "a character or the year is mistyped.",
}
SPANISH: Mapping[str, str] = {
    "lang": "es",
    "other": "en",
    "other_name": "In English",
    "skip": "Saltar al contenido principal",
    "navigation": "Principal",
    "sign_in": "Entrar",
    "home_title": "Solicitudes de direcciones, con cuenta rendida",
    "demonstration": "Demostración: personas ficticias. Nada de esto es real.",
    "accounting_title": "¿Alguien ha preguntado por mí?",
    "accounting_lead": "Con su código de rendición de cuentas ve cada paso sobre usted en el registro público: qué se "
    "decidió, qué día, y si se entregó su dirección. El custodio le da el código en persona, uno por cada año. Es su "
    "secreto: aquí no se guarda, y nada dice quién miró.",
    "code": "Su código",
    "code_hint": "Empieza con WH y un año, como WH2026. Las mayúsculas, los espacios y los guiones no importan.",
    "look": "Mirar",
    "found_title": "Lo que consta sobre usted en el registro",
    "found_caption": "Asientos del año de su código",
    "day": "Día",
    "what": "Qué pasó",
    "place": "Asiento",
    "receipt": "Recibo",
    "receipt_of": "Recibo del asiento",
    "who": "Quién preguntó",
    "authority": "Lo que se pidió o se reveló fue en virtud de",
    "suspended": "El custodio no puede decir más de este asiento todavía: por declaración escrita, hasta el",
    "contest": "Impugnar el asiento",
    "wrong": "¿Qué está mal?",
    "send": "Enviar",
    "contested_title": "Su declaración consta",
    "contested": "Queda junto al asiento, en el registro, para siempre. La ven los revisores y el inspector. El "
    "asiento mismo no cambia: aquí nada puede cambiar.",
    "take": "Recibo",
    "erased": "Su contenido se borró el {day}, como manda la ley. Lo dice el asiento {entry}.",
    "other_kind": "Un asiento de la clase {kind}.",
    "sign_out": "Salir",
    "nothing_changed": "No se cambió nada. Vuelva atrás e inténtelo de nuevo.",
    "none": "Nada: en el registro no consta ninguna solicitud sobre usted en este año.",
    "check_title": "Compruébelo usted mismo",
    "check": "Un recibo prueba sin nosotros, y para siempre, que el asiento consta en el registro. Una copia del "
    "registro entero le dice lo mismo, y nadie sabe que usted miró.",
    "ledger": "Cómo comprobar el registro",
    "no_code": "Escriba su código.",
    "wrong_code": "Esto no es un código de rendición de cuentas:",
    "code_prefix": "no empieza con WH y un año, como WH2026.",
    "code_length": "tiene {number} caracteres después del año, no 56.",
    "code_character": "el grupo {number} tiene un carácter que ningún código tiene.",
    "code_checksum": "un carácter o el año está mal escrito.",
}
LANGUAGES = {"en": ENGLISH, "es": SPANISH}

STEPS_IN_SPANISH: Mapping[int, str] = {
    11: "Una solicitud sobre usted estaba incompleta y se devolvió: no se reveló nada.",
    12: "Una solicitud sobre usted fue rechazada: no se reveló nada.",
    20: "Se recibió una solicitud sobre usted, se comprobó frente a los elementos de la ley y se admitió para que dos "
    "personas la revisaran.",
    21: "No se pudo confirmar a la persona: no se reveló nada.",
    22: "Se abrió su revisión.",
    23: "Un revisor la leyó.",
    24: "Un revisor decidió y firmó.",
    25: "La solicitud fue rechazada: no se reveló nada.",
    26: "Dos revisores aprobaron la solicitud.",
    30: "Su dirección más reciente se selló para el funcionario nombrado.",
    31: "El funcionario nombrado la recogió.",
    32: "El funcionario certificó que se devolvió o se destruyó.",
    33: "La solicitud fue retirada.",
    34: "El custodio exigió la devolución de lo entregado.",
}
"""Kind -> what it means to the record subject."""

LINKS_IN_SPANISH: Mapping[str, str] = {
    "About me": "Sobre mí",
    "The ledger": "El registro",
    "Counts": "Recuentos",
    "Annual report": "Informe anual",
    "Tour": "Recorrido",
}
"""Title of a link that anybody sees -> the same in Spanish."""

PROBLEMS_IN_SPANISH: Mapping[int, tuple[str, str]] = {
    400: ("Esta solicitud no se puede leer", "Vuelva atrás, cargue la página otra vez y envíela de nuevo."),
    403: (
        "Este formulario ha caducado",
        "Cargue la página otra vez y envíe el formulario; permita las cookies.",
    ),
    404: ("No existe esa página", "Compruebe la dirección o empiece por la primera página."),
    409: ("Esto no se puede hacer ahora", "Inténtelo de nuevo dentro de un minuto."),
    422: ("Esto no se puede leer", "Compruebe lo que escribió y envíelo de nuevo."),
    500: ("No se pudo hacer", "Inténtelo de nuevo más tarde; no se cambió nada."),
}
"""HTTP status -> what is wrong, and what to do."""


def words_for(path: str) -> Mapping[str, str]:
    """The words of the page at this path: its first part may name a language."""
    return LANGUAGES.get(path.split("/")[1] if path.startswith("/") else "", ENGLISH)
