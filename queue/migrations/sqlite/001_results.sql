-- One row a run, whatever became of it. record is bench.Result as JSON;
-- predictions are one byte a test image.
CREATE TABLE results (
    id          INTEGER PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,
    series      TEXT NOT NULL,
    seed        INTEGER NOT NULL,
    status      TEXT NOT NULL,
    record      BLOB NOT NULL,
    predictions BLOB
) STRICT;

CREATE INDEX results_series ON results (series);
