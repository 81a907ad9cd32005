-- The end of what a run's process has printed.
CREATE TABLE outputs (
    key  TEXT PRIMARY KEY,
    text TEXT NOT NULL
) STRICT;
