-- What was decided about supply, and what was done about it. Texts of states are JSON.

CREATE TABLE ladder (
    unit TEXT NOT NULL,
    resource INTEGER NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (unit, resource)
) WITHOUT ROWID;

CREATE TABLE circuit (point TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;

-- The last link of the chain of decisions, and the local day of its last checkpoint.
CREATE TABLE chain (sequence INTEGER NOT NULL, hash BLOB NOT NULL, checkpoint TEXT NOT NULL);


-- Commands that were taken up and are answered once their effect is measured.
CREATE TABLE effect (
    command TEXT PRIMARY KEY,
    unit TEXT NOT NULL,
    resource INTEGER NOT NULL,
    kind INTEGER NOT NULL,         -- of the ladder's command: 1 approve, 4 confirm restore
    taken_ms INTEGER NOT NULL
) WITHOUT ROWID;
