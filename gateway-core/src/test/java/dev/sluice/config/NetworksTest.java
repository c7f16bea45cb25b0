package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.1.2,true",
        "10.0.0.0/8,11.0.0.0,false",
        "172.16.0.0/12,172.31.255.255,true",
        "172.16.0.0/12,172.32.0.0,false",
        "192.168.1.7,192.168.1.7,true",
        "192.168.1.7,192.168.1.8,false",
        "0.0.0.0/0,8.8.8.8,true",
        "0.0.0.0/0,::1,false",
        "::/0,2001:db8::1,true",
        "fd00::/8,fd12::1,true",
        "fd00::/8,fc00::1,false",
        "2001:db8::/33,2001:db8:7fff::,true",
        "2001:db8::/33,2001:db8:8000::,false"
    })
    void tellsWhoIsInside(String network, String address, boolean inside) throws UnknownHostException {
        assertThat(Networks.of(network).contains(InetAddress.getByName(address)))
                .isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0.0/33",
                "::/129",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "10.1",
                "1.2.3.4.5",
                "a.b.c.d",
                "1.2.3.256",
                "10.0.0.0/"
            })
    void refusesWhatIsNoNetworkWithoutAskingDns(String text) {
        assertThatThrownBy(() -> Networks.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsNobodyWhenItIsEmpty() {
        assertThat(Networks.of().contains(InetAddress.getLoopbackAddress())).isFalse();
    }
}
