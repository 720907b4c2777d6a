"""The form components of ``{% load ui %}`` (``templatetags/ui.py`` takes them into its library)."""

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

# Native pickers want ISO values; Django's own formats follow the locale.
NATIVE = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)


@register.simple_tag(takes_context=True)
def errors(context: template.Context, form: forms.BaseForm) -> SafeString:
    """What has to be mended, each line a link to its field; nothing when all is well."""
    if not form.errors:
        return SafeString("")
    general = list(form.non_field_errors())
    fields = [(_anchor(bound), bound.label, list(bound.errors)) for bound in form if bound.errors]
    general += [f"{bound.label}: {text}" for bound in form.hidden_fields() for text in bound.errors]
    count = len(general) + sum(len(texts) for *_, texts in fields)
    return _part("errors", context, general=general, fields=fields, count=count)


@register.simple_tag(takes_context=True)
def field(context: template.Context, bound: BoundField, optional: bool = False) -> SafeString:
    """One field: label, hint, error, control, tied together for screen readers."""
    shape = _shape(bound.field.widget)
    _use_native_picker(bound)
    return _part(
        "field", context, field=bound, shape=shape, control=_control(bound, shape),
        optional=optional and not bound.field.required,
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def fields(context: template.Context, form: forms.BaseForm, optional: bool = False) -> SafeString:
    """Hidden fields, then every visible one."""
    hidden = [str(bound) for bound in form.hidden_fields()]
    shown = [field(context, bound, optional) for bound in form.visible_fields()]
    return SafeString("".join([*hidden, *shown]))


def _part(part: str, context: template.Context, /, **values: Any) -> SafeString:
    return render_to_string(f"ui/parts/{part}.html", values, context.get("request"))


def _anchor(bound: BoundField) -> str:
    # A group of tiles has no control with the field's own id: its first tile is where the reader must land.
    return f"{bound.auto_id}_0" if _shape(bound.field.widget) == "tiles" else str(bound.id_for_label)


def _shape(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "tiles"
    return "control"


def _control(bound: BoundField, shape: str) -> SafeString | None:
    if shape == "tiles":
        return None
    widget = bound.field.widget
    look = {"check": "tile-input"}.get(shape) or ("usa-select" if isinstance(widget, forms.Select) else "usa-input")
    if isinstance(widget, forms.Textarea):
        look = "usa-textarea"
        if str(widget.attrs.get("rows")) == "10":  # Django's figure, not somebody's wish: too tall for a phone
            widget.attrs["rows"] = 4
    if isinstance(widget, forms.FileInput):
        look = "file-input"
    given = widget.attrs.get("class", "")
    return bound.as_widget(attrs={"class": f"{look} {given}".strip()})


def _use_native_picker(bound: BoundField) -> None:
    widget = bound.field.widget
    for kind, input_type, form in NATIVE:
        # Exactly this class: a subclass has said what it wants.
        if type(widget) is kind:
            widget.format = form
            # A native picker shows nothing for what it cannot read; what was typed must stay to be mended.
            widget.input_type = "text" if bound.errors and bound.value() else input_type
            return
