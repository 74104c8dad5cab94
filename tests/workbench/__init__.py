"""A small app of the tests: rows that wait and are done in the database, for the rules of `community.work`."""
