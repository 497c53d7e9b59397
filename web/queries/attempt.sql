-- The candidate's attempt: opening it, its sections, its answers, handing in.

-- application_for_attempt: what an attempt of this application begins from: the newest published version
-- in: i64 application_id
-- out: maybe
SELECT a.id, a.person_id, a.vacancy_id, v.pack, i.id AS instruction_id
FROM application a
JOIN vacancy v ON v.id = a.vacancy_id
JOIN instruction i ON i.vacancy_id = v.id AND i.published_at IS NOT NULL
WHERE a.id = $1
ORDER BY i.version DESC LIMIT 1;

-- attempt_of_application: the attempt of an application, if it has one
-- in: i64 application_id
-- out: maybe
SELECT id FROM attempt WHERE application_id = $1;

-- attempt_add: a new attempt
-- in: i64 id, i64 application_id, i64 instruction_id, i64 seed, text lang, text lease, i64 started_at
-- out: none
INSERT INTO attempt (id, application_id, instruction_id, seed, lang, lease, started_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- section_add: a section of a new attempt
-- in: i64 attempt_id, i64 position, text instrument, i64? limit_ms
-- out: none
INSERT INTO section (attempt_id, position, instrument, limit_ms) VALUES ($1, $2, $3, $4);

-- form_item_add: an item drawn for a section
-- in: i64 attempt_id, i64 section, i64 position, text item
-- out: none
INSERT INTO form_item (attempt_id, section, position, item) VALUES ($1, $2, $3, $4);

-- plan_of_instruction: the instruments of a version, in order
-- in: i64 instruction_id
-- out: many
SELECT position, instrument FROM plan WHERE instruction_id = $1 ORDER BY position;

-- attempt_get: an attempt of this person, with what its pages need
-- in: i64 attempt_id, i64 person_id
-- out: maybe
SELECT t.id, t.application_id, t.instruction_id, t.lang, t.lease, t.lease_session, t.started_at, t.submitted_at, t.receipt,
    a.person_id, a.code, a.state, a.withdrawn_at, a.vacancy_id, v.pack, v.title, v.place, v.closes_at, v.state AS vacancy_state,
    c.name AS client_name
FROM attempt t
JOIN application a ON a.id = t.application_id
JOIN vacancy v ON v.id = a.vacancy_id
JOIN client c ON c.id = v.client_id
WHERE t.id = $1 AND a.person_id = $2;

-- section_list: the sections of an attempt, with how many items each has
-- in: i64 attempt_id
-- out: many i64 items_n
SELECT s.position, s.instrument, s.limit_ms, s.started_at, s.deadline_at, s.closed_at,
    (SELECT COUNT(*) FROM form_item f WHERE f.attempt_id = s.attempt_id AND f.section = s.position) AS items_n
FROM section s WHERE s.attempt_id = $1 ORDER BY s.position;

-- section_answered: how many items of each section are answered; sections without an answer are left out
-- in: i64 attempt_id
-- out: many i64 answered_n
SELECT f.section, COUNT(*) AS answered_n
FROM answer_current c
JOIN form_item f ON f.attempt_id = c.attempt_id AND f.item = c.item
WHERE c.attempt_id = $1 AND c.given = 1
GROUP BY f.section;

-- section_get: one section
-- in: i64 attempt_id, i64 position
-- out: maybe
SELECT position, instrument, limit_ms, started_at, deadline_at, closed_at
FROM section WHERE attempt_id = $1 AND position = $2;

-- section_items: the items of a section in order, each with its present answer and flag
-- in: i64 attempt_id, i64 section
-- out: many i64 given, i64 flagged
SELECT f.position, f.item, f.shown_at, c.rev, c.value, c.at, COALESCE(c.given, 0) AS given,
    CASE WHEN g.item IS NULL THEN 0 ELSE 1 END AS flagged
FROM form_item f
LEFT JOIN answer_current c ON c.attempt_id = f.attempt_id AND c.item = f.item
LEFT JOIN flag g ON g.attempt_id = f.attempt_id AND g.item = f.item
WHERE f.attempt_id = $1 AND f.section = $2 ORDER BY f.position;

-- form_item_show: the page of an item is given to the person; the first time counts
-- in: i64 shown_at, i64 attempt_id, i64 section, i64 position
-- out: changes
UPDATE form_item SET shown_at = $1 WHERE attempt_id = $2 AND section = $3 AND position = $4 AND shown_at IS NULL;

-- section_begin: the clock starts; a section begins once
-- in: i64 started_at, i64? deadline_at, i64 attempt_id, i64 position
-- out: changes
UPDATE section SET started_at = $1, deadline_at = $2
WHERE attempt_id = $3 AND position = $4 AND started_at IS NULL;

-- section_close: handed in by the candidate, or closed by the clock; closes once
-- in: i64 closed_at, i64 attempt_id, i64 position
-- out: changes
UPDATE section SET closed_at = $1
WHERE attempt_id = $2 AND position = $3 AND closed_at IS NULL AND started_at IS NOT NULL;

-- section_overdue: sections whose grace has passed and that nobody closed
-- in: i64 deadline_before
-- out: many
SELECT attempt_id, position, deadline_at FROM section
WHERE deadline_at IS NOT NULL AND closed_at IS NULL AND deadline_at < $1 ORDER BY deadline_at LIMIT 200;

-- lease_set: one writing page at a time: who takes the lease has it
-- in: text lease, i64 attempt_id
-- out: changes
UPDATE attempt SET lease = $1 WHERE id = $2 AND submitted_at IS NULL;

-- lease_hold: the session whose pages may show the lease
-- in: text lease_session, i64 attempt_id, text lease
-- out: none
UPDATE attempt SET lease_session = $1 WHERE id = $2 AND lease = $3;

-- attempt_for_save: all that saving one answer must know, in one read
-- in: i64 attempt_id, text item, i64 person_id
-- out: maybe i64 has_limit
SELECT t.lease, t.lang, t.submitted_at, a.withdrawn_at, v.pack, s.position AS section, s.instrument, s.started_at,
    s.deadline_at, s.closed_at, c.rev, c.value, c.at, c.changes, a.person_id,
    CASE WHEN s.limit_ms IS NULL THEN 0 ELSE 1 END AS has_limit
FROM attempt t
JOIN application a ON a.id = t.application_id
JOIN vacancy v ON v.id = a.vacancy_id
JOIN form_item f ON f.attempt_id = t.id
JOIN section s ON s.attempt_id = t.id AND s.position = f.section
LEFT JOIN answer_current c ON c.attempt_id = t.id AND c.item = f.item
WHERE t.id = $1 AND f.item = $2 AND a.person_id = $3;

-- answer_append: the journal; never changed
-- in: i64 attempt_id, text item, i64 rev, text value, text standing, i64 at, i64? client_at
-- out: none
INSERT INTO answer_log (attempt_id, item, rev, value, standing, at, client_at) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- answer_late: how many late answers to an item the journal has, and whether this revision is one
-- in: i64 rev, i64 attempt_id, text item
-- out: one i64 n, i64 same_n
SELECT COUNT(*) AS n, COUNT(*) FILTER (WHERE rev = $1) AS same_n FROM answer_log
WHERE attempt_id = $2 AND item = $3 AND standing <> 'counted' AND standing = 'late';

-- answer_put: the present value of one answer; a stale revision changes nothing
-- in: i64 attempt_id, text item, i64 rev, text value, i64 given, i64 at
-- out: changes
INSERT INTO answer_current (attempt_id, item, rev, value, given, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (attempt_id, item) DO UPDATE SET rev = excluded.rev, value = excluded.value, given = excluded.given,
    at = excluded.at, changes = answer_current.changes + 1
WHERE answer_current.rev < excluded.rev;

-- last_saved_at: when an answer of this section was last stored
-- in: i64 attempt_id, i64 section
-- out: one i64? at
SELECT MAX(c.at) AS at FROM form_item f
JOIN answer_current c ON c.attempt_id = f.attempt_id AND c.item = f.item
WHERE f.attempt_id = $1 AND f.section = $2;

-- flag_add: «вернуться позже»
-- in: i64 attempt_id, text item
-- out: none
INSERT INTO flag (attempt_id, item) VALUES ($1, $2) ON CONFLICT (attempt_id, item) DO NOTHING;

-- flag_remove: no longer to come back to
-- in: i64 attempt_id, text item
-- out: none
DELETE FROM flag WHERE attempt_id = $1 AND item = $2;

-- attempt_hand_in: handed in once
-- in: i64 submitted_at, text receipt, i64 attempt_id
-- out: changes
UPDATE attempt SET submitted_at = $1, receipt = $2 WHERE id = $3 AND submitted_at IS NULL;

-- application_complete: the application reached its end
-- in: i64 completed_at, i64 application_id
-- out: none
UPDATE application SET state = 'completed', completed_at = $1 WHERE id = $2;

-- application_testing: the first section began
-- in: i64 application_id
-- out: none
UPDATE application SET state = 'testing' WHERE id = $1 AND state = 'consented';

-- application_open: the invitation was opened, or the application was made on the public page
-- in: i64 opened_at, i64 application_id
-- out: none
UPDATE application SET state = 'opened', opened_at = $1 WHERE id = $2 AND state = 'invited';

-- application_consent: the candidate agreed
-- in: i64 application_id
-- out: none
UPDATE application SET state = 'consented' WHERE id = $1 AND state IN ('invited', 'opened');

-- application_withdraw: the candidate left
-- in: i64 withdrawn_at, i64 application_id
-- out: changes
UPDATE application SET withdrawn_at = $1 WHERE id = $2 AND withdrawn_at IS NULL;

-- section_close_all: what still stands open when the whole is handed in
-- in: i64 closed_at, i64 attempt_id
-- out: none
UPDATE section SET closed_at = $1 WHERE attempt_id = $2 AND closed_at IS NULL AND started_at IS NOT NULL;

-- attempt_overdue: attempts under way whose vacancy has closed and of which no section's clock still runs
-- in: i64 closes_before, i64 deadline_after
-- out: many
SELECT t.id, a.person_id, t.lang
FROM attempt t
JOIN application a ON a.id = t.application_id
JOIN vacancy v ON v.id = a.vacancy_id
WHERE t.submitted_at IS NULL AND a.withdrawn_at IS NULL AND a.state = 'testing'
AND (v.state = 'closed' OR v.closes_at < $1)
AND NOT EXISTS (SELECT 1 FROM section s WHERE s.attempt_id = t.id AND s.started_at IS NOT NULL AND s.closed_at IS NULL
    AND s.deadline_at IS NOT NULL AND s.deadline_at > $2) ORDER BY t.id LIMIT 200;
