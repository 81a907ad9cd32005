CREATE TABLE outputs (
    key  TEXT PRIMARY KEY,
    text TEXT NOT NULL
);
