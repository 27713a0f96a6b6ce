-- {stretch} with --history events: an item and each stretch of time that it was
-- open (queries/views/30-state-events.sql), which the export has replayed. An
-- instant that has not come is 9223372036854775807, so "is NULL or at or after
-- the end" is one comparison here. s_no counts the stretches of an item from 1.
{item}
     ARRAY JOIN arrayEnumerate(opened_at) AS s_no,
                opened_at AS s_opened_at, ended_at AS s_ended_at,
                closed AS s_closed, closed_until AS s_closed_until,
                reason AS s_reason, stretch_merge_untold AS s_merge_untold
