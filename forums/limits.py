"""How much the forum takes at once."""

from datetime import timedelta

TITLE_LIMIT = 200  # characters
SOURCE_LIMIT = 20_000  # characters of Markdown
REASON_LIMIT = 500
SLUG_LIMIT = 70
PARAMETER_LIMIT = 300  # of a value in an address, which may be a path with a slug of 255

MOST_SUBASPECTS = 5  # of one topic
MOST_READ = 10  # rows that somebody says to have read before asking
MOST_POSTS = 30  # of one person within `POSTS_WITHIN`
POSTS_WITHIN = timedelta(minutes=10)
MOST_HELD = 5  # posts of one person that wait for a moderator
TWICE_WITHIN = timedelta(minutes=5)  # the same text in the same place again is a form sent twice
