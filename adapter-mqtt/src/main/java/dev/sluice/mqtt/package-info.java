/**
 * Devices behind an MQTT broker.
 *
 * <p>One thread, the {@link dev.sluice.mqtt.Lane}, owns all state: messages, the connection's ups and downs and timers are
 * handed to it through a bounded queue, so nothing here has locks and the client library's threads never wait. Commands
 * are the exception: they come on their issuer's thread and go straight to the {@link dev.sluice.mqtt.Link}, which may be
 * asked to publish by any thread.
 *
 * <p>{@link dev.sluice.mqtt.Client} is one connection to the broker, made once and lost once; {@link dev.sluice.mqtt.Link}
 * makes the next one. The {@link dev.sluice.mqtt.Router} brings a message to those who asked for its topic. A
 * {@link dev.sluice.mqtt.MqttDevice} is a device on the bus; who reads the topics for it is a
 * {@link dev.sluice.mqtt.ConfiguredDevice} or a convention.
 */
@NullMarked
package dev.sluice.mqtt;

import org.jspecify.annotations.NullMarked;
