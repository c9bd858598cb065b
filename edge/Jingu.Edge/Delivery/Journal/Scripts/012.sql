-- How each lighting zone was decided last, as JSON: what its rules remember, and the reason of its light.
CREATE TABLE zone (
    zone TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL
) WITHOUT ROWID;
