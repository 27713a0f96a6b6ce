-- Another number after another connection has written.
PRAGMA data_version;
