-- What indicators of a year should be at most, and what they were in a base year. Thousandths of the indicator's unit.
CREATE TABLE plan_target (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    indicator TEXT NOT NULL,
    coal TEXT,                     -- by which coal equivalent; indicators in kgce only
    unit TEXT,                     -- absent: of everybody without a row of their own
    year BIGINT NOT NULL,
    thousandths BIGINT NOT NULL,
    base_year BIGINT,
    base_thousandths BIGINT,
    binding TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);
