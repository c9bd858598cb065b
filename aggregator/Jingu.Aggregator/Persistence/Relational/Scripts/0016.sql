-- Rectification notices: what was issued, and every step since. Both are only ever added to. Times are site time.
CREATE TABLE notice (
    year BIGINT NOT NULL,
    running BIGINT NOT NULL,       -- from 1 in every year, never given twice
    unit TEXT,                     -- to whom: either a unit or a building, by the names of that day
    building TEXT,
    to_name TEXT NOT NULL,
    to_name_en TEXT NOT NULL,
    subject TEXT NOT NULL,
    finding TEXT NOT NULL,
    required TEXT NOT NULL,
    alarm_key TEXT,                -- absent: issued by hand
    alarm_kind TEXT,
    alarm_subject TEXT,
    alarm_gateway TEXT,
    alarm_since_ms BIGINT,
    alarm_text TEXT,
    PRIMARY KEY (year, running),
    CHECK ((unit IS NULL) <> (building IS NULL))
);
CREATE INDEX notice_alarm ON notice (alarm_key) WHERE alarm_key IS NOT NULL;

CREATE TABLE notice_step (
    year BIGINT NOT NULL,
    running BIGINT NOT NULL,
    version BIGINT NOT NULL,       -- from 1 without a gap; two people at once cannot both add the next one
    kind TEXT NOT NULL,            -- issued, answered, accepted, sent-back, withdrawn
    at_ms BIGINT NOT NULL,
    by_name TEXT NOT NULL,
    by_person TEXT,                -- absent: a program by itself
    text TEXT NOT NULL,
    on_behalf BIGINT NOT NULL,
    deadline TEXT,                 -- the site's day, of issued and sent-back
    PRIMARY KEY (year, running, version),
    FOREIGN KEY (year, running) REFERENCES notice (year, running)
);

CREATE TRIGGER notice_stays BEFORE UPDATE ON notice BEGIN
    SELECT RAISE(ABORT, 'a notice is never changed');
END;
CREATE TRIGGER notice_is_kept BEFORE DELETE ON notice BEGIN
    SELECT RAISE(ABORT, 'a notice is never removed');
END;
CREATE TRIGGER notice_step_stays BEFORE UPDATE ON notice_step BEGIN
    SELECT RAISE(ABORT, 'a step of a notice is never changed');
END;
CREATE TRIGGER notice_step_is_kept BEFORE DELETE ON notice_step BEGIN
    SELECT RAISE(ABORT, 'a step of a notice is never removed');
END;
