"""Accreditations: agencies, signers, officials and the custodian's people."""
