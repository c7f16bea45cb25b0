package dev.sluice.admin;

import dev.sluice.protocol.Json;
import dev.sluice.protocol.Response;
import tools.jackson.databind.JsonNode;

/** Responses as JSON. */
final class Answers {
    private static final int ECHO_LENGTH = 100;

    private Answers() {}

    static Response json(int status, JsonNode body) {
        return Response.json(status, body.toString());
    }

    /** @param problem what was found and what was expected */
    static Response error(int status, String problem) {
        return json(status, Json.object().put("error", problem));
    }

    /** A received text as it may be repeated to who sent it. */
    static String cut(String text) {
        return text.length() <= ECHO_LENGTH ? text : text.substring(0, ECHO_LENGTH) + "…";
    }
}
