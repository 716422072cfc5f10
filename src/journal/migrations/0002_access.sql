-- Who may come in: tokens by their hash. Rows are never removed, so that what a token did can always be told.
CREATE TABLE tokens (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    hash       BLOB NOT NULL UNIQUE,       -- SHA-256 of the token; the token itself is nowhere
    hint       TEXT NOT NULL,              -- its first characters, to tell which one was found in a log
    name       TEXT NOT NULL,
    role       TEXT NOT NULL,
    created    INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    expires    INTEGER,                    -- from this moment on it opens nothing
    revoked    INTEGER,
    last_used  INTEGER                     -- to the minute
) STRICT;
CREATE UNIQUE INDEX tokens_by_name ON tokens (name) WHERE revoked IS NULL;

-- A browser that signed in with a token; ends with the token.
CREATE TABLE sessions (
    hash  BLOB PRIMARY KEY,                -- SHA-256 of the cookie
    token INTEGER NOT NULL REFERENCES tokens (id),
    begun INTEGER NOT NULL,
    seen  INTEGER NOT NULL                 -- to the minute
) STRICT, WITHOUT ROWID;

-- Who did what, when, to what. Only ever grows.
CREATE TABLE audit (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    at     INTEGER NOT NULL,               -- milliseconds since 1970, UTC
    who    TEXT NOT NULL,
    role   TEXT,                           -- NULL: nobody signed in, or the command line
    origin TEXT NOT NULL,                  -- address, or where the command was typed
    action TEXT NOT NULL,
    object TEXT NOT NULL,                  -- what it was done to
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (at);
CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
-- INSERT OR REPLACE would delete without asking the trigger above.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
WHEN EXISTS (SELECT 1 FROM audit WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
