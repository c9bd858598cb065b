-- Which part of what a PV plant made is credited to a unit's budget of the next month. part none: no more.
CREATE TABLE plan_pv_credit (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    plant TEXT NOT NULL,
    unit TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    part TEXT NOT NULL,
    thousandths BIGINT,            -- of that part; absent with none
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);
