-- Every version that went through the product or was found changed by hand, whole, in the order it happened.
CREATE TABLE revisions (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    id     TEXT NOT NULL,                 -- the article
    path   TEXT NOT NULL,                 -- its file below kb/
    at     INTEGER NOT NULL,              -- milliseconds since 1970, UTC
    author TEXT NOT NULL,
    kind   TEXT NOT NULL,                 -- what was done, see Kind
    place  TEXT NOT NULL,                 -- current: the file in kb/; next: waits beside the one that is served
    etag   TEXT NOT NULL,                 -- of the text
    why    TEXT NOT NULL,
    text   TEXT NOT NULL
) STRICT;
CREATE TRIGGER revisions_stay BEFORE UPDATE ON revisions BEGIN SELECT RAISE(ABORT, 'revisions are never changed'); END;
CREATE TRIGGER revisions_are_kept BEFORE DELETE ON revisions BEGIN SELECT RAISE(ABORT, 'revisions are never removed'); END;
CREATE INDEX revisions_of_article ON revisions (id, seq);

-- The next version of an article that is served: the revision that waits.
CREATE TABLE next_versions (
    id  TEXT PRIMARY KEY,
    seq INTEGER NOT NULL REFERENCES revisions (seq)
) STRICT, WITHOUT ROWID;

-- Announcements above everybody's results: what is going on, the answer to read out, who says so, until when.
CREATE TABLE banners (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    text     TEXT NOT NULL,
    article  TEXT,                        -- the pinned answer
    reason   TEXT NOT NULL,
    owner    TEXT NOT NULL,
    starts   INTEGER NOT NULL,
    ends     INTEGER NOT NULL,
    ended_by TEXT                         -- who took it down before its end
) STRICT;
