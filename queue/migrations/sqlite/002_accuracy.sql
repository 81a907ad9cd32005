-- What decides on the next repeat, without reading the record.
ALTER TABLE results ADD COLUMN accuracy REAL NOT NULL DEFAULT 0;

UPDATE results SET accuracy = coalesce(json_extract(CAST(record AS TEXT), '$.accuracy'), 0);
