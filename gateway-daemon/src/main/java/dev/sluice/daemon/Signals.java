package dev.sluice.daemon;

import java.lang.reflect.Proxy;

/**
 * Signals of the system. Java has no interface for them but {@code sun.misc.Signal}, which every JDK has and none promises;
 * the compiler warns of it and lets nobody say that this is meant. Hence reflection, in this one place.
 */
final class Signals {
    private Signals() {}

    /**
     * Runs {@code then} at each signal of that name instead of ending the process, each time on a thread of its own.
     *
     * @param name without the {@code SIG}, for example {@code HUP}
     * @return false where there is no such signal, or no way to hear it
     */
    static boolean listen(String name, Runnable then) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        then.run();
                        return null; // handle(Signal) is void, and nothing else is called
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
            return true;
        } catch (ReflectiveOperationException e) { // also what the signal's methods throw
            return false;
        }
    }
}
