package dev.sluice.daemon;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * A public key for one algorithm only, so that no token can choose another use for it. Safe for use by any thread.
 *
 * @param id its {@code kid}; a key without one may be tried for any token
 */
record VerifyingKey(Optional<String> id, SignatureAlgorithm algorithm, JWSVerifier verifier) {
    private static final int MIN_RSA_BITS = 2048;

    /** @throws IllegalArgumentException if it is a key of another kind; the message says what was found */
    static VerifyingKey of(Optional<String> id, PublicKey key) {
        try {
            if (key instanceof RSAPublicKey rsa) {
                check(
                        rsa.getModulus().bitLength() >= MIN_RSA_BITS,
                        rsa.getModulus().bitLength() + " bits of RSA");
                return new VerifyingKey(id, SignatureAlgorithm.RS256, new RSASSAVerifier(rsa));
            }
            if (key instanceof ECPublicKey ec) {
                check(Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams())), "another elliptic curve");
                return new VerifyingKey(id, SignatureAlgorithm.ES256, new ECDSAVerifier(ec));
            }
            throw new IllegalArgumentException("a key for " + key.getAlgorithm());
        } catch (JOSEException e) {
            throw new IllegalArgumentException("another elliptic curve", e);
        }
    }

    private static void check(boolean right, String found) {
        if (!right) {
            throw new IllegalArgumentException(found);
        }
    }

    /** Whether it may be the one that signed: the algorithm is its own, and the token names no other key. */
    boolean fits(JWSObject token) {
        return token.getHeader().getAlgorithm().equals(algorithm.algorithm())
                && (id.isEmpty()
                        || token.getHeader().getKeyID() == null
                        || id.get().equals(token.getHeader().getKeyID()));
    }

    boolean signed(JWSObject token) {
        try {
            return token.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }
}
