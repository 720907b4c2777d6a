"""The kinds of second factor, as they are stored and as they are called."""

APP = "totp"
PASSKEY = "webauthn"
CODES = "recovery_codes"
SECOND = (APP, PASSKEY)  # recovery codes stand in for one of these, never alone
WORDS = {APP: "Authenticator app", PASSKEY: "Passkey", CODES: "Recovery codes"}
