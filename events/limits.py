"""How much an event may hold; beyond it, forms and pages would be of no use to anyone."""

TITLE_LIMIT = 200
BODY_LIMIT = 20_000
MAX_SLOTS = 12
MAX_ROOMS = 12  # per slot
MAX_PEOPLE = 20  # per room
MAX_AGENDA = 30  # per room
MAX_CAPACITY = 100_000
MAX_BLOCKS = 200  # of one room's notulen
BLOCK_LIMIT = 2_000  # characters of one entry
RESERVED_SLUGS = {"feed"}  # of events: addresses of the calendar itself
RESERVED_ROOM_SLUGS = {"kelola", "peserta", "notulen", "kalender", "kalender.ics"}  # addresses of the event itself
