package dev.sluice.daemon;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import dev.sluice.protocol.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes HS256 tokens with the gateway's own secret, and knows them again. Safe for use by any thread; an HMAC takes
 * microseconds, so event loops may call it.
 */
final class Mint {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JWSHeader HEADER = new JWSHeader.Builder(SignatureAlgorithm.HS256.algorithm())
            .type(JOSEObjectType.JWT)
            .build();

    private final Optional<String> issuer;
    private final Optional<String> audience;
    private final InstantSource clock;
    private final JWSSigner signer;
    private final JWSVerifier verifier;

    /** @param secret of at least {@link TokenSecret#MIN_BYTES} */
    Mint(byte[] secret, TokenConfig config, InstantSource clock) {
        this.issuer = config.issuer();
        this.audience = config.audience();
        this.clock = clock;
        try {
            this.signer = new MACSigner(secret);
            this.verifier = new MACVerifier(secret);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("a secret of " + secret.length + " bytes", e);
        }
    }

    /** A token for one realm. */
    String token(String realm, Principal principal, Duration lifetime) {
        return token(principal, lifetime, JsonNodeFactory.instance.objectNode().put("realm", realm));
    }

    /**
     * A token that says more.
     *
     * @param more claims that stand beside the usual ones, or in their stead
     */
    String token(Principal principal, Duration lifetime, ObjectNode more) {
        Instant now = clock.instant();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        issuer.ifPresent(text -> claims.put("iss", text));
        audience.ifPresent(text -> claims.put("aud", text));
        claims.put("sub", principal.name());
        claims.put("role", principal.role().wireName());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(lifetime).getEpochSecond());
        claims.setAll(more);
        JWSObject token = new JWSObject(HEADER, new Payload(JSON.writeValueAsString(claims)));
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
        return token.serialize();
    }

    /** Whether this mint, or another with its secret, made the token. */
    boolean made(JWSObject token) {
        try {
            return token.verify(verifier);
        } catch (JOSEException e) {
            return false;
        }
    }
}
