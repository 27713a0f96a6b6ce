-- A delivery was taken in.
INSERT OR IGNORE INTO delivery (delivery_id, received_at)
VALUES (:delivery_id, :received_at);
