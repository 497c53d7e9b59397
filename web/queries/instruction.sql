-- The job instruction of a vacancy: its versions and their rows. ji = job instruction.
-- A published version never changes: every statement that writes rows is reached through a draft only.

-- ji_add: a new version, a draft
-- in: i64 id, i64 vacancy_id, i64 version, i64 created_at
-- out: none
INSERT INTO instruction (id, vacancy_id, version, revision, created_at) VALUES ($1, $2, $3, 1, $4);

-- ji_newest: the newest version of a vacancy, draft or published
-- in: i64 vacancy_id
-- out: maybe
SELECT id, version, revision, reason, published_at, created_at FROM instruction
WHERE vacancy_id = $1 ORDER BY version DESC LIMIT 1;

-- ji_get: one version of this vacancy
-- in: i64 instruction_id, i64 vacancy_id
-- out: maybe
SELECT id, version, revision, reason, published_at, created_at FROM instruction WHERE id = $1 AND vacancy_id = $2;

-- ji_bump: a draft is being changed by somebody who has seen its present revision
-- in: i64 instruction_id, i64 revision
-- out: changes
UPDATE instruction SET revision = revision + 1 WHERE id = $1 AND revision = $2 AND published_at IS NULL;

-- ji_publish: a draft becomes a version for ever, if it is still as it was seen
-- in: text? reason, i64 published_at, i64 published_by, i64 instruction_id, i64 revision
-- out: changes
UPDATE instruction SET reason = $1, published_at = $2, published_by = $3
WHERE id = $4 AND revision = $5 AND published_at IS NULL;

-- ji_figures: which figures of the library somebody confirmed, the latest last
-- in: i64 vacancy_id
-- out: many
SELECT seq, payload FROM event
WHERE object_kind = 'vacancy' AND object = $1 AND kind = 'figures.confirmed' ORDER BY seq LIMIT 200;

-- ji_provisions: the general provisions of a version
-- in: i64 instruction_id
-- out: many
SELECT id, position, kind, text FROM provision WHERE instruction_id = $1 ORDER BY position, id LIMIT 100;

-- ji_provision_add: a general provision
-- in: i64 id, i64 instruction_id, i64 position, text kind, text text
-- out: none
INSERT INTO provision (id, instruction_id, position, kind, text) VALUES ($1, $2, $3, $4, $5);

-- ji_provision_put: its new words
-- in: text kind, text text, i64 id, i64 instruction_id
-- out: changes
UPDATE provision SET kind = $1, text = $2 WHERE id = $3 AND instruction_id = $4;

-- ji_provision_place: its new place
-- in: i64 position, i64 id, i64 instruction_id
-- out: none
UPDATE provision SET position = $1 WHERE id = $2 AND instruction_id = $3;

-- ji_provision_drop: taken out
-- in: i64 id, i64 instruction_id
-- out: changes
DELETE FROM provision WHERE id = $1 AND instruction_id = $2;

-- ji_duties: the duties of a version
-- in: i64 instruction_id
-- out: many
SELECT id, position, code, text, trainable FROM duty WHERE instruction_id = $1 ORDER BY position, id LIMIT 100;

-- ji_duty_add: a duty
-- in: i64 id, i64 instruction_id, i64 position, text? code, text text, text trainable
-- out: none
INSERT INTO duty (id, instruction_id, position, code, text, trainable) VALUES ($1, $2, $3, $4, $5, $6);

-- ji_duty_put: its new words
-- in: text text, text trainable, i64 id, i64 instruction_id
-- out: changes
UPDATE duty SET text = $1, trainable = $2 WHERE id = $3 AND instruction_id = $4;

-- ji_duty_place: its new place
-- in: i64 position, i64 id, i64 instruction_id
-- out: none
UPDATE duty SET position = $1 WHERE id = $2 AND instruction_id = $3;

-- ji_duty_drop: taken out, with its links
-- in: i64 id, i64 instruction_id
-- out: changes
DELETE FROM duty WHERE id = $1 AND instruction_id = $2;

-- ji_duty_links: which competencies the duties of a version ask for
-- in: i64 instruction_id
-- out: many
SELECT l.duty_id, l.competency, l.relevance FROM duty_competency l JOIN duty d ON d.id = l.duty_id
WHERE d.instruction_id = $1 ORDER BY d.position, l.relevance DESC, l.competency LIMIT 1000;

-- ji_duty_link_add: a duty asks for a competency
-- in: i64 duty_id, text competency, i64 relevance
-- out: none
INSERT INTO duty_competency (duty_id, competency, relevance) VALUES ($1, $2, $3)
ON CONFLICT (duty_id, competency) DO UPDATE SET relevance = excluded.relevance;

-- ji_kpis: the indicators of a version
-- in: i64 instruction_id
-- out: many
SELECT id, position, name, formula, target, period, weight, consequence FROM kpi
WHERE instruction_id = $1 ORDER BY position, id LIMIT 100;

-- ji_kpi_add: an indicator
-- in: i64 id, i64 instruction_id, i64 position, text name, text formula, text target, text period, i64 weight, text consequence
-- out: none
INSERT INTO kpi (id, instruction_id, position, name, formula, target, period, weight, consequence)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- ji_kpi_put: its new words and weight
-- in: text name, text formula, text target, text period, i64 weight, text consequence, i64 id, i64 instruction_id
-- out: changes
UPDATE kpi SET name = $1, formula = $2, target = $3, period = $4, weight = $5, consequence = $6
WHERE id = $7 AND instruction_id = $8;

-- ji_kpi_place: its new place
-- in: i64 position, i64 id, i64 instruction_id
-- out: none
UPDATE kpi SET position = $1 WHERE id = $2 AND instruction_id = $3;

-- ji_kpi_drop: taken out
-- in: i64 id, i64 instruction_id
-- out: changes
DELETE FROM kpi WHERE id = $1 AND instruction_id = $2;

-- ji_rights: the rights of a version
-- in: i64 instruction_id
-- out: many
SELECT id, position, kind, text, limit_text FROM right_row WHERE instruction_id = $1 ORDER BY position, id LIMIT 100;

-- ji_right_add: a right
-- in: i64 id, i64 instruction_id, i64 position, text kind, text text, text? limit_text
-- out: none
INSERT INTO right_row (id, instruction_id, position, kind, text, limit_text) VALUES ($1, $2, $3, $4, $5, $6);

-- ji_right_put: its new words
-- in: text kind, text text, text? limit_text, i64 id, i64 instruction_id
-- out: changes
UPDATE right_row SET kind = $1, text = $2, limit_text = $3 WHERE id = $4 AND instruction_id = $5;

-- ji_right_place: its new place
-- in: i64 position, i64 id, i64 instruction_id
-- out: none
UPDATE right_row SET position = $1 WHERE id = $2 AND instruction_id = $3;

-- ji_right_drop: taken out
-- in: i64 id, i64 instruction_id
-- out: changes
DELETE FROM right_row WHERE id = $1 AND instruction_id = $2;

-- ji_requirements: the requirements of a version: weighted ones first, then must-haves
-- in: i64 instruction_id
-- out: many
SELECT id, root_id, position, kind, competency, text, evidence, weight, minimum, field, pass FROM requirement
WHERE instruction_id = $1 ORDER BY kind, position, id LIMIT 100;

-- ji_requirement_add: a requirement
-- in: i64 id, i64 root_id, i64 instruction_id, i64 position, text kind, text? competency, text text, text evidence,
-- i64 weight, i64 minimum, text? field, text? pass
-- out: none
INSERT INTO requirement (id, root_id, instruction_id, position, kind, competency, text, evidence, weight, minimum, field, pass)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- ji_requirement_put: its new words, weight and minimum, or what passes
-- in: text text, text evidence, i64 weight, i64 minimum, text? field, text? pass, i64 id, i64 instruction_id
-- out: changes
UPDATE requirement SET text = $1, evidence = $2, weight = $3, minimum = $4, field = $5, pass = $6
WHERE id = $7 AND instruction_id = $8;

-- ji_requirement_weight: its new weight alone
-- in: i64 weight, i64 id, i64 instruction_id
-- out: changes
UPDATE requirement SET weight = $1 WHERE id = $2 AND instruction_id = $3 AND kind = 'competency';

-- ji_requirement_place: its new place
-- in: i64 position, i64 id, i64 instruction_id
-- out: none
UPDATE requirement SET position = $1 WHERE id = $2 AND instruction_id = $3;

-- ji_requirement_drop: taken out, with its links
-- in: i64 id, i64 instruction_id
-- out: changes
DELETE FROM requirement WHERE id = $1 AND instruction_id = $2;

-- ji_reasons: which duties the requirements of a version follow from
-- in: i64 instruction_id
-- out: many
SELECT l.requirement_id, l.duty_id FROM requirement_duty l
JOIN requirement r ON r.id = l.requirement_id JOIN duty d ON d.id = l.duty_id
WHERE r.instruction_id = $1 ORDER BY r.position, d.position LIMIT 5000;

-- ji_reason_add: a requirement follows from a duty
-- in: i64 requirement_id, i64 duty_id
-- out: none
INSERT INTO requirement_duty (requirement_id, duty_id) VALUES ($1, $2) ON CONFLICT (requirement_id, duty_id) DO NOTHING;

-- ji_reasons_drop: forget which duties a requirement follows from
-- in: i64 requirement_id
-- out: none
DELETE FROM requirement_duty WHERE requirement_id = $1;

-- ji_plan: the instruments of a version, in the order of the test
-- in: i64 instruction_id
-- out: many
SELECT position, instrument FROM plan WHERE instruction_id = $1 ORDER BY position LIMIT 20;

-- ji_plan_add: an instrument of the plan
-- in: i64 instruction_id, i64 position, text instrument
-- out: none
INSERT INTO plan (instruction_id, position, instrument) VALUES ($1, $2, $3);

-- ji_plan_drop: forget the plan
-- in: i64 instruction_id
-- out: none
DELETE FROM plan WHERE instruction_id = $1;
