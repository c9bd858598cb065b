-- How a unit is treated for a resource; without a unit it holds for all that have no row of their own. A value that is
-- absent is the product's default.
CREATE TABLE plan_ladder (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    resource TEXT NOT NULL,
    unit TEXT,
    drill TEXT NOT NULL,
    automatic TEXT,
    notice_percent BIGINT,
    warning_percent BIGINT,
    first_notice_hours BIGINT,
    final_notice_minutes BIGINT,
    reminder TEXT,
    cut_on_lease TEXT,
    emergency BIGINT,              -- Wh or L a month that a person may select
    cut_spacing_s BIGINT,
    restore_spacing_s BIGINT,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- Friendly hours: nothing is cut in them. days none: they are lifted.
CREATE TABLE plan_hours (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    name TEXT NOT NULL,
    begin TEXT NOT NULL,
    end TEXT NOT NULL,
    days TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- Days on which nothing is cut. kind none: it is lifted.
CREATE TABLE plan_held_day (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- A unit's circuits in the order in which they go off. place 0: it is listed no more.
CREATE TABLE plan_circuit (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    switch_point TEXT NOT NULL,
    gateway TEXT NOT NULL,
    unit TEXT NOT NULL,
    resource TEXT NOT NULL,
    place BIGINT NOT NULL,
    dim TEXT NOT NULL,
    reminder TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- The number that stands for a unit in grant codes: given once, never to another unit.
CREATE TABLE unit_number (
    unit TEXT PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE
);

-- The newest desired state of each gateway, as it is published.
CREATE TABLE desired (
    gateway TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    issued_ms BIGINT NOT NULL,
    signing_key TEXT NOT NULL,
    payload BLOB NOT NULL,
    message BLOB NOT NULL
);

-- What gateways answered: the version in force, and the last refusal.
CREATE TABLE receipt (
    gateway TEXT PRIMARY KEY,
    applied BIGINT,
    applied_ms BIGINT,
    refused TEXT,
    refused_ms BIGINT
);

CREATE TABLE command (
    id TEXT PRIMARY KEY,
    gateway TEXT NOT NULL,
    issued_ms BIGINT NOT NULL,
    not_after_ms BIGINT NOT NULL,
    payload BLOB NOT NULL,
    message BLOB NOT NULL,
    state TEXT NOT NULL,           -- issued, done, refused
    answered_ms BIGINT,
    answer TEXT
);
CREATE INDEX command_issued ON command (not_after_ms) WHERE state = 'issued';

-- Grant codes given out, each with a counter value of its gateway; the code itself is kept nowhere.
CREATE TABLE grant_code (
    gateway TEXT NOT NULL,
    counter BIGINT NOT NULL,
    unit TEXT NOT NULL,
    resource TEXT NOT NULL,
    amount BIGINT NOT NULL,
    by TEXT NOT NULL,
    reason TEXT NOT NULL,
    given_ms BIGINT NOT NULL,
    PRIMARY KEY (gateway, counter)
);

-- Grant codes that gateways report as used; entered: it is among the adjustments.
CREATE TABLE grant_used (
    name TEXT PRIMARY KEY,
    gateway TEXT NOT NULL,
    counter BIGINT NOT NULL,
    unit TEXT NOT NULL,
    resource TEXT NOT NULL,
    month TEXT NOT NULL,
    amount BIGINT NOT NULL,
    by TEXT NOT NULL,
    entered INTEGER NOT NULL
);
