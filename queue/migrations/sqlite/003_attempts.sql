-- Runs whose result is not in force: run again since, or interrupted.
CREATE TABLE attempts (
    id     INTEGER PRIMARY KEY,
    record BLOB NOT NULL
) STRICT;
