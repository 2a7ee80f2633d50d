"""Who may ask and who may decide: accrediting, changing, revoking."""
