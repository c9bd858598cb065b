-- What meters at digital inputs have counted. thousandths are of a Wh or L.

CREATE TABLE pulse (
    meter TEXT PRIMARY KEY,
    pulses INTEGER NOT NULL,
    constant INTEGER NOT NULL, -- pulses per kWh or m3 that is in force
    pulses_of_constant INTEGER NOT NULL,
    thousandths_before INTEGER NOT NULL,
    at_ms INTEGER NOT NULL
) WITHOUT ROWID;
