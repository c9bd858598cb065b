-- Where each point's ledger stood when a local day, or the ledger itself, began: what it counted per day and month.

CREATE TABLE day_begin (
    point TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    total INTEGER NOT NULL,
    read_total INTEGER NOT NULL,   -- of the first reading after it, where it lies in a gap; else the same
    substituted INTEGER NOT NULL,  -- a person's figure added since
    PRIMARY KEY (point, at_ms)
) WITHOUT ROWID;
