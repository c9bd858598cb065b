-- Everything a gateway must not forget, in one file, so that one transaction covers a tick.

CREATE TABLE identity (
    journal BLOB NOT NULL -- 16 random bytes; one row
);

-- One row per stream: last is the highest sequence ever used, made and missing count items over all entries.
CREATE TABLE stream (
    stream INTEGER PRIMARY KEY,
    last INTEGER NOT NULL,
    made INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    sent_again INTEGER NOT NULL
);
INSERT INTO stream VALUES (1, 0, 0, 0, 0), (2, 0, 0, 0, 0), (3, 0, 0, 0, 0);

-- Append-only; the key is the sequence, so rows lie in the order they are sent and pruned.
CREATE TABLE intervals (sequence INTEGER PRIMARY KEY, instant_ms INTEGER NOT NULL, catalogue INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE events (sequence INTEGER PRIMARY KEY, instant_ms INTEGER NOT NULL, catalogue INTEGER NOT NULL, body BLOB NOT NULL);
CREATE TABLE samples (sequence INTEGER PRIMARY KEY, instant_ms INTEGER NOT NULL, catalogue INTEGER NOT NULL, body BLOB NOT NULL);

-- Ranges the aggregator has answered for, merged. outcome: 1 stored, 2 parked, 3 refused.
CREATE TABLE settled (
    stream INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    PRIMARY KEY (stream, first)
) WITHOUT ROWID;

CREATE TABLE catalogue (number INTEGER PRIMARY KEY, body BLOB NOT NULL);

CREATE TABLE ledger (
    point TEXT PRIMARY KEY,
    meter TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    count INTEGER NOT NULL,
    wraps INTEGER NOT NULL,
    total INTEGER NOT NULL,
    boundary_ms INTEGER,
    boundary_total INTEGER,
    boundary_close INTEGER,
    opening INTEGER NOT NULL,
    doubt INTEGER NOT NULL,
    doubt_count INTEGER NOT NULL
) WITHOUT ROWID;
