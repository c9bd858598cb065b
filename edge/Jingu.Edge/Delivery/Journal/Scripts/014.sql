-- Declarations that came as signed commands: which, and on what the ledger stood when it was ordered.
ALTER TABLE declaration ADD COLUMN command TEXT;
ALTER TABLE declaration ADD COLUMN journal TEXT;
ALTER TABLE declaration ADD COLUMN epoch INTEGER;
ALTER TABLE declaration ADD COLUMN not_after_ms INTEGER;
CREATE UNIQUE INDEX declaration_command ON declaration (command) WHERE command IS NOT NULL;
