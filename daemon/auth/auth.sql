-- Statements of identity: person keys, staff, sessions, links, failed sign-ins, the audit chain.

-- Person keys

-- person_key_add: the key of a new person
-- in: i64 person_id, i64 kv, text wrapped      out: none
INSERT INTO person_key (person_id, kv, wrapped) VALUES ($1, $2, $3);

-- person_key_get: the key of a person; no row = erased
-- in: i64 person_id      out: maybe
SELECT kv, wrapped FROM person_key WHERE person_id = $1;

-- person_key_page: keys behind a number, in order
-- in: i64 after_id      out: many
SELECT person_id, kv, wrapped FROM person_key WHERE person_id > $1 ORDER BY person_id LIMIT 500;

-- person_key_remove: erase a person
-- in: i64 person_id      out: changes
DELETE FROM person_key WHERE person_id = $1;

-- Staff

-- staff_add: a new member of staff, without a password yet
-- in: i64 id, i64 person_id, text email_index, text email_sealed, text name_sealed, text role, text lang,
--     i64 now      out: none
INSERT INTO staff (id, person_id, email_index, email_sealed, name_sealed, role, lang, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- staff_get: one member of staff
-- in: i64 id      out: maybe
SELECT id, person_id, email_sealed, name_sealed, role, lang, password_sealed, created_at, disabled_at
FROM staff WHERE id = $1;

-- staff_by_email: the member of staff with this blind index
-- in: text email_index      out: maybe
SELECT id, person_id, email_sealed, name_sealed, role, lang, password_sealed, created_at, disabled_at
FROM staff WHERE email_index = $1;

-- staff_list: everybody, oldest first
-- in:      out: many
SELECT id, person_id, email_sealed, name_sealed, role, lang, password_sealed, created_at, disabled_at
FROM staff ORDER BY created_at, id;

-- staff_set_password: a new password
-- in: text password_sealed, i64 id      out: changes
UPDATE staff SET password_sealed = $1 WHERE id = $2;

-- staff_replace_password: the same password hashed anew, unless it was changed meanwhile
-- in: text password_sealed, i64 id, text was_sealed      out: changes
UPDATE staff SET password_sealed = $1 WHERE id = $2 AND password_sealed = $3;

-- staff_set_role: another role
-- in: text role, i64 id      out: changes
UPDATE staff SET role = $1 WHERE id = $2;

-- staff_set_lang: another language
-- in: text lang, i64 id      out: changes
UPDATE staff SET lang = $1 WHERE id = $2;

-- staff_set_disabled: may not sign in any more (a time), or may again (NULL)
-- in: i64? disabled_at, i64 id      out: changes
UPDATE staff SET disabled_at = $1 WHERE id = $2;

-- staff_count_able: how many of a role can sign in
-- in: text role      out: one i64 n
SELECT COUNT(*) AS n FROM staff WHERE role = $1 AND disabled_at IS NULL;

-- Sessions

-- session_add: a new session
-- in: text token_hash, i64 id, text kind, i64 subject_id, i64 object_id, i64 created_at, i64 last_seen_at,
--     i64 idle_ms, i64 expires_at, text address, text agent_hash      out: none
INSERT INTO session (token_hash, id, kind, subject_id, object_id, created_at, last_seen_at, idle_ms, expires_at,
    address, agent_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11);

-- session_get: a session that lives, by the hash of its token
-- in: text token_hash, text kind, i64 now      out: maybe
SELECT token_hash, id, subject_id, object_id, created_at, last_seen_at, idle_ms, expires_at, address, agent_hash
FROM session WHERE token_hash = $1 AND kind = $2 AND expires_at > $3 AND last_seen_at + idle_ms > $3;

-- session_list: the living sessions of somebody, newest first
-- in: text kind, i64 subject_id, i64 now      out: many
SELECT token_hash, id, subject_id, object_id, created_at, last_seen_at, idle_ms, expires_at, address, agent_hash
FROM session WHERE kind = $1 AND subject_id = $2 AND expires_at > $3 AND last_seen_at + idle_ms > $3
ORDER BY created_at DESC, id;

-- session_touch: seen again, unless that was noted after `before`
-- in: i64 now, text token_hash, i64 before      out: none
UPDATE session SET last_seen_at = $1 WHERE token_hash = $2 AND last_seen_at <= $3;

-- session_end: sign out
-- in: text token_hash      out: changes
DELETE FROM session WHERE token_hash = $1;

-- session_end_one: end one of somebody's sessions by its public id
-- in: text kind, i64 subject_id, i64 id      out: changes
DELETE FROM session WHERE kind = $1 AND subject_id = $2 AND id = $3;

-- session_end_all: end somebody's sessions, all but one
-- in: text kind, i64 subject_id, text except_hash      out: changes
DELETE FROM session WHERE kind = $1 AND subject_id = $2 AND token_hash <> $3;

-- session_end_unproven: end somebody's sessions that no link opened
-- in: text kind, i64 subject_id      out: changes
DELETE FROM session WHERE kind = $1 AND subject_id = $2 AND object_id = 0;

-- session_end_surplus: keep the newest of somebody's sessions
-- in: text kind, i64 subject_id, i64 keep_n      out: changes
DELETE FROM session WHERE token_hash IN (
    SELECT s.token_hash FROM session s WHERE s.kind = $1 AND s.subject_id = $2
    ORDER BY s.created_at DESC, s.id LIMIT 1000 OFFSET $3);

-- session_end_expired: forget sessions whose time is over
-- in: i64 now      out: changes
DELETE FROM session WHERE expires_at <= $1 OR last_seen_at + idle_ms <= $1;

-- Links

-- link_add: a new link
-- in: text token_hash, i64 id, i64 kv, text purpose, i64 object_id, i64 owner_id, text token_sealed,
--     i64 created_at, i64 expires_at      out: none
INSERT INTO link (token_hash, id, kv, purpose, object_id, owner_id, token_sealed, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- link_get: a link by the hash of its token, living or not
-- in: text token_hash      out: maybe
SELECT id, purpose, object_id, owner_id, created_at, expires_at, spent_at, revoked_at
FROM link WHERE token_hash = $1;

-- link_newest: the newest living link of a purpose to an object
-- in: text purpose, i64 object_id, i64 now      out: maybe
SELECT id, owner_id, token_sealed, created_at, expires_at FROM link
WHERE purpose = $1 AND object_id = $2 AND expires_at > $3 AND spent_at IS NULL AND revoked_at IS NULL
ORDER BY created_at DESC, id LIMIT 1;

-- link_end_all: revoke the living links of a purpose to an object
-- in: i64 now, text purpose, i64 object_id      out: changes
UPDATE link SET revoked_at = $1 WHERE purpose = $2 AND object_id = $3 AND revoked_at IS NULL AND spent_at IS NULL;

-- Failed sign-ins

-- login_failure_get: the failures of an account from one device
-- in: text account, text device      out: maybe
SELECT window_at, window_n, in_a_row_n FROM login_failure WHERE account = $1 AND device = $2;

-- login_failure_put: one more failure
-- in: text account, text device, i64 window_at, i64 window_n, i64 in_a_row_n      out: none
INSERT INTO login_failure (account, device, window_at, window_n, in_a_row_n) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account, device) DO UPDATE
SET window_at = excluded.window_at, window_n = excluded.window_n, in_a_row_n = excluded.in_a_row_n;

-- login_failure_remove: signed in: forget them
-- in: text account, text device      out: none
DELETE FROM login_failure WHERE account = $1 AND device = $2;

-- login_failure_expire: forget old ones that block nobody
-- in: i64 before, i64 in_a_row_max      out: none
DELETE FROM login_failure WHERE window_at < $1 AND in_a_row_n < $2;

-- Known devices

-- device_put: this browser signed in as this member of staff
-- in: text token_hash, i64 staff_id, i64 expires_at      out: none
INSERT INTO device (token_hash, staff_id, expires_at) VALUES ($1, $2, $3)
ON CONFLICT (token_hash, staff_id) DO UPDATE SET expires_at = excluded.expires_at;

-- device_list: who signed in on this browser
-- in: text token_hash, i64 now      out: many
SELECT staff_id FROM device WHERE token_hash = $1 AND expires_at > $2 LIMIT 50;

-- device_end_all: no browser is known to be theirs any more
-- in: i64 staff_id      out: changes
DELETE FROM device WHERE staff_id = $1;

-- device_expire: forget those whose time is over
-- in: i64 now      out: none
DELETE FROM device WHERE expires_at <= $1;

-- The audit chain

-- event_newest: when the last event happened
-- in:
-- out: maybe
SELECT at FROM event ORDER BY seq DESC LIMIT 1;

-- event_head: the last event
-- in:      out: maybe
SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1;

-- event_append: one event behind the last
-- in: i64 seq, i64 at, i64 actor_kind, i64 actor, text kind, text object_kind, i64 object, text payload, text hash
-- out: none
INSERT INTO event (seq, at, actor_kind, actor, kind, object_kind, object, payload, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- event_page: events behind a number, in order
-- in: i64 after_seq, i64 limit_n      out: many
SELECT seq, at, actor_kind, actor, kind, object_kind, object, payload, hash FROM event
WHERE seq > $1 ORDER BY seq LIMIT $2;

-- event_of_object: what happened to one object, newest first
-- in: text object_kind, i64 object, i64 limit_n      out: many
SELECT seq, at, actor_kind, actor, kind, object_kind, object, payload FROM event
WHERE object_kind = $1 AND object = $2 ORDER BY seq DESC LIMIT $3;
