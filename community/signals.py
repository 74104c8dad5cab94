"""What this app announces, inside the transaction of the change itself."""

from django.dispatch import Signal

instansi_changed = Signal()  # instansi_id, or instansi_ids for many at once
person_changed = Signal()  # user_id
documents_changed = Signal()  # document_ids: what they say, or what shows them
