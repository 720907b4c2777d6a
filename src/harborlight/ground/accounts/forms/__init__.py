"""Forms of accounts: ``proof`` (password, code, passkey), ``own`` (one's own account), ``members``, ``set_up``."""
