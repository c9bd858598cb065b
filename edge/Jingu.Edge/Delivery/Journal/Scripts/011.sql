-- What this gateway holds of budgets that several share. told_*: the last report; NULL before the first.
CREATE TABLE lease (
    unit TEXT NOT NULL,
    resource INTEGER NOT NULL,
    month TEXT NOT NULL,
    holder BLOB NOT NULL,          -- the journal that the aggregator granted it to
    version INTEGER NOT NULL,      -- the newest grant taken up; 0 before the first
    part INTEGER NOT NULL,         -- Wh or L; may lie below zero beside granted_on_site
    granted_on_site INTEGER NOT NULL,
    budget INTEGER NOT NULL,
    used_elsewhere INTEGER NOT NULL,
    final INTEGER NOT NULL,        -- 1: the unit's whole budget is used
    told_ms INTEGER,
    told_day TEXT,
    told_version INTEGER,
    told_granted_on_site INTEGER,
    told_used INTEGER,
    told_daily_use INTEGER,
    PRIMARY KEY (unit, resource, month)
) WITHOUT ROWID;
