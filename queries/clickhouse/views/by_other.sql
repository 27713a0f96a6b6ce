-- {by_other}: whether a person who is not the author of the item gave an answer. A
-- deleted account is a person, and nobody's own.
author_id NOT IN ask_bot
   AND (author_id = toInt64(-9223372036854775808) OR author_id IN ask_ghost
        OR author_id != item_author_id)
