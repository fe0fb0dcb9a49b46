"""A program on a pseudo-terminal of its own, its bytes timed as a terminal would receive them."""

import fcntl
import os
import select
import signal
import struct
import termios
import time

CLOCK = time.perf_counter


class Program:
    """Starts a program on a new pseudo-terminal of `columns` × `rows`; `started` is the time just before the fork."""

    def __init__(self, command, columns=120, rows=40, environment=None):
        self.columns, self.rows = columns, rows
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        whole = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", **(environment or {})}
        self.received = 0
        self.started = CLOCK()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                for descriptor in (0, 1, 2):
                    os.dup2(slave, descriptor)
                os.closerange(3, 256)
                os.execvpe(command[0], command, whole)
            finally:
                os._exit(127)
        os.close(slave)

    def read(self, timeout):
        """What arrives within `timeout` seconds, empty if nothing does."""
        if not select.select([self.master], [], [], timeout)[0]:
            return b""
        try:
            data = os.read(self.master, 1 << 16)
        except OSError:
            return b""
        self.received += len(data)
        return data

    def write(self, data):
        os.write(self.master, data)

    def first_paint(self, marker, limit=10.0):
        """Seconds from the start to the first byte, and to the byte with which `marker` is on the screen."""
        seen, first = b"", None
        while CLOCK() - self.started < limit:
            data = self.read(0.5)
            now = CLOCK() - self.started
            if data and first is None:
                first = now
            seen = seen[-4096:] + data
            if marker in seen:
                return first, now
        raise TimeoutError(f"{marker!r} did not appear in {limit} s; the last bytes were {seen[-400:]!r}")

    def wait_for(self, marker, limit=30.0):
        """Reads until `marker` has appeared."""
        seen, end = b"", CLOCK() + limit
        while CLOCK() < end:
            seen = seen[-4096:] + self.read(0.2)
            if marker in seen:
                return
        raise TimeoutError(f"{marker!r} did not appear in {limit} s")

    def settle(self, quiet=1.0, limit=60.0):
        """Reads until nothing has come for `quiet` seconds; False if that did not happen within `limit`."""
        end = CLOCK() + limit
        while CLOCK() < end:
            if not self.read(quiet):
                return True
        return False

    def key(self, data, quiet=0.012):
        """Presses a key; seconds until the last byte of the answer, and how many bytes it had."""
        begun, last, count = CLOCK(), None, 0
        self.write(data)
        while True:
            data = self.read(quiet if last else 0.5)
            if not data:
                return (last - begun if last else None), count
            last = CLOCK()
            count += len(data)

    def screen(self, data=b""):
        """The lines of the screen once `data` has come, as pyte reads them: it is of the kind `linux`."""
        if not hasattr(self, "stream"):
            import pyte

            self.display = pyte.Screen(self.columns, self.rows)
            self.stream = pyte.ByteStream(self.display)
        self.stream.feed(data)
        return "\n".join(line.rstrip() for line in self.display.display)

    def until(self, shows, limit=60.0):
        """Reads until `shows` of the screen's text; seconds until the last byte that it took."""
        begun = now = CLOCK()
        text = self.screen()
        while not shows(text):
            if now - begun > limit:
                raise TimeoutError(f"it did not show within {limit} s; the screen was\n{text}")
            data = self.read(0.2)
            now = CLOCK()
            text = self.screen(data)
        return now - begun

    def moves(self, key, limit=5.0):
        """Presses a key; seconds until the first byte behind which another line is the selected one.

        What is written meanwhile for other reasons is not taken for the answer.
        """
        before = self.selected()
        begun = CLOCK()
        self.write(key)
        while CLOCK() - begun < limit:
            data = self.read(limit)
            now = CLOCK()
            self.screen(data)
            if self.selected() != before:
                return now - begun
        raise TimeoutError(f"the key {key!r} moved nothing; the screen was\n{self.screen()}")

    def shows(self, key, wanted, limit=5.0):
        """Presses a key; seconds until the first byte behind which `wanted` is on the screen, where it was not before."""
        if wanted in self.screen():
            raise ValueError(f"{wanted!r} is on the screen already")
        begun = CLOCK()
        self.write(key)
        while CLOCK() - begun < limit:
            data = self.read(limit)
            now = CLOCK()
            if wanted in self.screen(data):
                return now - begun
        raise TimeoutError(f"{wanted!r} did not show; the screen was\n{self.screen()}")

    def selected(self):
        """The line of the cursor; -1 where there is none."""
        return next((line for line, text in enumerate(self.screen().split("\n")) if text.lstrip().startswith("▸")), -1)

    def processor_time(self):
        """Seconds on a processor, of all threads that there are and were."""
        # The clock of another process, as clock_getcpuclockid makes it on Linux.
        return time.clock_gettime((~self.pid << 3) | 2)

    def ticks(self):
        """Clock ticks of user and system time, as `top` counts them."""
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def resident(self):
        """Resident memory in bytes."""
        return self.status("VmRSS")

    def peak(self):
        """The most resident memory so far, in bytes."""
        return self.status("VmHWM")

    def status(self, name):
        with open(f"/proc/{self.pid}/status") as file:
            for line in file:
                if line.startswith(name):
                    return int(line.split()[1]) * 1024
        return 0

    def idle(self, seconds):
        """What the program does while nothing happens: CPU share, ticks, bytes written."""
        spent = self.processor_time()
        ticks, received = self.ticks(), self.received
        begun = CLOCK()
        while (rest := begun + seconds - CLOCK()) > 0:
            self.read(rest)
        elapsed = CLOCK() - begun
        return {
            "cpu": (self.processor_time() - spent) / elapsed,
            "ticks": self.ticks() - ticks,
            "bytes": self.received - received,
        }

    def close(self):
        """Ends the program: by hang-up, then by force."""
        try:
            os.kill(self.pid, signal.SIGHUP)
            end = CLOCK() + 2
            while CLOCK() < end:
                self.read(0.01)
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    break
            else:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(self.master)
