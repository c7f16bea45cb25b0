package dev.sluice.daemon;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Signals of the system. Java has no interface for them but {@code sun.misc.Signal}, which every JDK has and none promises;
 * the compiler warns of it and lets nobody say that this is meant. Hence reflection, in this one place.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs {@code then} at each signal of that name instead of ending the process, each time on a thread of its own; also if
     * the process was started with the signal ignored.
     *
     * @param name without the {@code SIG}, for example {@code HUP}
     * @return false where there is no such signal, or no way to hear it
     */
    static boolean listen(String name, Runnable then) {
        return listen(name, then, true);
    }

    /** As {@link #listen(String, Runnable)}, but an ignored signal stays ignored: so shells start what is not to hear Ctrl-C. */
    static boolean listenUnlessIgnored(String name, Runnable then) {
        return listen(name, then, false);
    }

    private static boolean listen(String name, Runnable then, boolean alsoIgnored) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        then.run();
                        return null; // handle(Signal) is void, and nothing else is called
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            Object heard = signal.getConstructor(String.class).newInstance(name);
            Object before = handle.invoke(null, heard, listener);
            if (!alsoIgnored && handler.getField("SIG_IGN").get(null) == before) {
                handle.invoke(null, heard, before);
                return false;
            }
            return true;
        } catch (ReflectiveOperationException e) { // also what the signal's methods throw
            return false;
        }
    }
}
