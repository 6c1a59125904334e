"""The question bank, and which question comes next."""

from kinwork.library.questions.bank import Option, Question, bank
from kinwork.library.questions.following import Asking, answered, next_question, ranking

__all__ = ["Asking", "Option", "Question", "answered", "bank", "next_question", "ranking"]
