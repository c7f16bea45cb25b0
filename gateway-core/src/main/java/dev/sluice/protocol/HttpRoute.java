package dev.sluice.protocol;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A plain HTTP request and response on the same listener as the WebSocket endpoints. */
public interface HttpRoute {
    PathPattern path();

    /**
     * Answers a request of any method whose path matches; called on the connection's event loop, must not block.
     *
     * @param parts the named parts of the path
     */
    CompletionStage<Response> handle(Request request, Map<String, String> parts);

    static HttpRoute of(String path, Handler handler) {
        PathPattern pattern = PathPattern.of(path);
        return new HttpRoute() {
            @Override
            public PathPattern path() {
                return pattern;
            }

            @Override
            public CompletionStage<Response> handle(Request request, Map<String, String> parts) {
                return handler.handle(request, parts);
            }
        };
    }

    /** What a route does. */
    @FunctionalInterface
    interface Handler {
        CompletionStage<Response> handle(Request request, Map<String, String> parts);
    }
}
