"""What the tables of meetings share."""


def choices(words) -> list[tuple[str, str]]:
    return [(word, word) for word in words]
