package dev.sluice.endrpi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Device;
import dev.sluice.protocol.Json;
import dev.sluice.testkit.Stage;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.IntNode;

class SystemPartTest {
    private final Stage stage = PiStage.create();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0; 0:00:00",
                "0.5; 0:00:00",
                "1.5; 0:00:02",
                "2.5; 0:00:02",
                "59.6; 0:01:00",
                "1057.85; 0:17:38",
                "35999; 9:59:59",
                "36000; 10:00:00",
                "86399.4; 23:59:59",
                "86399.6; 1 day, 0:00:00",
                "123456; 1 day, 10:17:36",
                "172800; 2 days, 0:00:00",
                "8640000; 100 days, 0:00:00"
            })
    void formatsAnUptimeAsPythonDoes(double seconds, String formatted) {
        assertThat(SystemPart.formatted(seconds)).isEqualTo(formatted);
    }

    @ParameterizedTest
    @CsvSource({
        "20,20.0",
        "45.622,45.622",
        "1500345728,1500345728.0",
        "0,0.0",
        "-3.5,-3.5",
        "0.00001,0.000010",
        "1e15,1000000000000000.0"
    })
    void writesNumbersWithoutExponent(double value, String text) {
        assertThat(SystemPart.decimal(value)).isEqualTo(text);
    }

    @Test
    void writesTheModelsByteForByte() {
        assertThat(model(SystemPart.TEMPERATURE))
                .isEqualTo(
                        "{\"systemOnChip\":{\"quantity\":45.622,\"prefix\":null,\"unitOfMeasurement\":\"CELSIUS\"}}");
        assertThat(model(SystemPart.UPTIME)).isEqualTo("{\"seconds\":1057.85,\"formatted\":\"0:17:38\"}");
        assertThat(model(SystemPart.FREQUENCY))
                .isEqualTo("{\"arm\":{\"quantity\":1500345728.0,\"prefix\":null,\"unitOfMeasurement\":\"HERTZ\"},"
                        + "\"core\":{\"quantity\":500000992.0,\"prefix\":null,\"unitOfMeasurement\":\"HERTZ\"}}");
        assertThat(model(SystemPart.MEMORY))
                .isEqualTo("{\"total\":{\"quantity\":3884480.0,\"prefix\":\"KILO\",\"unitOfMeasurement\":\"BYTE\"},"
                        + "\"free\":{\"quantity\":3000000.0,\"prefix\":\"KILO\",\"unitOfMeasurement\":\"BYTE\"},"
                        + "\"available\":{\"quantity\":3500000.5,\"prefix\":\"KILO\",\"unitOfMeasurement\":\"BYTE\"}}");
        assertThat(model(SystemPart.PLATFORM))
                .isEqualTo(
                        "{\"machineType\":\"aarch64\",\"networkName\":\"pi\",\"operatingSystem\":{\"name\":\"Linux\","
                                + "\"release\":\"6.6.31-v8+\",\"version\":\"#1 SMP\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "0,underVoltageDetected",
        "1,armFrequencyCapped",
        "2,throttling",
        "3,softTemperatureLimitActive",
        "16,underVoltageHasOccurred",
        "17,armFrequencyCappingHasOccurred",
        "18,throttlingHasOccurred",
        "19,softTemperatureLimitHasOccurred"
    })
    void knowsEachBitOfTheThrottleWord(int bit, String field) {
        stage.device("pi-1").report(Map.of("throttled", IntNode.valueOf(1 << bit)));
        String none = "{\"throttling\":false,\"throttlingHasOccurred\":false,\"underVoltageDetected\":false,"
                + "\"underVoltageHasOccurred\":false,\"armFrequencyCapped\":false,\"armFrequencyCappingHasOccurred\":false,"
                + "\"softTemperatureLimitActive\":false,\"softTemperatureLimitHasOccurred\":false}";
        assertThat(model(SystemPart.THROTTLE))
                .isEqualTo(none.replace("\"" + field + "\":false", "\"" + field + "\":true"));
    }

    private String model(SystemPart part) {
        Device device = stage.bus().find(PiStage.pi().id()).orElseThrow();
        assertThat(part.error(device)).isEmpty();
        return Json.write(out -> part.write(out, device)).toString();
    }
}
