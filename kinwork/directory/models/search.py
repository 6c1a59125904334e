"""What search reads: one line per service and place, the words in use, and inquiries of nobody."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, GistIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from kinwork.common.ids import new_id
from kinwork.common.models import Community
from kinwork.common.tables import Public
from kinwork.directory.models.main import Location, Service


class MinutesOfWeek(models.Field):
    """int4multirange: minutes since Monday 00:00 on the place's own clock. Written in SQL only."""

    def db_type(self, connection) -> str:
        return "int4multirange"


class SearchEntry(models.Model):
    """A service at one of its places, flat, as the list of results shows it. Rebuilt, never edited.

    words: the text in both languages with weights, and a lexeme `kw/CODE` for each of our terms.
    cells: squares of the map this place lies in, at three sizes; or its state, where a service
    has no place. open_minutes: null = nobody has told the hours.
    """

    access = Public()

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.ForeignKey(Service, models.CASCADE, related_name="search_entries")
    location = models.ForeignKey(Location, models.CASCADE, null=True, related_name="search_entries")
    words = SearchVectorField()
    cells = ArrayField(models.IntegerField(), default=list)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    is_exact = models.BooleanField(default=False)
    terms = ArrayField(models.CharField(max_length=40), default=list)
    languages = ArrayField(models.CharField(max_length=10), default=list)
    minimum_age_months = models.PositiveSmallIntegerField(null=True)
    maximum_age_months = models.PositiveSmallIntegerField(null=True)
    serves_pregnancy = models.BooleanField(default=False)
    remote = models.BooleanField(default=False)
    is_victim_service = models.BooleanField(default=False)
    assured_on = models.DateField(null=True)
    openings = models.IntegerField(null=True)
    room_until = models.DateTimeField(null=True)
    open_minutes = MinutesOfWeek(null=True)
    timezone = models.CharField(max_length=50)
    name = models.TextField()
    organization_name = models.TextField()
    phone = models.TextField()
    phone_extension = models.TextField()
    line = models.TextField()
    town = models.TextField()
    town_plain = models.TextField()
    county = models.TextField()
    state = models.CharField(max_length=30)
    postal_code = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "location"], name="one_entry_a_place", nulls_distinct=False
            )
        ]
        indexes = [
            GinIndex(fields=["words", "cells"], name="entry_by_words_and_cells", fastupdate=False),
            GistIndex(Func(F("longitude"), F("latitude"), function="point"), name="entry_by_point"),
            models.Index(fields=["town_plain"], name="entry_by_town"),
        ]


class SearchWord(models.Model):
    """A word of the directory; how many entries hold it. is_spoken: a whole word, fit to suggest."""

    access = Public()

    word = models.TextField(primary_key=True)
    entries = models.IntegerField(default=0)
    is_spoken = models.BooleanField(default=False)

    class Meta:
        indexes = [
            GinIndex(
                fields=["word"],
                opclasses=["gin_trgm_ops"],
                name="spoken_word_by_letters",
                condition=Q(is_spoken=True),
            )
        ]


class Inquiry(models.Model):
    """Somebody asked for something: what, where, what there was. Of no person, and never of safety."""

    access = Public()

    class Outcome(models.TextChoices):
        FOUND = "found"
        NO_ROOM = "no room"
        NO_SERVICE = "no service"

    class Door(models.TextChoices):
        SEARCH = "search"
        RIGHT_NOW = "right now"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    community = models.ForeignKey(Community, models.CASCADE, null=True, related_name="inquiries")
    door = models.CharField(max_length=10, choices=Door.choices)
    need_code = models.CharField(max_length=40, blank=True)
    place = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10)
    results = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)

    class Meta:
        verbose_name_plural = "inquiries"
        constraints = [
            models.CheckConstraint(
                condition=~Q(need_code="domestic-violence-help"), name="no_inquiry_of_safety"
            )
        ]
        indexes = [models.Index(fields=["community", "at"], name="inquiry_by_community")]
