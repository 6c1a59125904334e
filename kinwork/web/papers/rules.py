"""How large a paper may be, and that it cannot be kept. Pure."""

LARGEST = 25 * 1024 * 1024  # of everything that is sent at once
KEPT = 15 * 1024 * 1024  # of what is kept
MOST_FILES, MOST_PAGES = 10, 40
ENDINGS = {"image/jpeg": "jpg", "application/pdf": "pdf"}


class Unfit(Exception):
    """This cannot be kept as a paper; `code` says why (words.WHY_NOT)."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code
