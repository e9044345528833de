"""The reference tables, as loaded from their files, and the codes that they do not know."""

from django.contrib import admin

from cables.admin.by_policy import PolicyAdmin
from cables.admin.unknown_codes import UnknownCodes
from cables.models import Exemption, GlossaryTerm, Marking, Post, Prosign, RoutingIndicator, SettledCode, Tag


@admin.register(Tag)
class TagAdmin(UnknownCodes, PolicyAdmin):
    table = SettledCode.Table.TAGS
    list_display = ["code", "kind", "name", "category", "era"]
    list_filter = ["kind", "era"]
    search_fields = ["code", "name"]


@admin.register(Post)
class PostAdmin(UnknownCodes, PolicyAdmin):
    table = SettledCode.Table.POSTS
    list_display = ["code", "name", "kind", "country", "geo_tag", "routing_indicator"]
    list_filter = ["kind"]
    search_fields = ["code", "name", "country"]


@admin.register(Marking)
class MarkingAdmin(PolicyAdmin):
    list_display = ["marking", "kind", "long_form", "rank", "era"]
    list_filter = ["kind", "era"]
    search_fields = ["marking", "long_form", "meaning"]


@admin.register(Exemption)
class ExemptionAdmin(PolicyAdmin):
    list_display = ["scheme", "code", "meaning"]
    list_filter = ["scheme"]
    search_fields = ["code", "meaning"]


@admin.register(Prosign)
class ProsignAdmin(PolicyAdmin):
    list_display = ["prosign", "field", "meaning"]
    list_filter = ["field"]
    search_fields = ["prosign", "meaning"]


@admin.register(RoutingIndicator)
class RoutingIndicatorAdmin(PolicyAdmin):
    list_display = ["routing_indicator", "addressee", "post"]
    search_fields = ["routing_indicator", "addressee", "post"]


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(PolicyAdmin):
    list_display = ["term", "expansion", "meaning"]
    search_fields = ["term", "expansion", "meaning"]
