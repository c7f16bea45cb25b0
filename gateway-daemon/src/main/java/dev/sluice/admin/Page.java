package dev.sluice.admin;

import dev.sluice.protocol.Authentication;
import dev.sluice.protocol.HttpRoute;
import dev.sluice.protocol.PathPattern;
import dev.sluice.protocol.Principal;
import dev.sluice.protocol.Request;
import dev.sluice.protocol.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One path of the admin listener, for administrators only. Called on event loops. */
final class Page implements HttpRoute {
    private final PathPattern path;
    private final List<String> methods;
    private final AdminGuard guard;
    private final Action action;

    private Page(String path, List<String> methods, AdminGuard guard, Action action) {
        this.path = PathPattern.of(path);
        this.methods = methods;
        this.guard = guard;
        this.action = action;
    }

    static Page get(String path, AdminGuard guard, Action action) {
        return new Page(path, List.of("GET", "HEAD"), guard, action);
    }

    static Page post(String path, AdminGuard guard, Action action) {
        return new Page(path, List.of("POST"), guard, action);
    }

    static Page of(String path, List<String> methods, AdminGuard guard, Action action) {
        return new Page(path, methods, guard, action);
    }

    /** A route that does not know who asks. */
    static HttpRoute guarded(HttpRoute route, AdminGuard guard) {
        return HttpRoute.of(route.path().toString(), (request, parts) -> guard.authenticate(request)
                .thenCompose(answer -> answer instanceof Authentication.Denied denied
                        ? CompletableFuture.completedFuture(denied.response())
                        : route.handle(request, parts))
                .thenApply(response -> response.with("X-Content-Type-Options", "nosniff")));
    }

    @Override
    public PathPattern path() {
        return path;
    }

    @Override
    public CompletionStage<Response> handle(Request request, Map<String, String> parts) {
        return answer(request, parts).thenApply(response -> response.with("Cache-Control", "no-store")
                .with("X-Content-Type-Options", "nosniff"));
    }

    private CompletionStage<Response> answer(Request request, Map<String, String> parts) {
        if (!methods.contains(request.method())) {
            String expected = String.join(", ", methods);
            return CompletableFuture.completedFuture(
                    Answers.error(405, request.method() + " (expected: " + expected + ")")
                            .with("Allow", expected));
        }
        return guard.authenticate(request).thenCompose(answer -> {
            if (answer instanceof Authentication.Granted granted) {
                return action.answer(new Asked(request, parts, granted.principal()));
            }
            return CompletableFuture.completedFuture(((Authentication.Denied) answer).response());
        });
    }

    /** What a page does; must not block. */
    @FunctionalInterface
    interface Action {
        CompletionStage<Response> answer(Asked asked);
    }

    /** A request of an administrator. */
    record Asked(Request request, Map<String, String> parts, Principal principal) {
        String part(String name) {
            return parts.getOrDefault(name, "");
        }

        String parameter(String name, String fallback) {
            return request.parameter(name).orElse(fallback);
        }
    }
}
