"""What a core file of a process would hold, read from the process itself.

A core file has the pages that the process has written to, except those it has marked as not to be
dumped. Those same pages are read here from /proc/PID/mem, so that nothing depends on the kernel's core
pattern, on a debugger, or on the sanitizers' terabytes of address space.
"""

import ctypes
import os
import re
import signal
import struct

PAGE = os.sysconf("SC_PAGE_SIZE")
CHUNK = 1 << 18  # pages looked up at once
TABLES = 32 << 20  # bytes; a program's own data area is only this large when sanitizers put their tables there

_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long] * 4
_libc.ptrace.restype = ctypes.c_long
_TRACEME, _CONT, _SETOPTIONS = 0, 7, 0x4200
_TRACEEXIT, _EXITKILL, _EVENT_EXIT = 0x40, 0x100000, 6


def _areas(pid, hidden):
    """The writable areas that a core would hold, or those that it would not: (first, last)."""
    area, found = None, []
    with open(f"/proc/{pid}/smaps") as lines:
        for line in lines:
            head = re.match(r"([0-9a-f]+)-([0-9a-f]+) .(.)\S+ \S+ \S+ \S+\s*(/?)", line)
            if head:
                first, last = int(head[1], 16), int(head[2], 16)
                tables = head[4] and last - first > TABLES
                area = (first, last) if head[3] == "w" and not tables else None
            elif line.startswith("VmFlags:") and area and ("dd" in line.split()) == hidden:
                found.append(area)
    return found


def _runs(entries):
    """Where pages follow each other that are in memory, or were swapped out: (from, to)."""
    first = None
    for i, entry in enumerate(entries):
        if entry >> 62 and first is None:
            first = i
        elif not entry >> 62 and first is not None:
            yield first, i
            first = None
    if first is not None:
        yield first, len(entries)


def core_image(pid, hidden=False):
    """The bytes that a core file would hold; with `hidden`, those kept out of it (none as large as a shadow)."""
    parts = []
    with open(f"/proc/{pid}/mem", "rb", 0) as memory, open(f"/proc/{pid}/pagemap", "rb", 0) as pages:
        for first, last in _areas(pid, hidden):
            if hidden and last - first > CHUNK * PAGE:
                continue
            for at in range(first, last, CHUNK * PAGE):
                count = min(CHUNK, (last - at) // PAGE)
                pages.seek(at // PAGE * 8)
                table = pages.read(8 * count)
                if len(table) < 8 * count or table.count(0) == len(table):
                    continue
                for begin, end in _runs(struct.unpack(f"<{count}Q", table)):
                    memory.seek(at + begin * PAGE)
                    parts.append(memory.read((end - begin) * PAGE))
    return b"\0".join(parts)


def run_to_its_last_moment(command, env, look, stdin=b"", pass_fds=(), terminal=None):
    """Runs a program and calls `look(pid)` when it has ended and its memory is still there.

    @return its wait status, what it wrote to stdout and to stderr.
    """
    def memory_file(content=b""):
        number = os.memfd_create("stream")
        os.write(number, content)
        os.lseek(number, 0, os.SEEK_SET)
        return number

    streams = [memory_file(stdin), memory_file(), memory_file()]
    pid = os.fork()
    if pid == 0:
        try:
            if terminal is not None:
                os.setsid()
                os.close(os.open(terminal, os.O_RDWR))  # the first one opened is ours from now on
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
            for number in pass_fds:
                os.set_inheritable(number, True)
            _libc.ptrace(_TRACEME, 0, 0, 0)
            os.execve(command[0], [str(word) for word in command], env)
        finally:
            os._exit(127)
    os.waitpid(pid, 0)
    _libc.ptrace(_SETOPTIONS, pid, 0, _TRACEEXIT | _EXITKILL)
    deliver = 0
    while True:
        _libc.ptrace(_CONT, pid, 0, deliver)
        _, status = os.waitpid(pid, 0)
        if not os.WIFSTOPPED(status):
            break
        deliver = 0
        if status >> 8 == signal.SIGTRAP | _EVENT_EXIT << 8:
            look(pid)
        elif os.WSTOPSIG(status) != signal.SIGTRAP:
            deliver = os.WSTOPSIG(status)
    texts = []
    for stream in streams:
        texts.append(os.pread(stream, os.fstat(stream).st_size, 0))
        os.close(stream)
    return status, texts[1], texts[2]
