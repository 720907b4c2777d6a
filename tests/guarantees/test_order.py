"""The order of the house, in code, in foreign keys and in templates."""

from importlinter.cli import lint_imports

from harborlight.ground.ui.lint import lint_templates
from harborlight.ground.ui.lint.house import ORDER, RANK_OF_UI
from tests.guarantees.house import PACKAGE, RANK, ROOT, may_use, module_of, order, our_models


def test_imports_obey_the_contracts(capsys, monkeypatch):
    monkeypatch.chdir(ROOT)
    code = lint_imports(config_filename=str(ROOT / ".importlinter"), no_cache=True)
    assert code == 0, capsys.readouterr().out


def test_every_folder_of_the_package_has_a_place_in_the_order():
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()} - {"ground"}
    folders |= {path.name for path in (PACKAGE / "ground").iterdir() if (path / "__init__.py").exists()}
    assert folders <= RANK.keys()


def test_foreign_keys_obey_the_order():
    """import-linter cannot see a foreign key that names its model in a string."""
    upward = [
        f"{model.__name__}.{field.name} points to {field.related_model.__name__}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and module_of(field.related_model.__module__)
        and not may_use(module_of(model.__module__), module_of(field.related_model.__module__))
    ]
    assert not upward


def test_links_in_templates_obey_the_order():
    assert [fault for fault in lint_templates([PACKAGE]) if "stands above or beside" in fault] == []


def test_the_template_lint_knows_the_same_order():
    theirs = [names for names in ORDER if names[0] != "ui"]
    ours = [names for names in order() if names != ("ui",)]
    assert theirs == ours
    place = order().index(("ui",))
    (above,), (below,) = order()[place - 1], order()[place + 1]
    assert theirs.index((above,)) < RANK_OF_UI < theirs.index((below,))
