-- What measurement needs to keep: which items a person saw, and which errors belong together.
-- Dialect: DIALECT.md.

-- When the page of an item was first given to the person; NULL = never. A seen and empty item is 0 in knowledge
-- and numeric tests, an unseen one is missing.
ALTER TABLE form_item ADD COLUMN shown_at BIGINT;

-- Of the items of the form that serve the competency, the share that was shown, 0–1: so much of its weight counts as
-- measured.
ALTER TABLE competency_score ADD COLUMN shown_share DOUBLE PRECISION NOT NULL DEFAULT 1;

-- Competencies that share scenarios share their errors. Only pairs whose covariance is not 0, each once:
-- competency comes before other in the order of codes.
CREATE TABLE competency_covariance (
    attempt_id BIGINT NOT NULL REFERENCES attempt (id),
    competency TEXT NOT NULL,
    other TEXT NOT NULL,
    covariance DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (attempt_id, competency, other)
);
