"""Pages for reviewers, under /review/. Nothing outside this folder may load a restricted row."""
