"""Search over the directory: words, places, and what is near.

    find(Query(words="panales", place=place), now) -> Results

`geography`, `hours` and `spelling` are pure. `entries` flattens services for the index (written by
actions.search), `words` understands what was typed, `places` where somebody is, `run` asks the
database. How it stays fast: docs/explanation/search.md.
"""

from kinwork.directory.search.places import Place
from kinwork.directory.search.run import Hit, Query, Results, count, find

__all__ = ["Hit", "Place", "Query", "Results", "count", "find"]
