-- A label of an item.
INSERT OR IGNORE INTO item_label (repo_id, number, label)
VALUES (:repo_id, :number, :label);
