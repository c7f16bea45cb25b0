package dev.sluice.daemon;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Puts what the configuration says about the log in force. Before that, it is what the environment says. */
final class Logging {
    private Logging() {}

    static void apply(LogConfig config) throws StartException {
        Optional<URL> file = Optional.ofNullable(Logging.class.getResource("/logback.xml"));
        if (file.isEmpty() || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return; // somebody has brought a log of their own
        }
        context.reset();
        context.putProperty("SLUICE_LOG_FORMAT", config.format().wireName());
        context.putProperty("SLUICE_LOG_LEVEL", config.level().name());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(file.get());
        } catch (JoranException e) {
            throw new StartException("log: " + e.getMessage());
        }
    }
}
