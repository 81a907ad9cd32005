-- The tables of migrations/sqlite as they are after its migration 004, which
-- says what the columns are.
CREATE TABLE results (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,
    series      TEXT NOT NULL,
    seed        BIGINT NOT NULL,
    status      TEXT NOT NULL,
    accuracy    DOUBLE PRECISION NOT NULL,
    record      JSON NOT NULL,
    predictions BYTEA,
    stored      BIGINT NOT NULL
);

CREATE INDEX results_series ON results (series);
CREATE INDEX results_stored ON results (stored);

CREATE TABLE attempts (
    id     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    record JSON NOT NULL
);

CREATE TABLE workers (
    id      TEXT PRIMARY KEY,
    started BIGINT NOT NULL,
    beat    BIGINT NOT NULL,
    jobs    TEXT NOT NULL,
    record  JSON NOT NULL
);

CREATE TABLE needs (
    queue   TEXT PRIMARY KEY,
    created BIGINT NOT NULL,
    record  JSON NOT NULL
);

CREATE TABLE submissions (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key         TEXT NOT NULL UNIQUE,
    record      JSON NOT NULL,
    predictions BYTEA NOT NULL
);
