-- The meter epoch at an interval's end. What was stored before carries that of a ledger's first meter.
ALTER TABLE interval ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;
