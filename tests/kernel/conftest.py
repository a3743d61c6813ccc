"""What every test of the kernel gets: the kernelspecs, and kernels that are always closed again."""

from __future__ import annotations

import itertools
import os
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from conversation import Kernel
from kernels import install_kernels

numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def jupyter_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Kernelspecs, settings and connection files of the tests only, none of the person's own."""
    folder = tmp_path_factory.mktemp("jupyter")
    kept = dict(os.environ)
    os.environ["JUPYTER_PATH"] = str(install_kernels(folder))
    for name in ("CONFIG", "DATA", "RUNTIME"):
        os.environ[f"JUPYTER_{name}_DIR"] = str(folder / name.lower())
    yield folder
    os.environ.clear()
    os.environ.update(kept)


@pytest.fixture
def start_kernel(jupyter_folders: Path) -> Iterator[Callable[..., Kernel]]:
    """Starts kernels for one test alone; whatever state they are in, they end with the test."""
    started: list[Kernel] = []

    def start(**options: Any) -> Kernel:
        started.append(Kernel(jupyter_folders / f"kernel-{next(numbers)}.log", **options))
        return started[-1]

    yield start
    for kernel in started:
        kernel.close()


@pytest.fixture
def own_kernel(start_kernel: Callable[..., Kernel]) -> Kernel:
    """A kernel that no other test has used."""
    return start_kernel()


class Shared:
    """The kernel that the tests of one file share; a failed test does not hand it on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.kernel: Kernel | None = None

    def lend(self) -> Kernel:
        if self.kernel is None:
            self.kernel = Kernel(self.folder / f"kernel-{next(numbers)}.log")
        return self.kernel

    def drop(self) -> None:
        if self.kernel is not None:
            self.kernel.close()
        self.kernel = None


@pytest.fixture(scope="module")
def shared(jupyter_folders: Path) -> Iterator[Shared]:
    holder = Shared(jupyter_folders)
    yield holder
    holder.drop()


@pytest.fixture
def kernel(shared: Shared, request: pytest.FixtureRequest) -> Iterator[Kernel]:
    """A kernel shared within the file: a test must not depend on what earlier tests left in it."""
    yield shared.lend()
    if getattr(request.node, "failed", False):
        shared.drop()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    report = yield
    if report.failed:
        item.failed = True  # type: ignore[attr-defined]
    return report
