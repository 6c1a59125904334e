"""Many households at once: the same criteria over columns of numpy arrays.

columns = batch.columns(households)
verdicts = batch.screen(columns, on, [program("wic"), program("snap")])
verdicts["wic"].household       # one answer a household: NO, MAYBE, YES (0, 1, 2)
"""

from kinwork.library.programs.batch.columns import MAYBE, NO, YES, Columns, columns
from kinwork.library.programs.batch.screening import Verdicts, screen

__all__ = ["MAYBE", "NO", "YES", "Columns", "Verdicts", "columns", "screen"]
