-- Which installation this database belongs to; the same id stands in the markers beside it. `guarded` stays 1 from the
-- first token on, also when every token is gone. `pulse` is counted up to see whether anything can be written at all.
CREATE TABLE installation (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    id      TEXT NOT NULL,
    guarded INTEGER NOT NULL,
    pulse   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Texts are kept deflated; `text` is then empty. Rows from before keep theirs as they are.
ALTER TABLE revisions ADD COLUMN packed BLOB;

-- The audit trail is shortened at its end alone, and only up to the day that the period of keeping has reached.
CREATE TABLE kept_since (
    one   INTEGER PRIMARY KEY CHECK (one = 1),
    audit INTEGER NOT NULL
) STRICT;
INSERT INTO kept_since VALUES (1, -9223372036854775808);
CREATE TRIGGER kept_since_goes_forward BEFORE UPDATE ON kept_since WHEN NEW.audit < OLD.audit
BEGIN SELECT RAISE(ABORT, 'the period of keeping never goes back'); END;
DROP TRIGGER audit_is_not_shortened;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit WHEN OLD.at >= (SELECT audit FROM kept_since)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
