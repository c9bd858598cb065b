-- Site time at which something new of a gateway was committed last.
ALTER TABLE gateway ADD COLUMN delivered_ms BIGINT;
