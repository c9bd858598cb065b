-- In use so many hours a year: what a comparison is corrected by.
CREATE TABLE plan_use_hours (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    subject_kind TEXT NOT NULL,    -- unit, building
    subject TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    hours_per_year BIGINT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- What kind of building it is, and in which climate: whose limits it is held against.
CREATE TABLE plan_building_class (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    building TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    class TEXT NOT NULL,
    climate TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- What buildings of a class should use at most and at best, Wh for each m2 and year.
CREATE TABLE plan_use_limit (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    class TEXT NOT NULL,
    climate TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    constraint_wh BIGINT NOT NULL,
    guide_wh BIGINT NOT NULL,
    confirmed TEXT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- What the statistics of public institutions ask of a unit beside its use.
CREATE TABLE plan_institution (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    unit TEXT NOT NULL,
    effective_from TEXT NOT NULL,
    code TEXT NOT NULL,
    nature TEXT NOT NULL,
    land_square_metres BIGINT,
    heated_square_metres BIGINT,
    new_energy_vehicles BIGINT,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);

-- What suppliers billed.
CREATE TABLE plan_cost (
    import BIGINT NOT NULL REFERENCES plan_import (number),
    row BIGINT NOT NULL,
    unit TEXT NOT NULL,
    resource TEXT NOT NULL,
    month TEXT NOT NULL,
    fen BIGINT NOT NULL,
    source TEXT NOT NULL,
    PRIMARY KEY (import, row)
);
