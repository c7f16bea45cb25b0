// A smart water valve for Android, or any JVM: OkHttp 4 or 5 (com.squareup.okhttp3:okhttp), and org.json, which Android has.
// The certificate is checked as the system checks it; a self-signed one goes into the app's network security configuration.

import java.util.concurrent.Executors
import java.util.concurrent.ScheduledFuture
import java.util.concurrent.TimeUnit.MILLISECONDS
import java.util.concurrent.TimeUnit.SECONDS
import kotlin.random.Random
import okhttp3.Credentials
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.Response
import okhttp3.WebSocket
import okhttp3.WebSocketListener
import org.json.JSONObject

/** What happens, told on a thread of its own: post it to the main thread for the user interface. */
interface ValveListener {
    fun onState(position: String)
    fun onTelemetry(flow: Double, temperature: Double)
    fun onError(code: String, message: String) {}
    fun onLost(why: String, waitMillis: Long) {}
    fun onEnded(why: String) {}
}

class Valve(gateway: String, user: String, password: String, private val listener: ValveListener) : AutoCloseable {
    private val client = OkHttpClient.Builder().pingInterval(20, SECONDS).build() // no pong: the connection is lost
    private val request = Request.Builder()
        .url("$gateway/valve") // wss://gateway.example
        .header("Authorization", Credentials.basic(user, password))
        .build()
    private val thread = Executors.newSingleThreadScheduledExecutor() // all that follows is touched by this one only
    private var socket: WebSocket? = null
    private var retry: ScheduledFuture<*>? = null
    private var openedAt = Long.MAX_VALUE
    private var failures = 0

    init {
        thread.execute(::connect)
    }

    /** "open" or "closed". Without a connection nothing happens: nothing is kept for later. */
    fun turn(position: String) = thread.execute {
        val wish = JSONObject().put("event", "changeState").put("data", JSONObject().put("valve_state", position))
        socket?.send(wish.toString())
    }

    /** From onDestroy, or whoever made it. */
    override fun close() = thread.execute { end("closed here") }

    private fun connect() {
        socket = client.newWebSocket(request, object : WebSocketListener() {
            override fun onOpen(webSocket: WebSocket, response: Response) = about(webSocket) {
                openedAt = System.nanoTime()
            }

            override fun onMessage(webSocket: WebSocket, text: String) = about(webSocket) { hear(JSONObject(text)) }

            override fun onClosing(webSocket: WebSocket, code: Int, reason: String) = about(webSocket) {
                webSocket.close(1000, null)
                lost("$code $reason")
            }

            override fun onFailure(webSocket: WebSocket, t: Throwable, response: Response?) = about(webSocket) {
                when {
                    response?.code == 401 || response?.code == 403 -> end("HTTP ${response.code}")
                    t is javax.net.ssl.SSLPeerUnverifiedException || t.cause is java.security.cert.CertificateException ->
                        end("certificate: ${t.message}")
                    else -> lost(t.message ?: t.toString())
                }
            }
        })
    }

    /** What an old connection still has to say is of no interest. */
    private fun about(from: WebSocket, action: () -> Unit) {
        if (!thread.isShutdown) thread.execute { if (from === socket) action() }
    }

    private fun hear(message: JSONObject) {
        val data = message.optJSONObject("data") ?: JSONObject()
        when (message.getString("event")) {
            "state" -> listener.onState(data.getString("valve_state"))
            "telemetry" -> listener.onTelemetry(data.getDouble("water_flow"), data.getDouble("water_temp"))
            "error" -> listener.onError(message.getString("code"), message.getString("message"))
        }
    }

    private fun lost(why: String) {
        socket = null
        if (openedAt != Long.MAX_VALUE && System.nanoTime() - openedAt > STABLE_NANOS) failures = 0
        openedAt = Long.MAX_VALUE
        // A random part less, so that the thousand clients of a gateway that restarts do not all come at once.
        val most = minOf(FIRST_WAIT_MILLIS shl minOf(failures++, 10), LONGEST_WAIT_MILLIS)
        val wait = Random.nextLong(most / 2, most)
        retry = thread.schedule(::connect, wait, MILLISECONDS)
        listener.onLost(why, wait)
    }

    private fun end(why: String) {
        retry?.cancel(false)
        socket?.close(1000, null)
        socket = null
        listener.onEnded(why)
        thread.shutdown()
        client.dispatcher.executorService.shutdown()
    }

    private companion object {
        const val FIRST_WAIT_MILLIS = 500L
        const val LONGEST_WAIT_MILLIS = 30_000L
        const val STABLE_NANOS = 10_000_000_000L // who was connected for so long begins with the first wait again
    }
}
