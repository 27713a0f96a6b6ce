-- {item_author_role}: as {author_role}, in the row of an answer or event.
multiIf(item_author_id = toInt64(-9223372036854775808)
        OR item_author_id IN ask_ghost, 6,
        item_author_id IN ask_agent, 1,
        item_author_id IN ask_bot, 2,
        (repo_id, item_author_id) IN ask_maintainer, 3,
        item_is_first, 4, 5)
