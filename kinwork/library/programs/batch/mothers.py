"""Twin of the kind about help for a mother to be or a baby of the family."""

import numpy as np

from kinwork.library.programs.batch.columns import MAYBE, NO
from kinwork.library.programs.batch.language import twin
from kinwork.library.programs.batch.view import CAREGIVER, BatchView, answer
from kinwork.library.programs.kinds.mothers import INFANT
from kinwork.library.programs.model import Criterion


@twin("mother_or_infant_receives")
def mother_or_infant_receives(criterion: Criterion, view: BatchView, _) -> np.ndarray:
    got, complete = view.receives_member(criterion.options["of"])
    gets = answer(got, ~got & ~complete)
    known = view.dated | view.age_told | (view.of.role == CAREGIVER)
    infant = answer((view.months >= 0) & (view.months < INFANT), ~known)
    fits = np.maximum(view.pregnancy, infant)
    found = view.any_of(np.minimum(gets, fits), ~view.unborn)
    return np.maximum(found, np.where(view.listed_all, NO, MAYBE)).astype(np.int8)
