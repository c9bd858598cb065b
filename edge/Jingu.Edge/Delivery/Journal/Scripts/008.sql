-- What comes signed from the aggregator, and what persons type in on site.

-- The last good policy as it was signed, so that it is verified again at each start. One row at most.
CREATE TABLE desired (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    version INTEGER NOT NULL,
    taken_ms INTEGER NOT NULL,
    message BLOB NOT NULL
);

-- Commands that were really the aggregator's, each id once; gone 30 days after their not-after.
CREATE TABLE command (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    not_after_ms INTEGER NOT NULL,
    taken_ms INTEGER NOT NULL,
    payload BLOB NOT NULL,
    state INTEGER NOT NULL,         -- 0 waiting, 1 done, 2 refused
    answered_ms INTEGER,
    answer TEXT NOT NULL,
    came_again INTEGER NOT NULL     -- 1: told once that it came again
);
CREATE INDEX command_waiting ON command (number) WHERE state = 0;
CREATE INDEX command_old ON command (not_after_ms);

-- What a unit got beyond its policy. month is null until a trusted clock says in which one it counts.
CREATE TABLE extension (
    name TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    resource INTEGER NOT NULL,
    amount INTEGER NOT NULL,        -- Wh or L
    month TEXT,
    made_ms INTEGER NOT NULL,
    by TEXT NOT NULL
) WITHOUT ROWID;

-- The counter of the last grant code that was used; one row.
CREATE TABLE grant_counter (last INTEGER NOT NULL);
INSERT INTO grant_counter VALUES (0);

-- Wrong tries of the last hours.
CREATE TABLE grant_try (at_ms INTEGER NOT NULL);

-- Events written beside the tick, for the next one to number and send.
CREATE TABLE note (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    facts TEXT NOT NULL             -- a JSON object of texts
);
