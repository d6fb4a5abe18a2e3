package org.coursebackup.history;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does the same thing in four threads that begin at the same moment. */
final class Together {
    private Together() {}

    /** @throws java.util.concurrent.ExecutionException if one fails */
    static void four(Runnable task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            CyclicBarrier start = new CyclicBarrier(4);
            List<Future<?>> done = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                done.add(threads.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    task.run();
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
