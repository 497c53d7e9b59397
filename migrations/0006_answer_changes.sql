-- How often an answer was stored: one person must not fill the disk with one answer.
ALTER TABLE answer_current ADD COLUMN changes BIGINT NOT NULL DEFAULT 1;
