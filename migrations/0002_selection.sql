-- The selection itself: clients and their requests, vacancies and their job instructions,
-- people and their applications, attempts and answers, results, decisions, the client's choice.
-- Dialect: DIALECT.md. Times are Unix ms. Columns called *_sealed hold sealed personal text.

-- Clients ask -----------------------------------------------------------------------------------

CREATE TABLE client (
    id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- One request for a selection. number is what people say on the telephone.
CREATE TABLE request (
    id BIGINT NOT NULL PRIMARY KEY,
    number BIGINT NOT NULL UNIQUE,
    client_id BIGINT NOT NULL REFERENCES client (id),
    person_id BIGINT NOT NULL,
    contact_sealed TEXT NOT NULL,
    address_sealed TEXT NOT NULL,
    comment_sealed TEXT,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('ru', 'en')),
    created_at BIGINT NOT NULL,
    read_at BIGINT,
    closed_at BIGINT
);
CREATE INDEX request_by_time ON request (created_at);
CREATE INDEX request_by_client ON request (client_id);

-- The brief the client adds at leisure by the private link.
CREATE TABLE brief (
    request_id BIGINT NOT NULL PRIMARY KEY REFERENCES request (id),
    segment TEXT NOT NULL,
    size TEXT NOT NULL,
    headcount BIGINT NOT NULL,
    start_when TEXT NOT NULL CHECK (start_when IN ('two_weeks', 'month', 'later')),
    decide_by TEXT,
    authority TEXT,
    pay TEXT,
    note_sealed TEXT,
    updated_at BIGINT NOT NULL
);

CREATE TABLE brief_duty (
    request_id BIGINT NOT NULL REFERENCES request (id),
    duty TEXT NOT NULL,
    PRIMARY KEY (request_id, duty)
);

-- A must-have of the brief: a questionnaire field that can be checked, or a free sentence.
CREATE TABLE brief_gate (
    request_id BIGINT NOT NULL REFERENCES request (id),
    position BIGINT NOT NULL,
    field TEXT,
    text TEXT NOT NULL,
    PRIMARY KEY (request_id, position)
);

-- Consent is given by a person, for one purpose, to one version of one text. Never changed.
CREATE TABLE consent (
    id BIGINT NOT NULL PRIMARY KEY,
    person_id BIGINT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('request', 'selection', 'transfer')),
    action TEXT NOT NULL CHECK (action IN ('given', 'refused', 'withdrawn')),
    object_id BIGINT NOT NULL,
    text_version TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('ru', 'en')),
    at BIGINT NOT NULL,
    network TEXT NOT NULL,
    agent TEXT NOT NULL
);
CREATE INDEX consent_by_person ON consent (person_id, purpose, at);

-- A vacancy and its job instruction -------------------------------------------------------------

CREATE TABLE vacancy (
    id BIGINT NOT NULL PRIMARY KEY,
    request_id BIGINT NOT NULL REFERENCES request (id),
    client_id BIGINT NOT NULL REFERENCES client (id),
    pack TEXT NOT NULL,
    title TEXT NOT NULL,
    place TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('ru', 'en')),
    segment TEXT NOT NULL,
    size TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    closes_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL
);
CREATE INDEX vacancy_by_client ON vacancy (client_id);
CREATE INDEX vacancy_by_request ON vacancy (request_id);

-- A version of the instruction. A vacancy has at most one draft; a published version never changes.
-- Attempts keep the version they began with, the shortlist is drawn by the newest published one.
CREATE TABLE instruction (
    id BIGINT NOT NULL PRIMARY KEY,
    vacancy_id BIGINT NOT NULL REFERENCES vacancy (id),
    version BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    reason TEXT,
    published_at BIGINT,
    published_by BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (vacancy_id, version)
);

CREATE TABLE provision (
    id BIGINT NOT NULL PRIMARY KEY,
    instruction_id BIGINT NOT NULL REFERENCES instruction (id),
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX provision_of ON provision (instruction_id, position);

-- code names the duty of the pack's library it came from, NULL when the recruiter wrote it.
CREATE TABLE duty (
    id BIGINT NOT NULL PRIMARY KEY,
    instruction_id BIGINT NOT NULL REFERENCES instruction (id),
    position BIGINT NOT NULL,
    code TEXT,
    text TEXT NOT NULL,
    trainable TEXT NOT NULL CHECK (trainable IN ('yes', 'partly', 'no'))
);
CREATE INDEX duty_of ON duty (instruction_id, position);

CREATE TABLE duty_competency (
    duty_id BIGINT NOT NULL REFERENCES duty (id) ON DELETE CASCADE,
    competency TEXT NOT NULL,
    relevance BIGINT NOT NULL CHECK (relevance BETWEEN 1 AND 3),
    PRIMARY KEY (duty_id, competency)
);

CREATE TABLE kpi (
    id BIGINT NOT NULL PRIMARY KEY,
    instruction_id BIGINT NOT NULL REFERENCES instruction (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    formula TEXT NOT NULL,
    target TEXT NOT NULL,
    period TEXT NOT NULL,
    weight BIGINT NOT NULL,
    consequence TEXT NOT NULL
);
CREATE INDEX kpi_of ON kpi (instruction_id, position);

CREATE TABLE right_row (
    id BIGINT NOT NULL PRIMARY KEY,
    instruction_id BIGINT NOT NULL REFERENCES instruction (id),
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('condition', 'authority')),
    text TEXT NOT NULL,
    limit_text TEXT
);
CREATE INDEX right_of ON right_row (instruction_id, position);

-- A weighted requirement names a competency (weight ≥ 0, minimum level 0 = none). A must-have is a gate:
-- bound to a questionnaire field and the answers that meet it (a JSON array), or confirmed by hand
-- (field NULL). Gates have no weight. root_id stays the same from version to version: what a person
-- confirmed about a must-have outlives a new version.
CREATE TABLE requirement (
    id BIGINT NOT NULL PRIMARY KEY,
    root_id BIGINT NOT NULL,
    instruction_id BIGINT NOT NULL REFERENCES instruction (id),
    position BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('competency', 'gate')),
    competency TEXT,
    text TEXT NOT NULL,
    evidence TEXT NOT NULL,
    weight BIGINT NOT NULL CHECK (weight BETWEEN 0 AND 100),
    minimum BIGINT NOT NULL CHECK (minimum BETWEEN 0 AND 5),
    field TEXT,
    pass TEXT,
    CHECK ((kind = 'competency') = (competency IS NOT NULL)),
    CHECK (kind = 'competency' OR (weight = 0 AND minimum = 0)),
    CHECK ((field IS NULL) = (pass IS NULL))
);
CREATE INDEX requirement_of ON requirement (instruction_id, position);

CREATE TABLE requirement_duty (
    requirement_id BIGINT NOT NULL REFERENCES requirement (id) ON DELETE CASCADE,
    duty_id BIGINT NOT NULL REFERENCES duty (id) ON DELETE CASCADE,
    PRIMARY KEY (requirement_id, duty_id)
);

-- The assessment plan: the instruments of the stage, in the order of the test. The questionnaire is
-- always first and has no row.
CREATE TABLE plan (
    instruction_id BIGINT NOT NULL REFERENCES instruction (id),
    position BIGINT NOT NULL,
    instrument TEXT NOT NULL,
    PRIMARY KEY (instruction_id, position),
    UNIQUE (instruction_id, instrument)
);

-- People apply -----------------------------------------------------------------------------------

-- A person who is a candidate somewhere. The row goes when the person is forgotten.
CREATE TABLE candidate (
    person_id BIGINT NOT NULL PRIMARY KEY,
    email_index TEXT NOT NULL UNIQUE,
    name_sealed TEXT NOT NULL,
    email_sealed TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('ru', 'en')),
    created_at BIGINT NOT NULL
);

-- One application per person and vacancy. code (K-114) is all that ranking and the client see.
-- state is the furthest point reached; withdrawn_at and decisions stand beside it.
CREATE TABLE application (
    id BIGINT NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    vacancy_id BIGINT NOT NULL REFERENCES vacancy (id),
    person_id BIGINT NOT NULL REFERENCES candidate (person_id),
    source TEXT NOT NULL CHECK (source IN ('invited', 'public')),
    state TEXT NOT NULL CHECK (state IN ('invited', 'opened', 'consented', 'testing', 'completed')),
    draw BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    opened_at BIGINT,
    completed_at BIGINT,
    withdrawn_at BIGINT,
    UNIQUE (vacancy_id, person_id)
);
CREATE INDEX application_by_person ON application (person_id);
CREATE INDEX application_by_vacancy ON application (vacancy_id, state);

-- A wish for more time or other conditions: kept for whoever may grant it, never shown with results.
CREATE TABLE wish (
    application_id BIGINT NOT NULL PRIMARY KEY REFERENCES application (id),
    text_sealed TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- An attempt at the whole test of a vacancy. lease authorises one writing page at a time; lease_session is
-- the session whose pages may show it (NULL: nobody's).
CREATE TABLE attempt (
    id BIGINT NOT NULL PRIMARY KEY,
    application_id BIGINT NOT NULL UNIQUE REFERENCES application (id),
    instruction_id BIGINT NOT NULL REFERENCES instruction (id),
    seed BIGINT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('ru', 'en')),
    lease TEXT NOT NULL,
    lease_session TEXT,
    started_at BIGINT NOT NULL,
    submitted_at BIGINT,
    receipt TEXT
);

-- One section: the questionnaire (instrument 'Q') or an instrument of the plan. limit_ms NULL = no limit.
-- Its state is computed from its times, never stored: not begun, open until deadline_at + grace, closed.
CREATE TABLE section (
    attempt_id BIGINT NOT NULL REFERENCES attempt (id),
    position BIGINT NOT NULL,
    instrument TEXT NOT NULL,
    limit_ms BIGINT,
    started_at BIGINT,
    deadline_at BIGINT,
    closed_at BIGINT,
    PRIMARY KEY (attempt_id, position)
);
CREATE INDEX section_deadline ON section (deadline_at) WHERE deadline_at IS NOT NULL AND closed_at IS NULL;

-- The items drawn for a section, in order. item is the code in the pack.
CREATE TABLE form_item (
    attempt_id BIGINT NOT NULL,
    section BIGINT NOT NULL,
    position BIGINT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (attempt_id, section, position),
    UNIQUE (attempt_id, item),
    FOREIGN KEY (attempt_id, section) REFERENCES section (attempt_id, position)
);

-- Every answer ever given: append-only, for audit and replay. standing: 'counted' answers changed
-- answer_current, 'late' ones came after the section's end.
CREATE TABLE answer_log (
    attempt_id BIGINT NOT NULL,
    item TEXT NOT NULL,
    rev BIGINT NOT NULL,
    value TEXT NOT NULL,
    -- no IN list: SQLite would build a table of it for each of the many rows written here
    standing TEXT NOT NULL CHECK (standing = 'counted' OR standing = 'grace' OR standing = 'late'),
    at BIGINT NOT NULL,
    client_at BIGINT
);

-- The present answer: serves pages, idempotency and scoring. Questionnaire values are sealed; given tells
-- an answer from a cleared one without opening it.
CREATE TABLE answer_current (
    attempt_id BIGINT NOT NULL,
    item TEXT NOT NULL,
    rev BIGINT NOT NULL,
    value TEXT NOT NULL,
    given BIGINT NOT NULL CHECK (given IN (0, 1)),
    at BIGINT NOT NULL,
    PRIMARY KEY (attempt_id, item)
);

-- «Вернуться позже».
CREATE TABLE flag (
    attempt_id BIGINT NOT NULL REFERENCES attempt (id),
    item TEXT NOT NULL,
    PRIMARY KEY (attempt_id, item)
);

-- Results ----------------------------------------------------------------------------------------

-- One instrument's score on one attempt, in points.
CREATE TABLE score (
    attempt_id BIGINT NOT NULL REFERENCES attempt (id),
    instrument TEXT NOT NULL,
    points DOUBLE PRECISION NOT NULL,
    points_max DOUBLE PRECISION NOT NULL,
    answered BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    straight_lined BIGINT NOT NULL,
    scoring_version TEXT NOT NULL,
    PRIMARY KEY (attempt_id, instrument)
);

-- One competency, 0–100 with its standard error. No row = not measured.
CREATE TABLE competency_score (
    attempt_id BIGINT NOT NULL REFERENCES attempt (id),
    competency TEXT NOT NULL,
    estimate DOUBLE PRECISION NOT NULL,
    se DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (attempt_id, competency)
);

-- Where a handed-in application stands under one published version. state: placed; thin (coverage under
-- .70: no place); apart (an unmet must-have that a person confirmed: no place); nothing (not measured).
-- band, place_lo, place_hi and list_order are NULL unless placed.
CREATE TABLE standing (
    instruction_id BIGINT NOT NULL REFERENCES instruction (id),
    application_id BIGINT NOT NULL REFERENCES application (id),
    state TEXT NOT NULL CHECK (state IN ('placed', 'thin', 'apart', 'nothing')),
    composite DOUBLE PRECISION NOT NULL,
    se DOUBLE PRECISION NOT NULL,
    coverage DOUBLE PRECISION NOT NULL,
    band BIGINT,
    place_lo BIGINT,
    place_hi BIGINT,
    list_order BIGINT,
    PRIMARY KEY (instruction_id, application_id)
);
CREATE INDEX standing_by_order ON standing (instruction_id, list_order);

-- What the questionnaire alone says of a must-have of a published version.
CREATE TABLE gate_result (
    requirement_id BIGINT NOT NULL REFERENCES requirement (id),
    application_id BIGINT NOT NULL REFERENCES application (id),
    proposed TEXT NOT NULL CHECK (proposed IN ('passed', 'failed', 'unverified')),
    PRIMARY KEY (requirement_id, application_id)
);
CREATE INDEX gate_result_of ON gate_result (application_id);

-- A person confirms each must-have that the answers do not settle, and each unmet one. root_id is the
-- requirement's. The latest word counts.
CREATE TABLE gate_check (
    id BIGINT NOT NULL PRIMARY KEY,
    application_id BIGINT NOT NULL REFERENCES application (id),
    root_id BIGINT NOT NULL,
    met BIGINT NOT NULL CHECK (met IN (0, 1)),
    note_sealed TEXT,
    by_id BIGINT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX gate_check_of ON gate_check (application_id, root_id, at);

-- A person decides, with a reason; undoing is another act. The latest that is not undone stands.
CREATE TABLE decision (
    id BIGINT NOT NULL PRIMARY KEY,
    application_id BIGINT NOT NULL REFERENCES application (id),
    outcome TEXT NOT NULL CHECK (outcome IN ('advance', 'hold', 'decline')),
    reason TEXT NOT NULL,
    note_sealed TEXT,
    by_id BIGINT NOT NULL,
    at BIGINT NOT NULL,
    undone_at BIGINT,
    undone_by BIGINT
);
CREATE INDEX decision_of ON decision (application_id, at);

-- The client chooses ---------------------------------------------------------------------------------

-- A frozen shortlist: what the client saw, whatever changes later. frozen is JSON of codes and figures.
CREATE TABLE share (
    id BIGINT NOT NULL PRIMARY KEY,
    vacancy_id BIGINT NOT NULL REFERENCES vacancy (id),
    instruction_id BIGINT NOT NULL REFERENCES instruction (id),
    number BIGINT NOT NULL,
    frozen TEXT NOT NULL,
    hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT NOT NULL,
    UNIQUE (vacancy_id, number)
);

CREATE TABLE share_row (
    share_id BIGINT NOT NULL REFERENCES share (id),
    application_id BIGINT NOT NULL REFERENCES application (id),
    PRIMARY KEY (share_id, application_id)
);

-- The client's word on one candidate. The latest counts.
CREATE TABLE choice (
    id BIGINT NOT NULL PRIMARY KEY,
    share_id BIGINT NOT NULL REFERENCES share (id),
    application_id BIGINT NOT NULL REFERENCES application (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('invite', 'question', 'no', 'none')),
    reason TEXT,
    comment_sealed TEXT,
    at BIGINT NOT NULL,
    read_at BIGINT
);
CREATE INDEX choice_of ON choice (share_id, application_id, at);

-- Work that waits for the jobs lane. One row per kind and object: asking twice is asking once.
CREATE TABLE job (
    kind TEXT NOT NULL,
    object_id BIGINT NOT NULL,
    run_at BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    last_error TEXT,
    PRIMARY KEY (kind, object_id)
);
CREATE INDEX job_due ON job (run_at);

-- What a session of a private link may open besides its subject: a request's page, a vacancy's shortlist,
-- an application. One browser, one client, several links.
CREATE TABLE session_grant (
    token_hash TEXT NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('invite', 'status', 'portal')),
    object_id BIGINT NOT NULL,
    PRIMARY KEY (token_hash, purpose, object_id)
);
