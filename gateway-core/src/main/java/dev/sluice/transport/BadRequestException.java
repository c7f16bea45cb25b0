package dev.sluice.transport;

import io.netty.handler.codec.DecoderException;

/** A request that may not be understood, since others could understand it differently. The message is for its sender. */
final class BadRequestException extends DecoderException {
    private static final long serialVersionUID = 1;

    BadRequestException(String message) {
        super(message);
    }
}
