import CCurl

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
