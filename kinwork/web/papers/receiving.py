"""A request that is too big is read to its end and its files are dropped: the page can say so, and
neither memory nor disk is filled."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from kinwork.web.papers.rules import LARGEST


class Measured(FileUploadHandler):
    """Stands before Django's own handlers."""

    def handle_raw_input(
        self, input_data: Any, META: dict, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        self.too_big = content_length > LARGEST + 64 * 1024

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.too_big:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def was_too_big(request: HttpRequest) -> bool:
    """The request's files were dropped."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + 64 * 1024
