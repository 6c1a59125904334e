"""What the search box and the tiles need, on whatever page they stand."""

from typing import Any

from kinwork.common.community import home
from kinwork.directory.forms import FindForm
from kinwork.directory.search import places
from kinwork.directory.search.groups import GROUPS, QUICK
from kinwork.library.codes import vocabulary


def start_context() -> dict[str, Any]:
    known = vocabulary.terms()
    return {
        "form": FindForm(),
        "groups": GROUPS,
        "quick": [known[code] for code in QUICK if code in known],
        "here": places.of_community(home()),
    }
