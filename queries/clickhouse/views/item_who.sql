-- {item_who}: as {who}, in the row of an answer or event.
toUInt8((item_author_id IN ask_left_out) + 2 * {item_role})
