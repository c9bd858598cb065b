-- Raw register, ledger total and meter epoch apart: where the register of the meter that hangs there joins the total,
-- and what it showed last, believed or not. denominator 0: a ledger of schema 2, which takes over its scaling.
ALTER TABLE ledger ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;
ALTER TABLE ledger ADD COLUMN quantity INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN numerator INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN denominator INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN multiplier INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN modulus INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN start INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN base INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN carry INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN shown_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN shown INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN resolution INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ledger ADD COLUMN case_number INTEGER NOT NULL DEFAULT 0;
UPDATE ledger SET shown_ms = at_ms, shown = CASE doubt WHEN 0 THEN count ELSE doubt_count END;
-- A ledger that was in doubt gets a case.
UPDATE ledger SET case_number = (
    SELECT count(*) FROM ledger AS other WHERE other.doubt <> 0 AND other.point <= ledger.point)
WHERE doubt <> 0;

-- What was 1 (read there, or closely on both sides) or 0 is a quality now: 1 measured, 2 estimated, 3 and 4 a person's.
ALTER TABLE ledger RENAME COLUMN boundary_close TO boundary_quality;
UPDATE ledger SET boundary_quality = 2 WHERE boundary_quality = 0;

-- Readings of registers in doubt, one per quarter of an hour, until a person settles it.
CREATE TABLE held (
    point TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (point, at_ms)
) WITHOUT ROWID;

-- What persons declared, written by the installer's tools beside the gateway. Rows are never changed, only answered.
CREATE TABLE declaration (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    made_ms INTEGER NOT NULL,
    by TEXT NOT NULL,
    reason TEXT NOT NULL,
    point TEXT NOT NULL,
    case_number INTEGER,
    kind INTEGER NOT NULL,          -- 1 replaced, 2 believed, 3 new base
    at_ms INTEGER,
    closing TEXT NOT NULL,          -- decimal, Wh or L before any multiplier
    opening TEXT NOT NULL,
    amount INTEGER NOT NULL,        -- Wh or L
    meter TEXT,
    serial TEXT NOT NULL,
    state INTEGER NOT NULL,         -- 0 waiting, 1 applied, 2 refused
    answered_ms INTEGER,
    answer TEXT NOT NULL
);
CREATE INDEX declaration_waiting ON declaration (number) WHERE state = 0;
