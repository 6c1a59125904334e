"""Every change of the directory. Bulk loading is in `load`, stored documents in `documents`."""

from kinwork.directory.actions.capacity import lapse_capacity, renew_capacity, set_capacity
from kinwork.directory.actions.documents import rebuild_documents
from kinwork.directory.actions.entries import (
    save_record,
    save_records,
    settle_correction,
    suggest_correction,
)
from kinwork.directory.actions.load import Load, Shrunk, take_your_time
from kinwork.directory.actions.quarantine import dismiss_quarantined, settle_as_mended
from kinwork.directory.actions.search import rebuild_search, record_inquiry
from kinwork.directory.actions.translations import translate

__all__ = [
    "Load",
    "Shrunk",
    "dismiss_quarantined",
    "rebuild_documents",
    "rebuild_search",
    "record_inquiry",
    "lapse_capacity",
    "renew_capacity",
    "save_record",
    "save_records",
    "set_capacity",
    "settle_as_mended",
    "settle_correction",
    "suggest_correction",
    "take_your_time",
    "translate",
]
