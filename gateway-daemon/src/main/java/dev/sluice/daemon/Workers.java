package dev.sluice.daemon;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Small pools for what is too slow for an event loop. */
final class Workers {
    private static final int THREADS = 2;
    private static final int WAITING = 256;

    private Workers() {}

    /**
     * A pool without threads while there is nothing to do.
     *
     * @return one that refuses a task with RejectedExecutionException while {@value #WAITING} wait
     */
    static ThreadPoolExecutor named(String name) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
