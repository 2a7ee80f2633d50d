"""Keys, seals and signatures: the only room that touches `cryptography` and `fido2`.

What is sealed to a person is in `hpke`; what lies at rest is in `vault`; who signed is in `keys` and `passkeys`.
Every check raises; none answers yes or no.
"""
