-- It has been sent.
DELETE FROM notification WHERE notification_id = :notification_id;
