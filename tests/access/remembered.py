"""What the model of random deeds remembers."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Said:
    """A permit or refusal, as it was spoken."""

    row: object
    agency: str
    classes: set[str]
    deny: bool
    ends: datetime | None = None
    over: bool = False


@dataclass
class Row:
    """A family row that is watched."""

    model: type
    pk: object
    sensitivity: str
    person: str = ""  # nobody: the household's own
    owner: str = ""
    label: str = ""


@dataclass
class Known:
    """What the model remembers."""

    said: list[Said] = field(default_factory=list)
    suspended: set[str] = field(default_factory=set)
    blocked: set[str] = field(default_factory=set)
    out: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    labels: dict = field(default_factory=dict)
    referrals: list = field(default_factory=list)
    kept: dict = field(default_factory=dict)  # what is withheld, by its name
    broken: dict = field(default_factory=dict)  # glasses, by who broke them and sees by them
    glasses: list = field(default_factory=list)
