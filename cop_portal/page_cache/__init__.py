"""Whole pages for visitors, kept in the memory of each process and never staler than the database.

`tables`: what may stand on such pages. `triggers`: every write to one of those tables moves its stamp, in the database
itself. `stamps`: reads the stamps. `watching`: which tables a page was made from. `store`: the memory.
`middleware`: puts them together. `rows`: keeps what every page asks for, under the same stamps.
Why so: docs/decisions/0009-pages-for-visitors.md.
"""
