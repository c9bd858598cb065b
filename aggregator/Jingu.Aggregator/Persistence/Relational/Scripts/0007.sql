-- Budgets that several gateways share. The book of a unit, resource and month: who may hold which part of it, as JSON.
CREATE TABLE lease_book (
    unit TEXT NOT NULL,
    resource TEXT NOT NULL,
    month TEXT NOT NULL,
    book TEXT NOT NULL,
    PRIMARY KEY (unit, resource, month)
);

-- Which life of a gateway's store was heard of last.
CREATE TABLE lease_life (
    gateway TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    heard_ms BIGINT NOT NULL
);

-- What gateways report, until a round has taken it up.
CREATE TABLE lease_report (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    gateway TEXT NOT NULL,
    at_ms BIGINT NOT NULL,
    unit TEXT NOT NULL,
    resource TEXT NOT NULL,
    month TEXT NOT NULL,
    holder TEXT NOT NULL,
    version BIGINT NOT NULL,
    part BIGINT NOT NULL,
    used BIGINT NOT NULL,
    daily_use BIGINT NOT NULL,
    granted_on_site BIGINT NOT NULL
);
