"""The reference tables in the database: copies of cables/reference/, never edited here.

`load_reference` writes them, and staff add the codes that no file has; everything else only reads.
Cables carry codes, not foreign keys to these rows: a code that no table knows is kept as it was typed.
"""

from django.db import models


class Post(models.Model):
    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=80, blank=True)
    geo_tag = models.CharField(max_length=10, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    aliases = models.JSONField(default=list)
    routing_indicator = models.CharField(max_length=10, blank=True)
    source = models.TextField()

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return self.name


class Tag(models.Model):
    code = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=80, blank=True)
    era = models.CharField(max_length=10, blank=True)
    iso3166 = models.CharField(max_length=20, blank=True)
    source = models.TextField()

    class Meta:
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.name}"


class Marking(models.Model):
    marking = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    long_form = models.CharField(max_length=120)
    portion_forms = models.JSONField(default=list)
    rank = models.SmallIntegerField(null=True)
    banner_colour = models.CharField(max_length=7, blank=True)
    meaning = models.TextField()
    era = models.CharField(max_length=10, blank=True)
    source = models.TextField()

    class Meta:
        ordering = ["kind", "rank", "marking"]
        constraints = [models.UniqueConstraint(fields=["marking", "kind"], name="marking_once_per_kind")]

    def __str__(self):
        return self.marking


class Exemption(models.Model):
    scheme = models.CharField(max_length=20)
    code = models.CharField(max_length=30)
    meaning = models.TextField()
    source = models.TextField()

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="exemption_once_per_scheme")]

    def __str__(self):
        return f"{self.scheme} {self.code}"


class Prosign(models.Model):
    prosign = models.CharField(max_length=40, unique=True)
    field = models.CharField(max_length=20)
    meaning = models.TextField()
    rank = models.SmallIntegerField(null=True)
    source = models.TextField()

    class Meta:
        ordering = ["prosign"]

    def __str__(self):
        return self.prosign


class RoutingIndicator(models.Model):
    routing_indicator = models.CharField(max_length=12)
    addressee = models.CharField(max_length=120)
    post = models.CharField(max_length=40, blank=True)
    source = models.TextField()

    class Meta:
        ordering = ["routing_indicator", "addressee"]
        constraints = [
            models.UniqueConstraint(
                fields=["routing_indicator", "addressee"], name="routing_indicator_once_per_addressee"
            )
        ]

    def __str__(self):
        return f"{self.routing_indicator} {self.addressee}"


class GlossaryTerm(models.Model):
    term = models.CharField(max_length=60, unique=True)
    expansion = models.CharField(max_length=200)
    meaning = models.TextField()
    source = models.TextField()

    class Meta:
        ordering = ["term"]

    def __str__(self):
        return self.term
