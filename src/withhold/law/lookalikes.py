"""Letters of other scripts, and rare Latin ones, that look like plain Latin letters in common typefaces.

The table has what occurs in practice. Full-width, mathematical and accented forms need no line, because Unicode
decomposes them. Each line has the plain letters, then the letters that look like them, in the same order.
"""

_LINES = (
    # Cyrillic
    (
        "ABESIJKMHOPCTYXWQGSV",
        "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
        "\u051c\u051a\u050c\u0405\u0474",
    ),
    ("aesijopcyxwqhdv", "\u0430\u0435\u0455\u0456\u0458\u043e\u0440\u0441\u0443\u0445\u051d\u051b\u04bb\u0501\u0475"),
    ("YyIiHhXx", "\u04ae\u04af\u04c0\u04cf\u04a2\u04a3\u04b2\u04b3"),
    # Greek
    ("ABEZHIKMNOPTYX", "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"),
    ("aiknoptuxvcjy", "\u03b1\u03b9\u03ba\u03b7\u03bf\u03c1\u03c4\u03c5\u03c7\u03bd\u03f2\u03f3\u03b3"),
    # Armenian
    ("ohnuqgjSOUL", "\u0585\u0570\u0578\u057d\u0566\u0581\u0575\u054f\u0555\u054d\u053c"),
    # Cherokee
    (
        "DRTYAJEWMHGZSVLCPKBI",
        "\u13a0\u13a1\u13a2\u13a9\u13aa\u13ab\u13ac\u13b3\u13b7\u13bb\u13c0\u13c3\u13da\u13d9\u13de\u13df"
        "\u13e2\u13e6\u13f4\u13c6",
    ),
    # Lisu
    (
        "BPDTGKJCZFMNLSRVHWXYAEIOU",
        "\ua4d0\ua4d1\ua4d3\ua4d4\ua4d6\ua4d7\ua4d9\ua4da\ua4dc\ua4dd\ua4df\ua4e0\ua4e1\ua4e2\ua4e3"
        "\ua4e6\ua4e7\ua4ea\ua4eb\ua4ec\ua4ee\ua4f0\ua4f2\ua4f3\ua4f4",
    ),
    # Coptic
    ("AEHKMNOPCTX", "\u2c80\u2c88\u2c8e\u2c94\u2c98\u2c9a\u2c9e\u2ca2\u2ca4\u2ca6\u2cac"),
    # Phonetic letters and small capitals, turned and dotless forms
    ("agiIoucvwyz", "\u0251\u0261\u0131\u0269\u0254\u028b\u1d04\u1d20\u1d21\u028f\u1d22"),
    (
        "ABCDEGHIJKLMNOPRTU",
        "\u1d00\u0299\u1d04\u1d05\u1d07\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u0280\u1d1b\u1d1c",
    ),
)

LOOKALIKES = str.maketrans(
    {seen: plain for letters, passing in _LINES for plain, seen in zip(letters, passing, strict=True)}
)
"""Code point → the plain letter that it looks like."""
