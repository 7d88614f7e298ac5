"""The filter of system calls that `sandbox` puts on itself: the kernel refuses every call that is not on the list.

A seccomp filter (Linux 3.5 and newer): it cannot be taken back, and holds for every library.
Source of the numbers: the kernel's tables of system calls for x86-64 and for arm64.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Mapping

_ALLOW, _REFUSE, _UNKNOWN, _KILL = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS, 0x80000000
_LOAD, _EQUAL, _SET, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_THREAD = 0x00010000  # CLONE_THREAD: a thread of this process, no new one

# What computing and answering takes: memory, time, locks, signals of its own, and files that are open already.
_X86 = {
    **{"read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9, "mprotect": 10, "munmap": 11},
    **{"brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "sched_yield": 24, "mremap": 25},
    **{"madvise": 28, "nanosleep": 35, "getpid": 39, "exit": 60, "gettimeofday": 96, "sysinfo": 99, "getrusage": 98},
    **{"sigaltstack": 131, "gettid": 186, "futex": 202, "sched_getaffinity": 204, "restart_syscall": 219},
    **{"clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231},
    **{"set_robust_list": 273, "getrandom": 318, "membarrier": 324, "rseq": 334},
}
_ARM = {
    **{"read": 63, "write": 64, "close": 57, "fstat": 80, "ppoll": 73, "lseek": 62, "mmap": 222, "mprotect": 226},
    **{"munmap": 215, "brk": 214, "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "sched_yield": 124},
    **{"mremap": 216, "madvise": 233, "nanosleep": 101, "getpid": 172, "exit": 93, "gettimeofday": 169, "sysinfo": 179},
    **{"getrusage": 165, "sigaltstack": 132, "gettid": 178, "futex": 98, "sched_getaffinity": 123},
    **{"restart_syscall": 128, "clock_gettime": 113, "clock_getres": 114, "clock_nanosleep": 115, "exit_group": 94},
    **{"set_robust_list": 99, "getrandom": 278, "membarrier": 283, "rseq": 293},
}
# Machine -> the kernel's name for it, its calls, and the numbers of `clone`, `clone3` and `tgkill`.
_MACHINES: Mapping[str, tuple[int, dict[str, int], int, int, int]] = {
    "x86_64": (0xC000003E, _X86, 56, 435, 234),
    "aarch64": (0xC00000B7, _ARM, 220, 435, 131),
}
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2


def shut() -> bool:
    """Refuse every call that is not on the list from now on. False where this machine or its kernel cannot."""
    machine = _MACHINES.get(platform.machine())
    if machine is None:
        return False
    program = _program(*machine)
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("@HP", len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SECCOMP, _FILTER, ctypes.c_char_p(header), 0, 0) == 0)


def _program(machine: int, calls: Mapping[str, int], clone: int, clone3: int, tgkill: int) -> bytes:
    """The filter in the kernel's instructions, eight bytes each."""
    steps = [
        _step(_LOAD, _MACHINE),
        _step(_EQUAL, machine, 1, 0),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER),
        _step(_EQUAL, clone3, 0, 1),
        _step(_RETURN, _UNKNOWN),  # so that threads are asked for by `clone`, whose purpose can be read
        _step(_EQUAL, clone, 0, 4),
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_SET, _THREAD, 0, 1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _REFUSE),
        _step(_EQUAL, tgkill, 0, 4),  # a signal to this process itself, and to no other
        _step(_LOAD, _FIRST_ARGUMENT),
        _step(_EQUAL, os.getpid(), 0, 1),
        _step(_RETURN, _ALLOW),
        _step(_RETURN, _REFUSE),
    ]
    for number in calls.values():
        steps += [_step(_EQUAL, number, 0, 1), _step(_RETURN, _ALLOW)]
    return b"".join([*steps, _step(_RETURN, _REFUSE)])


def _step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("<HBBI", code, yes, no, value & 0xFFFFFFFF)
