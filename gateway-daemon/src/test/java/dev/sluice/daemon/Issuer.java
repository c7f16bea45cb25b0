package dev.sluice.daemon;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;

/** Somebody else who signs tokens, with keys made for one run of the tests. */
final class Issuer {
    private final RSAKey rsa;
    private final ECKey ec;

    /** @param prefix its keys' ids are this and {@code -rsa} or {@code -ec} */
    Issuer(String prefix) {
        try {
            rsa = new RSAKeyGenerator(2048)
                    .keyID(prefix + "-rsa")
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
            ec = new ECKeyGenerator(Curve.P_256).keyID(prefix + "-ec").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String rs256(String claims) {
        return token(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(rsa.getKeyID()).build(), claims, rsaSigner());
    }

    String rs256WithoutKeyId(String claims) {
        return token(new JWSHeader(JWSAlgorithm.RS256), claims, rsaSigner());
    }

    String rs512(String claims) {
        return token(new JWSHeader(JWSAlgorithm.RS512), claims, rsaSigner());
    }

    String es256(String claims) {
        try {
            return token(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .keyID(ec.getKeyID())
                            .build(),
                    claims,
                    new ECDSASigner(ec));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String hs256(byte[] secret, String claims) {
        return hs256(secret, new JWSHeader(JWSAlgorithm.HS256), claims);
    }

    static String hs256(byte[] secret, JWSHeader header, String claims) {
        try {
            return token(header, claims, new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String jwks() {
        return new JWKSet(List.of(rsa, ec)).toPublicJWKSet().toString();
    }

    PublicKey rsaKey() {
        try {
            return rsa.toPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    String rsaPem() {
        return pem(rsaKey());
    }

    String ecPem() {
        try {
            return pem(ec.toPublicKey());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private JWSSigner rsaSigner() {
        try {
            return new RSASSASigner(rsa);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(JWSHeader header, String claims, JWSSigner signer) {
        JWSObject token = new JWSObject(header, new Payload(claims));
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
