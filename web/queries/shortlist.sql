-- The shortlist, one candidate's page, decisions, checks of must-haves, and lists shown to the client.
-- Nothing here reads a name but short_name.

-- The list -----------------------------------------------------------------------------------------

-- short_vacancy: what the pages of a list need of the vacancy
-- in: i64 vacancy_id
-- out: maybe
SELECT v.id, v.request_id, v.client_id, v.pack, v.title, v.lang, v.state, v.closes_at, c.name AS client_name
FROM vacancy v JOIN client c ON c.id = v.client_id
WHERE v.id = $1;

-- short_standings: where everybody stands under a version, in the order of the pool
-- in: i64 instruction_id
-- out: many
SELECT s.application_id, s.state, s.composite, s.se, s.coverage, s.band, s.place_lo, s.place_hi, s.list_order
FROM standing s JOIN application a ON a.id = s.application_id
WHERE s.instruction_id = $1 AND a.withdrawn_at IS NULL
ORDER BY a.draw, a.id;

-- short_requirements: the requirements of a version, weighted ones and must-haves, in its order
-- in: i64 instruction_id
-- out: many
SELECT id, root_id, position, kind, competency, text, evidence, weight, minimum, field, pass
FROM requirement WHERE instruction_id = $1 ORDER BY position LIMIT 100;

-- short_gate_results: what the questionnaires say of the must-haves of a version, in the order of the pool
-- in: i64 instruction_id
-- out: many
SELECT g.application_id, g.requirement_id, g.proposed
FROM gate_result g
JOIN requirement r ON r.id = g.requirement_id
JOIN application a ON a.id = g.application_id
WHERE r.instruction_id = $1
ORDER BY a.draw, a.id;

-- short_counts: how many people are where
-- in: i64 vacancy_id
-- out: one i64 all_n, i64 begun_n, i64 testing_n, i64 done_n, i64 withdrawn_n
SELECT COUNT(id) AS all_n,
    COUNT(CASE WHEN withdrawn_at IS NULL AND state IN ('testing', 'completed') THEN 1 END) AS begun_n,
    COUNT(CASE WHEN withdrawn_at IS NULL AND state = 'testing' THEN 1 END) AS testing_n,
    COUNT(CASE WHEN withdrawn_at IS NULL AND state = 'completed' THEN 1 END) AS done_n,
    COUNT(withdrawn_at) AS withdrawn_n
FROM application WHERE vacancy_id = $1;

-- short_decisions: what stands decided about the people of a vacancy: the latest of each that is not undone comes last
-- in: i64 vacancy_id
-- out: many
SELECT d.application_id, d.outcome FROM decision d JOIN application a ON a.id = d.application_id
WHERE a.vacancy_id = $1 AND d.undone_at IS NULL ORDER BY d.at, d.id;

-- One candidate --------------------------------------------------------------------------------------

-- short_application: one application by its code
-- in: text code
-- out: maybe
SELECT a.id, a.code, a.vacancy_id, a.person_id, a.source, a.state, a.created_at, a.opened_at, a.completed_at,
    a.withdrawn_at, t.id AS attempt_id, t.lang AS attempt_lang, t.started_at, t.submitted_at
FROM application a LEFT JOIN attempt t ON t.application_id = a.id
WHERE a.code = $1;

-- short_grace: how many answers of an attempt came after the section's end, in the network's time
-- in: i64 attempt_id
-- out: one i64 n
SELECT COUNT(DISTINCT item) AS n FROM answer_log
WHERE attempt_id = $1 AND standing <> 'counted' AND standing = 'grace';

-- short_name: the sealed name of a candidate
-- in: i64 person_id
-- out: maybe
SELECT name_sealed FROM candidate WHERE person_id = $1;

-- short_answers: all present answers of an attempt; those of the questionnaire are sealed
-- in: i64 attempt_id
-- out: many
SELECT item, value FROM answer_current WHERE attempt_id = $1 ORDER BY item LIMIT 500;

-- short_duties: which duties ask for which requirement of a version
-- in: i64 instruction_id
-- out: many
SELECT l.requirement_id, d.id AS duty_id, d.position, d.text
FROM requirement_duty l JOIN duty d ON d.id = l.duty_id
WHERE d.instruction_id = $1 ORDER BY d.position, d.id LIMIT 1000;

-- short_gate_words: what people said about the must-haves of one candidate, the latest last
-- in: i64 application_id
-- out: many
SELECT g.id, g.root_id, g.met, g.note_sealed, g.by_id, g.at
FROM gate_check g WHERE g.application_id = $1 ORDER BY g.at, g.id LIMIT 200;

-- short_decision_list: everything ever decided about one candidate, the newest first
-- in: i64 application_id
-- out: many
SELECT id, outcome, reason, note_sealed, by_id, at, undone_at, undone_by
FROM decision WHERE application_id = $1 ORDER BY at DESC, id DESC LIMIT 50;

-- name_openings: who opened the name of one candidate and why, the newest first; the log is the record
-- in: i64 application_id
-- out: many
SELECT seq, at, actor, payload FROM event
WHERE object_kind = 'application' AND object = $1 AND kind = 'name.opened' ORDER BY seq DESC LIMIT 50;

-- Deciding and checking ------------------------------------------------------------------------------

-- decision_subject: whom a decision is about
-- in: i64 application_id
-- out: maybe
SELECT a.id, a.person_id, a.vacancy_id, a.withdrawn_at, v.title, c.name AS client_name, p.email_sealed, p.lang
FROM application a
JOIN vacancy v ON v.id = a.vacancy_id
JOIN client c ON c.id = v.client_id
JOIN candidate p ON p.person_id = a.person_id
WHERE a.id = $1;

-- decision_standing: the decision that stands: the latest that is not undone
-- in: i64 application_id
-- out: maybe
SELECT id, outcome FROM decision WHERE application_id = $1 AND undone_at IS NULL ORDER BY at DESC, id DESC LIMIT 1;

-- decision_add: a person decided
-- in: i64 id, i64 application_id, text outcome, text reason, text? note_sealed, i64 by_id, i64 at
-- out: none
INSERT INTO decision (id, application_id, outcome, reason, note_sealed, by_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- decision_undo: taken back; a second time changes nothing
-- in: i64 undone_at, i64 undone_by, i64 id
-- out: changes
UPDATE decision SET undone_at = $1, undone_by = $2 WHERE id = $3 AND undone_at IS NULL;

-- gate_of_vacancy: a must-have of the newest published version of a vacancy
-- in: i64 vacancy_id, i64 root_id
-- out: maybe
SELECT r.id FROM requirement r JOIN instruction i ON i.id = r.instruction_id
WHERE i.vacancy_id = $1 AND r.root_id = $2 AND r.kind = 'gate' AND i.published_at IS NOT NULL
ORDER BY i.version DESC LIMIT 1;

-- gate_check_add: a person's word on a must-have
-- in: i64 id, i64 application_id, i64 root_id, i64 met, text? note_sealed, i64 by_id, i64 at
-- out: none
INSERT INTO gate_check (id, application_id, root_id, met, note_sealed, by_id, at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- Showing it to the client ---------------------------------------------------------------------------

-- share_last_number: the number of the newest list of a vacancy, 0 = none yet
-- in: i64 vacancy_id
-- out: one i64 number
SELECT COALESCE(MAX(number), 0) AS number FROM share WHERE vacancy_id = $1;

-- share_add: a frozen list
-- in: i64 id, i64 vacancy_id, i64 instruction_id, i64 number, text frozen, text hash, i64 created_at, i64 created_by
-- out: none
INSERT INTO share (id, vacancy_id, instruction_id, number, frozen, hash, created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- share_row_add: somebody in it
-- in: i64 share_id, i64 application_id
-- out: none
INSERT INTO share_row (share_id, application_id) VALUES ($1, $2);

-- short_shares: the lists of a vacancy, the newest first
-- in: i64 vacancy_id
-- out: many
SELECT s.id, s.number, s.created_at, s.created_by, i.version
FROM share s JOIN instruction i ON i.id = s.instruction_id
WHERE s.vacancy_id = $1 ORDER BY s.number DESC LIMIT 50;

-- short_share_codes: who is in the lists of a vacancy
-- in: i64 vacancy_id
-- out: many
SELECT r.share_id, a.code FROM share_row r
JOIN share s ON s.id = r.share_id JOIN application a ON a.id = r.application_id
WHERE s.vacancy_id = $1 ORDER BY s.number DESC, a.code LIMIT 400;

-- share_changed: who is in the newest list of a vacancy, and what became of each since it was shown: the decision that
-- stands, and a must-have that a person found unmet
-- in: i64 vacancy_id
-- out: many text? outcome, text? unmet
SELECT a.id, a.code, a.withdrawn_at,
    (SELECT d.outcome FROM decision d WHERE d.application_id = a.id AND d.undone_at IS NULL AND d.at > s.created_at
     ORDER BY d.at DESC, d.id DESC LIMIT 1) AS outcome,
    (SELECT r.text FROM gate_check g JOIN requirement r ON r.root_id = g.root_id AND r.instruction_id = s.instruction_id
     WHERE g.application_id = a.id AND g.met = 0 AND g.at > s.created_at AND NOT EXISTS
         (SELECT h.id FROM gate_check h WHERE h.application_id = g.application_id AND h.root_id = g.root_id AND h.at > g.at)
     ORDER BY r.position LIMIT 1) AS unmet
FROM share s JOIN share_row w ON w.share_id = s.id JOIN application a ON a.id = w.application_id
WHERE s.vacancy_id = $1 AND s.number = (SELECT MAX(n.number) FROM share n WHERE n.vacancy_id = s.vacancy_id)
ORDER BY a.code LIMIT 40;

-- short_choices: what the client said, the newest first
-- in: i64 vacancy_id
-- out: many
SELECT h.id, h.application_id, a.code, a.person_id, s.number, h.verdict, h.reason, h.comment_sealed, h.at, h.read_at,
    w.text_sealed AS answer_sealed, w.at AS answered_at
FROM choice h JOIN share s ON s.id = h.share_id JOIN application a ON a.id = h.application_id
LEFT JOIN choice_answer w ON w.choice_id = h.id
WHERE s.vacancy_id = $1 ORDER BY h.at DESC, h.id DESC LIMIT 200;

-- short_choices_read: the recruiter has seen what came in until then
-- in: i64 read_at, i64 vacancy_id, i64 until
-- out: changes
UPDATE choice SET read_at = $1
WHERE share_id IN (SELECT id FROM share WHERE vacancy_id = $2) AND read_at IS NULL AND at <= $3;
