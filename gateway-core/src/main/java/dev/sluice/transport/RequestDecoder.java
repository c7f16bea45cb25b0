package dev.sluice.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;
import java.util.Optional;

/**
 * Netty's decoder of HTTP requests, and no mercy: what it would mend or let pass, and what somebody in front of us may have
 * read differently (request smuggling), arrives as a request that failed to decode, and nothing behind it is looked at.
 */
final class RequestDecoder extends HttpRequestDecoder {
    private final HeadScan scan = new HeadScan();
    private boolean inHead = true;
    private boolean refused;

    RequestDecoder(HttpDecoderConfig config) {
        super(config);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
        if (refused) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (inHead) {
            Optional<String> fault = scan.fault(in);
            if (fault.isPresent()) {
                in.skipBytes(in.readableBytes());
                refuse(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"), fault.get(), out);
                return;
            }
        }
        int known = out.size();
        int start = in.readerIndex();
        super.decode(ctx, in, out);
        scan.consumed(in.readerIndex() - start);
        for (int i = known; i < out.size(); i++) {
            look((HttpObject) out.get(i));
        }
    }

    private void look(HttpObject part) {
        if (!part.decoderResult().isSuccess()) {
            refused = true;
        } else if (part instanceof HttpRequest request) {
            inHead = false;
            RequestRules.fault(request).ifPresent(fault -> {
                request.setDecoderResult(DecoderResult.failure(new BadRequestException(fault)));
                refused = true;
            });
        }
        if (part instanceof LastHttpContent) {
            inHead = true;
            scan.begin();
        }
    }

    private void refuse(HttpRequest request, String fault, List<Object> out) {
        refused = true;
        request.setDecoderResult(DecoderResult.failure(new BadRequestException(fault)));
        out.add(request);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new BadRequestException("Transfer-Encoding beside Content-Length");
    }
}
