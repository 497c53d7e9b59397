-- Scores of a handed-in attempt, and where its application stands.

-- attempt_to_score: which pack and person an attempt belongs to
-- in: i64 attempt_id
-- out: maybe
SELECT t.id, t.application_id, t.submitted_at, t.lang, a.person_id, a.vacancy_id, v.pack
FROM attempt t
JOIN application a ON a.id = t.application_id
JOIN vacancy v ON v.id = a.vacancy_id
WHERE t.id = $1;

-- score_put: an instrument's score
-- in: i64 attempt_id, text instrument, f64 points, f64 points_max, i64 answered, i64 shown, i64 straight_lined, text scoring_version,
-- text content
-- out: none
INSERT INTO score (attempt_id, instrument, points, points_max, answered, shown, straight_lined, scoring_version, content)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (attempt_id, instrument) DO UPDATE SET points = excluded.points, points_max = excluded.points_max,
    answered = excluded.answered, shown = excluded.shown, straight_lined = excluded.straight_lined,
    scoring_version = excluded.scoring_version, content = excluded.content;

-- score_drop: an attempt is scored anew
-- in: i64 attempt_id
-- out: none
DELETE FROM score WHERE attempt_id = $1;

-- score_list: the stored scores of an attempt
-- in: i64 attempt_id
-- out: many
SELECT instrument, points, points_max, answered, shown, straight_lined, scoring_version, content
FROM score WHERE attempt_id = $1 ORDER BY instrument;

-- competency_score_put: one competency
-- in: i64 attempt_id, text competency, f64 estimate, f64 se, f64 shown_share
-- out: none
INSERT INTO competency_score (attempt_id, competency, estimate, se, shown_share) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (attempt_id, competency) DO UPDATE SET estimate = excluded.estimate, se = excluded.se,
    shown_share = excluded.shown_share;

-- competency_score_drop: an attempt is scored anew
-- in: i64 attempt_id
-- out: none
DELETE FROM competency_score WHERE attempt_id = $1;

-- competency_score_list: the stored competencies of an attempt
-- in: i64 attempt_id
-- out: many
SELECT competency, estimate, se, shown_share FROM competency_score WHERE attempt_id = $1 ORDER BY competency;

-- covariance_drop: an attempt is scored anew
-- in: i64 attempt_id
-- out: none
DELETE FROM competency_covariance WHERE attempt_id = $1;

-- covariance_put: two competencies whose errors belong together
-- in: i64 attempt_id, text competency, text other, f64 covariance
-- out: none
INSERT INTO competency_covariance (attempt_id, competency, other, covariance) VALUES ($1, $2, $3, $4)
ON CONFLICT (attempt_id, competency, other) DO UPDATE SET covariance = excluded.covariance;

-- covariance_list: the stored covariances of an attempt
-- in: i64 attempt_id
-- out: many
SELECT competency, other, covariance FROM competency_covariance WHERE attempt_id = $1 ORDER BY competency, other;

-- instruction_newest: the newest published version of a vacancy
-- in: i64 vacancy_id
-- out: maybe
SELECT id, version, published_at FROM instruction
WHERE vacancy_id = $1 AND published_at IS NOT NULL ORDER BY version DESC LIMIT 1;

-- instruction_for_standing: what ranking under a version needs to know
-- in: i64 instruction_id
-- out: maybe
SELECT i.id, i.vacancy_id, i.version, v.pack FROM instruction i JOIN vacancy v ON v.id = i.vacancy_id WHERE i.id = $1;

-- requirement_weights: the weighted requirements of a version
-- in: i64 instruction_id
-- out: many text competency
SELECT id, competency, weight, minimum FROM requirement
WHERE instruction_id = $1 AND kind = 'competency' ORDER BY position;

-- gate_list: the must-haves of a version
-- in: i64 instruction_id
-- out: many
SELECT id, root_id, text, field, pass FROM requirement
WHERE instruction_id = $1 AND kind = 'gate' ORDER BY position;

-- pool: everybody who has handed in and not withdrawn, in an order that means nothing
-- in: i64 vacancy_id
-- out: many
SELECT a.id AS application_id, a.person_id, a.code, t.id AS attempt_id, a.draw
FROM application a JOIN attempt t ON t.application_id = a.id
WHERE a.vacancy_id = $1 AND a.state = 'completed' AND a.withdrawn_at IS NULL
ORDER BY a.draw, a.id;

-- pool_scores: the competencies of the pool, in no order: sorting them cost more than reading them
-- in: i64 vacancy_id
-- out: many
SELECT a.id AS application_id, s.competency, s.estimate, s.se, s.shown_share
FROM application a JOIN attempt t ON t.application_id = a.id JOIN competency_score s ON s.attempt_id = t.id
WHERE a.vacancy_id = $1 AND a.state = 'completed' AND a.withdrawn_at IS NULL;

-- pool_covariances: the covariances of the pool
-- in: i64 vacancy_id
-- out: many
SELECT a.id AS application_id, s.competency, s.other, s.covariance
FROM application a JOIN attempt t ON t.application_id = a.id JOIN competency_covariance s ON s.attempt_id = t.id
WHERE a.vacancy_id = $1 AND a.state = 'completed' AND a.withdrawn_at IS NULL
ORDER BY a.draw, a.id;

-- gate_words: the latest word of a person on each must-have of the pool
-- in: i64 vacancy_id
-- out: many
SELECT g.application_id, g.root_id, g.met FROM gate_check g JOIN application a ON a.id = g.application_id
WHERE a.vacancy_id = $1
AND g.at = (SELECT MAX(h.at) FROM gate_check h WHERE h.application_id = g.application_id AND h.root_id = g.root_id);

-- answer_of: the present answer to one item of one attempt
-- in: i64 attempt_id, text item
-- out: maybe
SELECT rev, value FROM answer_current WHERE attempt_id = $1 AND item = $2;

-- gate_result_put: what the questionnaire says of a must-have
-- in: i64 requirement_id, i64 application_id, text proposed
-- out: none
INSERT INTO gate_result (requirement_id, application_id, proposed) VALUES ($1, $2, $3)
ON CONFLICT (requirement_id, application_id) DO UPDATE SET proposed = excluded.proposed;

-- standings_job: the job that will store the standings of a vacancy, if one waits
-- in: i64 vacancy_id
-- out: maybe
SELECT run_at, tries FROM job WHERE kind = 'standings' AND object_id = $1;

-- standing_put: where an application stands under a version
-- in: i64 instruction_id, i64 application_id, text state, f64 composite, f64 se, f64 coverage, i64? band, i64? place_lo, i64? place_hi, i64? list_order
-- out: none
INSERT INTO standing (instruction_id, application_id, state, composite, se, coverage, band, place_lo, place_hi, list_order)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (instruction_id, application_id) DO UPDATE SET state = excluded.state, composite = excluded.composite,
    se = excluded.se, coverage = excluded.coverage, band = excluded.band, place_lo = excluded.place_lo,
    place_hi = excluded.place_hi, list_order = excluded.list_order;

-- standing_drop_withdrawn: who withdrew stands nowhere
-- in: i64 vacancy_id
-- out: none
DELETE FROM standing WHERE application_id IN
    (SELECT id FROM application WHERE vacancy_id = $1 AND withdrawn_at IS NOT NULL);
