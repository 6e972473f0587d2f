from .base import *  # noqa: F403

ALLOWED_HOSTS = ["*"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "board.sqlite3"}}
