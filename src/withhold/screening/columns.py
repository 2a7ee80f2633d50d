"""The columns of a batch, in the order in which readers hand them on."""

COLUMNS = (
    "request_ref",
    "tin",
    "first_name",
    "middle_name",
    "last_name",
    "suffix",
    "date_of_birth",
    "address_line1",
    "address_line2",
    "city",
    "state",
    "zip",
    "taxable_periods",
    "statute",
    "proceeding",
    "case_number",
    "reason",
    "official_id",
    "signer_id",
    "sole_use",
)

NAME_COLUMNS = ("first_name", "middle_name", "last_name")
"""Compared as canonical names: the text as given does not reach an element."""

TEXT_COLUMNS = tuple(name for name in COLUMNS if name not in {*NAME_COLUMNS, "suffix", "tin", "date_of_birth"})
"""Cleaned of what nobody can see, otherwise kept as the agency wrote them."""
