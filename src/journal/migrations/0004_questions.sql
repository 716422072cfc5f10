-- What was asked, masked, for reports; kept for as many days as the operator says.
CREATE TABLE questions (
    id        INTEGER PRIMARY KEY AUTOINCREMENT,
    at        INTEGER NOT NULL,            -- milliseconds since 1970, UTC
    view      TEXT NOT NULL,               -- staff, public
    text      TEXT NOT NULL,
    folded    TEXT NOT NULL,               -- by which the same question is known as such
    total     INTEGER NOT NULL,
    confident INTEGER NOT NULL,
    top       TEXT,                        -- the first hit
    us        INTEGER NOT NULL,
    query_id  TEXT NOT NULL
) STRICT;
CREATE INDEX questions_by_time ON questions (at);
