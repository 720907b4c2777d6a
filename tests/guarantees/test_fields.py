"""Every field of every model says whether it is about a person, and what is, is sealed."""

from harborlight.ground.vault.api import SealedField
from tests.guarantees.house import our_models

CLASSES = ("personal", "derived", "plain")


def test_every_field_is_classed_exactly_once():
    faults = []
    for model in our_models():
        classes = getattr(model, "field_classes", None) if "field_classes" in vars(model) else None
        if classes is None:
            faults.append(f"{model.__name__} has no @classed")
            continue
        for field in model._meta.concrete_fields:
            found = [name for name in CLASSES if field.name in classes[name]]
            if len(found) != 1:
                faults.append(f"{model.__name__}.{field.name} is classed {found or 'nowhere'}")
    assert not faults


def test_classes_name_no_field_that_is_not_there():
    faults = [
        f"{model.__name__} classes {name}"
        for model in our_models()
        for name in frozenset().union(*getattr(model, "field_classes", {"plain": frozenset()}).values())
        if name not in {field.name for field in model._meta.concrete_fields}
    ]
    assert not faults


def test_personal_fields_are_sealed_and_only_they():
    faults = []
    for model in our_models():
        personal = getattr(model, "field_classes", {"personal": frozenset()})["personal"]
        faults += [
            f"{model.__name__}.{field.name}"
            for field in model._meta.concrete_fields
            if isinstance(field, SealedField) != (field.name in personal)
        ]
    assert not faults


def test_free_text_is_personal_or_says_why_not():
    """A field wide enough for a sentence, and not sealed, could hold a name. Each exception is named here."""
    allowed = {
        # Codes and canonical JSON of codes and counts; ground.audit refuses other characters.
        "Event.detail",
    }
    public = {"library"}  # the directory: published facts about services, none about a person
    faults = {
        f"{model.__name__}.{field.name}"
        for model in our_models() if model._meta.app_label not in public
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "TextField"
    }
    assert faults - allowed == set()


def test_every_model_has_a_retention():
    """privacy.py of each app names every model: how long it stays, or how it is erased."""
    missing = []
    for model in our_models():
        package = model.__module__.rsplit(".models", 1)[0]
        privacy = __import__(f"{package}.privacy", fromlist=["RETENTION"])
        if model.__name__ not in privacy.RETENTION and not model._meta.auto_created:
            missing.append(f"{package}.privacy.RETENTION has no {model.__name__}")
    assert not missing
