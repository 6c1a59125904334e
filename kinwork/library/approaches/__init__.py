"""Approaches to coordinating services: which model one resembles, why, and what would decide it.

from kinwork.library.approaches import Profile, classify, scheme
found = classify(Profile(name="Ours", level="local", inputs={"partners": 6, "service_domains": 1}))
found.model                                    # "narrow"; "maybe" where a missing fact decides it
found.possible, found.unknown                  # the models still possible; what would decide
[one.sentence("es") for one in found.reasons]  # why, criterion by criterion

Schemes: schemes/*.toml; what a profile describes: codebook.toml; worked profiles: cases.csv; research
projects: projects.toml. No Django.
"""

from kinwork.library.approaches.codebook import Dimension, codebook
from kinwork.library.approaches.projects import ResearchProject, research_projects
from kinwork.library.approaches.rule import Classified, Profile, classify, judged
from kinwork.library.approaches.scheme import (
    LEVELS,
    NO_MODEL,
    Criterion,
    Model,
    Scheme,
    scheme,
    schemes,
)

__all__ = [
    "LEVELS",
    "NO_MODEL",
    "Classified",
    "Criterion",
    "Dimension",
    "Model",
    "Profile",
    "ResearchProject",
    "Scheme",
    "classify",
    "codebook",
    "judged",
    "research_projects",
    "scheme",
    "schemes",
]
