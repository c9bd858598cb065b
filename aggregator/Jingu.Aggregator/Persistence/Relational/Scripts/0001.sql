-- Which entries are stored, as ranges: contiguous ones are merged, so a healthy stream has one row.
CREATE TABLE committed (
    gateway TEXT NOT NULL,
    journal TEXT NOT NULL,
    stream INTEGER NOT NULL,
    first BIGINT NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (gateway, journal, stream, first)
);

-- Entries kept as received because something in them is not known here yet. The envelope may hold more than first and count name.
CREATE TABLE parked (
    gateway TEXT NOT NULL,
    journal TEXT NOT NULL,
    stream INTEGER NOT NULL,
    first BIGINT NOT NULL,
    count INTEGER NOT NULL,
    reason TEXT NOT NULL,
    parked_ms BIGINT NOT NULL,
    envelope BLOB NOT NULL,
    PRIMARY KEY (gateway, journal, stream, first)
);

-- Gateways' events by their entry; the aggregator's own have neither journal nor sequence.
CREATE TABLE event (
    gateway TEXT NOT NULL,
    journal TEXT,
    sequence BIGINT,
    kind TEXT NOT NULL,
    instant_ms BIGINT NOT NULL,
    trust INTEGER NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    facts TEXT NOT NULL,
    UNIQUE (gateway, journal, sequence)
);

CREATE TABLE gateway (
    id TEXT PRIMARY KEY,
    online INTEGER NOT NULL,
    since_ms BIGINT NOT NULL,
    state TEXT
);

CREATE TABLE counter (
    name TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
