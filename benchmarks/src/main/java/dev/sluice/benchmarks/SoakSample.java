package dev.sluice.benchmarks;

import java.io.IOException;

/**
 * What a server holds at a quiet moment: nobody is connected, and the garbage is gone.
 *
 * @param heapBytes of objects that are in use
 * @param directBytes of memory outside the heap that Java code has asked for, which is where buffers are
 */
record SoakSample(long heapBytes, long directBytes, long threads, long files, long residentBytes) {
    static SoakSample of(ServerProcess server) throws IOException, InterruptedException {
        return new SoakSample(
                server.liveHeapBytes(),
                server.directBytes(),
                server.figures().threads(),
                server.figures().openFiles(),
                server.residentBytesAfterCollection());
    }

    String row(String time) {
        return String.format(
                "| %s | %,d | %,d | %d | %d | %,d |",
                time, heapBytes / 1024, directBytes / 1024, threads, files, residentBytes / 1024);
    }
}
