"""Mutants that live, and why nobody can tell them from the rule; by the beginning of their names."""

REASONS: dict[str, str] = {}


def why(name: str) -> str:
    """The reason why this mutant may live, or nothing."""
    return next((words for start, words in REASONS.items() if name.startswith(start)), "")
