-- Content that changed: what is stored must still fit it, and what it scored is scored again.

-- content_vacancies: every vacancy and the pack of its role
-- in:
-- out: many
SELECT id, pack FROM vacancy ORDER BY id;

-- content_requests: the packs that requests are for, each with one of them
-- in:
-- out: many i64 request_id
SELECT pack, MIN(id) AS request_id FROM request GROUP BY pack ORDER BY pack;

-- content_answers: what the people of a vacancy were asked, with each different answer once; those of the questionnaire stay sealed
-- in: i64 vacancy_id
-- out: many text? value
SELECT DISTINCT s.instrument, f.item, CASE WHEN s.instrument = 'Q' THEN NULL ELSE c.value END AS value
FROM application a
JOIN attempt t ON t.application_id = a.id
JOIN section s ON s.attempt_id = t.id
JOIN form_item f ON f.attempt_id = s.attempt_id AND f.section = s.position
LEFT JOIN answer_current c ON c.attempt_id = f.attempt_id AND c.item = f.item
WHERE a.vacancy_id = $1
ORDER BY s.instrument, f.item;

-- content_names: the competencies, instruments and fields that the versions of a vacancy name
-- in: i64 vacancy_id
-- out: many text kind, text code
SELECT 'competency' AS kind, r.competency AS code
FROM requirement r JOIN instruction i ON i.id = r.instruction_id WHERE i.vacancy_id = $1 AND r.competency IS NOT NULL
UNION
SELECT 'competency', l.competency
FROM duty_competency l JOIN duty d ON d.id = l.duty_id JOIN instruction i ON i.id = d.instruction_id WHERE i.vacancy_id = $1
UNION
SELECT 'instrument', p.instrument FROM plan p JOIN instruction i ON i.id = p.instruction_id WHERE i.vacancy_id = $1
UNION
SELECT 'field', r.field
FROM requirement r JOIN instruction i ON i.id = r.instruction_id WHERE i.vacancy_id = $1 AND r.field IS NOT NULL
ORDER BY 1, 2;

-- rescore_vacancies: vacancies of a pack with attempts that were scored with other content or by other rules
-- in: text pack, text content, text scoring_version
-- out: many i64 attempts_n
SELECT a.vacancy_id, COUNT(DISTINCT s.attempt_id) AS attempts_n
FROM vacancy v
JOIN application a ON a.vacancy_id = v.id
JOIN attempt t ON t.application_id = a.id
JOIN score s ON s.attempt_id = t.id
WHERE v.pack = $1 AND (s.content <> $2 OR s.scoring_version <> $3)
GROUP BY a.vacancy_id ORDER BY a.vacancy_id;

-- rescore_attempts: the next such attempts of a vacancy
-- in: i64 vacancy_id, text content, text scoring_version
-- out: many
SELECT DISTINCT s.attempt_id
FROM application a
JOIN attempt t ON t.application_id = a.id
JOIN score s ON s.attempt_id = t.id
WHERE a.vacancy_id = $1 AND (s.content <> $2 OR s.scoring_version <> $3)
ORDER BY s.attempt_id LIMIT 20;
