-- {who}: what the author of an item is to the question: 1 of those who do not count,
-- and with --by role twice the number of the role, see {role}.
toUInt8((author_id IN ask_left_out) + 2 * {role})
