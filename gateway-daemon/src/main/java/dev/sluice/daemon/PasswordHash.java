package dev.sluice.daemon;

import com.password4j.BcryptFunction;
import com.password4j.Password;
import com.password4j.types.Bcrypt;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How passwords are kept: bcrypt, cost 10 (see docs/decisions/0003-passwords.md). Slow on purpose: not for event loops. */
final class PasswordHash {
    /** bcrypt looks at no more than this; longer passwords are refused rather than cut. */
    static final int MAX_BYTES = 72;

    /** The hash of a password that nobody knows: checked for users that do not exist, so that they cost the same. */
    static final String OF_NOBODY = "$2b$10$3KYnoZcTguLNgdfyXUqho.idrsfQhSnXVcnT1c2mJUv2I1yxNwPxu";

    private static final Pattern FORM = Pattern.compile("\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");
    private static final BcryptFunction BCRYPT = BcryptFunction.getInstance(Bcrypt.B, 10);

    private PasswordHash() {}

    static String of(String password) {
        return Password.hash(password).with(BCRYPT).getResult();
    }

    /** Whether {@code password} is the one behind {@code hash}; takes as long for a wrong one. */
    static boolean matches(String password, String hash) {
        boolean same =
                Password.check(isUsable(password) ? password : "", hash).with(BcryptFunction.getInstanceFromHash(hash));
        return same && isUsable(password);
    }

    static boolean isHash(String text) {
        return FORM.matcher(text).matches();
    }

    static boolean isUsable(String password) {
        return password.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES && password.indexOf('\0') < 0;
    }
}
