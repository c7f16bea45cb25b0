package dev.sluice.transport;

import dev.sluice.protocol.Protocol;
import dev.sluice.protocol.Response;

/** The page that a browser gets at {@code /}: what is served here. */
final class IndexPage {
    private IndexPage() {}

    static Response of(Routes routes, String host, boolean secure) {
        String base = (secure ? "wss://" : "ws://") + host;
        StringBuilder rows = new StringBuilder();
        routes.services().forEach((protocol, service) -> addRow(rows, base, protocol, service));
        return Response.html(200, """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>Sluice</title>
                <style>
                body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
                table { border-collapse: collapse } th, td { text-align: left; padding: .3rem 1rem .3rem 0; vertical-align: top }
                @media (prefers-color-scheme: dark) { body { background: #111; color: #eee } }
                </style>
                <h1>Sluice</h1>
                <p>A gateway for devices over WebSocket. This listener serves:</p>
                <table>
                <tr><th>Protocol<th>Addresses<th>Authentication
                %s</table>
                </html>
                """.formatted(rows))
                .with("Cache-Control", "no-cache")
                .with("X-Content-Type-Options", "nosniff")
                .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
    }

    private static void addRow(StringBuilder rows, String base, String protocol, Protocol.Service service) {
        rows.append("<tr><td>").append(escape(protocol)).append("<td>");
        service.endpoints().forEach(endpoint -> rows.append("<code>")
                .append(escape(base + endpoint.path()))
                .append("</code><br>"));
        rows.append("<td>").append(escape(service.usage().authentication())).append('\n');
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
