-- The recruiter's desk: requests that came in, vacancies made of them, who is where.

-- desk_request_counts: how many requests are open, closed, and still wait to be looked at
-- in:
-- out: one i64 open_n, i64 closed_n, i64 unread_n
SELECT COUNT(CASE WHEN r.closed_at IS NULL THEN 1 END) AS open_n,
    COUNT(r.closed_at) AS closed_n,
    COUNT(CASE WHEN r.closed_at IS NULL AND r.read_at IS NULL
        AND NOT EXISTS (SELECT v.id FROM vacancy v WHERE v.request_id = r.id) THEN 1 END) AS unread_n
FROM request r;

-- desk_requests: a page of open (0) or closed (1) requests and how far each has come: those without a vacancy first, then the newest
-- in: i64 closed, i64 skip
-- out: many i64 waiting, i64 people_n, i64 completed_n, i64 shares_n, i64 choices_n
SELECT r.id, r.number, c.name AS client_name, r.title, r.place, r.created_at, r.read_at, r.closed_at,
    CASE WHEN v.id IS NULL THEN 1 ELSE 0 END AS waiting,
    v.id AS vacancy_id, v.state AS vacancy_state,
    (SELECT COUNT(a.id) FROM application a WHERE a.vacancy_id = v.id AND a.withdrawn_at IS NULL) AS people_n,
    (SELECT COUNT(a.id) FROM application a WHERE a.vacancy_id = v.id AND a.withdrawn_at IS NULL AND a.state = 'completed')
    AS completed_n,
    (SELECT COUNT(s.id) FROM share s WHERE s.vacancy_id = v.id) AS shares_n,
    (SELECT COUNT(h.id) FROM choice h JOIN share s ON s.id = h.share_id
     WHERE s.vacancy_id = v.id AND h.verdict <> 'none') AS choices_n
FROM request r
JOIN client c ON c.id = r.client_id
LEFT JOIN vacancy v ON v.request_id = r.id
WHERE CASE WHEN r.closed_at IS NULL THEN 0 ELSE 1 END = $1
ORDER BY waiting DESC, r.created_at DESC, r.id LIMIT 51 OFFSET $2;

-- desk_request_last: when the last request came, if one ever did
-- in:
-- out: one i64? at
SELECT MAX(created_at) AS at FROM request;

-- desk_request: one request
-- in: i64 request_id
-- out: maybe
SELECT r.id, r.number, r.client_id, c.name AS client_name, r.person_id, r.contact_sealed, r.address_sealed,
    r.comment_sealed, r.title, r.place, r.lang, r.pack, r.created_at, r.read_at, r.closed_at
FROM request r JOIN client c ON c.id = r.client_id
WHERE r.id = $1;

-- desk_request_role: the role that a request is for
-- in: text pack, i64 request_id
-- out: changes
UPDATE request SET pack = $1 WHERE id = $2;

-- desk_request_read: somebody of the desk has looked at it
-- in: i64 read_at, i64 request_id
-- out: changes
UPDATE request SET read_at = $1 WHERE id = $2 AND read_at IS NULL;

-- desk_request_close: closed, or open again when closed_at is NULL
-- in: i64? closed_at, i64 request_id
-- out: changes
UPDATE request SET closed_at = $1 WHERE id = $2;

-- desk_brief: the brief of a request, if the client has written one
-- in: i64 request_id
-- out: maybe
SELECT segment, size, headcount, start_when, decide_by, authority, pay, note_sealed, updated_at
FROM brief WHERE request_id = $1;

-- desk_brief_duties: the duties that the client ticked
-- in: i64 request_id
-- out: many
SELECT duty FROM brief_duty WHERE request_id = $1 ORDER BY duty;

-- desk_brief_gates: the must-haves of the brief
-- in: i64 request_id
-- out: many
SELECT position, field, text FROM brief_gate WHERE request_id = $1 ORDER BY position;

-- desk_request_consents: proof of consent to a request
-- in: i64 person_id, i64 request_id
-- out: many
SELECT action, text_version, text_hash, lang, at, network FROM consent
WHERE person_id = $1 AND purpose = 'request' AND object_id = $2 ORDER BY at DESC LIMIT 20;

-- desk_vacancy_of_request: the vacancy that a request became, if it did
-- in: i64 request_id
-- out: maybe
SELECT id, state, created_at FROM vacancy WHERE request_id = $1 ORDER BY created_at, id LIMIT 1;

-- desk_vacancies: a page of vacancies, the newest first, with how far their people have come
-- in: i64 skip
-- out: many i64 draft_n, i64 version, i64 invited_n, i64 begun_n, i64 completed_n, i64 people_n, i64 done_n, i64 shares_n, i64 choices_n
SELECT v.id, v.title, v.place, v.state, v.closes_at, v.created_at, c.name AS client_name,
    (SELECT COUNT(i.id) FROM instruction i WHERE i.vacancy_id = v.id AND i.published_at IS NULL) AS draft_n,
    (SELECT COUNT(i.id) FROM instruction i WHERE i.vacancy_id = v.id AND i.published_at IS NOT NULL) AS version,
    (SELECT COUNT(a.id) FROM application a WHERE a.vacancy_id = v.id) AS invited_n,
    (SELECT COUNT(a.id) FROM application a WHERE a.vacancy_id = v.id AND a.state IN ('testing', 'completed')) AS begun_n,
    (SELECT COUNT(a.id) FROM application a WHERE a.vacancy_id = v.id AND a.state = 'completed') AS completed_n,
    (SELECT COUNT(a.id) FROM application a WHERE a.vacancy_id = v.id AND a.withdrawn_at IS NULL) AS people_n,
    (SELECT COUNT(a.id) FROM application a WHERE a.vacancy_id = v.id AND a.withdrawn_at IS NULL AND a.state = 'completed')
    AS done_n,
    (SELECT COUNT(s.id) FROM share s WHERE s.vacancy_id = v.id) AS shares_n,
    (SELECT COUNT(h.id) FROM choice h JOIN share s ON s.id = h.share_id
     WHERE s.vacancy_id = v.id AND h.verdict <> 'none') AS choices_n
FROM vacancy v JOIN client c ON c.id = v.client_id
ORDER BY v.created_at DESC, v.id LIMIT 51 OFFSET $1;

-- desk_vacancy: one vacancy
-- in: i64 vacancy_id
-- out: maybe
SELECT v.id, v.request_id, v.client_id, v.pack, v.title, v.place, v.lang, v.segment, v.size, v.slug, v.state,
    v.closes_at, v.created_at, c.name AS client_name, r.number AS request_number
FROM vacancy v JOIN client c ON c.id = v.client_id JOIN request r ON r.id = v.request_id
WHERE v.id = $1;

-- desk_stages: how many people of a vacancy stand at each stage
-- in: i64 vacancy_id
-- out: one i64 all_n, i64 invited_n, i64 opened_n, i64 consented_n, i64 testing_n, i64 completed_n, i64 withdrawn_n, i64 shares_n, i64 choices_n
SELECT COUNT(id) AS all_n,
    COUNT(CASE WHEN withdrawn_at IS NULL AND state = 'invited' THEN 1 END) AS invited_n,
    COUNT(CASE WHEN withdrawn_at IS NULL AND state = 'opened' THEN 1 END) AS opened_n,
    COUNT(CASE WHEN withdrawn_at IS NULL AND state = 'consented' THEN 1 END) AS consented_n,
    COUNT(CASE WHEN withdrawn_at IS NULL AND state = 'testing' THEN 1 END) AS testing_n,
    COUNT(CASE WHEN withdrawn_at IS NULL AND state = 'completed' THEN 1 END) AS completed_n,
    COUNT(withdrawn_at) AS withdrawn_n,
    (SELECT COUNT(s.id) FROM share s WHERE s.vacancy_id = $1) AS shares_n,
    (SELECT COUNT(h.id) FROM choice h JOIN share s ON s.id = h.share_id
     WHERE s.vacancy_id = $1 AND h.verdict <> 'none') AS choices_n
FROM application WHERE vacancy_id = $1;

-- desk_versions: the versions of a vacancy's instruction, the newest first
-- in: i64 vacancy_id
-- out: many
SELECT id, version, revision, reason, published_at, published_by, created_at
FROM instruction WHERE vacancy_id = $1 ORDER BY version DESC LIMIT 50;

-- desk_vacancy_add: a new vacancy, a draft until its instruction is published
-- in: i64 id, i64 request_id, i64 client_id, text pack, text title, text place, text lang, text segment,
-- text size, text slug, i64 closes_at, i64 created_at, i64 created_by
-- out: none
INSERT INTO vacancy (id, request_id, client_id, pack, title, place, lang, segment, size, slug, state, closes_at,
    created_at, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'draft', $11, $12, $13);

-- desk_vacancy_state: opened, closed, or open until another day
-- in: text state, i64 closes_at, i64 vacancy_id
-- out: changes
UPDATE vacancy SET state = $1, closes_at = $2 WHERE id = $3;

-- desk_request_letters: the letters that were written to the person of a request
-- in: i64 person_id
-- out: many
SELECT id, kind, state, created_at, sent_at FROM outbox WHERE person_id = $1 ORDER BY created_at DESC, id LIMIT 20;
