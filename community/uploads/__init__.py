"""What may be uploaded: judged by content, never by name alone.

`checked_image` and `checked_document` return what may be kept, or raise `UploadRefused` with a sentence for the person.
"""

from community.uploads.documents import checked_document
from community.uploads.images import checked_image
from community.uploads.names import plain_title, safe_name

__all__ = ["checked_document", "checked_image", "plain_title", "safe_name"]
