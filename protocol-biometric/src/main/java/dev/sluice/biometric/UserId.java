package dev.sluice.biometric;

import java.util.regex.Pattern;

/** The names of users: such that they are also names of devices on the bus. */
final class UserId {
    static final String EXPECTED = "1 to 64 characters of A-Z a-z 0-9 . _ : -";

    static final Pattern FORM = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private UserId() {}

    static boolean isValid(String text) {
        return FORM.matcher(text).matches();
    }
}
