-- The recruiter's answer to a question of the client about a candidate: one to each, never changed. A question is a
-- message beside the verdicts of choice; the latest verdict counts, every question stands.
CREATE TABLE choice_answer (
    choice_id BIGINT NOT NULL PRIMARY KEY REFERENCES choice (id),
    text_sealed TEXT NOT NULL,
    at BIGINT NOT NULL,
    created_by BIGINT NOT NULL
);
