-- Sums of days (period 2026-03-05) and months (2026-03) of the site's zone. Derived: they can be computed again from the
-- reading store at any time. A period of which no interval is stored has no row.
CREATE TABLE rollup (
    kind TEXT NOT NULL,            -- point, unit, building
    id TEXT NOT NULL,
    resource TEXT NOT NULL,
    item TEXT NOT NULL,            -- which figure of it
    period TEXT NOT NULL,
    amount BIGINT NOT NULL,        -- Wh or L; a gap may lie below zero
    series INTEGER NOT NULL,       -- how many intervals a quarter hour should have
    measured INTEGER NOT NULL,     -- how many intervals of each quality are in it
    estimated INTEGER NOT NULL,
    substituted INTEGER NOT NULL,
    manual INTEGER NOT NULL,
    suspect INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    PRIMARY KEY (kind, id, resource, item, period)
);
CREATE INDEX rollup_period ON rollup (period);

-- What is to be computed again. A mark goes when it was computed and nothing was marked there in between (version).
CREATE TABLE rollup_dirty (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    utc_day BIGINT NOT NULL,       -- days since 1970 of what was marked first there
    first_ms BIGINT NOT NULL,      -- begins of the first and the last quarter hour
    last_ms BIGINT NOT NULL,
    cause TEXT NOT NULL,
    subject TEXT NOT NULL,
    marked_ms BIGINT NOT NULL,     -- when the latest mark was made
    version BIGINT NOT NULL,
    PRIMARY KEY (kind, id, utc_day)
);
CREATE INDEX rollup_dirty_day ON rollup_dirty (utc_day);

-- What the sums were computed with: the zone, the last import of planning data, what each unit and building is made of.
CREATE TABLE rollup_basis (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- What was reported and changed afterwards. Only ever added. Qualities are JSON; null: nothing was known.
CREATE TABLE restatement (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    resource TEXT NOT NULL,
    item TEXT NOT NULL,
    period TEXT NOT NULL,
    old_amount BIGINT,
    new_amount BIGINT,
    old_quality TEXT,
    new_quality TEXT,
    cause TEXT NOT NULL,
    subject TEXT NOT NULL,
    at_ms BIGINT NOT NULL
);
CREATE INDEX restatement_period ON restatement (period);
