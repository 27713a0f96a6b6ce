-- The tables over all shards of a cluster, on the server of the address. All of a
-- repository is on one shard, so that every join is made where the rows are.

CREATE TABLE IF NOT EXISTS `item` AS {item}
ENGINE = Distributed({cluster}, {database}, {item}, repo_id);

CREATE TABLE IF NOT EXISTS `answer` AS {answer}
ENGINE = Distributed({cluster}, {database}, {answer}, repo_id);

CREATE TABLE IF NOT EXISTS `event` AS {event}
ENGINE = Distributed({cluster}, {database}, {event}, repo_id);

CREATE TABLE IF NOT EXISTS `commit` AS {commit}
ENGINE = Distributed({cluster}, {database}, {commit}, repo_id);

CREATE TABLE IF NOT EXISTS `page` AS {page}
ENGINE = Distributed({cluster}, {database}, {page}, repo_id);

CREATE TABLE IF NOT EXISTS `author` AS {author}
ENGINE = Distributed({cluster}, {database}, {author}, repo_id);

CREATE TABLE IF NOT EXISTS `release` AS {release}
ENGINE = Distributed({cluster}, {database}, {release}, repo_id);

CREATE TABLE IF NOT EXISTS `tag` AS {tag}
ENGINE = Distributed({cluster}, {database}, {tag}, repo_id);

CREATE TABLE IF NOT EXISTS `state` AS {state}
ENGINE = Distributed({cluster}, {database}, {state}, repo_id);

CREATE TABLE IF NOT EXISTS `repo` AS {repo}
ENGINE = Distributed({cluster}, {database}, {repo}, repo_id);

CREATE TABLE IF NOT EXISTS `account` AS {account}
ENGINE = Distributed({cluster}, {database}, {account}, cityHash64(host, forge_id));

CREATE TABLE IF NOT EXISTS `closed` AS {closed}
ENGINE = Distributed({cluster}, {database}, {closed}, repo_id);
