-- What each version answers for: who wrote it, who approved it, what it began from. One row for each revision that was
-- recorded since this table is; earlier ones have none.
CREATE TABLE accounts (
    seq      INTEGER PRIMARY KEY REFERENCES revisions (seq),
    content  TEXT NOT NULL,               -- tag of the text apart from its status: what an approval is of
    served   INTEGER NOT NULL,            -- 1: from then on agents found this text
    authors  TEXT NOT NULL,               -- JSON list: everybody who contributed since the last text that was served
    base     TEXT,                        -- etag of the standing version that a waiting text began from
    approved TEXT,                        -- who approved this content, where it went live with an approval
    despite  TEXT NOT NULL                -- JSON list: codes of the errors it was published despite
) STRICT;
CREATE TRIGGER accounts_stay BEFORE UPDATE ON accounts BEGIN SELECT RAISE(ABORT, 'accounts are never changed'); END;
CREATE TRIGGER accounts_are_kept BEFORE DELETE ON accounts BEGIN SELECT RAISE(ABORT, 'accounts are never removed'); END;
CREATE TRIGGER accounts_are_not_replaced BEFORE INSERT ON accounts WHEN EXISTS (SELECT 1 FROM accounts WHERE seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'accounts are never changed'); END;

-- Every version of a dictionary that went through the product, whole, in the order it happened.
CREATE TABLE dictionary_versions (
    seq      INTEGER PRIMARY KEY AUTOINCREMENT,
    name     TEXT NOT NULL,
    at       INTEGER NOT NULL,            -- milliseconds since 1970, UTC
    author   TEXT NOT NULL,
    kind     TEXT NOT NULL,               -- put, publish, discard, hand
    waits    INTEGER NOT NULL,            -- 1: beside the file, which is in use meanwhile
    etag     TEXT NOT NULL,               -- of the text
    why      TEXT NOT NULL,
    text     TEXT NOT NULL,
    authors  TEXT NOT NULL,               -- JSON list: everybody who contributed since the last text that was in use
    base     TEXT,                        -- etag of the file that a waiting text began from
    approved TEXT                         -- who approved it
) STRICT;
CREATE INDEX versions_of_dictionary ON dictionary_versions (name, seq);
CREATE TRIGGER dictionary_versions_stay BEFORE UPDATE ON dictionary_versions
BEGIN SELECT RAISE(ABORT, 'versions are never changed'); END;
CREATE TRIGGER dictionary_versions_are_kept BEFORE DELETE ON dictionary_versions
BEGIN SELECT RAISE(ABORT, 'versions are never removed'); END;
