-- Deliveries of long ago, which will not come again.
DELETE FROM delivery
 WHERE CASE WHEN received_at < :before
            THEN digest_gone(delivery_id, received_at) END;
