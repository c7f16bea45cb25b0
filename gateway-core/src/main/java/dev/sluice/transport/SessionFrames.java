package dev.sluice.transport;

import java.util.List;

/**
 * The last frames of one session, as far as somebody has been looking.
 *
 * @param frames the oldest first
 * @param last number of the newest, to ask for what comes after it
 * @param missed how many that were asked for have given way to newer ones
 * @param open whether the session is still connected
 * @param first whether nobody has been looking until now
 */
public record SessionFrames(List<SeenFrame> frames, long last, long missed, boolean open, boolean first) {
    public SessionFrames {
        frames = List.copyOf(frames);
    }
}
