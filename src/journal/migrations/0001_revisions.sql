-- Every version that went through the product or was found changed by hand, whole, in the order it happened.
CREATE TABLE revisions (
    seq    INTEGER PRIMARY KEY AUTOINCREMENT,
    id     TEXT NOT NULL,                 -- the article
    path   TEXT NOT NULL,                 -- its file below kb/
    at     INTEGER NOT NULL,              -- milliseconds since 1970, UTC
    author TEXT NOT NULL,
    kind   TEXT NOT NULL,                 -- what was done: put, publish, archive, restore, rollback, discard, hand, baseline
    place  TEXT NOT NULL,                 -- live: served; waiting: beside the served one; gone: no version stands any more
    etag   TEXT NOT NULL,                 -- of the text
    why    TEXT NOT NULL,
    text   TEXT NOT NULL
) STRICT;
CREATE INDEX revisions_of_article ON revisions (id, seq);

-- The next version of an article that is served: the revision that waits.
CREATE TABLE waiting (
    id  TEXT PRIMARY KEY,
    seq INTEGER NOT NULL REFERENCES revisions (seq)
) STRICT, WITHOUT ROWID;
