-- Inverters that were told a limit, or are to be: one for each, until it is lifted.
CREATE TABLE curtailment (
    point TEXT PRIMARY KEY,        -- at which its generation is measured
    command TEXT NOT NULL,
    tenths INTEGER NOT NULL,       -- tenths of a percent of rated power
    until_ms INTEGER NOT NULL,
    state INTEGER NOT NULL,        -- 1 decided, 2 attempted, 3 stands, 4 measured
    before INTEGER,                -- tenths of a limit of this gateway that may still stand; NULL: none
    watts REAL,                    -- power before the first write; NULL: not known
    since_ms INTEGER               -- when the limit was read back; NULL: not yet
) WITHOUT ROWID;
