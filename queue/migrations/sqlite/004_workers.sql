-- When a result was stored: milliseconds since 1970, 0 where that was before
-- this column.
ALTER TABLE results ADD COLUMN stored INTEGER NOT NULL DEFAULT 0;

CREATE INDEX results_stored ON results (stored);

-- The processes that work on the jobs. beat is when one was last heard of, in
-- milliseconds since 1970 by this database's clock; jobs are those that it
-- holds: ",12,15,"; record is queue.WorkerInfo as JSON.
CREATE TABLE workers (
    id      TEXT PRIMARY KEY,
    started INTEGER NOT NULL,
    beat    INTEGER NOT NULL,
    jobs    TEXT NOT NULL,
    record  TEXT NOT NULL
) STRICT;

-- What a process must have to work on a queue's jobs: bench.Needs as JSON.
CREATE TABLE needs (
    queue   TEXT PRIMARY KEY,
    created INTEGER NOT NULL,
    record  TEXT NOT NULL
) STRICT;

-- Predictions made elsewhere: bench.Submission as JSON.
CREATE TABLE submissions (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,
    record      TEXT NOT NULL,
    predictions BLOB NOT NULL
) STRICT;
