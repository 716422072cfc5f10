-- What the answer to a question was worth, as the API spells it; of earlier ones, what can still be told.
ALTER TABLE questions ADD COLUMN state TEXT NOT NULL DEFAULT 'unsure';
UPDATE questions SET state = CASE WHEN confident THEN 'answer' WHEN total = 0 THEN 'nothing' ELSE 'unsure' END;
-- Of `unknown_fact`: an entry of the first hit's `unknown`, or a key of `facts`. Never a caller's words.
ALTER TABLE questions ADD COLUMN gap TEXT;
-- Of `missing_fact`: the same, as somebody asked for it to be added.
ALTER TABLE feedback ADD COLUMN fact TEXT;
