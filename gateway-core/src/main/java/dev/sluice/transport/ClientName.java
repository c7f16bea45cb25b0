package dev.sluice.transport;

import dev.sluice.protocol.Principal;
import dev.sluice.transport.ListenerConfig.ClientCertificates.Naming;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/** Whom a certificate names. Pure; used on event loops. */
final class ClientName {
    /** As in tokens; it goes into logs. */
    private static final Pattern NAME = Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]{1,256}");

    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;

    private ClientName() {}

    /** The name that is asked for, if the certificate has exactly one of the kind: with two, nobody knows who it is. */
    static Optional<String> of(X509Certificate certificate, Naming naming) {
        List<String> names =
                switch (naming) {
                    case NONE -> List.of();
                    case CN -> commonNames(certificate);
                    case SAN_URI -> alternatives(certificate, URI);
                    case SAN_DNS -> alternatives(certificate, DNS);
                    case SAN_EMAIL -> alternatives(certificate, EMAIL);
                };
        return names.size() == 1 ? Optional.of(names.get(0)).filter(ClientName::isName) : Optional.empty();
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches() && !text.equals(Principal.ANONYMOUS.name());
    }

    private static List<String> commonNames(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.getType().equalsIgnoreCase("CN"))
                            .map(part -> part.getValue() instanceof String text ? text : "") // not one that is bytes
                            .toList();
        } catch (InvalidNameException e) {
            return List.of();
        }
    }

    private static List<String> alternatives(X509Certificate certificate, int kind) {
        try {
            return Stream.ofNullable(certificate.getSubjectAlternativeNames())
                    .flatMap(Collection::stream)
                    .filter(name -> name.get(0).equals(kind))
                    .map(name -> String.valueOf(name.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
