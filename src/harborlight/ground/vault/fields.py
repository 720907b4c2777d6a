"""Model fields and classes that keep personal data from being stored in the clear by accident."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from harborlight.ground.vault.core import cipher

M = TypeVar("M", bound=type[models.Model])


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Holds only text sealed by the vault; anything else is refused before it reaches the database."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is not None and bytes(value) != b"" and not cipher.is_sealed(bytes(value)):
            raise ValidationError(f"{self.name} takes only sealed text. Seal it with ground.vault first.")
        return super().get_db_prep_value(value, connection, prepared)


def classed(
    *, personal: Iterable[str] = (), derived: Iterable[str] = (), plain: Iterable[str] = ()
) -> Callable[[M], M]:
    """Class every field of a model: personal (sealed), derived (computed from personal), plain (about nobody).

    A guarantee test fails when a field has no class or two, and when a personal field is not a SealedField.
    """

    def mark(model: M) -> M:
        model.field_classes = {  # type: ignore[attr-defined]
            "personal": frozenset(personal),
            "derived": frozenset(derived),
            "plain": frozenset(plain),
        }
        return model

    return mark
