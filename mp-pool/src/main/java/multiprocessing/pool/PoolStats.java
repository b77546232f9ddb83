package multiprocessing.pool;

import java.time.Instant;

/**
 * What a {@link Pool} has done since it was made, and what it has to do. All numbers are counted,
 * none is estimated; those of one snapshot are read one after the other, while the pool goes on.
 *
 * <p>A task is a call of {@code apply}, or one element of the calls with many elements, whatever
 * their chunk size. Each has one outcome: it is done, failed or dropped.
 *
 * @param since when the pool was made
 * @param workersReady worker processes that have started and take tasks
 * @param workersBusy those of them that have tasks in hand
 * @param tasksWaiting tasks that no worker has begun; of an iterator only those that it has given
 *     to the pool already
 * @param tasksRunning tasks that run in a worker, those included that were cancelled meanwhile
 * @param tasksDone tasks whose result has come
 * @param tasksFailed tasks that have an exception instead: their own, that of a lost worker, of
 *     their time limit, of a pool that was terminated
 * @param tasksDropped tasks whose outcome nobody wants any more: they were cancelled, or belonged
 *     to an iterator that was closed or had failed
 * @param tasksTimedOut those of the failed ones that took longer than they may
 * @param tasksTriedAgain how often a task was tried again because it had lost its worker
 * @param workersStarted worker processes that were started, from the pool's beginning
 * @param workersLost those of them that ended although the pool had not sent them away: they
 *     crashed, were killed, ended themselves, or had to be killed for a limit
 */
public record PoolStats(
    Instant since,
    int workersReady,
    int workersBusy,
    long tasksWaiting,
    long tasksRunning,
    long tasksDone,
    long tasksFailed,
    long tasksDropped,
    long tasksTimedOut,
    long tasksTriedAgain,
    long workersStarted,
    long workersLost) {}
