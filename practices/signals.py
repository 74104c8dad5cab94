"""What this app announces, inside the transaction of the change itself."""

from django.dispatch import Signal

practice_changed = Signal()  # practice_id: saved, published, unpublished, moved or deleted
