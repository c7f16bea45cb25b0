package dev.sluice.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceTreeTest {
    private static final String BASE = "sys/firmware/devicetree/base/";

    @TempDir
    Path root;

    @Test
    void aMachineWithoutDescriptionHasNoUsers() throws IOException {
        DeviceTree tree = new DeviceTree(root);
        assertThat(tree.users()).isEmpty();
        assertThat(tree.isRaspberryPi()).isFalse();
    }

    @Test
    void onlyDevicesThatAreSwitchedOnUseTheirPins() throws IOException {
        MadeTree.pi(root)
                .withProperty("soc/gpio@7e200000/i2c1_pins/phandle", 20)
                .withProperty("soc/gpio@7e200000/i2c1_pins/brcm,pins", 2, 3)
                .withProperty("soc/gpio@7e200000/uart0_pins/phandle", 21)
                .withProperty("soc/gpio@7e200000/uart0_pins/brcm,pins", 14, 15, 32)
                .withProperty("soc/gpio@7e200000/alt0/phandle", 22)
                .withProperty("soc/gpio@7e200000/alt0/brcm,pins", 4, 5)
                .withProperty("soc/gpio@7e200000/bt_pins/phandle", 23)
                .with(BASE + "soc/gpio@7e200000/bt_pins/brcm,pins", "-")
                .with(BASE + "soc/gpio@7e200000/gpio-controller", "")
                .withProperty("soc/gpio@7e200000/pinctrl-0", 22)
                .withProperty("soc/i2c@7e804000/pinctrl-0", 20)
                .with(BASE + "soc/i2c@7e804000/status", "disabled\0")
                .withProperty("soc/serial@7e201000/pinctrl-0", 21, 23)
                .with(BASE + "soc/serial@7e201000/status", "okay\0");
        DeviceTree tree = new DeviceTree(root);
        assertThat(tree.users()).isEqualTo(Map.of(Pin.GPIO14, "serial@7e201000", Pin.GPIO15, "serial@7e201000"));
        assertThat(tree.isRaspberryPi()).isTrue();
    }

    @Test
    void pinsMayHaveNamesAndBelongToChildrenOfAGroup() throws IOException {
        new MadeTree(root)
                .withProperty("axi/gpio@d0000/rp1_uart0/phandle", 30)
                .with(BASE + "axi/gpio@d0000/rp1_uart0/pin_txd/pins", "gpio14\0")
                .with(BASE + "axi/gpio@d0000/rp1_uart0/pin_rxd/pins", "gpio15\0")
                .withProperty("axi/gpio@d0000/rp1_i2c1/phandle", 31)
                .with(BASE + "axi/gpio@d0000/rp1_i2c1/pins", "gpio2\0gpio3\0")
                .withProperty("axi/serial@30000/pinctrl-0", 30)
                .withProperty("axi/i2c@74000/pinctrl-0", 31);
        assertThat(new DeviceTree(root).users())
                .isEqualTo(Map.of(
                        Pin.GPIO14, "serial@30000",
                        Pin.GPIO15, "serial@30000",
                        Pin.GPIO2, "i2c@74000",
                        Pin.GPIO3, "i2c@74000"));
    }
}
