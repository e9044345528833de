"""Source and decisions → the rows that public pages read. The one place where derived rows are made."""
