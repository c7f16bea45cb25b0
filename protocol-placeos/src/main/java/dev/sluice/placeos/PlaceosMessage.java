package dev.sluice.placeos;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a client sends. */
sealed interface PlaceosMessage {
    /**
     * A command.
     *
     * @param id a number or a text, to be repeated in the answer as it is
     * @param args empty where there are none
     */
    record Request(JsonNode id, Cmd cmd, Target target, List<JsonNode> args) implements PlaceosMessage {
        public Request {
            args = List.copyOf(args);
        }
    }

    /**
     * Something that is no command.
     *
     * @param id the id if there was a usable one, else 0
     * @param found what is wrong with it
     */
    record Malformed(JsonNode id, ErrorCode code, String found) implements PlaceosMessage {}

    /**
     * What a command is about, exactly as the client names it: answers repeat it.
     *
     * @param mod the module's name, or for {@code debug} and {@code ignore} its id
     * @param index counts the system's modules of that name from 1
     * @param name the variable or the method
     */
    record Target(String sys, String mod, int index, String name) {
        /** Whether both are about the same module, by the same name. */
        boolean hasModuleOf(Target other) {
            return index == other.index && mod.equals(other.mod) && sys.equals(other.sys);
        }

        /** For people: {@code sys-1234 Display_1}. */
        String module() {
            return sys + " " + mod + "_" + index;
        }
    }
}
