"""Keys hold no personal data themselves; destroying one erases what it sealed (see ``api.destroy``)."""

RETENTION = {"Key": "for ever: a destroyed key stays as an empty row, so that erased text explains itself"}
