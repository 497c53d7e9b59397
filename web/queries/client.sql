-- The client's own pages: status of a request, its brief, the shared shortlist and the choice.

-- client_request: a request that this session may open
-- in: text token_hash, i64 request_id, i64 client_id
-- out: maybe
SELECT r.id, r.number, r.client_id, r.person_id, r.contact_sealed, r.address_sealed, r.comment_sealed, r.title,
    r.place, r.created_at, r.read_at, r.closed_at, r.lang, r.pack, c.name AS client_name
FROM request r
JOIN client c ON c.id = r.client_id
JOIN session_grant g ON g.token_hash = $1 AND g.purpose = 'status' AND g.object_id = r.id
WHERE r.id = $2 AND r.client_id = $3;

-- request_withdrawn: how often the contact took back consent to a request
-- in: i64 person_id, i64 request_id
-- out: one i64 n
SELECT COUNT(*) AS n FROM consent
WHERE person_id = $1 AND purpose = 'request' AND action = 'withdrawn' AND object_id = $2;

-- request_vacancy: the vacancy that a request became, the newest one
-- in: i64 request_id
-- out: maybe i64? published_at
SELECT v.id, v.title, v.slug, v.state, v.closes_at, v.created_at, v.lang,
    (SELECT MIN(i.published_at) FROM instruction i WHERE i.vacancy_id = v.id) AS published_at
FROM vacancy v WHERE v.request_id = $1 ORDER BY v.created_at DESC, v.id DESC LIMIT 1;

-- vacancy_progress: how far the people of a vacancy are
-- in: i64 vacancy_id
-- out: one i64 all_n, i64 begun_n, i64 done_n
SELECT COUNT(*) AS all_n,
    COUNT(CASE WHEN state IN ('testing', 'completed') THEN 1 END) AS begun_n,
    COUNT(CASE WHEN state = 'completed' THEN 1 END) AS done_n
FROM application WHERE vacancy_id = $1 AND withdrawn_at IS NULL;

-- consent_last: the latest word of a person on a purpose and object
-- in: i64 person_id, text purpose, i64 object_id
-- out: maybe
SELECT action, text_version, at FROM consent
WHERE person_id = $1 AND purpose = $2 AND object_id = $3 ORDER BY at DESC, id DESC LIMIT 1;

-- request_close: the client withdrew
-- in: i64 closed_at, i64 request_id
-- out: changes
UPDATE request SET closed_at = $1 WHERE id = $2 AND closed_at IS NULL;

-- Brief --------------------------------------------------------------------------------------------

-- brief_get: the brief of a request
-- in: i64 request_id
-- out: maybe
SELECT segment, size, headcount, start_when, decide_by, authority, pay, note_sealed, updated_at
FROM brief WHERE request_id = $1;

-- brief_put_whom: the first step: whom the client looks for
-- in: i64 request_id, text segment, text size, i64 headcount, text start_when, i64 updated_at
-- out: none
INSERT INTO brief (request_id, segment, size, headcount, start_when, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (request_id) DO UPDATE SET segment = excluded.segment, size = excluded.size,
    headcount = excluded.headcount, start_when = excluded.start_when, updated_at = excluded.updated_at;

-- brief_put_terms: the last step: terms and who decides
-- in: text? decide_by, text? authority, text? pay, text? note_sealed, i64 updated_at, i64 request_id
-- out: changes
UPDATE brief SET decide_by = $1, authority = $2, pay = $3, note_sealed = $4, updated_at = $5 WHERE request_id = $6;

-- brief_touch: the brief changed
-- in: i64 updated_at, i64 request_id
-- out: changes
UPDATE brief SET updated_at = $1 WHERE request_id = $2;

-- brief_duties: the chosen duties
-- in: i64 request_id
-- out: many
SELECT duty FROM brief_duty WHERE request_id = $1 ORDER BY duty;

-- brief_duties_clear: before the chosen ones are written anew
-- in: i64 request_id
-- out: none
DELETE FROM brief_duty WHERE request_id = $1;

-- brief_duty_add: one chosen duty
-- in: i64 request_id, text duty
-- out: none
INSERT INTO brief_duty (request_id, duty) VALUES ($1, $2);

-- brief_gates: the must-haves
-- in: i64 request_id
-- out: many
SELECT position, field, text FROM brief_gate WHERE request_id = $1 ORDER BY position;

-- brief_gates_clear: before they are written anew
-- in: i64 request_id
-- out: none
DELETE FROM brief_gate WHERE request_id = $1;

-- brief_gate_add: one must-have; field NULL = in the client's own words
-- in: i64 request_id, i64 position, text? field, text text
-- out: none
INSERT INTO brief_gate (request_id, position, field, text) VALUES ($1, $2, $3, $4);

-- Shortlist ----------------------------------------------------------------------------------------

-- share_newest: the newest shared shortlist of a vacancy that this session may open: by a link to the
-- shortlist, or by the link to the request it came from, unless the list or the request was taken back
-- in: i64 vacancy_id, i64 client_id, text token_hash
-- out: maybe
SELECT s.id, s.number, s.frozen, s.created_at, v.id AS vacancy_id, v.title, v.lang, v.pack, v.request_id, v.state, v.closes_at,
    c.name AS client_name, r.number AS request_number
FROM share s
JOIN vacancy v ON v.id = s.vacancy_id
JOIN client c ON c.id = v.client_id
JOIN request r ON r.id = v.request_id
WHERE s.vacancy_id = $1 AND v.client_id = $2 AND EXISTS (
    SELECT 1 FROM session_grant g WHERE g.token_hash = $3 AND ((g.purpose = 'portal' AND g.object_id = v.id)
        OR (g.purpose = 'status' AND g.object_id = v.request_id
            AND EXISTS (SELECT 1 FROM link l WHERE l.purpose = 'portal' AND l.object_id = v.id AND l.revoked_at IS NULL)
            AND NOT EXISTS (SELECT 1 FROM consent k WHERE k.person_id = r.person_id AND k.purpose = 'request'
                AND k.action = 'withdrawn' AND k.object_id = r.id))))
ORDER BY s.number DESC LIMIT 1;

-- share_of_vacancy: is there a shared shortlist, and a link to it that was not revoked?
-- in: i64 vacancy_id
-- out: maybe
SELECT s.id, s.number, s.created_at FROM share s
WHERE s.vacancy_id = $1
AND EXISTS (SELECT 1 FROM link l WHERE l.purpose = 'portal' AND l.object_id = s.vacancy_id AND l.revoked_at IS NULL)
ORDER BY s.number DESC LIMIT 1;

-- share_people: who is in a shared shortlist, each with what opening the name needs
-- in: i64 share_id
-- out: many
SELECT a.id AS application_id, a.code, a.person_id, a.withdrawn_at, p.name_sealed, p.email_sealed, p.lang
FROM share_row s
JOIN application a ON a.id = s.application_id
JOIN candidate p ON p.person_id = a.person_id
WHERE s.share_id = $1 ORDER BY a.code LIMIT 40;

-- choice_last: the client's latest verdict on each person of a vacancy, whichever share it was given on; a question is
-- a message and no verdict
-- in: i64 vacancy_id
-- out: many
SELECT ch.id, ch.application_id, ch.verdict, ch.reason, ch.comment_sealed, ch.at, ch.read_at
FROM choice ch JOIN share s ON s.id = ch.share_id
WHERE s.vacancy_id = $1 AND ch.verdict <> 'question'
AND ch.at = (SELECT MAX(o.at) FROM choice o JOIN share t ON t.id = o.share_id
    WHERE t.vacancy_id = s.vacancy_id AND o.application_id = ch.application_id AND o.verdict <> 'question')
ORDER BY ch.application_id, ch.id;

-- choice_questions: the client's questions about people of a vacancy with the recruiter's answers, the oldest first
-- in: i64 vacancy_id
-- out: many
SELECT ch.id, ch.application_id, ch.comment_sealed, ch.at, w.text_sealed AS answer_sealed, w.at AS answered_at
FROM choice ch JOIN share s ON s.id = ch.share_id LEFT JOIN choice_answer w ON w.choice_id = ch.id
WHERE s.vacancy_id = $1 AND ch.verdict = 'question' ORDER BY ch.at, ch.id LIMIT 400;

-- choice_question: one question of a vacancy, with what answering it needs
-- in: i64 choice_id, i64 vacancy_id
-- out: maybe
SELECT ch.id, ch.application_id, ch.comment_sealed, a.code, a.person_id, w.at AS answered_at
FROM choice ch JOIN share s ON s.id = ch.share_id JOIN application a ON a.id = ch.application_id
LEFT JOIN choice_answer w ON w.choice_id = ch.id
WHERE ch.id = $1 AND s.vacancy_id = $2 AND ch.verdict = 'question';

-- choice_answer_add: the recruiter's answer; the question is read by that
-- in: i64 choice_id, text text_sealed, i64 at, i64 created_by
-- out: none
INSERT INTO choice_answer (choice_id, text_sealed, at, created_by) VALUES ($1, $2, $3, $4);

-- choice_seen: a word of the client was read
-- in: i64 read_at, i64 choice_id
-- out: none
UPDATE choice SET read_at = $1 WHERE id = $2 AND read_at IS NULL;

-- choice_invited_ever: how often the client invited this person
-- in: i64 application_id
-- out: one i64 n
SELECT COUNT(*) AS n FROM choice WHERE application_id = $1 AND verdict = 'invite';

-- choice_add: the client's word
-- in: i64 id, i64 share_id, i64 application_id, text verdict, text? reason, text? comment_sealed, i64 at
-- out: none
INSERT INTO choice (id, share_id, application_id, verdict, reason, comment_sealed, at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- choice_invited: how many people of a vacancy the client invites now
-- in: i64 vacancy_id
-- out: one i64 n
SELECT COUNT(DISTINCT ch.application_id) AS n FROM choice ch JOIN share s ON s.id = ch.share_id
WHERE s.vacancy_id = $1 AND ch.verdict = 'invite'
AND ch.at = (SELECT MAX(o.at) FROM choice o JOIN share t ON t.id = o.share_id
    WHERE t.vacancy_id = s.vacancy_id AND o.application_id = ch.application_id AND o.verdict <> 'question');

-- client_contact: who asked for the selection of a vacancy, and in which language
-- in: i64 vacancy_id
-- out: maybe
SELECT r.id AS request_id, r.person_id, r.address_sealed, r.lang, r.closed_at, v.title
FROM vacancy v JOIN request r ON r.id = v.request_id WHERE v.id = $1;

-- share_once: was a list of this vacancy ever shown to this client?
-- in: i64 vacancy_id, i64 client_id
-- out: one i64 n
SELECT COUNT(*) AS n FROM share s JOIN vacancy v ON v.id = s.vacancy_id WHERE s.vacancy_id = $1 AND v.client_id = $2;

-- portal_until: until when the list of a vacancy is open
-- in: i64 vacancy_id
-- out: maybe
SELECT expires_at FROM link WHERE purpose = 'portal' AND object_id = $1 AND revoked_at IS NULL
ORDER BY expires_at DESC LIMIT 1;
