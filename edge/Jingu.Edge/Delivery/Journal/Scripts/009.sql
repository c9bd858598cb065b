-- How each switch point stood when that changed last, for tools that look beside the gateway: information only.
CREATE TABLE switch_state (
    point TEXT NOT NULL PRIMARY KEY,
    state INTEGER NOT NULL,        -- CircuitState
    contact_open INTEGER,          -- NULL: no feedback, or not read
    since_ms INTEGER NOT NULL,
    fault TEXT
) WITHOUT ROWID;

-- What persons proved of switch points on site. Rows are never changed.
CREATE TABLE switch_trial (
    number INTEGER PRIMARY KEY,
    point TEXT NOT NULL,
    made_ms INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    wiring TEXT NOT NULL,          -- what it holds for: another wiring is proved anew
    passed INTEGER NOT NULL,
    steps TEXT NOT NULL            -- JSON
);
