"""The rules for passwords, each with its reason in words (CJIS IA-5(1)(a)).

Twelve characters or more, any characters, spaces too, nothing cut off, no hints, no change by calendar.
"""

from django.contrib.auth import password_validation as django_rules
from django.core.exceptions import ValidationError

RULES = (
    "At least 12 characters. A sentence of four or five words is good and easy to remember.",
    "Any characters, spaces too. Nothing is cut off.",
    "Not one of the 20,000 passwords that are tried first, and not your name.",
)


class LengthRule(django_rules.MinimumLengthValidator):
    """Twelve characters; CJIS asks for eight, length is what resists guessing."""

    def get_error_message(self) -> str:
        return f"This has fewer than {self.min_length} characters. Add words until it is longer."


class CommonRule(django_rules.CommonPasswordValidator):
    """Not one of the passwords that leak most often."""

    def get_error_message(self) -> str:
        return "This is one of the passwords that are tried first, because many people use it. Choose another."


class NameRule(django_rules.UserAttributeSimilarityValidator):
    """Not the sign-in name, not the member's own name."""

    def get_error_message(self) -> str:
        return "This is too close to your name or sign-in name, which is easy to guess. Choose another."


def check(password: str, member: object = None) -> str:
    """The same password. Raises ValidationError with every rule it breaks."""
    if "\x00" in password:
        raise ValidationError("A password cannot hold the null character.")
    django_rules.validate_password(password, member)  # type: ignore[arg-type]
    return password
