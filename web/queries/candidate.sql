-- What belongs to the candidate beside the attempt: consent, wishes, their own data.

-- candidate_contact: the person behind an application
-- in: i64 person_id
-- out: maybe
SELECT person_id, name_sealed, email_sealed, lang FROM candidate WHERE person_id = $1;

-- candidate_consent_add: one answer to one text; never changed
-- in: i64 id, i64 person_id, text purpose, text action, i64 object_id, text text_version, text text_hash, text lang, i64 at,
-- text network, text agent
-- out: none
INSERT INTO consent (id, person_id, purpose, action, object_id, text_version, text_hash, lang, at, network, agent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- candidate_consent_last: the latest answer for this application
-- in: i64 person_id, i64 object_id
-- out: maybe
SELECT action, text_version, at FROM consent
WHERE person_id = $1 AND purpose = 'selection' AND object_id = $2 ORDER BY at DESC, id DESC LIMIT 1;

-- candidate_choice: the client's latest verdict on an application; a question is none
-- in: i64 application_id
-- out: maybe
SELECT verdict, at FROM choice WHERE application_id = $1 AND verdict <> 'question' ORDER BY at DESC, id DESC LIMIT 1;

-- candidate_consent_list: every answer of this person for this application
-- in: i64 person_id, i64 object_id
-- out: many
SELECT purpose, action, text_version, text_hash, lang, at, network FROM consent
WHERE person_id = $1 AND object_id = $2 ORDER BY at LIMIT 200;

-- wish_put: a wish for other conditions; a new one replaces it
-- in: i64 application_id, text text_sealed, i64 at
-- out: none
INSERT INTO wish (application_id, text_sealed, at) VALUES ($1, $2, $3)
ON CONFLICT (application_id) DO UPDATE SET text_sealed = excluded.text_sealed, at = excluded.at;

-- wish_remove: the candidate takes the wish back
-- in: i64 application_id
-- out: none
DELETE FROM wish WHERE application_id = $1;

-- wish_get: the candidate's own wish
-- in: i64 application_id
-- out: maybe
SELECT text_sealed, at FROM wish WHERE application_id = $1;

-- candidate_decided: how many decisions about an application stand; to wait is none
-- in: i64 application_id
-- out: one i64 n
SELECT COUNT(*) AS n FROM decision
WHERE application_id = $1 AND undone_at IS NULL AND outcome IN ('advance', 'decline');
