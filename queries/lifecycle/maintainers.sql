-- Those who look after one repository make room for those of the next.
DELETE FROM temp.ask_maintainer;
