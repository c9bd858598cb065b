-- Dials that persons read, each with the register at that instant: the next one is held against it. Thousandths of a Wh
-- or L before any multiplier. Rows are never changed. A declaration of kind 4 has the dial as its closing reading.
CREATE TABLE dial (
    meter TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    dial INTEGER NOT NULL,
    register INTEGER NOT NULL,
    doubt INTEGER NOT NULL,        -- how far both may lie apart although no pulse was lost
    declaration INTEGER NOT NULL,
    PRIMARY KEY (meter, at_ms, declaration)
) WITHOUT ROWID;
