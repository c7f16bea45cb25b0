package dev.sluice.daemon;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.Arrays;
import java.util.Optional;

/** How tokens may be signed; "none" and everything else is not among them. Named as in a token's header. */
enum SignatureAlgorithm {
    HS256(false),
    RS256(true),
    ES256(true);

    private final boolean publicKey;

    SignatureAlgorithm(boolean publicKey) {
        this.publicKey = publicKey;
    }

    JWSAlgorithm algorithm() {
        return JWSAlgorithm.parse(name());
    }

    /** Whether checking needs no secret, and is slow. */
    boolean hasPublicKey() {
        return publicKey;
    }

    static Optional<SignatureAlgorithm> named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst();
    }
}
