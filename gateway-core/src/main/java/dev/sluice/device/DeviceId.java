package dev.sluice.device;

import java.util.regex.Pattern;

/**
 * The name of one device on the bus, unique in a gateway and stable over restarts.
 *
 * @param value 1 to 128 characters of {@code A-Z a-z 0-9 . _ : -}, for example {@code valve-1}
 */
public record DeviceId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public DeviceId {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "device id: '" + value + "' (expected: 1 to 128 characters of A-Z a-z 0-9 . _ : -)");
        }
    }

    /** Whether {@code text} could name a device, so that input from outside can be checked without an exception. */
    public static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
