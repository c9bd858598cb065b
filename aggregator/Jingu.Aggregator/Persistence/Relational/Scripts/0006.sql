-- By which rule a unit takes part of what a shared meter counts above its sub-meters. rule none: it takes part no more.
CREATE TABLE plan_allocation (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    point TEXT NOT NULL,
    unit TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    rule TEXT NOT NULL,
    thousandths BIGINT,            -- of the shared part; fixed shares only
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);
