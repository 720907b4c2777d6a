"""One file per command of ``project``. Each has ``register(subparsers)`` and loads Django only inside ``run``."""
