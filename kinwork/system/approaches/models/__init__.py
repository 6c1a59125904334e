"""The registry of approaches, what was said of each by whom, and research projects. About no family."""

from kinwork.system.approaches.models.beside import OwnAnswer, Project
from kinwork.system.approaches.models.coding import Classification, Coding, Judgement, Settlement
from kinwork.system.approaches.models.profiling import ProfileField, Verification
from kinwork.system.approaches.models.registry import Approach, ApproachStep

__all__ = [
    "Approach",
    "ApproachStep",
    "Classification",
    "Coding",
    "Judgement",
    "OwnAnswer",
    "ProfileField",
    "Project",
    "Settlement",
    "Verification",
]
