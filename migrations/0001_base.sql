-- What identity, mail and the audit need, whatever the application is.
-- Sealed values, hashes and tokens: security.md §7. Times are Unix ms, ids are made by the program.

-- Facts about this installation: instance (id of 16 bytes, base64url), demo (1 = data of otbor demo).
CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

-- One key per person, wrapped by root key kv. Without its row nothing of the person opens any more.
CREATE TABLE person_key (
    person_id BIGINT NOT NULL PRIMARY KEY,
    kv        BIGINT NOT NULL,
    wrapped   TEXT NOT NULL
);

-- People of the agency who sign in with a password. password_sealed: NULL until the set-password link was used.
CREATE TABLE staff (
    id              BIGINT NOT NULL PRIMARY KEY,
    person_id       BIGINT NOT NULL UNIQUE,
    email_index     TEXT NOT NULL UNIQUE,
    email_sealed    TEXT NOT NULL,
    name_sealed     TEXT NOT NULL,
    role            TEXT NOT NULL CHECK (role IN ('administrator', 'recruiter')),
    password_sealed TEXT,
    lang            TEXT NOT NULL CHECK (lang IN ('ru', 'en')),
    created_at      BIGINT NOT NULL,
    disabled_at     BIGINT
);

-- subject: the staff member, the candidate's application, the client's portal; object: what the session opens.
-- id is what lists and logs show; the token itself is nowhere.
CREATE TABLE session (
    token_hash   TEXT NOT NULL PRIMARY KEY,
    id           BIGINT NOT NULL UNIQUE,
    kind         TEXT NOT NULL CHECK (kind IN ('staff', 'candidate', 'client')),
    subject_id   BIGINT NOT NULL,
    object_id    BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    idle_ms      BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    address      TEXT NOT NULL,
    agent_hash   TEXT NOT NULL
);
CREATE INDEX session_subject ON session (kind, subject_id);
CREATE INDEX session_expiry ON session (expires_at);

-- Capability links /l/{token}. token_sealed is kept so that staff can copy a link again.
CREATE TABLE link (
    token_hash   TEXT NOT NULL PRIMARY KEY,
    id           BIGINT NOT NULL UNIQUE,
    kv           BIGINT NOT NULL,
    purpose      TEXT NOT NULL CHECK (purpose IN ('invite', 'status', 'portal', 'approval', 'report',
                     'set_password', 'reset_password', 'confirm_email', 'unsubscribe')),
    object_id    BIGINT NOT NULL,
    owner_id     BIGINT NOT NULL,
    token_sealed TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    spent_at     BIGINT,
    revoked_at   BIGINT
);
CREATE INDEX link_object ON link (purpose, object_id);

-- Failed sign-ins per account (blind index of the address, known or not) and device ('' = unknown).
CREATE TABLE login_failure (
    account    TEXT NOT NULL,
    device     TEXT NOT NULL,
    window_at  BIGINT NOT NULL,
    window_n   BIGINT NOT NULL,
    in_a_row_n BIGINT NOT NULL,
    PRIMARY KEY (account, device)
);

-- The audit log, a hash chain (daemon/auth/event.h): appended to, never changed. kind and object_kind are
-- words of the application; payload is JSON without personal values.
CREATE TABLE event (
    seq         BIGINT NOT NULL PRIMARY KEY,
    at          BIGINT NOT NULL,
    actor_kind  BIGINT NOT NULL,
    actor       BIGINT NOT NULL,
    kind        TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object      BIGINT NOT NULL,
    payload     TEXT NOT NULL,
    hash        TEXT NOT NULL
);
CREATE INDEX event_object ON event (object_kind, object, seq);
CREATE INDEX event_actor ON event (actor_kind, actor, seq);

-- Mail to send; the id is the message id. The sealed parts open with the person's key.
CREATE TABLE outbox (
    id             BIGINT NOT NULL PRIMARY KEY,
    kind           TEXT NOT NULL,
    person_id      BIGINT NOT NULL,
    lang           TEXT NOT NULL CHECK (lang IN ('ru', 'en')),
    to_sealed      TEXT NOT NULL,
    subject_sealed TEXT NOT NULL,
    body_sealed    TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed')),
    tries          BIGINT NOT NULL,
    next_at        BIGINT NOT NULL,
    created_at     BIGINT NOT NULL,
    sent_at        BIGINT,
    last_error     TEXT
);
CREATE INDEX outbox_next ON outbox (next_at) WHERE state IN ('queued', 'sending');
