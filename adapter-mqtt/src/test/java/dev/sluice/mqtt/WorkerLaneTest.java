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
        lane.offer(new Word("late", new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>()));

        assertThat(done).hasSize(100).isSorted();
    }

    @Test
    void dropsTheOldestMessagesButNoDutiesWhenTooManyWait() throws InterruptedException {
        WorkerLane lane = WorkerLane.started("test-lane", 2);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        lane.execute(() -> {
            busy.countDown();
            awaitQuietly(go);
        });
        busy.await();

        List<String> dropped = new CopyOnWriteArrayList<>();
        lane.execute(() -> done.add("duty"));
        lane.offer(new Word("first", done, dropped));
        lane.offer(new Word("second", done, dropped));
        assertThat(dropped).isEmpty();
        lane.offer(new Word("third", done, dropped));
        lane.execute(() -> done.add("another duty"));
        lane.offer(new Word("fourth", done, dropped));
        go.countDown();
        lane.close();
        assertThat(dropped).containsExactly("first", "second");
        assertThat(done).containsExactly("duty", "third", "another duty", "fourth");
    }

    private record Word(String text, List<String> done, List<String> dropped) implements Lane.Droppable {
        @Override
        public void run() {
            done.add(text);
        }

        @Override
        public void drop() {
            dropped.add(text);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
