package dev.sluice.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The kernel of the machine that runs the test. */
@EnabledOnOs(OS.LINUX)
class LibCKernelTest {
    private final Kernel kernel = new LibCKernel();

    @Test
    void devicesAreOpenedReadAndClosed() throws IOException {
        int zero = kernel.open("/dev/zero");
        ByteBuffer bytes = ByteBuffer.allocate(8).putLong(0, -1);
        assertThat(kernel.poll(new int[] {zero}, 0)).containsExactly(Kernel.READABLE);
        assertThat(kernel.read(zero, bytes)).isEqualTo(8);
        assertThat(bytes.getLong(0)).isZero();
        kernel.close(zero);
        assertThatThrownBy(() -> kernel.read(zero, bytes)).hasMessage("read: not open (EBADF)");
        assertThat(kernel.poll(new int[] {zero}, 0)).containsExactly(Kernel.BROKEN);
    }

    @Test
    void whatTheKernelRefusesHasItsReason() throws IOException {
        assertThatThrownBy(() -> kernel.open("/dev/no-such-chip"))
                .isInstanceOf(KernelException.class)
                .hasMessage("open /dev/no-such-chip: no such file (ENOENT)");
        int fd = kernel.open("/dev/null");
        assertThatThrownBy(() -> kernel.ioctl(fd, GpioStructs.GET_CHIPINFO, GpioStructs.chipInfo()))
                .hasMessage("ioctl 0x8044b401: not that kind of device (ENOTTY)");
        kernel.close(fd);
    }

    @Test
    void anIoctlAnswersInItsArgument() throws IOException {
        int terminal = kernel.open("/dev/ptmx");
        ByteBuffer number = ByteBuffer.allocate(4).putInt(0, -1);
        kernel.ioctl(terminal, 0x80045430L, number); // TIOCGPTN: the number of the terminal's other side
        assertThat(number.getInt(0)).isNotEqualTo(-1);
        kernel.close(terminal);
    }

    @Test
    void aCounterWakesWhoWaits() throws IOException {
        int counter = kernel.openCounter();
        assertThat(kernel.poll(new int[] {counter}, 0)).containsExactly(0);
        CompletableFuture<int[]> waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return kernel.poll(new int[] {counter}, -1);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        kernel.raise(counter);
        assertThat(waiting.join()).containsExactly(Kernel.READABLE);
        kernel.read(counter, ByteBuffer.allocate(8));
        assertThat(kernel.poll(new int[] {counter}, 0)).containsExactly(0);
        kernel.close(counter);
    }

    @Test
    void theThreadThatWaitsForEdgesHearsWhatIsAddedAndEndsWhenItIsClosed() throws IOException, InterruptedException {
        int line = kernel.openCounter(); // anything that can be polled will do
        CountDownLatch heard = new CountDownLatch(1);
        AtomicReference<Thread> hearing = new AtomicReference<>();
        EdgeWatch watch = EdgeWatch.start(kernel, "edges", () -> {
            hearing.set(Thread.currentThread());
            drain(line);
            heard.countDown();
        });
        watch.add(line);
        kernel.raise(line);
        heard.await();
        watch.remove(line);
        watch.close();
        watch.close();
        hearing.get().join();
        assertThat(hearing.get().getName()).isEqualTo("edges");
        kernel.close(line);
    }

    private void drain(int counter) {
        try {
            kernel.read(counter, ByteBuffer.allocate(8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
