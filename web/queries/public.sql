-- What a client asks for in public, and what people apply to.

-- request_next_number: the number of the next request; the writer is alone, so nobody else takes it
-- in:
-- out: one i64 number
SELECT COALESCE(MAX(number), 100) + 1 AS number FROM request;

-- request_twin: a request that was made from this form already
-- in: i64 request_id
-- out: maybe
SELECT r.id, r.number, r.client_id, r.person_id, r.contact_sealed, r.address_sealed, r.closed_at, c.name AS client_name
FROM request r JOIN client c ON c.id = r.client_id WHERE r.id = $1;

-- client_add: a client organisation
-- in: i64 id, text name, i64 created_at
-- out: none
INSERT INTO client (id, name, created_at) VALUES ($1, $2, $3);

-- request_add: a request for a selection
-- in: i64 id, i64 number, i64 client_id, i64 person_id, text contact_sealed, text address_sealed, text? comment_sealed, text title, text place, text lang, text pack, i64 created_at
-- out: none
INSERT INTO request (id, number, client_id, person_id, contact_sealed, address_sealed, comment_sealed, title, place,
    lang, pack, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- consent_add: the proof that a person agreed, refused or withdrew; never changed
-- in: i64 id, i64 person_id, text purpose, text action, i64 object_id, text text_version, text text_hash, text lang, i64 at, text network, text agent
-- out: none
INSERT INTO consent (id, person_id, purpose, action, object_id, text_version, text_hash, lang, at, network, agent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- vacancy_by_slug: a vacancy with the newest version that was published; none = never open
-- in: text slug
-- out: maybe
SELECT v.id, v.pack, v.title, v.place, v.lang, v.segment, v.state, v.closes_at, c.name AS client_name,
    i.id AS instruction_id, i.published_at
FROM vacancy v
JOIN client c ON c.id = v.client_id
JOIN instruction i ON i.vacancy_id = v.id AND i.published_at IS NOT NULL
WHERE v.slug = $1 ORDER BY i.version DESC LIMIT 1;

-- vacancy_duties: the duties of a version, in order
-- in: i64 instruction_id
-- out: many
SELECT code, text FROM duty WHERE instruction_id = $1 ORDER BY position LIMIT 60;

-- vacancy_requirements: the requirements of a version, weightiest first and must-haves last
-- in: i64 instruction_id
-- out: many
SELECT kind, text, weight FROM requirement WHERE instruction_id = $1
ORDER BY CASE WHEN kind = 'competency' THEN 0 ELSE 1 END, weight DESC, position LIMIT 60;

-- vacancy_instruments: what the test of a version is made of, in order
-- in: i64 instruction_id
-- out: many
SELECT instrument FROM plan WHERE instruction_id = $1 ORDER BY position;

-- candidate_by_email: is the address known?
-- in: text email_index
-- out: maybe
SELECT person_id, email_sealed, lang FROM candidate WHERE email_index = $1;

-- candidate_add: a person who applies
-- in: i64 person_id, text email_index, text name_sealed, text email_sealed, text lang, i64 created_at
-- out: none
INSERT INTO candidate (person_id, email_index, name_sealed, email_sealed, lang, created_at)
VALUES ($1, $2, $3, $4, $5, $6);

-- application_of_person: the application of a person to a vacancy
-- in: i64 vacancy_id, i64 person_id
-- out: maybe
SELECT id, code, state, withdrawn_at FROM application WHERE vacancy_id = $1 AND person_id = $2;

-- application_twin: an application that was made from this form already
-- in: i64 application_id
-- out: maybe
SELECT id, vacancy_id, person_id FROM application WHERE id = $1;

-- application_add_public: an application by oneself
-- in: i64 id, text code, i64 vacancy_id, i64 person_id, i64 draw, i64 created_at
-- out: none
INSERT INTO application (id, code, vacancy_id, person_id, source, state, draw, created_at)
VALUES ($1, $2, $3, $4, 'public', 'invited', $5, $6);
