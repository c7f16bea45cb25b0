package dev.sluice.biometric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.device.Device;
import dev.sluice.device.DeviceId;
import dev.sluice.testkit.FakeSession;
import dev.sluice.testkit.Stage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BiometricSessionTest {
    @Test
    void showsAProducersUserOnTheBusWhileItIsConnected() {
        Stage stage = Biometrics.stage();
        FakeSession producer = Biometrics.producer(stage, "user-1");
        producer.receive(Biometrics.submit("HEART_RATE", "{\"val\":95.5}"));
        producer.receive(Biometrics.submit("STEPS", "{\"val\":12.0}"));
        producer.receive(Biometrics.submit("GYROSCOPE", "{\"d\":[1,2,3]}"));

        Device device = stage.bus().find(new DeviceId("acme:user-1")).orElseThrow();
        assertThat(device.kind()).isEqualTo("wearable");
        assertThat(device.value("heart-rate").orElseThrow()).hasToString("95.5");
        assertThat(device.value("steps").orElseThrow()).hasToString("12");
        assertThat(device.value("rotation-rate").orElseThrow()).hasToString("[1,2,3]");

        producer.disconnect(1001);
        assertThat(stage.bus().find(new DeviceId("acme:user-1"))).isEmpty();
    }

    @Test
    void keepsWhatDoesNotFitTheBusFromItButPassesItOn() {
        Stage stage = Biometrics.stage();
        FakeSession consumer = Biometrics.consumer(stage);
        FakeSession producer = Biometrics.producer(stage, "user-1");
        for (String data : new String[] {"{\"val\":\"fast\"}", "{\"val\":-5}", "{}", "[]", "7", "{\"val\":null}"}) {
            producer.receive(Biometrics.submit("HEART_RATE", data));
            assertThat(consumer.take()).contains("HEART_RATE");
        }
        assertThat(producer.closeCode()).isZero();
        Device device = stage.bus().find(new DeviceId("acme:user-1")).orElseThrow();
        assertThat(device.value("heart-rate").map(Object::toString)).isNotEqualTo("-5");
    }

    @Test
    void keepsTheDeviceOnTheBusWhenANewerConnectionTakesOver() {
        Stage stage = Biometrics.stage();
        FakeSession old = Biometrics.producer(stage, "user-1");
        FakeSession young = Biometrics.producer(stage, "user-1");
        assertThat(old.closeCode()).isEqualTo(4002);
        assertThat(stage.bus().find(new DeviceId("acme:user-1"))).isPresent();
        young.disconnect(1000);
        assertThat(stage.bus().find(new DeviceId("acme:user-1"))).isEmpty();
    }

    @Test
    void doesNotTakeItsOwnUsersForDevicesOfOthers() {
        Stage stage = Biometrics.stage("device-developer: acme");
        FakeSession consumer = Biometrics.consumer(stage);
        FakeSession producer = Biometrics.producer(stage, "user-1");
        producer.receive(Biometrics.submit("HEART_RATE", "{\"val\":95}"));
        assertThat(consumer.take()).contains("\"uid\":\"user-1\"");
        assertThat(consumer.take()).isNull();
    }

    @Test
    void waitsWithAReplayForAPeerThatDoesNotRead() {
        Stage stage = Biometrics.stage();
        FakeSession producer = Biometrics.producer(stage, "user-1");
        String data = "{\"ts\":\"" + "x".repeat(8000) + "\"}";
        for (int i = 0; i < 600; i++) {
            producer.receive(Biometrics.submit("ECG", data));
        }
        FakeSession consumer = Biometrics.consumer(stage);
        consumer.stall(true);
        consumer.receive("{\"op\":7,\"d\":{\"after\":0}}");
        int first = 0;
        while (consumer.take() != null) {
            first++;
        }
        assertThat(first).isBetween(1, 10);
        consumer.receive("{\"op\":0}");
        assertThat(consumer.take()).isEqualTo("{\"op\":1}");
        consumer.stall(false);
        long expected = first;
        for (String text = consumer.take(); text != null; text = consumer.take()) {
            expected++;
            assertThat(text).startsWith("{\"op\":5,\"seq\":" + expected + ",");
        }
        assertThat(expected).isEqualTo(600);
    }

    @Test
    void answersRequestsToReplayOneAfterAnotherAndNotTooManyOfThem() {
        Stage stage = Biometrics.stage();
        FakeSession producer = Biometrics.producer(stage, "user-1");
        producer.receive(Biometrics.submit("STEPS", "{\"val\":1}"));
        FakeSession consumer = Biometrics.consumer(stage);
        consumer.stall(true);
        for (int i = 0; i < 17; i++) {
            consumer.receive("{\"op\":7,\"d\":{\"after\":0}}");
            assertThat(consumer.closeCode()).isZero();
        }
        consumer.receive("{\"op\":7,\"d\":{\"after\":0}}");
        assertThat(consumer.closeCode()).isEqualTo(1008);
    }

    @Test
    void tellsAProducerWhoseRecordCannotBeKept() {
        Stage stage = Biometrics.stage();
        FakeSession producer = Biometrics.producer(stage, "user-1");
        FakeSession consumer = Biometrics.consumer(stage);
        stage.journal().close();
        producer.receive(Biometrics.submit("STEPS", "{\"val\":1}"));
        assertThat(producer.closeCode()).isEqualTo(1011);
        assertThat(producer.closeReason()).startsWith("not kept: ");
        assertThat(consumer.closeCode()).isZero();
    }

    @Test
    void letsAConsumerInOnceTheLimitAllowsIt() {
        Stage stage = Biometrics.stage("consumers: 2");
        Biometrics.consumer(stage);
        FakeSession second = Biometrics.consumer(stage);
        FakeSession third = Biometrics.greeted(stage);
        third.receive(Biometrics.identify("developer", 1));
        assertThat(third.closeCode()).isEqualTo(4002);
        second.disconnect(1000);
        assertThat(Biometrics.consumer(stage).closeCode()).isZero();
    }

    @Test
    void givesNoPlaceToANewcomerThatHasLeftAgain() {
        Stage stage = Biometrics.stage();
        FakeSession old = Biometrics.consumer(stage);
        old.vanish();
        FakeSession hasty = Biometrics.greeted(stage);
        hasty.receive(Biometrics.identify("developer", 1));
        hasty.disconnect(1001);
        stage.scheduler().advance(Duration.ofSeconds(2));
        assertThat(Biometrics.consumer(stage).closeCode()).isZero();
    }

    @Test
    void leavesNoTimerBehind() {
        Stage stage = Biometrics.stage();
        int before = stage.scheduler().pending();
        Biometrics.consumer(stage).disconnect(1000);
        Biometrics.producer(stage, "user-1").disconnect(1000);
        Biometrics.greeted(stage).disconnect(1000);
        assertThat(stage.scheduler().pending()).isEqualTo(before);
    }
}
