-- job_ask: a job to be run; one that waits already keeps the earlier time and starts afresh
-- in: text kind, i64 object_id, i64 run_at      out: none
INSERT INTO job (kind, object_id, run_at, tries) VALUES ($1, $2, $3, 0)
ON CONFLICT (kind, object_id) DO UPDATE
SET run_at = CASE WHEN job.tries = 0 AND job.run_at < excluded.run_at THEN job.run_at ELSE excluded.run_at END,
    tries = 0;

-- job_due: the next job whose time has come; one of more than a day ahead was asked for by a clock that ran ahead
-- in: i64 now, i64 tomorrow      out: maybe
SELECT kind, object_id, run_at, tries FROM job WHERE run_at <= $1 OR run_at > $2 ORDER BY run_at LIMIT 1;

-- job_done: the job is done, unless it was asked for again meanwhile
-- in: text kind, i64 object_id, i64 run_at      out: none
DELETE FROM job WHERE kind = $1 AND object_id = $2 AND run_at = $3;

-- job_failed: try again later
-- in: i64 run_at, text error, text kind, i64 object_id      out: none
UPDATE job SET run_at = $1, tries = tries + 1, last_error = $2 WHERE kind = $3 AND object_id = $4;
