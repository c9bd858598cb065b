-- Boots of gateways whose clocks were not trusted, and the offset that dates what was taken in them. Milliseconds.
CREATE TABLE boot (
    gateway TEXT NOT NULL,
    boot TEXT NOT NULL,
    entries INTEGER NOT NULL,      -- that came without an instant
    first_ms BIGINT,               -- the earliest and the latest of them, since the boot
    last_ms BIGINT,
    at_latest_ms BIGINT,           -- nothing arrives before it is taken: the boot began at the latest then
    seen_ms BIGINT,                -- when the latest arrived
    offset_ms BIGINT,              -- when the boot began; null: nobody has said yet
    uncertainty_ms BIGINT,
    given_by TEXT,                 -- the person who gave it; null: the gateway itself
    why TEXT,
    given_ms BIGINT,
    PRIMARY KEY (gateway, boot)
);
