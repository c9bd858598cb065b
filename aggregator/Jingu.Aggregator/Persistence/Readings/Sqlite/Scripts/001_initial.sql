-- Names, journals and layouts are interned: a row spends a byte or two on each.
CREATE TABLE meter (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    last_answer INTEGER                 -- ms since 1970 of the latest sample that is not missing
) STRICT;

CREATE TABLE point (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    first_slot INTEGER NOT NULL         -- bounds the search for an interval before an instant
) STRICT;

-- Ids below 0 are journals of zeros: what the aggregator estimated itself, which a gateway's own word replaces.
CREATE TABLE origin (
    id INTEGER PRIMARY KEY,
    gateway TEXT NOT NULL,
    journal BLOB NOT NULL,
    UNIQUE (gateway, journal)
) STRICT;

-- Quantity, numerator and denominator of each count, in order.
CREATE TABLE layout (
    id INTEGER PRIMARY KEY,
    scalings BLOB NOT NULL UNIQUE
) STRICT;

-- A slot is a quarter of an hour since 1970. Slot first keeps appends in a few pages; meter next lets a month of one
-- meter be sought.
CREATE TABLE sample (
    slot INTEGER NOT NULL,
    meter INTEGER NOT NULL,
    offset INTEGER NOT NULL,            -- ms since the slot's begin
    quality INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    occurrence INTEGER NOT NULL,
    layout INTEGER NOT NULL,
    counts BLOB NOT NULL,               -- zigzag varints in the layout's order
    PRIMARY KEY (slot, meter, offset)
) STRICT, WITHOUT ROWID;

CREATE TABLE interval (
    slot INTEGER NOT NULL,
    point INTEGER NOT NULL,
    amount INTEGER NOT NULL,            -- Wh or L, as total and register
    quality INTEGER NOT NULL,
    total INTEGER NOT NULL,
    register INTEGER NOT NULL,
    meter INTEGER NOT NULL,
    opening INTEGER NOT NULL,
    origin INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (slot, point)
) STRICT, WITHOUT ROWID;
