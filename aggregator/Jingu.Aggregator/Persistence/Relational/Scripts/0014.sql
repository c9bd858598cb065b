-- What one person asks for and another one must agree to. Times are site time.
CREATE TABLE proposal (
    id TEXT PRIMARY KEY,
    action TEXT NOT NULL,          -- approve-cut, override-until
    unit TEXT NOT NULL,
    resource TEXT NOT NULL,
    decision TEXT,                 -- of approve-cut
    over_ms BIGINT,                -- of override-until
    not_after_ms BIGINT,           -- of the commands; absent: a day from when they are issued
    by_name TEXT NOT NULL,
    by_person TEXT,                -- absent: a program by itself
    reason TEXT NOT NULL,
    made_ms BIGINT NOT NULL,
    until_ms BIGINT NOT NULL,
    state TEXT NOT NULL,           -- open, confirmed, rejected, expired
    second_name TEXT,
    second_person TEXT,
    second_reason TEXT,
    decided_ms BIGINT,
    commands TEXT NOT NULL         -- ids, with a blank between them
);
CREATE UNIQUE INDEX proposal_open ON proposal (action, unit, resource, COALESCE(decision, '')) WHERE state = 'open';
CREATE INDEX proposal_made ON proposal (made_ms);
