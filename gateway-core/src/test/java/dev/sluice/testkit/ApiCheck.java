package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.sluice.protocol.ApiDescription;
import dev.sluice.protocol.ApiMessage;
import dev.sluice.protocol.ApiMessage.Form;
import dev.sluice.protocol.ApiMessage.Sender;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Holds what goes over the wire against a protocol's own description of it. */
public final class ApiCheck {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ApiDescription api;
    private final Map<ApiMessage, Schema> schemas = new LinkedHashMap<>();

    public ApiCheck(ApiDescription api) {
        this.api = api;
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
        api.messages()
                .forEach(message ->
                        schemas.put(message, registry.getSchema(message.schema().json())));
    }

    /** The first described message of a side that a text is one of. */
    public Optional<ApiMessage> find(Sender sender, String text) {
        return api.messages(sender).stream()
                .filter(message -> problems(message, text).isEmpty())
                .findFirst();
    }

    /** Fails if the gateway said what is not described. */
    public ApiMessage described(String text) {
        Optional<ApiMessage> found = find(Sender.GATEWAY, text);
        assertThat(found)
                .as("description of what the gateway said: %s\n%s", text, problems(Sender.GATEWAY, text))
                .isPresent();
        return found.orElseThrow();
    }

    /** Fails if an example does not fit its own schema. */
    public void checkExamples() {
        api.messages().forEach(message -> message.examples()
                .forEach(example -> assertThat(problems(message, message.wire(example)))
                        .as("example of %s: %s", message.name(), example)
                        .isEmpty()));
    }

    private String problems(Sender sender, String text) {
        StringBuilder all = new StringBuilder();
        api.messages(sender).forEach(message -> all.append(message.name())
                .append(": ")
                .append(problems(message, text))
                .append('\n'));
        return all.toString();
    }

    private List<String> problems(ApiMessage message, String text) {
        JsonNode instance;
        try {
            instance = message.form() == Form.PLAIN ? StringNode.valueOf(text) : JSON.readTree(text);
        } catch (JacksonException e) {
            return List.of("not JSON");
        }
        return schemas.get(message).validate(instance).stream()
                .map(Object::toString)
                .toList();
    }
}
