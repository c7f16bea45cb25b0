package dev.sluice.transport;

import dev.sluice.protocol.Json;
import dev.sluice.protocol.Principal;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.AttributeKey;
import java.nio.channels.ClosedChannelException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands behind the TLS handler until the handshake is over: says why one has failed, and who the client is if it has shown
 * a certificate. Used on the connection's event loop.
 */
final class TlsHandshake extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(TlsHandshake.class);

    private static final AttributeKey<Principal> OWNER = AttributeKey.valueOf(TlsHandshake.class, "owner");

    private final Optional<ListenerConfig.ClientCertificates> clients;
    private final House house;

    /** @param clients whose certificates are asked for, if any are */
    TlsHandshake(Optional<ListenerConfig.ClientCertificates> clients, House house) {
        this.clients = clients;
        this.house = house;
    }

    /** Whom the certificate names that a connection's client has shown, if it has shown one. */
    static Optional<Principal> owner(Channel connection) {
        return connection.hasAttr(OWNER)
                ? Optional.ofNullable(connection.attr(OWNER).get())
                : Optional.empty();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                greet(ctx);
                ctx.pipeline().remove(this);
            } else {
                refuse(ctx, completion.cause());
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    private void greet(ChannelHandlerContext ctx) {
        if (clients.isEmpty()) {
            return;
        }
        try {
            SslHandler tls = ctx.pipeline().get(SslHandler.class);
            X509Certificate shown = (X509Certificate) tls.engine().getSession().getPeerCertificates()[0];
            Optional<Principal> owner =
                    ClientName.of(shown, clients.get().naming()).map(Principal::new);
            owner.ifPresent(principal -> ctx.channel().attr(OWNER).set(principal));
            log.info(
                    "{} shows the certificate of {}{}",
                    ctx.channel().remoteAddress(),
                    Json.echo(shown.getSubjectX500Principal().getName()),
                    owner.map(principal -> ", " + principal.name()).orElse(""));
        } catch (SSLPeerUnverifiedException e) {
            log.debug("{} shows no certificate", ctx.channel().remoteAddress());
        }
    }

    private void refuse(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ClosedChannelException) {
            log.debug(
                    "{} left before the end of the TLS handshake", ctx.channel().remoteAddress());
        } else {
            house.refused(ctx.channel(), Refusal.TLS, reason(cause));
        }
        ctx.close();
    }

    /** Not the message where it holds bytes that the client has sent: they may be a request with a token. */
    private static String reason(Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            return "not TLS (expected: https or wss on this port)";
        }
        return cause instanceof SslHandshakeTimeoutException
                ? "no TLS handshake in time"
                : "TLS handshake failed: " + cause.getMessage();
    }

    /** The failure of a handshake comes as an event as well, and that has been logged. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.debug(
                "{} failed: {}", ctx.channel().remoteAddress(), cause.getClass().getName());
        ctx.close();
    }
}
