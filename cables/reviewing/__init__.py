"""Verbs that span models: withhold, release, recall, place, annotate; each audited, one transaction."""
