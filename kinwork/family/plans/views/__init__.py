"""The plan's pages: each once, for the family on its own page and for a worker at a desk."""
