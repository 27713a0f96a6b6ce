-- What one server holds: the facts of many stores, as `healthscan export
-- clickhouse` sends them. Each statement ends with ";" at the end of a line. In
-- braces are the names of tables: `NAME` on a single server, `NAME_local` on a shard
-- (see distributed.sql).
-- Instants are Unix seconds, UTC. One that has not come is 9223372036854775807,
-- so that "at or after the end of a window" needs no second case. Nobody (a
-- deleted account) is -9223372036854775808. There is no Nullable column.
-- repo_id is made of host and the forge's number (src/clickhouse/key.c).
-- generation: all rows of one repository that were sent together; only those of
-- a closed generation are read, and of these the newest (closed).

-- The items, as the view v_item has them in a history of events (which is that of snapshots, too), and what coverage counts.
CREATE TABLE IF NOT EXISTS {item} (
    repo_id Int64, generation Int64,
    kind UInt8,               -- 1 issue, 2 pull request
    number Int64,
    shown_until Int64,        -- in v_item of a question whose newest window ends at or before this; never: always, nobody: it is in doubt, and only counted
    answers_read UInt8,       -- 0: its answers are in doubt: in no response metric
    author_id Int64, named UInt8, -- named: author_id has a row in account
    is_first UInt8,           -- its author had opened no other here, of either kind
    association String,       -- 'OWNER', ...; '' not told
    created_at Int64, updated_at Int64, closed_at Int64, merged_at Int64, gone_at Int64,
    merge_untold UInt8,
    open UInt8, draft UInt8,  -- draft: 2 not told
    state_reason String,
    comments Int64,
    unknown Int64,            -- bits of item.unknown; 0 none
    detail_parts Int64, detail_updated_at Int64, -- item_detail; 0, never
    told_merged_at Int64, told_created_at Int64, -- as the row itself has them (for counts)
    started_at Int64,         -- when its wait for an answer began; never: not yet
    -- the first answer of each account (or nobody) from then on that is nobody's, a
    -- ghost's or not its author's, bots' too; by time, kind, forge_id
    answered_at Array(Int64), answered_by Array(Int64),
    -- the same of answers that came before, and of items with answers_read 0
    early_at Array(Int64), early_by Array(Int64),
    -- when it was a draft, as v_draft
    drafted_at Array(Int64), readied_at Array(Int64),
    -- when it was open, replayed from events (v_issue_state, v_pull_request_state of --history events)
    opened_at Array(Int64), ended_at Array(Int64), closed Array(UInt8), closed_until Array(Int64), reason Array(String),
    stretch_merge_untold Array(UInt8)
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (repo_id, generation, kind, created_at, number);

-- Comments and reviews (v_response), with what the metrics ask of their item.
CREATE TABLE IF NOT EXISTS {answer} (
    repo_id Int64, generation Int64,
    item_kind UInt8, number Int64,
    kind UInt8,               -- 1 comment, 2 review
    occurred_at Int64, forge_id Int64, author_id Int64, named UInt8, -- named: as of item
    item_author_id Int64, item_is_first UInt8, item_created_at Int64, item_merged_at Int64, started_at Int64,
    shown_until Int64, answers_read UInt8, -- shown_until: as of item
    state UInt8               -- of a review: 1 commented, 2 approved, 3 changes requested, 4 dismissed; 0: of a comment, or nobody has told it
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (repo_id, generation, item_kind, item_created_at, number, occurred_at, kind, forge_id);

CREATE TABLE IF NOT EXISTS {event} (
    repo_id Int64, generation Int64,
    item_kind UInt8, number Int64, kind UInt8, occurred_at Int64, forge_id Int64,
    item_author_id Int64, item_is_first UInt8, author_id Int64, reason String,
    shown_until Int64 -- as of item
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (repo_id, generation, item_kind, kind, occurred_at, number, forge_id);

-- Commits, merges too; documentation: touches a documentation path of that head.
CREATE TABLE IF NOT EXISTS {commit} (
    repo_id Int64, generation Int64,
    merge UInt8, documentation UInt8, committed_at Int64, sha FixedString(32) /* raw bytes, padded with zeroes: length in sha_len */, sha_len UInt8,
    author_id Int64,
    person_id Int64 -- the smallest author_id of those whose `author` is the same
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (repo_id, generation, merge, documentation, committed_at, sha);

-- v_documentation: from a clone, or from the forge's lists.
CREATE TABLE IF NOT EXISTS {page} (
    repo_id Int64, generation Int64, committed_at Int64, sha FixedString(32), sha_len UInt8, author_id Int64
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (repo_id, generation, committed_at, sha);

-- Authors as written; `author` is the address that .mailmap gives, in lower case.
CREATE TABLE IF NOT EXISTS {author} (
    repo_id Int64, generation Int64, author_id Int64, name String, email String, author String
) ENGINE = ReplacingMergeTree(generation)
ORDER BY (repo_id, generation, author_id);

CREATE TABLE IF NOT EXISTS {release} (
    repo_id Int64, generation Int64, forge_id Int64, tag_name String, author_id Int64, prerelease UInt8, published_at Int64
) ENGINE = ReplacingMergeTree(generation) ORDER BY (repo_id, generation, published_at, forge_id);

CREATE TABLE IF NOT EXISTS {tag} (
    repo_id Int64, generation Int64, name String, tagged_at Int64
) ENGINE = ReplacingMergeTree(generation) ORDER BY (repo_id, generation, tagged_at, name);

-- Small things of a repository, as its store has them: a row of `part` (repo,
-- repo_name, stream, span, doubt, listing, git_head, maintainer, ...) as a JSON
-- array of that table's columns. A store of the same schema is made of these again.
CREATE TABLE IF NOT EXISTS {state} (
    repo_id Int64, generation Int64, part String, place UInt32, row String
) ENGINE = ReplacingMergeTree(generation) ORDER BY (repo_id, generation, part, place);

-- The repositories, for people who look here.
CREATE TABLE IF NOT EXISTS {repo} (
    repo_id Int64, generation Int64, host String, forge_id Int64, full_name String, created_at Int64, archived UInt8, fork UInt8, gone UInt8
) ENGINE = ReplacingMergeTree(generation) ORDER BY (repo_id);

-- Accounts of all; version: of the export that sent it.
CREATE TABLE IF NOT EXISTS {account} (
    host String, forge_id Int64, version Int64, login String, type String
) ENGINE = ReplacingMergeTree(version) ORDER BY (host, forge_id);

-- The last row of an export of a repository. facts and state are the generations
-- that belong together: what has not changed is not sent again. gone: forgotten.
CREATE TABLE IF NOT EXISTS {closed} (
    repo_id Int64, generation Int64, facts Int64, state Int64, gone UInt8,
    host String, forge_id Int64,
    exported_at Int64, schema UInt32, version String,
    facts_print String, state_print String,   -- what the store's digests come to
    accounts_print String,                    -- likewise, of the accounts that were sent before this
    synced_at Int64,                          -- when the newest part of it was read
    store String,                             -- which store sent it
    items UInt64, answers UInt64, events UInt64, commits UInt64, pages UInt64, authors UInt64, releases UInt64, tags UInt64, states UInt64
) ENGINE = ReplacingMergeTree(generation) ORDER BY (repo_id);
