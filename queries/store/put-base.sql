-- The branch that a pull request is for, as told last.
INSERT INTO pull_base (repo_id, number, base)
VALUES (:repo_id, :number, :base)
ON CONFLICT (repo_id, number) DO UPDATE SET
       base = excluded.base
 WHERE CASE WHEN excluded.base <> base
            THEN digest_moved(2, base, excluded.base) END;
