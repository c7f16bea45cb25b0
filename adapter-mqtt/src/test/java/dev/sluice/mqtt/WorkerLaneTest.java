package dev.sluice.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WorkerLaneTest {
    @Test
    void doesOneAfterTheOtherWhateverFails() {
        List<Integer> done = new CopyOnWriteArrayList<>();
        WorkerLane lane = WorkerLane.started("test-lane", 1000);
        for (int i = 0; i < 100; i++) {
            int number = i;
            lane.execute(() -> {
                done.add(number);
                if (number % 10 == 0) {
                    throw new IllegalStateException("expected by the test");
                }
            });
        }
        lane.close();

        assertThat(done).hasSize(100).isSorted();
        assertThat(lane.offer(() -> done.add(0))).isFalse();
    }

    @Test
    void refusesMessagesButNotDutiesWhenTooManyWait() throws InterruptedException {
        WorkerLane lane = WorkerLane.started("test-lane", 2);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        lane.execute(() -> {
            busy.countDown();
            awaitQuietly(go);
        });
        busy.await();

        assertThat(lane.offer(() -> done.add("first"))).isTrue();
        assertThat(lane.offer(() -> done.add("second"))).isTrue();
        assertThat(lane.offer(() -> done.add("third"))).isFalse();
        lane.execute(() -> done.add("duty"));
        go.countDown();
        lane.close();
        assertThat(done).containsExactly("first", "second", "duty");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
