-- What the demonstration looks up.

-- draft_of_vacancy: the draft version of a vacancy's instruction
-- in: i64 vacancy_id
-- out: maybe
SELECT id, revision FROM instruction WHERE vacancy_id = $1 AND published_at IS NULL ORDER BY version DESC LIMIT 1;

-- vacancy_slug: where a vacancy is public
-- in: i64 vacancy_id
-- out: one
SELECT slug, closes_at FROM vacancy WHERE id = $1;

-- best_placed: the codes at the top of a vacancy's list
-- in: i64 vacancy_id, i64 limit_n
-- out: many
SELECT a.code, a.id, a.person_id FROM standing s
JOIN instruction i ON i.id = s.instruction_id
JOIN application a ON a.id = s.application_id
WHERE i.vacancy_id = $1 AND s.state = 'placed' ORDER BY s.list_order LIMIT $2;

-- person_of_application: whose application it is
-- in: i64 application_id
-- out: one
SELECT person_id FROM application WHERE id = $1;
