-- {author_role}: what the author of an item is to its repository, by the numbers of
-- v_role (queries/prepare/roles.sql).
multiIf(author_id = toInt64(-9223372036854775808) OR author_id IN ask_ghost, 6,
        author_id IN ask_agent, 1,
        author_id IN ask_bot, 2,
        (repo_id, author_id) IN ask_maintainer, 3,
        is_first, 4, 5)
