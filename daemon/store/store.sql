-- Facts about the installation.

-- meta_get: one fact
-- in: text key      out: maybe
SELECT value FROM meta WHERE key = $1;

-- meta_set: a new or another value
-- in: text key, text value      out: none
INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value;
