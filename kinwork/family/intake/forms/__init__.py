"""What each page asks, in the shape people answer it: one file a subject."""

from kinwork.family.intake.forms.choosing import Agree, How, Only, Services
from kinwork.family.intake.forms.keys import (
    AskWay,
    Back,
    Claim,
    Lock,
    OpenByCode,
    OpenWay,
    Word,
)
from kinwork.family.intake.forms.money import KINDS, PERIODS, Income
from kinwork.family.intake.forms.people import KIN, Person
from kinwork.family.intake.forms.place import Where, place_value
from kinwork.family.intake.forms.reach import Reach
from kinwork.family.intake.forms.story import Needs, Soon

__all__ = [
    "KIN",
    "KINDS",
    "PERIODS",
    "Agree",
    "AskWay",
    "Back",
    "Claim",
    "How",
    "Income",
    "Lock",
    "Needs",
    "Only",
    "OpenByCode",
    "OpenWay",
    "Person",
    "Reach",
    "Services",
    "Soon",
    "Where",
    "Word",
    "place_value",
]
