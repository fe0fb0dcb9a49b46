import CCurl
import Synchronization

/// Drives libcurl's multi handle; lives on the loop's thread alone.
struct TransferDriver {
    private let multi: UnsafeMutableRawPointer
    /// Handles that carry a transfer, by their pointers.
    private var busy: [UnsafeMutableRawPointer: EasyHandle] = [:]
    /// Handles kept for the next requests.
    private var spare: [EasyHandle] = []

    private static let spareLimit = 32

    init(multi: UnsafeMutableRawPointer) {
        self.multi = multi
        flightdeck_multi_set_long(multi, CURLMOPT_MAXCONNECTS, 64)
    }

    mutating func start(_ transfer: Transfer) {
        guard !transfer.isCancelled.load(ordering: .relaxed) else {
            transfer.finish(.failure(.cancelled))
            return
        }
        guard let handle = takeSpare(transfer.request.options) ?? EasyHandle() else {
            transfer.finish(
                .failure(.failed(kind: .other, detail: "no memory for a transfer", mayHaveArrived: false)))
            return
        }
        let isReady = handle.prepare(transfer)
        busy[handle.pointer] = handle
        if !isReady || curl_multi_add_handle(multi, handle.pointer) != CURLM_OK {
            retire(handle, .failure(.failed(kind: .other, detail: "libcurl refused it", mayHaveArrived: false)))
        }
    }

    /// A spare handle that is set up for the same; another one's only where there are enough.
    private mutating func takeSpare(_ options: HTTPRequest.Options) -> EasyHandle? {
        guard let index = spare.lastIndex(where: { $0.options == options }) else {
            return spare.count < Self.spareLimit ? nil : spare.removeFirst()
        }
        return spare.remove(at: index)
    }

    mutating func cancel(_ transfer: Transfer) {
        if let handle = handle(of: transfer) { retire(handle, .failure(.cancelled)) }
    }

    mutating func resume(_ transfer: Transfer) {
        guard let handle = handle(of: transfer) else { return }
        let result = curl_easy_pause(handle.pointer, flightdeck_continue)
        // libcurl would go on without the bytes that it could not hand over.
        if result != CURLE_OK { retire(handle, handle.outcome(for: result)) }
    }

    private func handle(of transfer: Transfer) -> EasyHandle? { busy.values.first { $0.transfer === transfer } }

    mutating func perform() {
        var active: Int32 = 0
        curl_multi_perform(multi, &active)
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            guard message.pointee.msg == CURLMSG_DONE, let pointer = message.pointee.easy_handle,
                let handle = busy[pointer]
            else { continue }
            retire(handle, handle.outcome(for: message.pointee.data.result))
        }
    }

    /// Sleeps until a socket is ready, a limit of libcurl's is due, or a command wakes it.
    func wait() {
        curl_multi_poll(multi, nil, 0, Int32.max, nil)
    }

    /// Takes a handle off its transfer, and tells the transfer how it ended.
    private mutating func retire(_ handle: EasyHandle, _ outcome: Result<Void, TransportProblem>) {
        guard busy.removeValue(forKey: handle.pointer) != nil else { return }
        curl_multi_remove_handle(multi, handle.pointer)
        handle.finish(outcome)
        if spare.count < Self.spareLimit { spare.append(handle) }
    }

    /// Ends what is under way and gives everything back.
    mutating func shutDown() {
        for handle in Array(busy.values) { retire(handle, .failure(.cancelled)) }
        spare = []
        curl_multi_cleanup(multi)
    }
}

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
