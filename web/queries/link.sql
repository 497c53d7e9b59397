-- What the page of a private link says, and what its button opens.

-- link_request: what a status link is about
-- in: i64 request_id, i64 client_id
-- out: maybe
SELECT r.id, r.number, r.title, r.person_id, r.address_sealed, r.lang, c.name AS client_name
FROM request r JOIN client c ON c.id = r.client_id
WHERE r.id = $1 AND r.client_id = $2;

-- link_vacancy: what a portal link is about
-- in: i64 vacancy_id, i64 client_id
-- out: maybe
SELECT v.id, v.title, v.place, v.request_id, r.person_id, r.address_sealed, r.lang, c.name AS client_name
FROM vacancy v
JOIN request r ON r.id = v.request_id
JOIN client c ON c.id = v.client_id
WHERE v.id = $1 AND v.client_id = $2;

-- link_application: what an invitation is about
-- in: i64 application_id, i64 person_id
-- out: maybe
SELECT a.id, a.code, a.state, a.withdrawn_at, p.person_id, p.email_sealed, p.lang, v.title, v.place, v.pack,
    v.state AS vacancy_state, v.closes_at, c.name AS client_name
FROM application a
JOIN candidate p ON p.person_id = a.person_id
JOIN vacancy v ON v.id = a.vacancy_id
JOIN client c ON c.id = v.client_id
WHERE a.id = $1 AND a.person_id = $2;

-- grant_add: a session may open one more thing
-- in: text token_hash, text purpose, i64 object_id
-- out: none
INSERT INTO session_grant (token_hash, purpose, object_id) VALUES ($1, $2, $3)
ON CONFLICT (token_hash, purpose, object_id) DO NOTHING;

-- grant_end_all: no session opens it any more
-- in: text purpose, i64 object_id
-- out: changes
DELETE FROM session_grant WHERE purpose = $1 AND object_id = $2;

-- grant_has: may this session open it?
-- in: text token_hash, text purpose, i64 object_id
-- out: one i64 n
SELECT COUNT(*) AS n FROM session_grant WHERE token_hash = $1 AND purpose = $2 AND object_id = $3;
