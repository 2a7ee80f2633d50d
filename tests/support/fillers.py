"""Words that people and programs write in a cell that has no value."""

FILLERS = (
    "N/A", "n/a", "#N/A", "N / A", "\uff2e\uff0f\uff21", "n\\a", "None", "NONE", "none.", "(none)", "None None", "-",
    "--", "\u2013", ".", "?", "NULL", "null", "<null>", "nan", "NaN", "<NA>", "NMN", "nmi", "NMNI", "unknown",
    "Unknown Unknown", "UNK", "not provided", "NotApplicable", "no middle name", "No Suffix", "TBD",
    "REDACTED", "xxx", "XX", "000", "0", "left blank", "not known", "desconocido", "ninguno", "no tiene",
    "declined to state", "declined", "pending",
)  # fmt: skip
