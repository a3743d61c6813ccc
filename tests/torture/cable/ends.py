"""The two ends of a cable: network namespaces without a name, each with a TUN device in it.

Such a namespace lives as long as something holds it open, so nothing is left when the cable and the
programs at its ends are gone, however they went. Its addresses exist nowhere else, and it has no route
to anywhere else.
"""

import ctypes
import errno
import fcntl
import os
import socket
import struct
from pathlib import Path

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # <linux/sched.h>
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000  # <linux/if_tun.h>
SIOCSIFFLAGS, SIOCSIFADDR, SIOCSIFNETMASK = 0x8914, 0x8916, 0x891C  # <linux/sockios.h>
IFF_UP = 0x1  # <linux/if.h>

libc = ctypes.CDLL(None, use_errno=True)  # os.unshare and os.setns came with Python 3.12


def system(name: str, *arguments: int) -> None:
    """Calls a function of the C library; its failure is an OSError."""
    if getattr(libc, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def new_namespace() -> int:
    """Takes this process into a new network namespace, and holds that open."""
    try:
        system("unshare", CLONE_NEWNET)
    except PermissionError:
        be_root_of_a_user_namespace()
        system("unshare", CLONE_NEWNET)
    return os.open("/proc/self/ns/net", os.O_RDONLY)


def be_root_of_a_user_namespace() -> None:
    """What only root may do, everybody may do in a namespace of their own, where the system lets them."""
    user, group = os.geteuid(), os.getegid()
    system("unshare", CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")  # without this, no group can be mapped
    Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    Path("/proc/self/gid_map").write_text(f"0 {group} 1")


def new_device(address: str) -> int:
    """Makes a TUN device with that address here; what is read and written are IP packets."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, request(b"cable", struct.pack("=H", IFF_TUN | IFF_NO_PI)))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        for code, value in [(SIOCSIFADDR, address), (SIOCSIFNETMASK, "255.255.255.0")]:
            place = struct.pack("=HH", socket.AF_INET, 0) + socket.inet_aton(value)
            fcntl.ioctl(any_socket, code, request(b"cable", place))
        for name in (b"cable", b"lo"):
            fcntl.ioctl(any_socket, SIOCSIFFLAGS, request(name, struct.pack("=H", IFF_UP)))
    return device


def request(name: bytes, value: bytes) -> bytes:
    """A `struct ifreq`: what to do with which device."""
    return struct.pack("16s24s", name, value)


def missing(error: OSError) -> str | None:
    """What this system lacks or forbids, if that is why no end could be made."""
    if error.filename == "/dev/net/tun":
        return f"{error.filename}: {error.strerror}"
    lacks = (errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ENOSPC, errno.EINVAL)
    return error.strerror if error.errno in lacks else None
