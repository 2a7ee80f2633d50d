"""Different spellings of the same name: some people write its apostrophes and accents, and some omit them."""

APOSTROPHES = {
    "OBRIEN": "O'Brien",
    "OCONNOR": "O'Connor",
    "ONEAL": "O'Neal",
    "ONEIL": "O'Neil",
    "ONEILL": "O'Neill",
    "ODONNELL": "O'Donnell",
    "OCONNELL": "O'Connell",
    "OREILLY": "O'Reilly",
    "OLEARY": "O'Leary",
    "OHARA": "O'Hara",
    "OROURKE": "O'Rourke",
    "OKEEFE": "O'Keefe",
    "OMALLEY": "O'Malley",
    "DANGELO": "D'Angelo",
    "DAMICO": "D'Amico",
    "DAGOSTINO": "D'Agostino",
    "DAMBROSIO": "D'Ambrosio",
    "DANDREA": "D'Andrea",
}
"""As the tables fold it -> as people write it."""

ACCENTED_SURNAMES = {
    "GARCIA": "García",
    "RODRIGUEZ": "Rodríguez",
    "MARTINEZ": "Martínez",
    "HERNANDEZ": "Hernández",
    "LOPEZ": "López",
    "GONZALEZ": "González",
    "PEREZ": "Pérez",
    "SANCHEZ": "Sánchez",
    "RAMIREZ": "Ramírez",
    "GOMEZ": "Gómez",
    "DIAZ": "Díaz",
    "VAZQUEZ": "Vázquez",
    "GUTIERREZ": "Gutiérrez",
    "JIMENEZ": "Jiménez",
    "MUNOZ": "Muñoz",
    "NUNEZ": "Núñez",
    "PENA": "Peña",
    "IBANEZ": "Ibáñez",
    "DOMINGUEZ": "Domínguez",
    "FERNANDEZ": "Fernández",
    "AVILA": "Ávila",
    "MULLER": "Müller",
    "CASTANEDA": "Castañeda",
}
ACCENTED_FIRST_NAMES = {
    "JOSE": "José",
    "MARIA": "María",
    "JESUS": "Jesús",
    "ANDRES": "Andrés",
    "MONICA": "Mónica",
    "SOFIA": "Sofía",
    "RAUL": "Raúl",
    "RENE": "René",
    "ANGEL": "Ángel",
    "CESAR": "César",
    "OSCAR": "Óscar",
    "TOMAS": "Tomás",
    "VICTOR": "Víctor",
    "LUCIA": "Lucía",
    "VERONICA": "Verónica",
}


def as_typed(name: str) -> str:
    """Return the folded name as an agency types it: capitalized, word by word, with its apostrophe."""
    return " ".join(APOSTROPHES.get(word) or _capitalized(word) for word in name.split())


def with_accents(name: str) -> str:
    """Return the name with the accents of those of its words that are known to have them."""
    known = ACCENTED_SURNAMES | ACCENTED_FIRST_NAMES
    return " ".join(known.get(word) or as_typed(word) for word in name.split())


def _capitalized(word: str) -> str:
    if word.startswith("MC") and len(word) > 4:
        return f"Mc{word[2:].capitalize()}"
    return word.capitalize()
