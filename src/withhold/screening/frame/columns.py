"""The columns of a batch, in the order in which readers return them."""

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
