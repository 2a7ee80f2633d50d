"""Keys, encryption and signatures. No other package imports `cryptography` or `fido2`.

`hpke` seals a release to a person. `envelope` and `sealed_file` encrypt at rest. `keys` and `passkeys` verify who
signed. A verification that fails raises an error and never returns False.
"""
