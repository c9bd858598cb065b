-- What is proposed may be about a lighting zone instead of a unit.
CREATE TABLE proposal_of_zones (
    id TEXT PRIMARY KEY,
    action TEXT NOT NULL,          -- approve-cut, override-until, override-zone
    unit TEXT,
    resource TEXT,
    zone TEXT,                     -- of override-zone
    light BIGINT,                  -- of override-zone, thousandths of full light
    decision TEXT,                 -- of approve-cut
    over_ms BIGINT,                -- of override-until and override-zone
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
    commands TEXT NOT NULL,        -- ids, with a blank between them
    CHECK ((zone IS NULL) <> (unit IS NULL AND resource IS NULL))
);
INSERT INTO proposal_of_zones
SELECT id, action, unit, resource, NULL, NULL, decision, over_ms, not_after_ms, by_name, by_person, reason, made_ms,
    until_ms, state, second_name, second_person, second_reason, decided_ms, commands
FROM proposal;
DROP TABLE proposal;
ALTER TABLE proposal_of_zones RENAME TO proposal;
CREATE UNIQUE INDEX proposal_open ON proposal
    (action, COALESCE(unit, ''), COALESCE(resource, ''), COALESCE(zone, ''), COALESCE(decision, ''))
    WHERE state = 'open';
CREATE INDEX proposal_made ON proposal (made_ms);
