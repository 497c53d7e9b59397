-- Inviting people to a vacancy, and the list of who was invited.

-- invite_vacancy: what an invitation needs to know
-- in: i64 vacancy_id
-- out: maybe
SELECT v.id, v.title, v.place, v.lang, v.state, v.closes_at, c.name AS client_name
FROM vacancy v JOIN client c ON c.id = v.client_id WHERE v.id = $1;

-- invite_candidate: a person who is a candidate somewhere already
-- in: text email_index
-- out: maybe
SELECT person_id, name_sealed, email_sealed, lang FROM candidate WHERE email_index = $1;

-- invite_candidate_add: a new candidate
-- in: i64 person_id, text email_index, text name_sealed, text email_sealed, text lang, i64 created_at
-- out: none
INSERT INTO candidate (person_id, email_index, name_sealed, email_sealed, lang, created_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- invite_application_of: the application of a person to a vacancy, if there is one
-- in: i64 vacancy_id, i64 person_id
-- out: maybe
SELECT id, code, state, withdrawn_at FROM application WHERE vacancy_id = $1 AND person_id = $2;

-- invite_application_count: how many applications there are in all: codes grow with them
-- in:
-- out: one i64 n
SELECT COUNT(id) AS n FROM application;

-- invite_code_taken: does an application have this code?
-- in: text code
-- out: maybe
SELECT id FROM application WHERE code = $1;

-- invite_application_add: a new application
-- in: i64 id, text code, i64 vacancy_id, i64 person_id, text source, i64 draw, i64 created_at
-- out: none
INSERT INTO application (id, code, vacancy_id, person_id, source, state, draw, created_at)
VALUES ($1, $2, $3, $4, $5, 'invited', $6, $7);

-- invite_people: a page of the people of a vacancy in one state ('' = any): who has come least far first, in each
-- state the last invited first
-- in: i64 vacancy_id, text state, i64 take, i64 skip
-- out: many
SELECT a.id, a.code, a.person_id, a.source, a.state, a.created_at, a.opened_at, a.completed_at, a.withdrawn_at,
    p.name_sealed, p.email_sealed, p.lang, w.text_sealed AS wish_sealed
FROM application a JOIN candidate p ON p.person_id = a.person_id LEFT JOIN wish w ON w.application_id = a.id
WHERE a.vacancy_id = $1 AND ($2 = '' OR CASE WHEN a.withdrawn_at IS NULL THEN a.state ELSE 'withdrawn' END = $2)
ORDER BY CASE WHEN a.withdrawn_at IS NOT NULL THEN 6 WHEN a.state = 'invited' THEN 1 WHEN a.state = 'opened' THEN 2
    WHEN a.state = 'consented' THEN 3 WHEN a.state = 'testing' THEN 4 ELSE 5 END,
    a.created_at DESC, a.id
LIMIT $3 OFFSET $4;

-- invite_person: the person of a vacancy with this address
-- in: i64 vacancy_id, text email_index
-- out: maybe
SELECT a.id, a.code, a.person_id, a.source, a.state, a.created_at, a.opened_at, a.completed_at, a.withdrawn_at,
    p.name_sealed, p.email_sealed, p.lang, w.text_sealed AS wish_sealed
FROM application a JOIN candidate p ON p.person_id = a.person_id LEFT JOIN wish w ON w.application_id = a.id
WHERE a.vacancy_id = $1 AND p.email_index = $2;

-- invite_unopened: who has not opened the invitation, whose link lives, and to whom nothing was sent since
-- in: i64 vacancy_id, i64 since, i64 take
-- out: many
SELECT a.id FROM application a
WHERE a.vacancy_id = $1 AND a.state = 'invited' AND a.withdrawn_at IS NULL
AND EXISTS (SELECT l.id FROM link l WHERE l.purpose = 'invite' AND l.object_id = a.id AND l.revoked_at IS NULL)
AND NOT EXISTS (SELECT v.seq FROM event v WHERE v.object_kind = 'application' AND v.object = a.id AND v.at > $2
    AND v.kind IN ('application.invited', 'application.invited_again'))
ORDER BY a.created_at, a.id LIMIT $3;

-- invite_application: one application of this vacancy, with its person
-- in: i64 application_id, i64 vacancy_id
-- out: maybe
SELECT a.id, a.code, a.person_id, a.state, a.withdrawn_at, p.name_sealed, p.email_sealed, p.lang
FROM application a JOIN candidate p ON p.person_id = a.person_id
WHERE a.id = $1 AND a.vacancy_id = $2;

-- invite_links_until: the living invitations of a vacancy last until another day; whom the client invites keeps the
-- link, for it leads to the consent to pass on the name
-- in: i64 expires_at, i64 vacancy_id
-- out: none
UPDATE link SET expires_at = $1 WHERE purpose = 'invite' AND revoked_at IS NULL
AND object_id IN (SELECT id FROM application WHERE vacancy_id = $2)
AND object_id NOT IN (SELECT application_id FROM choice WHERE verdict = 'invite');
