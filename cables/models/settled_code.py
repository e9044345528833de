from django.db import models


class SettledCode(models.Model):
    """What staff have said of a code that no table knew; it holds for every cable that carries it.

    Restricted: a code is a word of a text, and that text may be withheld later. A code that was added
    stands in its table too; what one means is taken over where rows are derived.
    """

    class Table(models.TextChoices):
        TAGS = "tags", "TAGS"
        POSTS = "posts", "Posts"

    class Verdict(models.TextChoices):
        MEANS = "means", "Means another"
        ADDED = "added", "Added to the table"
        LEFT = "left", "Left as it is typed"

    table = models.CharField(max_length=5, choices=Table.choices)
    code = models.CharField(max_length=120)
    verdict = models.CharField(max_length=5, choices=Verdict.choices)
    means = models.CharField(max_length=60, blank=True, help_text="The code that was meant.")
    by = models.CharField(max_length=150, help_text="The account's name.")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn = models.BooleanField(
        default=False, help_text="It holds no longer, and goes when all is derived."
    )
    derived = models.BooleanField(default=False, help_text="Its cables have been derived anew.")
    message = models.TextField(blank=True, help_text="What became of its cables, as a sentence.")

    class Meta:
        db_table = "restricted_settledcode"
        ordering = ["table", "code"]
        constraints = [
            models.UniqueConstraint(fields=["table", "code"], name="settled_code_once"),
            models.CheckConstraint(
                condition=models.Q(table__in=["tags", "posts"])
                & (
                    models.Q(verdict="means", means__gt="")
                    | models.Q(verdict__in=["added", "left"], means="")
                ),
                name="settled_code_verdict_known",
            ),
        ]

    def __str__(self):
        return f"{self.code}: {self.get_verdict_display().lower()}"
