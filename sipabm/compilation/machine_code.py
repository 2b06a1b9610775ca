"""Machine code: made once for a source and a processor, and kept for all clones of that source."""

from __future__ import annotations

import ctypes
import errno
import hashlib
import importlib
import os
import platform
import re
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import RLock
from typing import Any

import llvmlite
import llvmlite.binding as llvm

from sipabm.compilation.declarations import DECLARED, Declaration
from sipabm.compilation.shipped import shipped_bitcode
from sipabm.errors import shown
from sipabm.source import COMPILED, source_digest
from sipabm.surroundings import cache_folder, note, variables
from sipabm.whole_files import PLAIN, aside

# Named and not imported: they stand above, and every entry point must be known before any is compiled.
WITH_ENTRIES = ("sipabm.world.ties", "sipabm.engine.one_run")
SECONDS_UNUSED = 30 * 24 * 3600.0
SECONDS_A_DAY = 24 * 3600.0
WRITABLE_FOR_OTHERS = 0o022
DIGEST_LENGTH = 32
# What is kept, and the folders in which Numba kept it for earlier versions.
OWN_NAME = re.compile(r"[0-9a-f]{16}-([0-9a-f]{8}\.o|numba-[\w.]+)")
EACH_START = "each start makes it anew; let SIPABM_CACHE_DIR name a folder that you, and nobody else, can write"
# Where to put what is returned, where to put an error, and the slots.
MACHINE_FUNCTION = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)
LOCK = RLock()
if hasattr(os, "register_at_fork"):
    # A process that is forked while a thread loads the engine would wait for ever for what that thread holds.
    os.register_at_fork(before=LOCK.acquire, after_in_parent=LOCK.release, after_in_child=LOCK.release)
PROCESSORS = ("x86_64", "amd64", "aarch64", "arm64")
COMPILING = "compiling the engine takes one to four minutes, once after a change of its source"


def all_declared() -> list[Declaration]:
    """Return all entry points, in the order of their names."""
    for module in WITH_ENTRIES:
        importlib.import_module(module)
    return [DECLARED[name] for name in sorted(DECLARED)]


def key() -> str:
    """Return a text that is the same for the same source and the same records."""
    digest = hashlib.sha256(source_digest(COMPILED).encode())
    # The records as well: they grow with the parameters, whose source is not compiled.
    for entry in all_declared():
        digest.update(f"{entry.name} {entry.signature()}\n".encode())
    return digest.hexdigest()[:16]


def library() -> Any:
    """Return the machine code of all entry points, ready to be called; made by the first thread that asks."""
    with LOCK:
        return loaded()


@cache
def loaded() -> Any:
    """Return the machine code of all entry points, ready to be called."""
    code = empty_code()
    code.add_object_file(llvm.ObjectFileRef.from_data(object_code()))
    code.finalize_object()
    return code


@cache
def empty_code() -> Any:
    """Return machine code without any function yet; from now on LLVM knows this machine and the functions around."""
    with suppress(RuntimeError):  # older versions of llvmlite ask for it, newer ones refuse
        llvm.initialize()
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.create_mcjit_compiler(llvm.parse_assembly(""), target_machine())


def target_machine() -> Any:
    """Return LLVM's description of this machine."""
    features = llvm.get_host_cpu_features().flatten()
    target = llvm.Target.from_default_triple()
    return target.create_target_machine(cpu=llvm.get_host_cpu_name(), features=features, opt=2, jit=True)


@cache
def entry_point(name: str) -> Callable[[bytes], int]:
    """Return an entry point as a function of its slots; the interpreter's lock is free while it runs."""
    machine = MACHINE_FUNCTION(library().get_function_address(name))

    def call(slots: bytes) -> int:
        # Its own for each call, as several threads may be here at once.
        returned, error = ctypes.c_int64(), ctypes.c_void_p()
        if machine(ctypes.byref(returned), ctypes.byref(error), slots) != 0:
            raise RuntimeError(f"{name} failed as machine code; please report this")
        return returned.value

    return call


def object_code() -> bytes:
    """Return the object code of all entry points for this machine: kept, or made now and kept."""
    processor = f"{llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()} {llvmlite.__version__}"
    made_for = hashlib.sha256(f"{sys.platform} {processor}".encode()).hexdigest()[:8]
    name = f"{key()}-{made_for}.o"
    code = read_kept(name)
    if code is None:
        code = made_object_code()
        keep(name, code)
    return code


def made_object_code() -> bytes:
    """Return the object code of all entry points: from shipped bitcode, or compiled if the source is another."""
    module = shipped_module() or llvm.parse_bitcode(compiled_bitcode())
    machine = target_machine()
    # Bitcode names the machine it was made on; what it says holds on others of 64 bits as well.
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    return bytes(machine.emit_object(module))


def shipped_module() -> Any:
    """Return the module that comes with the package; None if it is of another source or does not fit this machine."""
    bitcode = shipped_bitcode(key())
    if bitcode is None or platform.machine().lower() not in PROCESSORS:
        return None
    try:
        module = llvm.parse_bitcode(bitcode)
    except RuntimeError:  # of a newer LLVM than this machine has
        return None
    empty_code()
    called = (function.name for function in module.functions if function.is_declaration)
    # LLVM ends the whole process if it does not find a function of mathematics.
    found = (name.startswith("llvm.") or llvm.address_of_symbol(name) for name in called)
    return module if all(found) else None


def compiled_bitcode(settings: Mapping[str, str] | None = None) -> bytes:
    """Return the bitcode of all entry points, compiled from their source, with some settings of Numba."""
    note(COMPILING)
    # Numba reads them when it is imported. Nobody's own, as with some it compiles nothing, or prints all that it does.
    with variables(without=("NUMBA_",), given=settings):
        from sipabm.compilation.numba_compiler import bitcode_of  # numba is slow to import, and seldom needed

        return bitcode_of(all_declared())


def read_kept(name: str) -> bytes | None:
    """Return the object code that is kept under a name, if it is there, whole, and nobody else can have written it."""
    try:
        with own_folder() as (path, folder):
            # In the folder that was looked at, whatever its name means by now; and a link may lead to anything.
            handle = os.open(path / name if folder is None else name, os.O_RDONLY | PLAIN, dir_fd=folder)
            with os.fdopen(handle, "rb") as file:
                about = os.fstat(handle)
                if not (stat.S_ISREG(about.st_mode) and is_ours_alone(about)):
                    return None
                content = file.read()
            if time.time() - about.st_mtime > SECONDS_A_DAY:
                os.utime(path / name)  # it is in use
    except OSError:
        return None
    digest, code = content[:DIGEST_LENGTH], content[DIGEST_LENGTH:]
    return code if hashlib.sha256(code).digest() == digest else None


@contextmanager
def own_folder() -> Iterator[tuple[Path, int | None]]:
    """Lend the folder of machine code and its descriptor; OSError if somebody else can put something there.

    There is no descriptor on systems that have none of folders.
    """
    path = cache_folder()
    if os.open not in os.supports_dir_fd:
        yield path, None
        return
    # No link: somebody else's may lead to a folder of ours, in which lies what we were sent.
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if not is_ours_alone(os.fstat(folder)):
            raise PermissionError(errno.EPERM, "others may write there", str(path))
        yield path, folder
    finally:
        os.close(folder)


def is_ours_alone(about: os.stat_result) -> bool:
    """Return whether nobody but this user and the administrator can have written a file or in a folder."""
    # Machine code that another user has put into a shared folder would run as ours.
    if not hasattr(os, "getuid"):
        return True
    return about.st_uid in (os.getuid(), 0) and not about.st_mode & WRITABLE_FOR_OTHERS


def keep(name: str, code: bytes) -> None:
    """Keep object code under a name, and remove what nobody has used for a month; say so if it cannot be kept."""
    try:
        cache_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        with own_folder() as (path, _):
            with aside(path / name) as beside:
                beside.write_bytes(hashlib.sha256(code).digest() + code)
                beside.chmod(0o600)
            remove_unused(path)
    except OSError as error:
        where = shown(str(error.filename or "the cache"))
        note(f"the engine cannot be kept in {where} ({error.strerror or error}), so {EACH_START}")


def remove_unused(folder: Path) -> None:
    """Remove what was kept and nobody has used for a month."""
    for path in folder.iterdir():
        # Its own names alone: whoever chose the folder may have other things there.
        if OWN_NAME.fullmatch(path.name):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > SECONDS_UNUSED:
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
