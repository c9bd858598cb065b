-- People who sign in. A name is for good: the audit names people by it.
CREATE TABLE person (
    name TEXT PRIMARY KEY,
    password TEXT NOT NULL,        -- hash of ASP.NET Core Identity
    disabled BIGINT NOT NULL,
    stamp BIGINT NOT NULL,         -- rises with every change; a session of an older one is over
    created_ms BIGINT NOT NULL
);

CREATE TABLE person_role (
    name TEXT NOT NULL REFERENCES person (name),
    role TEXT NOT NULL,
    PRIMARY KEY (name, role)
);

-- Of the role unit-contact.
CREATE TABLE person_unit (
    name TEXT NOT NULL REFERENCES person (name),
    unit TEXT NOT NULL,
    PRIMARY KEY (name, unit)
);

-- Who is signed in. Times of the machine.
CREATE TABLE session (
    hash TEXT PRIMARY KEY,         -- SHA-256 of what the browser keeps
    name TEXT NOT NULL REFERENCES person (name),
    stamp BIGINT NOT NULL,
    began_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL
);

-- Attempts to sign in, also under names that nobody has. address '*': from everywhere.
CREATE TABLE sign_in_attempt (
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    failures BIGINT NOT NULL,
    locked_until_ms BIGINT NOT NULL,
    known BIGINT NOT NULL,         -- 1: signed in from there before
    touched_ms BIGINT NOT NULL,
    PRIMARY KEY (name, address)
);

-- Tokens of programs; the secret is kept nowhere.
CREATE TABLE api_token (
    name TEXT PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,     -- SHA-256
    prefix TEXT NOT NULL,
    scopes TEXT NOT NULL,
    not_after_ms BIGINT NOT NULL,  -- time of the machine
    revoked BIGINT NOT NULL,
    created_ms BIGINT NOT NULL
);

-- What everybody did and tried to do. Entries are only ever added.
CREATE TABLE audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    of BIGINT REFERENCES audit (number), -- the entry that this one tells the outcome of
    at_ms BIGINT NOT NULL,         -- site time
    who TEXT NOT NULL,
    address TEXT NOT NULL,
    what TEXT NOT NULL,
    subject TEXT NOT NULL,
    reason TEXT NOT NULL,
    outcome TEXT NOT NULL
);
CREATE INDEX audit_of ON audit (of);

CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit is only ever added to');
END;

CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'the audit is only ever added to');
END;
