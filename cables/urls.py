"""The site's table of contents."""

from django.urls import path

from cables.exports import export_csv, export_jsonl
from cables.feeds import cable_feed
from cables.views.accounts import account, change_password, sign_in, sign_out
from cables.views.cable import cable
from cables.views.cable_list import cable_list
from cables.views.collections import collection
from cables.views.facets import facet
from cables.views.go import go
from cables.views.history import history
from cables.views.home import home
from cables.views.markings import markings
from cables.views.posts import post, post_list
from cables.views.review.bytes import received_bytes
from cables.views.review.cable import cable as review_cable
from cables.views.review.cable import paragraph, whole
from cables.views.review.decisions import decide
from cables.views.review.notes import annotate_paragraph, note
from cables.views.review.placing import accept, place_decision
from cables.views.review.queue import queue
from cables.views.review.search import search
from cables.views.review.withhold import withhold_text
from cables.views.source import source, text
from cables.views.tags import tag, tag_list

urlpatterns = [
    path("", home, name="home"),
    path("cables/", cable_list, name="cable-list"),
    path("cables/facets/<slug:name>/", facet, name="facet"),
    path("cables/feed.atom", cable_feed, name="feed"),
    path("cables/export.csv", export_csv, name="export-csv"),
    path("cables/export.jsonl", export_jsonl, name="export-jsonl"),
    # A cable number may come in any spelling: 08ZENDA412, 08 ZENDA 412.
    path("cables/<str:mrn>/", cable, name="cable"),
    path("cables/<str:mrn>/source/", source, name="cable-source"),
    path("cables/<str:mrn>/history/", history, name="cable-history"),
    path("cables/<str:mrn>.txt", text, name="cable-text"),
    path("go/", go, name="go"),
    path("tags/", tag_list, name="tag-list"),
    path("tags/<path:code>/", tag, name="tag"),
    path("posts/", post_list, name="post-list"),
    path("posts/<path:post>/", post, name="post"),
    path("collections/<slug:slug>/", collection, name="collection"),
    path("about/markings/", markings, name="markings"),
    # For reviewers. A paragraph has its identity here: its number may be another's in the next version.
    path("review/", queue, name="review"),
    path("review/search/", search, name="review-search"),
    path("review/cables/<str:mrn>/", review_cable, name="review-cable"),
    path("review/cables/<str:mrn>/<int:identity>/", paragraph, name="review-paragraph"),
    path("review/cables/<str:mrn>/subject/", whole, {"scope": "subject"}, name="review-subject"),
    path("review/cables/<str:mrn>/whole/", whole, {"scope": "cable"}, name="review-whole"),
    path("review/cables/<str:mrn>/withhold/", withhold_text, name="review-withhold"),
    path("review/cables/<str:mrn>/annotate/", annotate_paragraph, name="review-annotate"),
    path("review/cables/<str:mrn>/place/", place_decision, name="review-place"),
    path("review/cables/<str:mrn>/accept/", accept, name="review-accept"),
    path("review/cables/<str:mrn>/bytes/<int:ordinal>/", received_bytes, name="review-bytes"),
    path("review/decisions/<int:pk>/", decide, name="review-decision"),
    path("review/notes/<int:pk>/", note, name="review-note"),
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    path("account/", account, name="account"),
    path("account/password/", change_password, name="change-password"),
]
