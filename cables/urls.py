"""The site's table of contents."""

from django.urls import path

from cables.views.cable import cable
from cables.views.cable_list import cable_list
from cables.views.collections import collection
from cables.views.go import go
from cables.views.home import home
from cables.views.markings import markings
from cables.views.posts import post, post_list
from cables.views.source import source
from cables.views.tags import tag, tag_list

urlpatterns = [
    path("", home, name="home"),
    path("cables/", cable_list, name="cable-list"),
    # A cable number may come in any spelling: 08ZENDA412, 08 ZENDA 412.
    path("cables/<str:mrn>/", cable, name="cable"),
    path("cables/<str:mrn>/source/", source, name="cable-source"),
    path("go/", go, name="go"),
    path("tags/", tag_list, name="tag-list"),
    path("tags/<path:code>/", tag, name="tag"),
    path("posts/", post_list, name="post-list"),
    path("posts/<path:post>/", post, name="post"),
    path("collections/<slug:slug>/", collection, name="collection"),
    path("about/markings/", markings, name="markings"),
]
