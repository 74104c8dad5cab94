"""What this app announces, inside the transaction of the change itself."""

from django.dispatch import Signal

event_changed = Signal()  # event_id: page, programme, state or notulen as readers see it
registration_changed = Signal()  # event_id, room_id: seats or waitlist of a room
