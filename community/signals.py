"""What this app announces, inside the transaction of the change itself."""

from django.dispatch import Signal

instansi_changed = Signal()  # instansi_id, or instansi_ids for many at once
person_changed = Signal()  # user_id
