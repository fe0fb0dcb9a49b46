import Synchronization

/// One request that is to be sent, and whoever waits for its answer.
///
/// `@unchecked Sendable`: made ready by the caller and handed over once to the loop's thread, which alone touches
/// everything but `isCancelled` from then on.
final class Transfer: @unchecked Sendable {
    typealias Outcome = Result<HTTPAnswer, TransportProblem>

    let request: HTTPRequest
    let headers: HeaderList
    let isCancelled = Atomic(false)

    private let loop: TransferLoop
    private var answer: CheckedContinuation<Outcome, Never>?
    /// Weak, so that a reader that drops the stream ends the transfer.
    private weak var stream: BodyStream?
    private(set) var isStreaming = false

    init(_ request: HTTPRequest, loop: TransferLoop) {
        self.request = request
        self.loop = loop
        // libcurl would write both by itself; no service needs them.
        headers = HeaderList(request.headers, without: ["Expect", "Accept"])
    }

    /// Says who waits; before it is handed over.
    func answers(_ continuation: CheckedContinuation<Outcome, Never>) { answer = continuation }

    /// Answers with a stream, if one is wanted; the body's bytes go there from then on.
    func beginStreaming(_ head: HTTPHead) {
        guard request.options.streamsBody, head.isSuccess, let answer else { return }
        let stream = BodyStream(
            resume: { [loop, self] in loop.resume(self) }, cancel: { [loop, self] in loop.cancel(self) })
        self.stream = stream
        isStreaming = true
        self.answer = nil
        answer.resume(returning: .success(HTTPAnswer(head: head, body: .stream(stream))))
    }

    /// What the stream's reader makes of bytes; nil where it is gone.
    func offer(_ bytes: UnsafeRawBufferPointer) -> Bool? { stream?.offer(bytes) }

    /// Tells whoever waits how it ended; a second call does nothing.
    func finish(_ outcome: Outcome) {
        if isStreaming {
            stream?.finish(outcome.map { _ in () })
        } else if let answer {
            self.answer = nil
            answer.resume(returning: outcome)
        }
    }
}
