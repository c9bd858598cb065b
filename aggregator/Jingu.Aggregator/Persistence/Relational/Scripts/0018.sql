-- Reports that go out by themselves. A delivery's months are planned one after another, each once.
CREATE TABLE report_delivery (
    id TEXT PRIMARY KEY,
    next_month TEXT NOT NULL       -- the first one that is not planned yet
);

-- What is owed, and where it stands. Times are site time, but those of machine time by which pauses are measured.
CREATE TABLE report_file (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    delivery TEXT NOT NULL,
    month TEXT NOT NULL,
    report TEXT NOT NULL,
    unit TEXT NOT NULL,            -- empty: of no unit
    format TEXT NOT NULL,
    part TEXT NOT NULL,            -- empty: all of it
    revision BIGINT NOT NULL,
    planned_ms BIGINT NOT NULL,
    state TEXT NOT NULL,           -- waiting, sending, failing, delivered, given-up
    round BIGINT NOT NULL,         -- another one for each content that is made: no key names two of them
    failed BIGINT NOT NULL,        -- attempts in a row
    failing_ms BIGINT,             -- since when they fail
    failing_machine_ms BIGINT,
    next_ms BIGINT,
    next_machine_ms BIGINT,
    asked_by TEXT,                 -- who had it sent again; until the attempt
    name TEXT,                     -- absent: nothing was made yet
    sha256 TEXT,
    bytes BIGINT,
    figures TEXT,                  -- digest of what it tells
    restated BIGINT,               -- number of the last restatement that it is known to tell
    looked_ms BIGINT,              -- when that was
    pending BIGINT,
    missing TEXT,                  -- empty: nothing
    delivered_ms BIGINT,
    UNIQUE (delivery, month, report, unit, format, part, revision)
);
CREATE INDEX report_file_state ON report_file (state);

-- What is to be sent, the same in every attempt; removed when it has arrived.
CREATE TABLE report_content (
    file BIGINT PRIMARY KEY REFERENCES report_file (number),
    media_type TEXT NOT NULL,
    content BLOB NOT NULL
);

-- Every attempt, written before it is made, and what came of it. Both are only ever added to.
CREATE TABLE report_attempt (
    file BIGINT NOT NULL REFERENCES report_file (number),
    attempt BIGINT NOT NULL,       -- from 1 without a gap
    at_ms BIGINT NOT NULL,
    sha256 TEXT,                   -- absent: nothing could be made
    asked_by TEXT,                 -- absent: due by itself
    PRIMARY KEY (file, attempt)
);
CREATE TABLE report_answer (
    file BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    at_ms BIGINT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (file, attempt),
    FOREIGN KEY (file, attempt) REFERENCES report_attempt (file, attempt)
);

CREATE TRIGGER report_attempt_stays BEFORE UPDATE ON report_attempt BEGIN
    SELECT RAISE(ABORT, 'an attempt is never changed');
END;
CREATE TRIGGER report_attempt_is_kept BEFORE DELETE ON report_attempt BEGIN
    SELECT RAISE(ABORT, 'an attempt is never removed');
END;
CREATE TRIGGER report_answer_stays BEFORE UPDATE ON report_answer BEGIN
    SELECT RAISE(ABORT, 'an answer is never changed');
END;
CREATE TRIGGER report_answer_is_kept BEFORE DELETE ON report_answer BEGIN
    SELECT RAISE(ABORT, 'an answer is never removed');
END;
