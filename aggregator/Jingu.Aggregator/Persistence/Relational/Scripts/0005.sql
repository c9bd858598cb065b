-- What a gateway booked becomes an adjustment: an extension for a grant code, a recovery from the month after an
-- emergency allowance that a person selected.
ALTER TABLE grant_used ADD COLUMN kind TEXT NOT NULL DEFAULT 'extension';
