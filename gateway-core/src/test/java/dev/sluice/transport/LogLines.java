package dev.sluice.transport;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged while this is open. */
final class LogLines implements AutoCloseable {
    private final Logger heard;
    private final Map<Logger, Level> levels = new LinkedHashMap<>(); // as they were
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    private LogLines(Logger heard) {
        this.heard = heard;
        appender.setContext(heard.getLoggerContext());
        appender.start();
        heard.addAppender(appender);
    }

    /** The gateway's own lines. */
    LogLines() {
        this(logger("dev.sluice"));
    }

    /** All lines down to debugging, Netty's own included. */
    static LogLines ofEverything() {
        LogLines lines = new LogLines(logger(Logger.ROOT_LOGGER_NAME));
        for (Logger logger : List.of(lines.heard, logger("io.netty"))) {
            lines.levels.put(logger, logger.getLevel());
            logger.setLevel(Level.DEBUG);
        }
        return lines;
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    /** Each line with its level. */
    List<String> lines() {
        return events.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** Each line with its stack trace. */
    List<String> whole() {
        return events.stream().map(LogLines::text).toList();
    }

    private static String text(ILoggingEvent event) {
        return event.getThrowableProxy() == null
                ? event.getFormattedMessage()
                : event.getFormattedMessage() + "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    /** The messages of errors. */
    List<String> errors() {
        return events.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        heard.detachAppender(appender);
        levels.forEach(Logger::setLevel);
    }
}
