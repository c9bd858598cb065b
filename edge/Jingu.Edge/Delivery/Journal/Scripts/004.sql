-- Boots, and entries that were taken in one without an instant.

-- Milliseconds since the boot unless named otherwise; error in microseconds.
CREATE TABLE boot (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,       -- what undated entries name
    kernel TEXT NOT NULL,          -- /proc/sys/kernel/random/boot_id
    undated_from_ms INTEGER,       -- found without trust; null: never
    begun_ms INTEGER,              -- the offset: since 1970, once trust has come
    uncertainty_ms INTEGER,
    reference_ms INTEGER,          -- the best moment while it was synchronised
    reference_error_us INTEGER,
    spoiled INTEGER NOT NULL,
    last_ms INTEGER NOT NULL,      -- the last look at the clocks that was saved
    last_site_ms INTEGER NOT NULL, -- since 1970, as the clock showed it
    last_trust INTEGER NOT NULL
) WITHOUT ROWID;

-- The number of the boot whose offset an entry waits for; its instant_ms counts from that boot meanwhile. Null: dated.
ALTER TABLE samples ADD COLUMN boot INTEGER;
ALTER TABLE events ADD COLUMN boot INTEGER;
CREATE INDEX samples_undated ON samples (boot, sequence) WHERE boot IS NOT NULL;
CREATE INDEX events_undated ON events (boot, sequence) WHERE boot IS NOT NULL;
