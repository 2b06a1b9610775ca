"""Many runs come back in their order, and no more is asked for than is about to be read."""

import os
import threading
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from sipabm import runs
from sipabm.runs import AHEAD_OF_A_THREAD, AHEAD_OF_AN_EXECUTOR, in_order

ITEMS = 3 * AHEAD_OF_AN_EXECUTOR


def counted(taken):
    """Yield numbers, and note which were asked for."""
    for number in range(ITEMS):
        taken.append(number)
        yield number


@pytest.mark.parametrize("threads", [1, 2, 3, None])
def test_results_come_in_the_order_of_items(threads):
    assert list(in_order(lambda number: number * number, range(ITEMS), threads, None)) == [n * n for n in range(ITEMS)]


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_any_executor_keeps_the_order_and_stays_open(pool):
    with pool(2) as executor:
        assert list(in_order(abs, range(-ITEMS, 0), None, executor)) == list(range(ITEMS, 0, -1))
        assert executor.submit(abs, -1).result() == 1


def test_no_items_give_no_results():
    assert list(in_order(abs, [], 2, None)) == []


@pytest.mark.parametrize("threads", [1, 2])
def test_only_a_few_items_a_thread_are_taken_ahead(threads):
    taken = []
    results = in_order(abs, counted(taken), threads, None)
    for read in range(100):
        assert next(results) == read
        assert len(taken) <= read + 1 + AHEAD_OF_A_THREAD * threads
    results.close()


def test_an_executor_is_given_a_bounded_number_ahead():
    taken = []
    with ThreadPoolExecutor(2) as executor:
        results = in_order(abs, counted(taken), None, executor)
        assert next(results) == 0
        assert len(taken) <= AHEAD_OF_AN_EXECUTOR + 1
        results.close()


def test_a_slow_item_holds_up_no_other_thread():
    others = threading.Barrier(AHEAD_OF_A_THREAD)  # passed once so many others have come so far

    def wait(number):
        if number < AHEAD_OF_A_THREAD:
            others.wait(timeout=60)
        return number

    assert list(in_order(wait, range(20), AHEAD_OF_A_THREAD, None)) == list(range(20))


def test_who_stops_reading_drops_the_rest():
    done = []
    results = in_order(done.append, range(ITEMS), 2, None)
    next(results)
    results.close()
    assert len(done) <= 1 + 2 * AHEAD_OF_A_THREAD + 1


@pytest.mark.parametrize("threads", [1, 2])
def test_a_mistake_in_one_item_ends_all(threads):
    done = []

    def action(number):
        done.append(number)
        if number == 5:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(in_order(action, range(ITEMS), threads, None))
    assert len(done) <= 6 + AHEAD_OF_A_THREAD * threads


def test_without_a_number_there_are_as_many_threads_as_processors(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 5, 7}, raising=False)
    asked, pool = [], runs.ThreadPoolExecutor
    monkeypatch.setattr(runs, "ThreadPoolExecutor", lambda threads: asked.append(threads) or pool(threads))
    assert list(in_order(abs, [-1, 2], None, None)) == [1, 2] and asked == [3]


class Breaking(Executor):
    """An executor whose workers are lost with the fifth piece; the four before are done."""

    def __init__(self):
        self.asked = 0

    def submit(self, action, item):
        self.asked += 1
        if self.asked == 5:
            raise BrokenExecutor
        future = Future()
        if self.asked == 1:
            self.first = future, action(item)
        else:
            future.set_result(action(item))
        if self.asked == 4:  # the first is slow, so that nothing is read before
            self.first[0].set_result(self.first[1])
        return future


def test_what_was_done_before_workers_were_lost_is_read():
    read = in_order(abs, range(-9, 0), None, Breaking())
    assert [next(read) for _ in range(4)] == [9, 8, 7, 6]
    with pytest.raises(BrokenExecutor):
        next(read)


def test_a_result_is_read_as_soon_as_it_is_there():
    taken = []

    def items():
        for item in range(3):
            taken.append(item)
            yield item

    class AtOnce(Executor):
        def submit(self, action, item):
            future = Future()
            future.set_result(action(item))
            return future

    results = in_order(abs, items(), None, AtOnce())
    assert next(results) == 0 and taken == [0]
