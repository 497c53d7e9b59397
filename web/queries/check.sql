-- `otbor check`: what must agree with what.

-- check_attempts: every handed-in attempt, in order of id from a point on
-- in: i64 after_id
-- out: many
SELECT id FROM attempt WHERE submitted_at IS NOT NULL AND id > $1 ORDER BY id LIMIT 500;

-- check_journal: answers whose present value is not the newest counted one of the journal
-- in:
-- out: many
SELECT c.attempt_id, c.item, c.rev FROM answer_current c
WHERE NOT EXISTS (SELECT 1 FROM answer_log l WHERE l.attempt_id = c.attempt_id AND l.item = c.item
    AND l.rev = c.rev AND l.standing <> 'late')
LIMIT 50;

-- check_journal_value: present answers that are not what the journal has under their revision
-- in:
-- out: many
SELECT c.attempt_id, c.item, c.rev FROM answer_current c
JOIN answer_log l ON l.attempt_id = c.attempt_id AND l.item = c.item AND l.rev = c.rev AND l.standing <> 'late'
WHERE l.value <> c.value LIMIT 50;

-- check_journal_ahead: counted answers of the journal that are newer than the present value
-- in:
-- out: many
SELECT l.attempt_id, l.item, l.rev FROM answer_log l
LEFT JOIN answer_current c ON c.attempt_id = l.attempt_id AND c.item = l.item
WHERE l.standing <> 'late' AND (c.rev IS NULL OR c.rev < l.rev)
LIMIT 50;

-- check_journal_twice: revisions that were counted twice
-- in:
-- out: many i64 n
SELECT attempt_id, item, rev, COUNT(*) AS n FROM answer_log WHERE standing <> 'late'
GROUP BY attempt_id, item, rev HAVING COUNT(*) > 1 LIMIT 50;

-- check_vacancies: vacancies with a published version and nothing waiting to be recomputed
-- in:
-- out: many
SELECT v.id FROM vacancy v WHERE EXISTS
    (SELECT 1 FROM instruction i WHERE i.vacancy_id = v.id AND i.published_at IS NOT NULL)
AND NOT EXISTS (SELECT 1 FROM job j WHERE j.kind = 'standings' AND j.object_id = v.id)
ORDER BY v.id;

-- check_standings: the stored standings of a version
-- in: i64 instruction_id
-- out: many
SELECT application_id, state, composite, se, coverage, band, place_lo, place_hi, list_order
FROM standing WHERE instruction_id = $1;

-- check_unsent_completed: completed applications without a handed-in attempt, or the other way round
-- in:
-- out: many
SELECT a.id FROM application a LEFT JOIN attempt t ON t.application_id = a.id
WHERE (a.state = 'completed') IS DISTINCT FROM (t.submitted_at IS NOT NULL) LIMIT 50;

-- check_decisions: decisions that were not made, or undone, as the audit log tells
-- in:
-- out: many
SELECT d.id, d.application_id FROM decision d
WHERE NOT EXISTS (SELECT 1 FROM event v WHERE v.object_kind = 'application' AND v.object = d.application_id
    AND v.kind = 'decision.made' AND v.at = d.at AND v.actor = d.by_id
    AND v.payload = '{"id":' || CAST(d.id AS TEXT) || ',"outcome":"' || d.outcome || '","reason":"' || d.reason || '"}')
OR (d.undone_at IS NOT NULL) IS DISTINCT FROM (EXISTS (SELECT 1 FROM event u WHERE u.object_kind = 'application'
    AND u.object = d.application_id AND u.kind = 'decision.undone'
    AND u.payload = '{"id":' || CAST(d.id AS TEXT) || '}'))
LIMIT 50;

-- check_decisions_gone: decisions of the audit log that are not stored
-- in:
-- out: many
SELECT v.seq, v.object FROM event v
LEFT JOIN decision d ON d.application_id = v.object AND d.at = v.at
WHERE v.kind = 'decision.made' AND d.id IS NULL LIMIT 50;

-- check_consents: answers to consents that the audit log does not tell
-- in:
-- out: many
SELECT k.id, k.object_id FROM consent k
WHERE NOT EXISTS (SELECT 1 FROM event v
    WHERE v.object_kind = CASE WHEN k.purpose = 'request' THEN 'request' ELSE 'application' END
    AND v.object = k.object_id AND v.at = k.at
    AND v.kind = CASE WHEN k.purpose = 'request' AND k.action = 'given' THEN 'request.submitted'
        WHEN k.purpose = 'request' THEN 'request.withdrawn'
        WHEN k.purpose = 'transfer' THEN 'transfer.' || k.action
        WHEN k.action = 'withdrawn' THEN 'application.withdrawn'
        ELSE 'consent.' || k.action END)
LIMIT 50;

-- check_consents_gone: answers of the audit log that are not stored
-- in:
-- out: many
SELECT v.seq, v.object FROM event v
LEFT JOIN consent k ON k.object_id = v.object AND k.at = v.at
WHERE v.kind IN ('request.submitted', 'request.withdrawn', 'application.withdrawn', 'consent.given', 'consent.refused',
    'transfer.given', 'transfer.refused', 'transfer.withdrawn')
AND k.id IS NULL LIMIT 50;

-- check_gates: what is stored of the must-haves of a version
-- in: i64 instruction_id
-- out: many
SELECT g.requirement_id, g.application_id, g.proposed
FROM gate_result g JOIN requirement r ON r.id = g.requirement_id WHERE r.instruction_id = $1;

-- check_shares: every frozen list, in order of id from a point on
-- in: i64 after_id
-- out: many
SELECT id, frozen, hash FROM share WHERE id > $1 ORDER BY id LIMIT 50;

-- check_without_key: people of whom something is sealed and who have no key
-- in:
-- out: many i64 person_id
SELECT p.person_id AS person_id FROM (SELECT person_id FROM request UNION SELECT person_id FROM candidate
    UNION SELECT person_id FROM outbox UNION SELECT person_id FROM staff) p
WHERE NOT EXISTS (SELECT 1 FROM person_key k WHERE k.person_id = p.person_id) ORDER BY 1 LIMIT 200;

-- check_sealed_contacts: what is sealed of contacts and of letters and its place (enum seal_place), a page of it
-- in: i64 from_n
-- out: many i64 place, i64 id, i64 person_id, text sealed
SELECT s.place AS place, s.id AS id, s.person_id AS person_id, s.sealed AS sealed FROM (
    SELECT 1 AS place, id, person_id, contact_sealed AS sealed FROM request
    UNION ALL SELECT 2, id, person_id, address_sealed FROM request
    UNION ALL SELECT 3, id, person_id, comment_sealed FROM request
    UNION ALL SELECT 4, b.request_id, r.person_id, b.note_sealed FROM brief b JOIN request r ON r.id = b.request_id
    UNION ALL SELECT 12, id, person_id, to_sealed FROM outbox
    UNION ALL SELECT 13, id, person_id, subject_sealed FROM outbox
    UNION ALL SELECT 14, id, person_id, body_sealed FROM outbox) s
WHERE s.sealed IS NOT NULL LIMIT 2000 OFFSET $1;

-- check_sealed_candidates: what is sealed of candidates and its place (enum seal_place), a page of it
-- in: i64 from_n
-- out: many i64 place, i64 id, i64 person_id, text sealed
SELECT s.place AS place, s.id AS id, s.person_id AS person_id, s.sealed AS sealed FROM (
    SELECT 5 AS place, person_id AS id, person_id, name_sealed AS sealed FROM candidate
    UNION ALL SELECT 6, person_id, person_id, email_sealed FROM candidate
    UNION ALL SELECT 7, w.application_id, a.person_id, w.text_sealed
        FROM wish w JOIN application a ON a.id = w.application_id
    UNION ALL SELECT 8, c.attempt_id, a.person_id, c.value FROM answer_current c
        JOIN form_item i ON i.attempt_id = c.attempt_id AND i.item = c.item AND i.section = 1
        JOIN attempt t ON t.id = c.attempt_id JOIN application a ON a.id = t.application_id
    UNION ALL SELECT 9, g.id, a.person_id, g.note_sealed FROM gate_check g JOIN application a ON a.id = g.application_id
    UNION ALL SELECT 10, d.id, a.person_id, d.note_sealed FROM decision d JOIN application a ON a.id = d.application_id
    UNION ALL SELECT 11, c.id, a.person_id, c.comment_sealed FROM choice c JOIN application a ON a.id = c.application_id
    UNION ALL SELECT 21, n.choice_id, a.person_id, n.text_sealed FROM choice_answer n
        JOIN choice c ON c.id = n.choice_id JOIN application a ON a.id = c.application_id) s
WHERE s.sealed IS NOT NULL LIMIT 2000 OFFSET $1;
