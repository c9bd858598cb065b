-- Loads that demand response may shed, in the order in which they go.
CREATE TABLE plan_sheddable (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    switch_point TEXT NOT NULL,
    gateway TEXT NOT NULL,
    unit TEXT NOT NULL,
    kind TEXT NOT NULL,
    place BIGINT NOT NULL,         -- 0: not any more
    expected_watts BIGINT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- Events of demand response: order, baseline and plan as JSON. They never change; one may be called off.
CREATE TABLE demand_event (
    id TEXT PRIMARY KEY,
    from_ms BIGINT NOT NULL,
    to_ms BIGINT NOT NULL,
    record TEXT NOT NULL,
    called_off_ms BIGINT,
    called_off_by TEXT,
    called_off_reason TEXT
);
