-- The highest sequence that the aggregator may have been told of by this file: what it knows beyond that, another copy
-- of the file has written.
ALTER TABLE stream ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
UPDATE stream SET told = last;
