-- What agents wrote down during a call. Every text that somebody typed was masked before it came here.
CREATE TABLE calls (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,             -- milliseconds since 1970, UTC
    who      TEXT NOT NULL,
    call     TEXT,                         -- as the call-centre application names it
    article  TEXT,                         -- what was read out
    question TEXT NOT NULL,
    category TEXT,
    outcome  TEXT NOT NULL,
    seconds  INTEGER NOT NULL,
    query_id TEXT                          -- the search that found it
) STRICT;
CREATE INDEX calls_by_time ON calls (at);

CREATE TABLE submissions (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    who      TEXT NOT NULL,
    kind     TEXT NOT NULL,
    text     TEXT NOT NULL,
    category TEXT,
    place    TEXT,
    unit     TEXT,
    call     TEXT
) STRICT;
CREATE INDEX submissions_by_time ON submissions (at);

CREATE TABLE feedback (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    at       INTEGER NOT NULL,
    who      TEXT NOT NULL,
    kind     TEXT NOT NULL,
    article  TEXT,
    question TEXT,
    text     TEXT,
    query_id TEXT
) STRICT;
CREATE INDEX feedback_by_time ON feedback (at);

-- What was acknowledged under which Idempotency-Key, so that sending it again writes it down once.
CREATE TABLE once (
    who    TEXT NOT NULL,
    kind   TEXT NOT NULL,                  -- the table
    key    TEXT NOT NULL,
    row    INTEGER NOT NULL,
    digest BLOB NOT NULL,                  -- of what was stored: another content under the same key is a mistake
    at     INTEGER NOT NULL,
    PRIMARY KEY (who, kind, key)
) STRICT, WITHOUT ROWID;
