-- Several roles, and content that may change: what a request asks for, and what a score was made with.

-- The code of the pack, as in vacancy. Until now there was one role.
ALTER TABLE request ADD COLUMN pack TEXT NOT NULL DEFAULT 'client-manager';

-- The fingerprint of the pack's files when the score was made; '' = not known.
ALTER TABLE score ADD COLUMN content TEXT NOT NULL DEFAULT '';
