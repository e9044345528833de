"""What staff ask for and a worker does beside the site: imports, previews, and taking them back."""
