package dev.sluice.daemon.command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Lists that the gateway gives a page at a time. Stateless. */
final class Pages {
    private static final int SIZE = 1000;

    /** No list is longer than this; the rest is found with a filter. */
    private static final int MOST = 100_000;

    private Pages() {}

    /**
     * All rows.
     *
     * @param path with its parameters
     * @param field what the rows are called
     */
    static ArrayNode all(AdminClient client, String path, String field) throws CommandFailure, InterruptedException {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        String start = path + (path.contains("?") ? "&" : "?") + "limit=" + SIZE + "&offset=";
        while (rows.size() < MOST) {
            JsonNode page = client.get(start + rows.size());
            page.path(field).forEach(rows::add);
            if (page.path(field).isEmpty() || rows.size() >= page.path("total").asInt(0)) {
                break;
            }
        }
        return rows;
    }

    /** The parameters that are given, after a path: {@code ?q=valve&kind=valve}. */
    static String query(String... namesAndValues) {
        StringBuilder query = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!namesAndValues[i + 1].isEmpty()) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(namesAndValues[i])
                        .append('=')
                        .append(AdminClient.encoded(namesAndValues[i + 1]));
            }
        }
        return query.toString();
    }
}
