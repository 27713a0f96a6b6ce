-- {responded}: when a person who is not the author first answered an item, from its
-- own row (ask_first.responded_at of queries/prepare/responses.sql). A deleted
-- account is a person, and nobody's own. 9223372036854775807: not to this day.
(arrayFirst((at, by) -> by = -9223372036854775808 OR by IN ask_ghost
                        OR by NOT IN ask_bot,
            arrayPushBack(answered_at, toInt64(9223372036854775807)),
            arrayPushBack(answered_by, toInt64(-9223372036854775808))))
