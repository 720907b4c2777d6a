"""How uploads arrive: in memory only. Django's own handler writes larger ones to a temporary file, in the clear.

Set in ``settings.FILE_UPLOAD_HANDLERS`` for the whole house, so that no form and no middleware that reads a request
early can leave a child's file on the disk.
"""

from io import BytesIO
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

PATIENCE = 4  # times the ceiling; whoever sends more is cut off


class MemoryOnly(FileUploadHandler):
    """Keeps up to ``settings.UPLOAD_CEILING`` bytes of one request, all its files together.

    What goes beyond is counted and let go: the file arrives empty with its true size, and the form can say so.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.parts: list[bytes] = []
        self.kept = self.seen = 0
        self.whole = True

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with the next file of the request."""
        super().new_file(*args, **kwargs)
        self.parts, self.whole = [], True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a chunk, or note that there was no room for it."""
        self.seen += len(raw_data)
        if self.seen > PATIENCE * settings.UPLOAD_CEILING:
            raise StopUpload(connection_reset=True)
        self.whole = self.whole and self.kept + len(raw_data) <= settings.UPLOAD_CEILING
        if not self.whole:
            self.parts = []
            return
        self.kept += len(raw_data)
        self.parts.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file as forms know it; ``size`` is what was sent, even when the content was let go."""
        content: IO[bytes] = BytesIO(b"".join(self.parts))
        self.parts = []
        return InMemoryUploadedFile(
            content, self.field_name, self.file_name or "", self.content_type, file_size, self.charset,
            self.content_type_extra,
        )  # fmt: skip
