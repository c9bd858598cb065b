-- Planning: every change arrives as an import, which says who changed what, when and why. Rows are only ever added: of
-- several rows about the same thing, the one with the highest import number holds; the others are its history.
CREATE TABLE plan_import (
    number BIGINT PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    content_hash TEXT NOT NULL,
    row_count BIGINT NOT NULL
);

CREATE TABLE plan_headcount (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    unit TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    established BIGINT NOT NULL,
    users BIGINT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

CREATE TABLE plan_area (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    unit TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    square_metres BIGINT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- Wh or L per established head and month; without a unit it holds for all that have none of their own.
CREATE TABLE plan_quota (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    resource TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    per_head BIGINT NOT NULL,
    unit TEXT,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- Thousandths of the quota for each month; weights of days within a month.
CREATE TABLE plan_shape (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    resource TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    m1 BIGINT NOT NULL,
    m2 BIGINT NOT NULL,
    m3 BIGINT NOT NULL,
    m4 BIGINT NOT NULL,
    m5 BIGINT NOT NULL,
    m6 BIGINT NOT NULL,
    m7 BIGINT NOT NULL,
    m8 BIGINT NOT NULL,
    m9 BIGINT NOT NULL,
    m10 BIGINT NOT NULL,
    m11 BIGINT NOT NULL,
    m12 BIGINT NOT NULL,
    working_day BIGINT NOT NULL,
    rest_day BIGINT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

CREATE TABLE plan_day (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    date TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- mg for a kWh or m3.
CREATE TABLE plan_coefficient (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    set_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    resource TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    milligrams BIGINT NOT NULL,
    scope TEXT NOT NULL,
    confirmed TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

CREATE TABLE plan_adjustment (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    unit TEXT,
    to_unit TEXT,
    resource TEXT,
    month TEXT,
    amount BIGINT,
    reverses TEXT UNIQUE,
    reason TEXT NOT NULL,
    PRIMARY KEY (import, row)
);
