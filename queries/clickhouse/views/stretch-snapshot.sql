-- {stretch} with --history snapshot: an item and the one stretch that its newest
-- row tells (queries/views/30-state-snapshot.sql).
{item}
     ARRAY JOIN [toUInt32(1)] AS s_no,
                [created_at] AS s_opened_at, [closed_at] AS s_ended_at,
                [toUInt8(gone_at = 9223372036854775807
                         OR gone_at > closed_at)] AS s_closed,
                [gone_at] AS s_closed_until,
                [state_reason] AS s_reason, [merge_untold] AS s_merge_untold
