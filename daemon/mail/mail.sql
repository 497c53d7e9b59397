-- Statements of the durable outbox.

-- outbox_add: a letter to send; its id is the message id
-- in: i64 id, text kind, i64 person_id, text lang, text to_sealed, text subject_sealed, text body_sealed, i64 created_at,
-- i64 next_at
-- out: none
INSERT INTO outbox (id, kind, person_id, lang, to_sealed, subject_sealed, body_sealed, state, tries, created_at, next_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', 0, $8, $9);

-- outbox_claim: take the next letter whose time has come; whoever gets the row sends it. A letter left in
-- "sending" by a process that died is free again at retry_at; one for more than a day ahead was written by a clock that
-- ran ahead.
-- in: i64 retry_at, i64 now, i64 tomorrow      out: maybe
UPDATE outbox SET state = 'sending', tries = tries + 1, next_at = $1
WHERE id = (SELECT o.id FROM outbox o WHERE o.state IN ('queued', 'sending') AND (o.next_at <= $2 OR o.next_at > $3)
    ORDER BY o.next_at LIMIT 1) AND state IN ('queued', 'sending')
RETURNING id, kind, person_id, lang, to_sealed, subject_sealed, body_sealed, tries, created_at;

-- outbox_sent: the server took it
-- in: i64 now, i64 id      out: none
UPDATE outbox SET state = 'sent', sent_at = $1, last_error = NULL WHERE id = $2;

-- outbox_retry: try again later
-- in: i64 next_at, text last_error, i64 id      out: none
UPDATE outbox SET state = 'queued', next_at = $1, last_error = $2 WHERE id = $3;

-- outbox_fail: given up
-- in: text last_error, i64 id      out: none
UPDATE outbox SET state = 'failed', last_error = $1 WHERE id = $2;

-- outbox_withdraw: a letter that has not gone is taken back
-- in: i64 id      out: changes
DELETE FROM outbox WHERE id = $1 AND state IN ('queued', 'failed');

-- outbox_get: one letter
-- in: i64 id      out: maybe
SELECT id, kind, person_id, lang, to_sealed, subject_sealed, body_sealed, state, tries, next_at, created_at, sent_at,
    last_error
FROM outbox WHERE id = $1;

-- outbox_list: the newest letters, without their content
-- in: i64 limit_n      out: many
SELECT id, kind, person_id, lang, to_sealed, state, tries, next_at, created_at, sent_at, last_error FROM outbox
ORDER BY created_at DESC, id LIMIT $1;
