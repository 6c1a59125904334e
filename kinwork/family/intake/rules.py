"""The order of an intake, what is asked of whom, and what each kind of help must be told. Pure."""

STEPS = (
    "needs",
    "soon",
    "place",
    "people",
    "questions",
    "result",
    "near",
    "reach",
    "agree",
    "send",
)
# What the bar at the top counts: parts of the story, not pages.
PARTS = {
    "needs": 1,
    "soon": 1,
    "today": 1,
    "place": 2,
    "people": 3,
    "questions": 4,
    "result": 5,
    "near": 6,
    "reach": 7,
    "agree": 8,
    "send": 8,
}
LAST_PART = 8

# Shown first; the rest of the vocabulary lies behind "more".
FIRST_TILES = (
    "food-pantry",
    "diapers",
    "formula",
    "wic",
    "rent-help",
    "shelter",
    "child-care",
    "head-start",
    "pediatric-care",
    "prenatal-care",
    "home-visiting",
    "early-intervention",
)
# Found without telling us who one is, and never written down: safety, crisis, drugs and alcohol.
NEVER_ASKED = frozenset({"domestic-violence-help", "crisis-line", "substance-use-help"})

# What a partner needs to see to help with this, beside who the family is and how to reach it.
BASE = ("identity", "contact", "household")
MORE: dict[str, tuple[str, ...]] = {
    "wic": ("means", "health"),
    "snap-help": ("means",),
    "head-start": ("means",),
    "early-head-start": ("means",),
    "child-care-assistance": ("means",),
    "cash-help": ("means",),
    "rent-help": ("means",),
    "utility-help": ("means",),
    "health-coverage-help": ("means", "health"),
    "prenatal-care": ("health",),
    "lactation": ("health",),
    "pediatric-care": ("health",),
    "home-visiting": ("health", "development"),
    "early-intervention": ("development", "health"),
    "developmental-screening": ("development",),
}


def classes_for(need: str) -> tuple[str, ...]:
    """The classes of facts that a partner sees for this kind of help, and no more."""
    return (*BASE, *MORE.get(need, ()))


def after(step: str) -> str:
    return STEPS[STEPS.index(step) + 1]


def before(step: str) -> str | None:
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None


# Who may carry the words: a professional (there, by phone or video), staff tested for it, a worker
# who speaks the family's language, an adult who came along, a child.
INTERPRETERS = ("professional", "phone", "video", "staff", "worker", "companion", "child")
# At an agency's shared computer: asked after so many seconds without a touch, forgotten after so
# many more; the computer itself goes back to a worker after so many hours.
KIOSK_ASKS, KIOSK_FORGETS, KIOSK_HOURS = 180, 60, 12
KIOSK_SWEPT = 600  # a draft that nothing changed for so long is gone, even if the computer is off
# A number may end it at the computer itself: so long at least, and so many wrong ones a kiosk.
KIOSK_DIGITS, KIOSK_TRIES = 6, 5
# A code to sit down at somebody's intake is read out over the phone: short, and not for long.
SEAT_LETTERS, SEAT_MINUTES = 8, 30
