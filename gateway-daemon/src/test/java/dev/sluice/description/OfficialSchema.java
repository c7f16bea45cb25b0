package dev.sluice.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A schema that others have published; see NOTICE beside the files. */
final class OfficialSchema {
    private final Schema schema;

    OfficialSchema(String file) {
        try (InputStream in = OfficialSchema.class.getResourceAsStream("/schemas/" + file)) {
            JsonNode json = new JsonMapper().readTree(Objects.requireNonNull(in));
            schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void check(JsonNode document) {
        assertThat(schema.validate(document)).as(document.toString()).isEmpty();
    }
}
