-- Known devices, answers outside of the counted ones, the head of the audit chain.

-- Browsers that members of staff signed in on: only the hash of their token.
CREATE TABLE device (
    token_hash TEXT NOT NULL,
    staff_id   BIGINT NOT NULL REFERENCES staff (id),
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (token_hash, staff_id)
);
CREATE INDEX device_of ON device (staff_id);

-- Answers in the network's time and late ones are few and looked for: by the save, by the desk.
CREATE INDEX answer_log_after ON answer_log (attempt_id, item, rev) WHERE standing <> 'counted';

-- The newest link of the chain, so that a cut end shows (daemon/auth/event.h).
INSERT INTO meta (key, value)
SELECT 'event_head', CAST(seq AS TEXT) || ' ' || hash FROM event ORDER BY seq DESC LIMIT 1;
