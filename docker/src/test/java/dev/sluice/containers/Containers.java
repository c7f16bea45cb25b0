package dev.sluice.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Volume;
import java.io.InputStream;
import java.util.Map;
import java.util.UUID;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;
import org.testcontainers.utility.ThrowingFunction;

/** The gateway's container and the broker's, as they would run for somebody: read-only, without privileges, one volume. */
final class Containers implements AutoCloseable {
    private static final int[] PORTS = {8080, 8443};
    private static final String CONFIGURATION =
            MountableFile.forClasspathResource("sluice.yaml").getResolvedPath();

    private final DockerClient docker = DockerClientFactory.lazyClient();
    private final Network network = Network.newNetwork();
    private final String volume = "sluice-test-" + UUID.randomUUID();
    private final GenericContainer<?> broker = broker();
    private GenericContainer<?> gateway = gateway();

    Containers() {
        broker.start();
        gateway.start();
    }

    private GenericContainer<?> broker() {
        return new GenericContainer<>(image("image.mqtt"))
                .withImagePullPolicy(name -> false)
                .withNetwork(network)
                .withNetworkAliases("mosquitto")
                .withCopyFileToContainer(MountableFile.forClasspathResource("mosquitto.conf"), "/tmp/mosquitto.conf")
                .withCommand("mosquitto", "-c", "/tmp/mosquitto.conf")
                .waitingFor(Wait.forLogMessage(".*mosquitto version .* running.*", 1));
    }

    @SuppressWarnings("deprecation") // of modifying the command there is no other way
    private GenericContainer<?> gateway() {
        return new GenericContainer<>(image("image.sluice"))
                .withImagePullPolicy(name -> false)
                .withNetwork(network)
                .withTmpFs(Map.of("/tmp", "rw"))
                .withCreateContainerCmdModifier(command -> command.getHostConfig()
                        .withReadonlyRootfs(true)
                        .withCapDrop(Capability.ALL)
                        .withBinds(
                                new Bind(volume, new Volume("/var/lib/sluice")),
                                new Bind(CONFIGURATION, new Volume("/etc/sluice/sluice.yaml"), AccessMode.ro))
                        .withPortBindings(loopback()))
                .waitingFor(Wait.forLogMessage(".*  data  .*", 1));
    }

    private static Ports loopback() {
        Ports ports = new Ports();
        for (int port : PORTS) {
            ports.bind(ExposedPort.tcp(port), Ports.Binding.bindIp("127.0.0.1"));
        }
        return ports;
    }

    private static DockerImageName image(String property) {
        return DockerImageName.parse(System.getProperty(property));
    }

    /** Where a port of the gateway is published now; another one after each start. */
    int port(int inside) {
        Ports.Binding[] bound = docker.inspectContainerCmd(gateway.getContainerId())
                .exec()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.tcp(inside));
        return Integer.parseInt(bound[0].getHostPortSpec());
    }

    String log() {
        return gateway.getLogs();
    }

    <T> T file(String path, ThrowingFunction<InputStream, T> read) {
        return gateway.copyFileFromContainer(path, read);
    }

    /** What a command line of the gateway prints. */
    String sluice(String... arguments) throws Exception {
        String[] java = {"java", "@/opt/sluice/lib/java.arguments", "dev.sluice.daemon.Main"};
        String[] command = new String[java.length + arguments.length];
        System.arraycopy(java, 0, command, 0, java.length);
        System.arraycopy(arguments, 0, command, java.length, arguments.length);
        return gateway.execInContainer(command).getStdout().strip();
    }

    /** The first message of a topic. */
    String published(String topic) throws Exception {
        return broker.execInContainer("mosquitto_sub", "-t", topic, "-C", "1", "-W", "30")
                .getStdout()
                .strip();
    }

    String user() {
        return docker.inspectContainerCmd(gateway.getContainerId())
                .exec()
                .getConfig()
                .getUser();
    }

    /** What Docker's own check of the container found last. */
    String health() {
        return docker.inspectContainerCmd(gateway.getContainerId())
                .exec()
                .getState()
                .getHealth()
                .getStatus();
    }

    void stopAndStart() {
        docker.stopContainerCmd(gateway.getContainerId()).withTimeout(30).exec();
        docker.startContainerCmd(gateway.getContainerId()).exec();
    }

    long exitCode() {
        return docker.inspectContainerCmd(gateway.getContainerId())
                .exec()
                .getState()
                .getExitCodeLong();
    }

    void kill() {
        docker.killContainerCmd(gateway.getContainerId()).exec();
    }

    void start() {
        docker.startContainerCmd(gateway.getContainerId()).exec();
    }

    /** Throws the container away, and starts another one on its volume. */
    void replace() {
        gateway.stop();
        gateway = gateway();
        gateway.start();
    }

    @Override
    public void close() {
        gateway.stop();
        broker.stop();
        network.close();
        docker.removeVolumeCmd(volume).exec();
    }
}
