"""A copy of the site that holds what every visitor may read, and no more."""
