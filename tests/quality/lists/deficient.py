"""Address lines that set forth no address, and whole addresses that cannot be one."""

_REFUSALS = (
    "Failed to Provide", "Refused to Provide", "Declined to State", "Would Not Say", "Not Provided", "None Given",
    "Don't Care", "Do Not Know", "Don't Know", "Doesn't Matter", "Not Applicable", "No Address", "No Known Address",
    "No Fixed Abode", "No Permanent Address", "Address Unknown", "Unknown Address", "Whereabouts Unknown", "Unknown",
    "Unavailable", "Not Available", "Not Available At This Time", "Not On File", "None On File", "Nothing On File",
    "Missing", "Undetermined", "Undisclosed", "Withheld", "Redacted", "Confidential", "Pending", "To Be Determined",
    "To Follow", "Will Provide Later", "See Attached", "See File", "See Attachment", "See Above", "Same As Above",
    "Same As Before", "Ditto", "As Previously Stated", "On File", "Refer To File", "Cannot Locate", "Unable To Locate",
    "Unable To Obtain", "Not Found", "No Record", "No Data", "No Information", "No Response", "Blank", "Left Blank",
    "Intentionally Left Blank", "Null", "Nil", "Homeless", "Transient", "No Longer At Address", "Moved Left No Address",
    "Returned Mail", "Undeliverable", "Not Supplied", "Not Stated", "Not Reported", "Not Recorded", "Not Listed",
    "Not Disclosed", "Information Not Available", "Address Not Known", "Address Pending", "Address To Follow",
    "Subject Refused", "Refused", "Declined", "Subject Declined", "Who Cares", "Whatever", "Anything", "Something",
)  # fmt: skip
_SHORT = (
    "N/A", "n/a", "NA", "N.A.", "none", "NONE", "None.", "nil", "null", "NULL", "-", "--", "---", ".", "..", "...", "?", "??",
    "???", "x", "xx", "XXX", "xxxxx", "XXXX XXXX", "tbd", "TBD", "T.B.D.", "TBA", "unk", "UNK", "UKN", "unkn", "no", "NO", "0",
    "00", "000", "0000", "00000", "*", "***", "#", "##", "n", "N", "a", "asdf", "abc", "test", "TEST", "blank", "empty", "void",
    "(none)", "[none]", "<none>", "(blank)", "[unknown]", "<unknown>", "{address}", "#N/A", "#REF!", "#VALUE!", "nan", "NaN",
    "undefined", "TODO", "fill in", "same", "SAME", "ditto", "idem", '"', "''", "''''", "_", "____", "__________", "/", "//", "\\",
)  # fmt: skip
_TEMPLATES = (
    "Address Line 1", "ADDRESS LINE 1", "Street Address", "STREET ADDRESS", "Enter Address Here", "Your Address Here",
    "Insert Address", "[Street Address]", "<<ADDRESS>>", "{{address_line1}}", "${address}", "%ADDRESS%", "Street", "Address",
    "House Number And Street", "Number and Street", "Residential Address", "Home Address", "Mailing Address", "Current Address",
    "Last Known Address", "Street Name", "Street, City, State", "Type address here", "Click to enter text",
    "Sample Address", "Example Address", "Address Goes Here", "Addr1", "addr_line_1", "ADDRESS", "HOME", "Residence",
    "Lorem ipsum dolor sit amet", "123 Main St, Anytown", "1234 Any St Anytown USA", "123 Any Street", "1 Your Street",
    "0000 Street Name", "123 Street Name", "123 Street Address", "123 Address St", "1234 Street Rd Name",
)  # fmt: skip
_CUSTODY = (
    "In Custody", "In Jail", "County Jail", "State Prison", "Incarcerated", "Incarcerated - See BOP", "Detained",
    "ICE Detention", "In Detention", "Federal Custody", "Held Without Bond", "Fugitive", "At Large", "Whereabouts of Subject",
    "Deported", "Removed", "Left The Country", "Left US", "Out Of Country", "Abroad", "Overseas", "Foreign Address",
    "Deceased", "Hospital", "Shelter", "Street", "On The Street", "Under A Bridge", "Lives In Car", "Vehicle",
    "Somewhere in town", "Near the park", "Behind the store", "Downtown", "The usual place", "Friend's house", "With family",
    "At work", "Place of employment", "Unknown motel", "Various", "Various addresses", "Multiple addresses", "Several",
)  # fmt: skip
_SPANISH = (
    "Desconocido", "Desconocida", "Dirección desconocida", "Direccion desconocida", "No se sabe", "No sabe", "No tiene",
    "Sin domicilio", "Sin dirección", "Sin direccion", "Ninguno", "Ninguna", "No proporcionado", "No disponible",
    "No aplica", "Se desconoce", "Sin información", "Sin datos", "Pendiente", "No hay", "No contestó", "Se negó",
    "Rehusó", "Sin hogar", "Sin domicilio fijo", "Igual que arriba", "Ver adjunto", "Por confirmar", "Nada", "No consta",
)  # fmt: skip
_KEYBOARD = (
    "asdf", "asdfgh", "asdf asdf", "qwerty", "qwertyuiop", "zxcvbn", "hjkl", "jkl;", "1234567890", "12345", "123456", "11111",
    "99999", "12345 12345", "aaaa", "aaaa bbbb", "abcdef", "abc def ghi", "fghj dfgh", "sdfsdf", "lkjlkj", "blah", "blah blah",
    "foo", "foo bar", "dummy", "xyz", "xyzzy", "qqqq", "zzzz", "a b c d", "1 2 3 4", "lalala", "hahaha", "test test", "testing",
)  # fmt: skip
_CONTACTS = (
    "555-0100", "(202) 555-0143", "202-555-0111", "+1 202 555 0199", "2025550123", "call 555 0100", "cell 202-555-0150",
    "tel: 5550100", "someone@example.org", "name@example.com", "a.b@example.net", "www.example.org", "https://example.com/a",
    "http://example.org", "@example", "fax 202 555 0101", "ext 4021", "IP 192.0.2.7", "SSN on file", "DOB 1980-01-01",
    "A-number on file", "Alien number", "FBI No 1234", "DL 12345678", "Case 12345", "File No 22-1234", "INV-2026-0001",
    "Passport on file", "Account 12345678", "Lat 38.9 Long -77.0",
)  # fmt: skip
_PARTS = (
    "Main Street", "Elm St", "Broadway", "Washington Ave", "Oak", "Highway", "Apt 4", "Apt B", "Unit 12", "# 5", "Suite 100",
    "Box", "PO Box", "P.O. Box", "RR", "RR Box", "HC", "Rural Route", "PSC", "Unit Box", "12345", "90210", "20500-0001", "42",
    "7", "1600", "100 200 300", "5 5 5 5 5", "N", "North", "SW", "St", "Street", "Ave", "Floor 3", "Building A", "c/o", "Attn:",
    "Attention Records", "Springfield", "Springfield IL", "Springfield, IL 62701", "IL 62701", "Houston TX", "Los Angeles, California",
    "New York NY 10001", "USA", "United States", "Texas", "Cook County", "Zip 60601", "ZIP CODE 77002", "State of Ohio", "City of Boston",
)  # fmt: skip
_TRICKS = ("{N} %s {X}", "%s {N}", "{N} %s", "{N} {D} %s {X}", "{N} %s Apt {n}")
_LOOK = str.maketrans({"a": "а", "e": "е", "o": "о", "c": "с", "p": "р", "i": "і", "A": "А", "O": "О", "N": "Ν"})


def _woven(texts: tuple[str, ...], between: str) -> tuple[str, ...]:
    return tuple(between.join(text) for text in texts)


def _streetlike() -> tuple[str, ...]:
    """Written to pass: a number before and a street's suffix behind what says that there is no address."""
    made = []
    for place, phrase in enumerate(_REFUSALS):
        # Two forms of each, so that both halves of the set meet every form.
        made += [_TRICKS[place % len(_TRICKS)] % phrase, _TRICKS[(place + 2) % len(_TRICKS)] % phrase]
    return tuple(made)


LINES: dict[str, tuple[str, ...]] = {
    "empty": ("", " ", "\u00a0", "\u200b", " | ", ". | .", "- | -", "\u3000"),
    "refusal": _REFUSALS,
    "refusal_any_case": tuple(text.upper() if place % 4 < 2 else text.lower() for place, text in enumerate(_REFUSALS)),
    "short_placeholder": _SHORT,
    "template": _TEMPLATES,
    "custody_or_whereabouts": _CUSTODY,
    "spanish": _SPANISH,
    "keyboard": _KEYBOARD,
    "contact_or_number": _CONTACTS,
    "part_of_an_address": _PARTS,
    "homoglyph": tuple(text.translate(_LOOK) for text in _REFUSALS[:40]),
    "zero_width": _woven(_REFUSALS[:14], "\u200b")
    + _woven(_REFUSALS[14:28], "\u200d")
    + _woven(_REFUSALS[28:40], "\ufeff"),
    "spaced_out": _woven(_REFUSALS[:20], " ") + _woven(_REFUSALS[20:30], ".") + _woven(_REFUSALS[30:40], "-"),
    "digits_for_letters": tuple(text.replace("o", "0").replace("i", "1").replace("e", "3") for text in _REFUSALS[:44]),
    "padded": tuple(f"{text}{'!' * (1 + n % 3)} {'xx ' * (n % 3)}" for n, text in enumerate(_REFUSALS[:40])),
    "adversarial_streetlike": _streetlike(),
    "adversarial_second_line": tuple(f"{text} | {{N}}" for text in _REFUSALS[:40]),
    "template_number": (
        *(
            "0 Zero St",
            "00 None Rd",
            "000 {S} {X}",
            "0 {S} {X}",
            "00000 {S} St",
            "1 Test St",
            "100 Test Rd",
            "123 Test Street",
        ),
        *(
            "1 Fake St",
            "123 Fake Street",
            "742 Fake Ave",
            "1 Placeholder St",
            "99 Template Rd",
            "1 Anywhere St",
            "12 Whatever Ave",
        ),
        *(
            "123 Sample St",
            "1 Example St",
            "22 Example Road",
            "5 Placeholder Ln",
            "1 Dummy Dr",
            "10 Blank St",
            "1 Bogus Blvd",
        ),
        *(
            "123 Abc St",
            "111 Xxx St",
            "1 Asdf Rd",
            "55 Qwerty Ave",
            "9 Aaaa St",
            "12345 Null Ave",
            "1 Undefined Way",
            "7 Tbd Ct",
        ),
    ),
}

PLACES: dict[str, tuple[str, ...]] = {
    "zip_not_of_state": (
        *("{N} {S} {X} | * | NY | 90210", "{N} {S} {X} | Houston | TX | 10001", "{N} {S} {X} | Chicago | IL | 30301"),
        *("{N} {S} {X} | Miami | FL | 98101", "{N} {S} {X} | Boston | MA | 60601", "{N} {S} {X} | Denver | CO | 02108"),
        *("PO Box {n} | Seattle | WA | 33101", "{N} {S} {X} | Phoenix | AZ | 19103", "RR {d} Box {n} | * | OH | 94103"),
        *("{N} {S} {X} | Atlanta | GA | 80202", "{N} {S} {X} | * | CA | 20001", "{N} {S} {X} | Detroit | MI | 70112"),
    ),
    "no_such_zip": tuple(
        f"{{N}} {{S}} {{X}} | * | * | {code}"
        for code in (
            *(
                "00000",
                "11111",
                "22222",
                "99999",
                "12345-",
                "0",
                "1",
                "1234",
                "123456",
                "ABCDE",
                "9021O",
                "OOOOO",
                "N/A",
            ),
            *("unknown", "", "-----", "00001", "00100", "77777-7777", "000000000", "12 345", "none", "zip", "xxxxx"),
        )
    ),
    "no_state": tuple(
        f"{{N}} {{S}} {{X}} | * | {state} | *"
        for state in ("", "XX", "ZZ", "N/A", "US", "USA", "??", "Unknown", "none", "12", "U.S.", "--")
    ),
    "no_city": tuple(
        f"{{N}} {{S}} {{X}} | {city} | * | *"
        for city in (
            *(
                "",
                "N/A",
                "Unknown",
                "None",
                "City",
                "Anytown",
                "UNK",
                "xxx",
                "Not Provided",
                "test",
                "12345",
                "Your City",
                "TBD",
            ),
            *(
                "-",
                "?",
                "Nowhere",
                "Somewhere",
                "[city]",
                "Desconocido",
                "Failed to Provide",
                "n/a",
                "City Name",
                "See above",
                "aaaa",
            ),
        )
    ),
}
