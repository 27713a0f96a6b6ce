#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What stands next on a line: asked of the program, and of the shells that
ask it, as somebody would who presses the key."""
import fcntl
import os
import re
import select
import signal
import sqlite3
import struct
import subprocess
import sys
import termios
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                os.pardir, "support"))

from fake_github import Repository  # noqa: E402
from harness import PROGRAM, SOURCE, Case  # noqa: E402

SCRIPTS = {"bash": "healthscan.bash", "zsh": "_healthscan",
           "fish": "healthscan.fish"}
BASH_COMPLETION = next(
    (path for path in ("/usr/share/bash-completion/bash_completion",
                       os.environ.get("HOMEBREW_PREFIX", "/usr/local") +
                       "/share/bash-completion/bash_completion")
     if os.path.exists(path)), "bash-completion is not installed")
WHEN = ("--as-of", "2026-03-01", "--no-git", "--windows", "1")


def script(shell):
    return os.path.join(SOURCE, "completions", SCRIPTS[shell])


class Completion(Case):
    def setUp(self):
        super().setUp()
        os.mkdir(self.box.path("bin"))
        os.symlink(os.path.abspath(PROGRAM),
                   self.box.path("bin", "healthscan"))
        self.env = {**self.box.env, "TERM": "dumb"}
        self.env["PATH"] = self.box.path("bin") + ":" + self.env["PATH"]
        # Files to be found, where the shells look.
        os.mkdir(self.box.path("work", "data"))
        os.mkdir(self.box.path("work", "dir one"))
        self.box.write("work/data.db", "")

    def words(self, *words, **more):
        """What the program answers: candidates and the directive."""
        result = self.run_program("completion", "words", "--", *words, **more)
        self.assertEqual((result.code, result.err), (0, ""), result)
        lines = result.out.decode().splitlines()
        self.assertTrue(lines[-1].startswith(":"), result)
        return [line.split("\t")[0] for line in lines[:-1]
                if line[0] != "\t"], lines[-1]

    def formats(self):
        """Those that help names for query, all of which are offered."""
        text = " ".join(self.run_program("help", "query").out.decode().split())
        names = re.search(r"how to write the result: ([\w, ()]+?) -o", text)
        found = names.group(1).replace(" (default)", "").split(", ")
        self.assertLess({"table", "json", "markdown"}, set(found))
        return found

    def shell(self, *argv, stdin=None, **more):
        done = subprocess.run(
            argv, env={**self.env, **more}, cwd=self.box.work, timeout=60,
            input=stdin, capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), argv)
        return done.stdout

    def make_store(self, *names):
        """The usual store, with these repositories."""
        hub = self.hub(Repository("sample", "meadow"))
        path = self.box.path("home", "data", "healthscan", "healthscan.db")
        result = self.run_program("repo", "sample/meadow", *WHEN, "--api-url",
                                  hub.url)
        self.assertEqual(result.code, 0, result)
        self.add_to(path, *names)
        return path

    def add_to(self, path, *names):
        """More repositories, as ("host", "owner/name")."""
        store = sqlite3.connect(path)
        for number, (host, name) in enumerate(names):
            columns = [row[1] for row in store.execute(
                "PRAGMA table_info(repo)") if row[1] != "repo_id"]
            store.execute(
                "INSERT INTO repo (%s) SELECT %s FROM repo LIMIT 1" % (
                    ", ".join(columns), ", ".join(
                        {"host": ":host", "full_name": ":name",
                         "forge_id": ":id"}.get(c, c) for c in columns)),
                {"host": host, "name": name, "id": 900000 + number})
        store.commit()
        store.close()


class TestScripts(Completion):
    def test_printed(self):
        """What is printed is what is installed."""
        for shell in SCRIPTS:
            result = self.run_program("completion", shell)
            self.assertEqual((result.code, result.err), (0, ""))
            with open(script(shell), "rb") as file:
                self.assertEqual(result.out, file.read())

    def test_no_shell(self):
        for args in ([], ["ksh"], ["bash", "zsh"], ["\x1b[2J"]):
            line = self.check_failure(
                self.run_program("completion", *args), 2)
            for shell in SCRIPTS:
                self.assertIn(shell, line)
            self.assertNotIn("\x1b", line)
        told = self.run_program("help", "completion").out.decode()
        for shell in SCRIPTS:
            self.assertIn("healthscan completion %s" % shell, told)

    def test_syntax(self):
        for shell in SCRIPTS:
            self.shell(shell, "-n", script(shell))
        self.shell("shellcheck", "--shell=bash", script("bash"))

    def test_nothing_is_evaluated(self):
        for shell in SCRIPTS:
            with open(script(shell)) as file:
                self.assertNotRegex(
                    re.sub(r"^\s*#.*$", "", file.read(), flags=re.M),
                    r"\beval\b|\(e\)|compgen")

    def test_installed(self):
        """Where the shells find them by themselves."""
        prefix = self.box.path("prefix")
        self.shell("cmake", "--install", os.environ["HSCAN_BUILD_DIR"],
                   "--prefix", prefix)
        share = os.path.join(prefix, "share")
        places = {"bash": "bash-completion/completions/healthscan",
                  "zsh": "zsh/site-functions/_healthscan",
                  "fish": "fish/vendor_completions.d/healthscan.fish"}
        for shell, place in places.items():
            with open(os.path.join(share, place), "rb") as file, \
                    open(script(shell), "rb") as source:
                self.assertEqual(file.read(), source.read())
        self.env["XDG_DATA_DIRS"] = share
        with Bash(self, "source '%s'" % BASH_COMPLETION) as bash:
            self.assertEqual(bash.line("healthscan vers\t"),
                             "healthscan version ")
        with Zsh(self, "fpath=('%s/zsh/site-functions' $fpath)" % share,
                 "autoload -U compinit; compinit -D") as zsh:
            self.assertEqual(zsh.line("healthscan vers\t"),
                             "healthscan version ")
        self.assertEqual(
            self.shell("fish", "-c", 'complete -C "healthscan vers"'),
            "version\tshow the version\n")


class TestStore(Completion):
    """Repositories are those of the store; whatever is wrong with it is no
    matter of somebody who types."""

    def trace(self):
        """Every file there is, and when it was changed."""
        found = []
        for folder, _, names in os.walk(self.box.dir):
            for path in [folder] + [os.path.join(folder, n) for n in names]:
                info = os.lstat(path)
                # A configuration is read by way of a file there.
                when = info.st_mtime_ns if path != self.box.tmp else 0
                found.append((path, info.st_size, when))
        return sorted(found)

    def offered(self, *words, **more):
        """The same, and nothing is touched by it."""
        before = self.trace()
        answer = self.words(*words, **more)
        self.assertEqual(self.trace(), before)
        return answer

    def test_names(self):
        self.make_store(("github.com", "sample/hill"),
                        ("ghe.example.org:8443", "team/tool"))
        every = ["ghe.example.org:8443/team/tool", "sample/hill",
                 "sample/meadow"]
        for command in ("repo", "trend", "alerts", "actors", "sync",
                        "forget", "doctor", "compare"):
            self.assertEqual(self.offered(command, ""), (every, ":none"))
        for command in ("scan", "check"):  # files with names, too
            self.assertEqual(self.offered(command, ""), (every, ":files"))
        self.assertEqual(self.offered("explain", "pr_merge_cycle", "sample/"),
                         (every[1:], ":none"))
        self.assertEqual(self.offered("compare", "sample/hill", "sample/"),
                         (every[2:], ":none"))
        self.assertEqual(self.offered("repo", "ghe.example.org:8"),
                         (every[:1], ":none"))

    def test_names_from_outside(self):
        """Nothing that a shell or a terminal could take for anything else."""
        self.make_store(
            *(("github.com", name) for name in (
                "a/$(touch x)", "a/`id`", "a/b c", "a/b\nc/d", "a/b\tc",
                "a/\x1b[2J", "a/b;c", "a/b'c", 'a/b"c', "a/b\\c", "a/b&c",
                "a/*", "a/~", "a/b#", "-a/b", "a", "a/b/c", "", ":files",
                "a/..", "a/\u00e9")),
            ("ghe.example.org;id", "a/b"), ("-x", "a/b"), ("", "a/b"))
        self.assertEqual(self.offered("repo", ""),
                         (["sample/meadow"], ":none"))

    def test_which_store(self):
        usual = self.make_store()
        other = self.box.path("home", "other.db")
        os.rename(usual, other)
        self.assertEqual(self.offered("repo", ""), ([], ":none"))
        wanted = (["sample/meadow"], ":none")
        self.assertEqual(self.offered("repo", "--db", other, ""), wanted)
        self.assertEqual(self.offered("--db=" + other, "repo", ""), wanted)
        self.assertEqual(self.offered("repo", "--db", "~/other.db", ""),
                         wanted)
        self.assertEqual(
            self.offered("repo", "", env={"HEALTHSCAN_DB": other}), wanted)
        named = self.box.write("named", "[store]\npath = %s\n" % other)
        self.assertEqual(self.offered("repo", "--config", named, ""), wanted)
        self.assertEqual(
            self.offered("repo", "", env={"HEALTHSCAN_CONFIG": named}),
            wanted)
        self.box.write("home/config/healthscan/config",
                       "[store]\npath = %s\n" % other)
        self.assertEqual(self.offered("repo", ""), wanted)

    def test_broken_configuration(self):
        path = self.make_store()
        for text in ("[store\n", "[nonsense]\nx = y\n", "[store]\npath =\n",
                     "\0", "[api]\njobs = many\n"):
            self.box.write("home/config/healthscan/config", text)
            self.assertEqual(self.offered("repo", ""), ([], ":none"))
            self.assertEqual(self.offered("repo", "--db", path, ""),
                             (["sample/meadow"], ":none"))
            self.assertEqual(self.offered("repo", "--format=js"),
                             (["--format=json"], ":none"))
        self.assertEqual(
            self.offered("repo", "--config", self.box.path("none"), ""),
            ([], ":none"))

    def test_lists(self):
        self.box.write("home/config/healthscan/config",
                       '[scan "weekly"]\nrepo = a/b\nrepo = c/d\n'
                       '[scan "$(id)"]\nrepo = a/b\n'
                       '[scan "other"]\nrepo = a/b\n')
        self.assertEqual(self.offered("scan", "--list", ""),
                         (["weekly", "other"], ":none"))

    def test_no_store(self):
        """One that is missing, or that is none."""
        none = ([], ":none")
        self.assertEqual(self.offered("repo", ""), none)
        for name, text in (("empty", b""), ("text", b"no database" * 999),
                           ("cut", b"SQLite format 3\0" + b"\xff" * 5000)):
            path = self.box.write(name, text)
            self.assertEqual(self.offered("repo", "--db", path, ""), none)
        foreign = self.box.path("foreign")
        with sqlite3.connect(foreign) as other:
            other.execute("CREATE TABLE repo (repo_id, host, full_name)")
            other.execute("INSERT INTO repo VALUES (1, 'github.com', 'a/b')")
        other.close()
        self.assertEqual(self.offered("repo", "--db", foreign, ""), none)
        os.mkfifo(self.box.path("pipe"))
        for path in (self.box.path("pipe"), self.box.dir, "/dev/zero",
                     "/dev/null/x", "x" * 5000):
            self.assertEqual(self.offered("repo", "--db", path, ""), none)
        for env in ({"HOME": None, "XDG_DATA_HOME": None},
                    {"XDG_DATA_HOME": "/proc/none"}):
            self.assertEqual(self.offered("repo", "", env=env), none)

    def test_other_versions(self):
        path = self.make_store()
        for version in (999, 1):
            with sqlite3.connect(path) as store:
                store.execute("PRAGMA user_version = %d" % version)
            store.close()
            self.assertEqual(self.offered("repo", ""), ([], ":none"))

    def test_locked(self):
        """Nobody waits a minute for another process."""
        path = self.make_store()
        store = sqlite3.connect(path, isolation_level=None)
        self.addCleanup(store.close)
        store.execute("PRAGMA locking_mode = EXCLUSIVE")
        store.execute("BEGIN EXCLUSIVE")
        store.execute("UPDATE repo SET host = host")
        start = time.monotonic()
        self.words("repo", "")
        self.assertLess(time.monotonic() - start, 10)
        store.execute("ROLLBACK")

    def test_being_written(self):
        """What is in the log that others have open counts."""
        path = self.make_store()
        store = sqlite3.connect(path, isolation_level=None)
        self.addCleanup(store.close)
        store.execute("PRAGMA wal_autocheckpoint = 0")
        self.add_to(path, ("github.com", "sample/hill"))
        store.execute("BEGIN IMMEDIATE")
        store.execute("UPDATE repo SET full_name = 'x/y'")
        self.assertEqual(self.words("repo", ""),
                         (["sample/hill", "sample/meadow"], ":none"))
        store.execute("ROLLBACK")

    def test_read_only(self):
        path = self.make_store()
        folder = os.path.dirname(path)
        os.chmod(path, 0o444)
        os.chmod(folder, 0o555)
        self.addCleanup(os.chmod, folder, 0o755)
        self.assertEqual(self.offered("repo", ""),
                         (["sample/meadow"], ":none"))

    def test_odd_words(self):
        """Whatever somebody may have typed."""
        for words in ([], [""], ["", "", ""], ["repo", "\xff\n\t\x1b"],
                      ["x" * 100000], ["repo", "--" + "x" * 100000],
                      ["repo"] + ["a/b"] * 2000, ["repo", "--format=" * 9],
                      ["--"], ["--", "--"], ["-", "-"], ["repo", "-o"],
                      ["repo", "-", ""], ["repo", "--="], ["repo", "-\xff"]):
            self.offered(*words)

    def test_broken_pipe(self):
        process = self.box.start("completion", "words", "--", "")
        process.stdout.close()
        self.assertEqual((process.wait(60), process.stderr.read()), (0, b""))
        process.stderr.close()


# -- terminals --------------------------------------------------------------

class Terminal:
    """A shell at a terminal of 100 columns. ^G shows the line, ^U clears it."""

    def __init__(self, case, argv, setup):
        self.case = case
        self.fd, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ,
                    struct.pack("HHHH", 50, 100, 0, 0))
        self.process = subprocess.Popen(
            argv, stdin=slave, stdout=slave, stderr=slave, env=case.env,
            cwd=case.box.work, start_new_session=True)
        os.close(slave)
        for line in setup:
            self.send(line + "\n")
        self.send("echo rea''dy\n")
        self.until("ready")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.fd)

    def send(self, keys):
        os.write(self.fd, keys.encode())

    def until(self, pattern):
        out, end = b"", time.monotonic() + 60
        while time.monotonic() < end:
            if select.select([self.fd], [], [], 1)[0]:
                out += os.read(self.fd, 65536)
                found = re.search(pattern.encode(), out, re.S)
                if found:
                    return found, out.decode().replace("\r", "")
        raise AssertionError("in vain: %s\n%r" % (pattern, out))

    def press(self, keys):
        """The line after these keys, and all that was shown meanwhile."""
        self.send(keys + "\x07")
        found, out = self.until("@@<(.*?)>@@")
        self.send("\x15")
        return found.group(1).decode(), out

    def line(self, keys):
        return self.press(keys)[0]

    def shown(self, keys):
        return self.press(keys)[1]


class Bash(Terminal):
    def __init__(self, case, *setup):
        super().__init__(case, ["bash", "--norc", "--noprofile", "-i"], (
            "PS1='% '; bind 'set bell-style none'",
            "bind 'set completion-query-items 0'",
            "bind 'set page-completions off'",
            "dump() { printf '@@''<%s>@@' \"$READLINE_LINE\"; }",
            "bind -x '\"\\C-g\": dump'", *setup))


class Zsh(Terminal):
    def __init__(self, case, *setup):
        super().__init__(case, ["zsh", "-f", "-i"], (
            "PS1='%% '; unsetopt beep prompt_cr prompt_sp; LISTMAX=0",
            "dump() { print -rn -- '@@''<'$BUFFER'>@@' }",
            "zle -N dump; bindkey '^G' dump; bindkey '^U' kill-whole-line",
            *setup))


LINES = (
    ("vers", "version "),
    ("repo --form", "repo --format="),
    ("repo --format=js", "repo --format=json "),
    ("repo --format js", "repo --format json "),
    ("repo --offl", "repo --offline "),
    ("repo --window=q", "repo --window=quarter "),
    ("check --fail-on risk,wa", "check --fail-on risk,watch "),
    ("check --fail-on=risk,wa", "check --fail-on=risk,watch "),
    ("repo --threshold pr_merge_cycle.h",
     "repo --threshold pr_merge_cycle.healthy="),
    ("repo --threshold=pr_merge_cycle.h",
     "repo --threshold=pr_merge_cycle.healthy="),
    ("explain pr_merge_c", "explain pr_merge_cycle "),
    ("repo ghe", "repo ghe.example.org:8443/team/tool "),
    ("repo ghe.example.org:84", "repo ghe.example.org:8443/team/tool "),
    ("repo ghe.example.org:8443/te", "repo ghe.example.org:8443/team/tool "),
    ("repo --db data.", "repo --db data.db "),
    ("repo --db=data.", "repo --db=data.db "),
    ("repo --db da", "repo --db data"),
    ("repo --git da", "repo --git data/"),
    ("repo --git=di", "repo --git=dir\\ one/"),
    ("repo --git dir", "repo --git dir\\ one/"),
    ("scan ./data.", "scan ./data.db "),
    ("repo --nope ", "repo --nope "),
    ("frobnicate ", "frobnicate "),
    ("db in", "db info "),
    ("completion z", "completion zsh "),
)


class Typed(Completion):
    """What is put in and shown where the key is pressed."""

    def setUp(self):
        super().setUp()
        self.make_store(("ghe.example.org:8443", "team/tool"))

    def path_without(self):
        """All that is installed but healthscan, which may be, too."""
        folder = self.box.path("others")
        os.mkdir(folder)
        for place in ("/bin", "/usr/bin"):
            for name in os.listdir(place):
                link = os.path.join(folder, name)
                if name != "healthscan" and not os.path.lexists(link):
                    os.symlink(os.path.join(place, name), link)
        return folder

    def check_lines(self, terminal, more=()):
        for typed, wanted in (*LINES, *more):
            self.assertEqual(terminal.line("healthscan %s\t" % typed),
                             "healthscan " + wanted)

    def check_lists(self, terminal):
        shown = terminal.shown("healthscan repo --format \t\t")
        for part in ("table", "ndjson", "for spreadsheets"):
            self.assertIn(part, shown)
        self.assertLess(shown.index("table"), shown.index("csv"))
        shown = terminal.shown("healthscan help co\t\t\t")
        for part in ("compare", "repositories side by side", "config"):
            self.assertIn(part, shown)
        # What is long is cut where the screen ends.
        shown = terminal.shown("healthscan repo --w\t\t\t")
        self.assertIn("LENGTH: how far to look back", shown)
        for line in shown.splitlines():
            self.assertLessEqual(len(line), 100 + len("@@<>@@"), shown)


class TestBash(Typed):
    HARNESS = r"""
        [[ -z $HELPERS ]] || source "$HELPERS"
        compopt() { printf 'compopt %s\n' "$*"; }
        COMP_LINE=$2 COMP_POINT=$3 COMP_CWORD=$4 COMP_TYPE=$5
        source "$1"
        shift 5
        COMP_WORDS=("$@")
        _healthscan "$1" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[-2]}"
        printf 'reply %s\n' "${COMPREPLY[@]}"
    """

    def reply(self, line, point=None, kind=9, words=None, **more):
        """COMPREPLY and the options that the function sets."""
        point = len(line) if point is None else point
        if words is None:  # as bash takes a line apart
            words = re.findall(r"[=:@]+|[^\s=:@]+", line)
            if line.endswith(" "):
                words.append("")
        at = len(words) - 1
        while at > 0 and line.rindex(words[at]) > point:
            at -= 1
        out = self.shell("bash", "--norc", "--noprofile", "-c", self.HARNESS,
                         "x", script("bash"), line, str(point), str(at),
                         str(kind), *words, **more).splitlines()
        return ([o[6:] for o in out if o.startswith("reply ") and o[6:]],
                [o[8:] for o in out if o.startswith("compopt ")
                 and o[8:] != "-o nosort"])

    def check_function(self, **more):
        nothing = ([], [])
        for line, wanted in (
                ("re", (["repo", "retention", "receive", "repos"], [])),
                ("repo --form", (["--format="], ["-o nospace"])),
                ("repo --format=js", (["json"], [])),
                ("query x --format=", (self.formats(), [])),
                ("query x --format ", (self.formats(), [])),
                ("repo ghe.example.org:8", (["8443/team/tool"], [])),
                ("repo --db=x", ([], ["-o default"])),
                ("repo --db ", ([], ["-o default"])),
                ("repo --git=", ([], ["-o dirnames"])),
                ("repo --threshold=pr_merge_cycle.r",
                 (["pr_merge_cycle.risk="], ["-o nospace"])),
                ("repo --threshold pr_merge_cycle.risk=", nothing),
                ("repo --threshold pr_merge_cycle.risk=3 --offl",
                 (["--offline"], [])),
                ("repo --threshold=pr_merge_cycle.risk=3 --offl",
                 (["--offline"], [])),
                ("frob ", nothing),
                ("repo --nope ", nothing)):
            self.assertEqual(self.reply("healthscan " + line, **more),
                             wanted, line)

    def test_function(self):
        self.check_function(HELPERS="")

    def test_function_with_helpers(self):
        self.check_function(HELPERS=BASH_COMPLETION)

    def test_cursor(self):
        """What is behind the cursor does not count."""
        line = "healthscan repo --formXX --offline"
        self.assertEqual(self.reply(line, line.index("XX"), HELPERS=""),
                         (["--format="], ["-o nospace"]))

    def test_breaks_of_somebody(self):
        """Some take the colon out of COMP_WORDBREAKS."""
        line = "healthscan repo ghe.example.org:8"
        wanted = (["ghe.example.org:8443/team/tool"], [])
        helper = self.box.write("breaks", "COMP_WORDBREAKS=' =\"'")
        self.assertEqual(self.reply(line, words=line.split(), HELPERS=helper),
                         wanted)

    def test_described(self):
        """Only where they are listed, never where one is put in."""
        line = "healthscan co"
        for kind in (9, 37):
            self.assertEqual(
                self.reply(line, kind=kind, HELPERS="")[0],
                ["compare", "config", "completion"])
        for kind in (63, 33, 64):
            described = self.reply(line, kind=kind, HELPERS="",
                                   COLUMNS="60")[0]
            self.assertEqual(described[0],
                             "compare     (repositories side by side)")
            self.assertLessEqual(max(map(len, described)), 60)
        self.assertEqual(
            self.reply("healthscan vers", kind=63, HELPERS="")[0],
            ["version"])

    def test_the_one_typed(self):
        """A program that is named by its path is the one that is asked."""
        self.env["PATH"] = self.path_without()
        name = os.path.relpath(self.box.path("bin", "healthscan"),
                               self.box.work)
        self.assertEqual(self.reply(name + " vers", HELPERS="")[0],
                         ["version"])
        self.assertEqual(self.reply("hs vers", HELPERS=""), ([], []))

    def test_typed(self):
        with Bash(self, "source <(healthscan completion bash)") as bash:
            self.check_lines(bash, [('repo --db "data.', 'repo --db "data.db" '),
                                    ('repo --format="js',
                                     'repo --format="json" ')])
            self.check_lists(bash)
            # Without a program there is nothing, and nothing is said.
            bash.send("PATH='%s'\n" % self.path_without())
            line, shown = bash.press("healthscan vers\t\t")
            self.assertEqual(line, "healthscan vers")
            self.assertNotIn("not found", shown)

    def test_typed_with_helpers(self):
        with Bash(self, "source '%s'" % BASH_COMPLETION,
                  "source <(healthscan completion bash)") as bash:
            self.check_lines(bash)
            self.check_lists(bash)


class TestZsh(Typed):
    def test_typed(self):
        with Zsh(self, "autoload -U compinit; compinit -D",
                 "source <(healthscan completion zsh)") as zsh:
            self.check_lines(zsh, [('repo --db "data.', 'repo --db "data.db" '),
                                   ("repo --quiet --for\x1b[D\x1b[D",
                                    "repo --quiet --format=")])
            self.check_lists(zsh)
            # A value that cannot be guessed is told of.
            self.assertIn("NUMBER: how many deviations",
                          zsh.shown("healthscan repo --sigma=\t"))
            # Repositories and files at once.
            shown = zsh.shown("healthscan scan \t\t")
            self.assertIn("sample/meadow", shown)
            self.assertIn("data.db", shown)

    def test_autoloaded(self):
        with Zsh(self, "fpath=('%s/completions' $fpath)" % SOURCE,
                 "autoload -U compinit; compinit -D") as zsh:
            for _ in range(2):  # the first press loads it
                self.assertEqual(zsh.line("healthscan vers\t"),
                                 "healthscan version ")


class TestFish(Typed):
    def complete(self, line):
        out = self.shell("fish", "-c", "healthscan completion fish | source;"
                         "complete --do-complete $argv[1]", line)
        return out.splitlines()

    def names(self, line):
        return [row.split("\t")[0] for row in self.complete(line)]

    def test_complete(self):
        self.assertEqual(self.complete("healthscan re"), [
            "repo\tfetch what is new, compute, and show the health",
            "retention\twhether newcomers came again",
            "receive\ttake webhooks' deliveries as they come",
            "repos\tlist what the store holds"])
        for line, wanted in (
                ("repo --format=js", ["--format=json"]),
                ("repo --form", ["--format="]),
                ("query x --format ", self.formats()),
                ("check --fail-on=risk,wa", ["--fail-on=risk,watch"]),
                ("repo --threshold pr_merge_cycle.h",
                 ["pr_merge_cycle.healthy="]),
                ("repo ghe.example.org:8", ["ghe.example.org:8443/team/tool"]),
                ("repo --db data.", ["data.db"]),
                ("repo --db=data.", ["--db=data.db"]),
                ("repo --db ~/.none", []),
                ("repo --git=d", ["--git=data/", "--git=dir one/"]),
                ("repo --git dir\\ ", ["dir one/"]),
                ("repo --nope ", []),
                ("frobnicate ", []),
                ("repo --window=3", [])):
            self.assertEqual(sorted(self.names("healthscan " + line)),
                             sorted(wanted), line)
        self.assertEqual(self.names("echo; healthscan vers"), ["version"])

    def test_home(self):
        self.box.write("home/at-home.db", "")
        self.assertEqual(self.names("healthscan repo --db ~/at-"),
                         ["~/at-home.db"])


del Typed  # has no tests of its own

if __name__ == "__main__":
    unittest.main()
