"""A system-call filter for learner processes, written as classic BPF by hand so that no library is needed.

Numbers from the kernel's tables for x86_64 and aarch64; filter format: seccomp(2) and linux/bpf_common.h.
Everything refused gives `PermissionError`; calls in a foreign format end the process. `setsid` does nothing and says
that it did: where the kernel groups tasks by session, one session gets as much of the processor as another submission.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from functools import cache

from autograder.sandbox.linux import PR_SET_PDEATHSIG, PR_SET_SECCOMP, machine, prctl

# name: (number on x86_64, number on aarch64); None where the architecture has no such call
REFUSED: dict[str, tuple[int | None, int | None]] = {
    # other processes' memory and state
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "kcmp": (312, 272),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    # the file system's shape
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "fanotify_init": (300, 262),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "sync": (162, 81),
    "syncfs": (306, 267),
    # namespaces
    "unshare": (272, 97),
    "setns": (308, 268),
    # the kernel's keyring
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    # large or little-used kernel interfaces
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "personality": (135, 92),
    "syslog": (103, 116),
    "acct": (163, 89),
    "vhangup": (153, 58),
    "iopl": (172, None),
    "ioperm": (173, None),
    "modify_ldt": (154, None),
    "lookup_dcookie": (212, 18),
    # the machine itself
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "reboot": (169, 142),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    # sockets; `socketpair` is allowed for AF_UNIX below, because asyncio needs it
    "socket": (41, 198),
    # memory that no limit of the process counts
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
}

# Without a PID namespace and a file system of its own, a process must not reach other processes or files' attributes.
_REFUSED_WITHOUT_NAMESPACES: dict[str, tuple[int | None, int | None]] = {
    "fork": (57, None),
    "vfork": (58, None),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119),
    "sched_setparam": (142, 118),
    "sched_setattr": (314, 274),
    "truncate": (76, 45),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "chown": (92, None),
    "lchown": (94, None),
    "fchown": (93, 55),
    "fchownat": (260, 54),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "utime": (132, None),
    "utimes": (235, None),
    "futimesat": (261, None),
    "utimensat": (280, 88),
}

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_CLONE = (56, 220)
_CLONE3 = (435, 435)
_SOCKETPAIR = (53, 199)
_SETSID = (112, 157)
_KILL = (62, 129)
_TGKILL = (234, 131)
_PRLIMIT = (302, 261)
_FCNTL = (72, 25)
_PRCTL = (157, 167)
_FIRST_UNKNOWN = 451  # calls newer than this table
_X32 = 0x4000_0000
_CLONE_NEW = 0x7E02_0000  # every CLONE_NEW* flag
_CLONE_THREAD = 0x0001_0000
_AF_UNIX = 1
_SIGNAL_OWNER = (8, 10, 15)  # F_SETOWN, F_SETSIG, F_SETOWN_EX

_LOAD, _JUMP_EQUAL, _JUMP_NOT_BELOW, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL_PROCESS, _ERRNO = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
_OFFSET_NUMBER, _OFFSET_ARCH, _OFFSET_ARGS = 0, 4, 16
_NO = _ERRNO | errno.EPERM

Instruction = tuple[int, int, int, int]  # code, jump if true, jump if false, operand


def _return(action: int) -> Instruction:
    return (_RETURN, 0, 0, action)


def _load_argument(index: int) -> Instruction:
    return (_LOAD, 0, 0, _OFFSET_ARGS + 8 * index)


def _when(number: int, body: list[Instruction]) -> list[Instruction]:
    """`body` for the call `number` only; it must end in a return."""
    return [(_JUMP_EQUAL, 0, len(body), number), *body]


def _only_if_equal(index: int, allowed: tuple[int, ...]) -> list[Instruction]:
    """Allow when argument `index` (its low 32 bits) is one of `allowed`."""
    tests = [step for value in allowed for step in ((_JUMP_EQUAL, 0, 1, value), _return(_ALLOW))]
    return [_load_argument(index), *tests, _return(_NO)]


def _unless_equal(index: int, refused: tuple[int, ...]) -> list[Instruction]:
    tests = [step for value in refused for step in ((_JUMP_EQUAL, 0, 1, value), _return(_NO))]
    return [_load_argument(index), *tests, _return(_ALLOW)]


def program(namespaces: bool, pid: int, architecture: str) -> list[Instruction]:
    """The filter for a process with namespaces of its own, or for the process `pid` without."""
    column = 0 if architecture == "x86_64" else 1
    table = REFUSED if namespaces else REFUSED | _REFUSED_WITHOUT_NAMESPACES
    numbers = [number for pair in table.values() if (number := pair[column]) is not None]
    steps: list[Instruction] = [(_LOAD, 0, 0, _OFFSET_ARCH)]
    steps += [(_JUMP_EQUAL, 1, 0, _AUDIT_ARCH[architecture]), _return(_KILL_PROCESS)]
    steps += [(_LOAD, 0, 0, _OFFSET_NUMBER)]
    if architecture == "x86_64":
        steps += [(_JUMP_NOT_BELOW, 0, 1, _X32), _return(_KILL_PROCESS)]
    steps += _when(_CLONE3[column], [_return(_ERRNO | errno.ENOSYS)])  # its flags are in memory: clone is used instead
    steps += [(_JUMP_NOT_BELOW, 0, 1, _FIRST_UNKNOWN), _return(_ERRNO | errno.ENOSYS)]
    for number in numbers:
        steps += _when(number, [_return(_NO)])
    steps += _when(_SETSID[column], [_return(_ERRNO)])
    steps += _when(_SOCKETPAIR[column], _only_if_equal(0, (_AF_UNIX,)))
    clone = [_load_argument(0), (_JUMP_ANY_BIT, 0, 1, _CLONE_NEW), _return(_NO)]
    if not namespaces:
        clone += [(_JUMP_ANY_BIT, 1, 0, _CLONE_THREAD), _return(_NO)]
        steps += _when(_KILL[column], _only_if_equal(0, (pid,)))
        steps += _when(_TGKILL[column], _only_if_equal(0, (pid,)))
        steps += _when(_PRLIMIT[column], _only_if_equal(0, (0, pid)))
        steps += _when(_FCNTL[column], _unless_equal(1, _SIGNAL_OWNER))
        steps += _when(_PRCTL[column], _unless_equal(0, (PR_SET_PDEATHSIG,)))
    steps += _when(_CLONE[column], [*clone, _return(_ALLOW)])
    return [*steps, _return(_ALLOW)]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


@cache
def _compiled(namespaces: bool, pid: int) -> _Program:
    steps = program(namespaces, pid, machine())
    return _Program(len(steps), b"".join(struct.pack("=HBBI", *step) for step in steps))


def prepare(namespaces: bool) -> None:
    """Build the filter ahead of a fork, where it does not depend on the child."""
    if namespaces:
        _compiled(True, 0)


def install(namespaces: bool) -> None:
    """Filter this process's calls from now on. Needs no-new-privileges. Raises `OSError`."""
    prctl(PR_SET_SECCOMP, 2, ctypes.byref(_compiled(namespaces, 0 if namespaces else os.getpid())))


def available() -> bool:
    """Whether the kernel takes filters at all: asking with no filter must fail for the filter, not for the mode."""
    try:
        prctl(PR_SET_SECCOMP, 2, None)
    except OSError as error:
        return error.errno == errno.EFAULT
    return False


__all__ = ["REFUSED", "available", "install", "prepare", "program"]
