// A smart water valve for iOS 15, macOS 12 and newer. The certificate is checked as the system checks it; a self-signed one has
// to be installed on the device as a trusted profile.

import Foundation

enum ValveNews {
    case connected
    case state(String)
    case telemetry(flow: Double, temperature: Double)
    case error(code: String, message: String)
    case lost(String, wait: TimeInterval)
    case ended(String)
}

/// Comes back after a lost connection until its task is cancelled:
///
///     let valve = Valve(gateway: URL(string: "wss://gateway.example")!, user: "house", password: password)
///     for await news in valve.news() { … }        // in .task { } of a view: ends with it
///     await valve.turn("closed")
actor Valve {
    private static let firstWait = 0.5, longestWait = 30.0
    private static let stable = 10.0 // seconds; who was connected for so long begins with the first wait again

    private let request: URLRequest
    private var socket: URLSessionWebSocketTask?
    private var answered = true

    init(gateway: URL, user: String, password: String) {
        var request = URLRequest(url: gateway.appendingPathComponent("valve"))
        let basic = Data("\(user):\(password)".utf8).base64EncodedString()
        request.setValue("Basic \(basic)", forHTTPHeaderField: "Authorization")
        self.request = request
    }

    /// "open" or "closed"; false if there is no connection: nothing is kept for later.
    @discardableResult
    func turn(_ position: String) async -> Bool {
        guard let socket else { return false }
        do {
            try await socket.send(.string(#"{"event":"changeState","data":{"valve_state":"\#(position)"}}"#))
            return true
        } catch {
            return false
        }
    }

    /// Connects, and tells all that happens; ends the connection when nobody listens any more. One listener at a time.
    nonisolated func news() -> AsyncStream<ValveNews> {
        AsyncStream { stream in
            let task = Task { await self.run(stream) }
            stream.onTermination = { _ in task.cancel() }
        }
    }

    private func run(_ news: AsyncStream<ValveNews>.Continuation) async {
        defer { news.finish() }
        var failures = 0
        while !Task.isCancelled {
            let socket = URLSession.shared.webSocketTask(with: request)
            var opened: Date?
            var why = "lost"
            do {
                try await withTaskCancellationHandler {
                    try await talk(over: socket) { message in
                        if opened == nil { // the gateway tells the state at once
                            opened = Date()
                            self.socket = socket
                            news.yield(.connected)
                        }
                        news.yield(message)
                    }
                } onCancel: {
                    socket.cancel(with: .normalClosure, reason: nil)
                }
            } catch {
                why = error.localizedDescription
                if isFinal(error, socket) {
                    news.yield(.ended(why))
                    return
                }
            }
            self.socket = nil
            socket.cancel(with: .goingAway, reason: nil)
            if let opened, Date().timeIntervalSince(opened) > Self.stable { failures = 0 }
            // A random part less, so that the thousand clients of a gateway that restarts do not all come at once.
            let wait = min(Self.firstWait * pow(2, Double(failures)), Self.longestWait) * .random(in: 0.5...1)
            failures = min(failures + 1, 10)
            if Task.isCancelled { return }
            news.yield(.lost(why, wait: wait))
            try? await Task.sleep(nanoseconds: UInt64(wait * 1e9)) // a cancelled task wakes at once
        }
    }

    private func talk(over socket: URLSessionWebSocketTask, hear: (ValveNews) -> Void) async throws {
        socket.resume()
        answered = true
        let pings = Task { // without an answer until the next one the connection is lost: receive() then fails
            while answered {
                answered = false
                socket.sendPing { error in
                    if error == nil { Task { await self.pong() } }
                }
                try await Task.sleep(nanoseconds: 20_000_000_000)
            }
            socket.cancel(with: .goingAway, reason: nil)
        }
        defer { pings.cancel() }
        while true {
            guard case .string(let text) = try await socket.receive() else { continue }
            if let message = try Self.news(in: Data(text.utf8)) { hear(message) }
        }
    }

    private func pong() {
        answered = true
    }

    private static func news(in json: Data) throws -> ValveNews? {
        struct Message: Decodable {
            struct Fields: Decodable {
                let valve_state: String?
                let water_flow, water_temp: Double?
            }
            let event: String
            let data: Fields?
            let code, message: String?
        }
        let message = try JSONDecoder().decode(Message.self, from: json)
        switch message.event {
        case "state": return .state(message.data?.valve_state ?? "unknown")
        case "telemetry": return .telemetry(flow: message.data?.water_flow ?? 0, temperature: message.data?.water_temp ?? 0)
        case "error": return .error(code: message.code ?? "", message: message.message ?? "")
        default: return nil
        }
    }

    /// Wrong credentials and a wrong certificate do not get better by themselves.
    private func isFinal(_ error: Error, _ socket: URLSessionWebSocketTask) -> Bool {
        if let response = socket.response as? HTTPURLResponse, [401, 403].contains(response.statusCode) { return true }
        let certificate: [URLError.Code] = [
            .serverCertificateUntrusted, .serverCertificateHasBadDate, .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid,
        ]
        return (error as? URLError).map { certificate.contains($0.code) } ?? false
    }
}
