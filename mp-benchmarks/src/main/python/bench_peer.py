"""CPython's side of ./bench: does the work it is told on stdin and prints how long one unit took.

    run NAME WARM_UP UNITS   ->  NAME NUMBER    (nanoseconds per unit, mostly)
    close NAME               ->  NAME closed
    (a failure of either)    ->  NAME error WHAT

The first run of a row opens it and does WARM_UP units that are not timed. It is short and imports
little on purpose: the spawn start method imports the main module again in every child.
"""

import multiprocessing
import os
import sys
import tempfile
from multiprocessing.connection import wait
from time import perf_counter_ns, sleep


def mean(units, action):
    start = perf_counter_ns()
    for _ in range(units):
        action()
    return (perf_counter_ns() - start) / units


def median(units, action):
    times = []
    for _ in range(units):
        start = perf_counter_ns()
        action()
        times.append(perf_counter_ns() - start)
    times.sort()
    return times[units // 2]


def empty():
    pass


def increment(value):
    return value + 1


def write_time(path):
    now = perf_counter_ns()
    with open(path, "w") as line:
        line.write(str(now))


def answer_once(connection):
    connection.send_bytes(connection.recv_bytes())
    connection.recv_bytes()


def echo(connection):
    while True:
        message = connection.recv_bytes()
        if not message:
            return
        connection.send_bytes(message)


def echo_objects(connection):
    message = connection.recv()
    while message is not None:
        connection.send(message)
        message = connection.recv()


def answer_with_last_byte(connection):
    message = connection.recv_bytes()
    while message:
        connection.send_bytes(message[-1:])
        message = connection.recv_bytes()


class Noop:
    """No processes at all, only the CPU: checks the harness itself."""

    def count(self):
        state = 1
        for _ in range(1000):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        if state == 1:
            raise RuntimeError("wrong state")

    def run(self, units):
        return mean(units, self.count)

    def close(self):
        pass


class Spawn:
    def __init__(self):
        self.context = multiprocessing.get_context("spawn")

    def start_and_join(self):
        process = self.context.Process(target=empty)
        process.start()
        process.join()
        if process.exitcode != 0:
            raise RuntimeError(f"child failed: exitcode={process.exitcode}")

    def run(self, units):
        return mean(units, self.start_and_join)

    def close(self):
        pass


class Forkserver:
    """A server is kept ready that forks; nothing has to be waited for between the units."""

    def __init__(self):
        self.context = multiprocessing.get_context("forkserver")

    def start_and_join(self, target, *args):
        process = self.context.Process(target=target, args=args)
        process.start()
        process.join()
        if process.exitcode != 0:
            raise RuntimeError(f"child failed: exitcode={process.exitcode}")

    def run(self, units):
        return mean(units, lambda: self.start_and_join(empty))

    def close(self):
        pass


class ForkserverFirstLine(Forkserver):
    def __init__(self):
        super().__init__()
        handle, self.line = tempfile.mkstemp()
        os.close(handle)

    def first_line(self):
        start = perf_counter_ns()
        self.start_and_join(write_time, self.line)
        with open(self.line) as line:
            return int(line.read()) - start

    def run(self, units):
        return sum(self.first_line() for _ in range(units)) / units

    def close(self):
        os.unlink(self.line)


class StartMany(Forkserver):
    def __init__(self, count):
        super().__init__()
        self.count = count

    def start_all(self):
        processes = [self.context.Process(target=empty) for _ in range(self.count)]
        for process in processes:
            process.start()
        for process in processes:
            process.join()
        if any(process.exitcode for process in processes):
            raise RuntimeError("a child failed")

    def run(self, units):
        return mean(units, self.start_all)


class IdleMemory(Forkserver):
    """Bytes, not time."""

    def measure(self):
        ours, theirs = multiprocessing.Pipe()
        process = self.context.Process(target=answer_once, args=(theirs,))
        process.start()
        ours.send_bytes(b"x")
        ours.recv_bytes()
        with open(f"/proc/{process.pid}/smaps_rollup") as lines:
            private = [line.split() for line in lines if line.startswith("Private_")]
        ours.send_bytes(b"")
        process.join()
        sizes = {name: int(size) for name, size, _ in private}
        return (sizes["Private_Clean:"] + sizes["Private_Dirty:"]) * 1024

    def run(self, units):
        return sum(self.measure() for _ in range(units)) / units


class PoolFirst:
    def __init__(self):
        self.context = multiprocessing.get_context("spawn")

    def run(self, units):
        elapsed = 0
        for _ in range(units):
            start = perf_counter_ns()
            pool = self.context.Pool(2)
            result = pool.apply(increment, (1,))
            elapsed += perf_counter_ns() - start
            pool.close()
            pool.join()
            if result != 2:
                raise RuntimeError(f"wrong result: {result}")
        return elapsed / units

    def close(self):
        pass


class WarmPool:
    def __init__(self):
        self.pool = multiprocessing.Pool(2)

    def close(self):
        self.pool.close()
        self.pool.join()


class Apply(WarmPool):
    def apply(self):
        if self.pool.apply(increment, (1,)) != 2:
            raise RuntimeError("wrong result")

    def run(self, units):
        return median(units, self.apply)


class Imap(WarmPool):
    def __init__(self, length, chunksize, ordered):
        super().__init__()
        self.values = list(range(length))
        self.chunksize = chunksize
        self.imap = self.pool.imap if ordered else self.pool.imap_unordered

    def iterate(self):
        total = sum(self.imap(increment, self.values, self.chunksize))
        length = len(self.values)
        if total != length * (length + 1) // 2:
            raise RuntimeError(f"wrong sum: {total}")

    def run(self, units):
        return mean(units, self.iterate)


class Rate:
    """Tasks per second, not time."""

    def __init__(self, timed, tasks):
        self.timed = timed
        self.tasks = tasks

    def run(self, units):
        return self.tasks * 1e9 / self.timed.run(units)

    def close(self):
        self.timed.close()


class ApplyAsync(WarmPool):
    def __init__(self, tasks):
        super().__init__()
        self.tasks = tasks

    def apply_all(self):
        results = [self.pool.apply_async(increment, (i,)) for i in range(self.tasks)]
        for i, result in enumerate(results):
            if result.get() != i + 1:
                raise RuntimeError(f"wrong result of {i}")

    def run(self, units):
        return mean(units, self.apply_all)


class Bulk(WarmPool):
    def __init__(self, size):
        super().__init__()
        self.data = bytes(size)

    def apply(self):
        if self.pool.apply(len, (self.data,)) != len(self.data):
            raise RuntimeError("wrong length")

    def run(self, units):
        return mean(units, self.apply)


class Map(WarmPool):
    def __init__(self, length, chunksize=None):
        super().__init__()
        self.values = list(range(length))
        self.chunksize = chunksize

    def map(self):
        results = self.pool.map(increment, self.values, self.chunksize)
        if len(results) != len(self.values) or results[-1] != len(self.values):
            raise RuntimeError(f"wrong results: {len(results)} of {len(self.values)}")

    def run(self, units):
        return mean(units, self.map)


class PipeOneByte:
    def __init__(self):
        self.connection, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=echo, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def round_trip(self):
        self.connection.send_bytes(b"x")
        if self.connection.recv_bytes() != b"x":
            raise RuntimeError("wrong echo")

    def run(self, units):
        return median(units, self.round_trip)

    def close(self):
        self.connection.send_bytes(b"")
        self.process.join()
        self.connection.close()


class Peer:
    """A child at the other end of a pipe, which ends when it is sent nothing."""

    def __init__(self, target):
        self.connection, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=target, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def run(self, units):
        return median(units, self.round_trip)

    def close(self):
        self.say_end()
        self.process.join()
        self.connection.close()


class PipeObject(Peer):
    def __init__(self):
        super().__init__(echo_objects)
        self.item = ("item", 7, [1, 2, 3])

    def round_trip(self):
        self.connection.send(self.item)
        if self.connection.recv() != self.item:
            raise RuntimeError("wrong echo")

    def say_end(self):
        self.connection.send(None)


class PipeBulk(Peer):
    def __init__(self):
        super().__init__(answer_with_last_byte)
        self.message = b"\0" * (1024 * 1024 - 1) + b"x"

    def round_trip(self):
        self.connection.send_bytes(self.message)
        if self.connection.recv_bytes() != b"x":
            raise RuntimeError("wrong answer")

    def say_end(self):
        self.connection.send_bytes(b"")


class Wait:
    """1,000 pipes, one of which has a message."""

    def __init__(self):
        self.pipes = [multiprocessing.Pipe() for _ in range(1000)]
        self.readers = [ours for ours, theirs in self.pipes]
        self.next = 0

    def send_and_wait(self):
        self.next = (self.next + 7) % len(self.pipes)
        self.pipes[self.next][1].send_bytes(b"x")
        ready = wait(self.readers)
        if len(ready) != 1 or ready[0].recv_bytes() != b"x":
            raise RuntimeError(f"wrong connections are ready: {len(ready)}")

    def run(self, units):
        return median(units, self.send_and_wait)

    def close(self):
        for ours, theirs in self.pipes:
            ours.close()
            theirs.close()


def take_and_release(lock, times):
    for _ in range(times):
        lock.acquire()
        lock.release()


def contend(lock, stop):
    while not stop.is_set():
        take_and_release(lock, 1000)


class Lock:
    """A lock or semaphore that nobody else wants."""

    def __init__(self, lock):
        self.lock = lock

    def run(self, units):
        start = perf_counter_ns()
        take_and_release(self.lock, units)
        return (perf_counter_ns() - start) / units

    def close(self):
        pass


class ContendedLock(Lock):
    def __init__(self):
        super().__init__(multiprocessing.Lock())
        self.stop = multiprocessing.Event()
        self.process = multiprocessing.Process(target=contend, args=(self.lock, self.stop))
        self.process.start()

    def close(self):
        self.stop.set()
        self.process.join()


def take_for(lock, numbers, who):
    end = perf_counter_ns() + numbers[0] * 1_000_000
    count = 0
    while perf_counter_ns() < end:
        lock.acquire()
        lock.release()
        count += 1
    numbers[who] = count


def contend_for(lock, barrier, numbers):
    barrier.wait()
    while numbers[0] > 0:
        take_for(lock, numbers, 2)
        barrier.wait()
        barrier.wait()


class LockFairness:
    """Two processes that contend for a lock: the smaller share in percent; a unit is a millisecond."""

    def __init__(self):
        self.lock = multiprocessing.Lock()
        self.barrier = multiprocessing.Barrier(2)
        self.numbers = multiprocessing.Array("q", 3, lock=False)
        self.process = multiprocessing.Process(
            target=contend_for, args=(self.lock, self.barrier, self.numbers)
        )
        self.process.start()

    def run(self, units):
        self.numbers[0] = units
        self.barrier.wait()
        take_for(self.lock, self.numbers, 1)
        self.barrier.wait()
        ours, theirs = self.numbers[1], self.numbers[2]
        return 100 * min(ours, theirs) / (ours + theirs)

    def close(self):
        self.numbers[0] = 0
        self.barrier.wait()
        self.process.join()


class Value:
    """Increments a value under its lock, which nobody else wants."""

    def __init__(self):
        self.value = multiprocessing.Value("i", 0)

    def run(self, units):
        value = self.value
        start = perf_counter_ns()
        for _ in range(units):
            with value.get_lock():
                value.value += 1
        return (perf_counter_ns() - start) / units

    def close(self):
        pass


class CopyToSharedMemory:
    def __init__(self):
        from multiprocessing.shared_memory import SharedMemory

        self.data = b"\1" * (16 << 20)  # not zeros, which might be one page
        self.memory = SharedMemory(create=True, size=len(self.data))

    def copy(self):
        self.memory.buf[: len(self.data)] = self.data

    def run(self, units):
        return mean(units, self.copy)

    def close(self):
        self.memory.close()
        self.memory.unlink()


def await_and_tell(event, connection):
    while connection.recv_bytes():
        connection.send_bytes(b"r")
        event.wait()
        connection.send(perf_counter_ns())


class Event:
    """A child that has waited for a while says when it went on."""

    def __init__(self):
        self.event = multiprocessing.Event()
        self.connection, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(
            target=await_and_tell, args=(self.event, theirs), daemon=True
        )
        self.process.start()
        theirs.close()

    def set_and_ask(self):
        self.connection.send_bytes(b"w")
        self.connection.recv_bytes()
        sleep(0.0005)
        start = perf_counter_ns()
        self.event.set()
        nanos = self.connection.recv() - start
        self.event.clear()
        return nanos

    def run(self, units):
        return sorted(self.set_and_ask() for _ in range(units))[units // 2]

    def close(self):
        self.connection.send_bytes(b"")
        self.process.join()
        self.connection.close()


def produce(to_put, items):
    count = to_put.get()
    while count >= 0:
        for i in range(count):
            items.put(i)
        count = to_put.get()


def consume(to_get, items, done):
    count = to_get.get()
    while count >= 0:
        got = 0
        while got < count:
            got += 1 if items.get() >= 0 else 0
        done.put(got)
        count = to_get.get()


def consume_all(items, done):
    count = 0
    item = items.get()
    while item >= 0:
        count += 1
        if item == 0:
            done.put(count)
            count = 0
        item = items.get()


def echo_by_queues(there, back):
    message = there.get()
    while message is not None:
        back.put(len(message) if isinstance(message, bytes) else message)
        message = there.get()


class Queue:
    """Some children put, as many others get."""

    def __init__(self, pairs):
        self.pairs = pairs
        self.to_put = multiprocessing.Queue()
        self.to_get = multiprocessing.Queue()
        self.items = multiprocessing.Queue()
        self.done = multiprocessing.Queue()
        self.processes = []
        for _ in range(pairs):
            for target, args in (
                (produce, (self.to_put, self.items)),
                (consume, (self.to_get, self.items, self.done)),
            ):
                process = multiprocessing.Process(target=target, args=args)
                process.start()
                self.processes.append(process)

    def run(self, units):
        each = units // self.pairs
        start = perf_counter_ns()
        for _ in range(self.pairs):
            self.to_get.put(each)
            self.to_put.put(each)
        count = sum(self.done.get() for _ in range(self.pairs))
        if count != each * self.pairs:
            raise RuntimeError(f"wrong number of objects: {count}")
        return (perf_counter_ns() - start) / count

    def close(self):
        for _ in range(self.pairs):
            self.to_put.put(-1)
            self.to_get.put(-1)
        for process in self.processes:
            process.join()


class SimpleQueue:
    def __init__(self):
        self.items = multiprocessing.SimpleQueue()
        self.done = multiprocessing.SimpleQueue()
        self.process = multiprocessing.Process(target=consume_all, args=(self.items, self.done))
        self.process.start()

    def run(self, units):
        start = perf_counter_ns()
        for _ in range(units - 1):
            self.items.put(1)
        self.items.put(0)
        count = self.done.get()
        if count != units:
            raise RuntimeError(f"wrong number of objects: {count}")
        return (perf_counter_ns() - start) / units

    def close(self):
        self.items.put(-1)
        self.process.join()


class QueueEcho:
    def __init__(self, item):
        self.item = item
        self.there = multiprocessing.Queue()
        self.back = multiprocessing.Queue()
        self.process = multiprocessing.Process(
            target=echo_by_queues, args=(self.there, self.back)
        )
        self.process.start()

    def round_trip(self):
        self.there.put(self.item)
        if self.back.get() is None:
            raise RuntimeError("no echo")

    def run(self, units):
        return median(units, self.round_trip)

    def close(self):
        self.there.put(None)
        self.process.join()


ROWS = {
    "noop": Noop,
    "spawn": Spawn,
    "forkserver": Forkserver,
    "forkserver-first-line": ForkserverFirstLine,
    "start-50": lambda: StartMany(50),
    "idle-memory": IdleMemory,
    "pool-first": PoolFirst,
    "pool-after-pool": PoolFirst,
    "apply": Apply,
    "map-1m": lambda: Map(1_000_000),
    "map-100k-chunk1": lambda: Map(100_000, 1),
    "imap-50k": lambda: Imap(50_000, 1, True),
    "imap-unordered-1m": lambda: Imap(1_000_000, 1_000, False),
    "small-tasks": lambda: Rate(Imap(200_000, 1, False), 200_000),
    "apply-async-50k": lambda: ApplyAsync(50_000),
    "apply-64mib": lambda: Bulk(64 << 20),
    "pipe-1byte": PipeOneByte,
    "pipe-object": PipeObject,
    "pipe-1mib": PipeBulk,
    "wait-1000": Wait,
    "lock": lambda: Lock(multiprocessing.Lock()),
    "rlock": lambda: Lock(multiprocessing.RLock()),
    "lock-contended": ContendedLock,
    "lock-fairness": LockFairness,
    "semaphore": lambda: Lock(multiprocessing.Semaphore(1)),
    "event": Event,
    "queue-1to1": lambda: Queue(1),
    "queue-2to2": lambda: Queue(2),
    "simple-queue": SimpleQueue,
    "queue-echo": lambda: QueueEcho(1),
    "queue-1mib": lambda: QueueEcho(b"\0" * (1024 * 1024)),
    "value": Value,
    "shared-memory": CopyToSharedMemory,
}


def opened(name, warm_up):
    if name not in ROWS:
        raise LookupError("unknown row")
    row = ROWS[name]()
    try:
        row.run(warm_up)
    except BaseException:
        row.close()
        raise
    return row


def answer(rows, words):
    verb, name = words[0], words[1]
    if verb == "run":
        warm_up, units = int(words[2]), int(words[3])
        if name not in rows:
            rows[name] = opened(name, warm_up)
        return f"{rows[name].run(units):.1f}"
    if verb == "close":
        row = rows.pop(name, None)
        if row is not None:
            row.close()
        return "closed"
    raise ValueError(f"unknown command: {verb}")


def main():
    rows = {}
    version = ".".join(map(str, sys.version_info[:3]))
    method = multiprocessing.get_start_method()
    print(f"ready {sys.implementation.name} {version}, default start method {method}", flush=True)
    for line in sys.stdin:
        words = line.split()
        try:
            reply = answer(rows, words)
        except Exception as e:
            reply = f"error {type(e).__name__}: {' '.join(str(e).split())}"
        print(words[1], reply, flush=True)
    for row in rows.values():
        row.close()


if __name__ == "__main__":
    main()
