"""Each test of the assistants runs in a thread of its own: a browser that another test opened keeps an event loop in
the main one, and no second loop can run there."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from inspect import signature

import pytest


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool:
    arguments = {name: pyfuncitem.funcargs[name] for name in signature(pyfuncitem.obj).parameters}
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(pyfuncitem.obj, **arguments).result()
    return True
