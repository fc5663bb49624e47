"""Django's ORM on psycopg."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import unquote, urlsplit

import django
from django.conf import settings

from contestant import SINCE, Contestant, fresh_slug, key_of, new_row, new_rows


def contestants(url: str) -> list[Contestant]:
    at = urlsplit(url)
    settings.configure(
        USE_TZ=True,
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": at.path[1:],
                "USER": unquote(at.username or ""),
                "PASSWORD": unquote(at.password or ""),
                "HOST": at.hostname,
                "PORT": at.port,
                "CONN_MAX_AGE": None,
            }
        },
    )
    django.setup()
    from django.db import models

    class Columns(models.Model):
        slug = models.TextField(unique=True)
        name = models.TextField()
        note = models.TextField(null=True)
        rating = models.IntegerField()
        score = models.FloatField()
        price = models.DecimalField(max_digits=12, decimal_places=2)
        is_active = models.BooleanField()
        details = models.JSONField()
        created_at = models.DateTimeField()

        class Meta:
            abstract = True

    class Item(Columns):
        id = models.AutoField(primary_key=True)

        class Meta:
            app_label = "bench"
            db_table = "items"

    class Entry(Columns):
        id = models.AutoField(primary_key=True)

        class Meta:
            app_label = "bench"
            db_table = "entries"

    class Author(models.Model):
        id = models.AutoField(primary_key=True)
        name = models.TextField()
        email = models.TextField()

        class Meta:
            app_label = "bench"
            db_table = "authors"

    class Post(models.Model):
        id = models.AutoField(primary_key=True)
        title = models.TextField()
        body = models.TextField(null=True)
        created_at = models.DateTimeField()
        author = models.ForeignKey(
            Author, on_delete=models.CASCADE, related_name="posts"
        )

        class Meta:
            app_label = "bench"
            db_table = "posts"

    rows = new_rows(lambda value: value)

    def bulk(_turn: int) -> object:
        Entry.objects.bulk_create([Entry(**row) for row in rows])
        return len(rows)

    def conditions(_turn: int) -> object:
        return list(
            Item.objects.filter(
                rating__gte=4,
                is_active=True,
                price__lt=140,
                name__contains="number 10",
                created_at__gt=SINCE,
            )
        )

    def first(turn: int) -> object:
        with suppress(Item.DoesNotExist):
            return Item.objects.get(pk=key_of(turn))
        return None

    return [
        Contestant(
            "Django",
            {
                "key": first,
                "list": lambda turn: list(Item.objects.order_by("id")),
                "insert": lambda turn: Entry.objects.create(
                    **new_row(fresh_slug(), lambda value: value)
                ),
                "bulk": bulk,
                "conditions": conditions,
                "loaded": lambda turn: list(
                    Author.objects.order_by("id").prefetch_related("posts")
                ),
            },
        )
    ]
