"""Acts: what a person does with a touch of their passkey, signed, recorded, and verified again later."""
