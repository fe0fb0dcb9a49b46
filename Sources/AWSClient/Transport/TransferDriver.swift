import CCurl

/// Drives libcurl's multi handle; lives on the loop's thread alone.
struct TransferDriver {
    private let multi: UnsafeMutableRawPointer
    private var running: [UInt64: (transfer: Transfer, handle: UnsafeMutableRawPointer)] = [:]
    /// Handles kept for the next requests: a new one costs more than a reset.
    private var spare: [UnsafeMutableRawPointer] = []

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
        guard let handle = spare.popLast() ?? curl_easy_init() else {
            transfer.finish(
                .failure(.failed(kind: .other, detail: "no memory for a transfer", mayHaveArrived: false)))
            return
        }
        transfer.prepare(handle)
        running[transfer.id] = (transfer, handle)
        if curl_multi_add_handle(multi, handle) != CURLM_OK {
            end(transfer.id, .failure(.failed(kind: .other, detail: "libcurl refused it", mayHaveArrived: false)))
        }
    }

    mutating func cancel(_ id: UInt64) {
        end(id, .failure(.cancelled))
    }

    mutating func resume(_ id: UInt64) {
        if let handle = running[id]?.handle { curl_easy_pause(handle, flightdeck_continue) }
    }

    mutating func perform() {
        var active: Int32 = 0
        curl_multi_perform(multi, &active)
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle else { continue }
            let code = message.pointee.data.result
            var context: UnsafeMutablePointer<CChar>?
            flightdeck_get_pointer(handle, CURLINFO_PRIVATE, &context)
            guard let context else { continue }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            end(transfer.id, transfer.end(for: code))
        }
    }

    /// Sleeps until a socket is ready, a limit of libcurl's is due, or a command wakes it.
    func wait() {
        curl_multi_poll(multi, nil, 0, Int32.max, nil)
    }

    private mutating func end(_ id: UInt64, _ end: Result<Void, TransportProblem>) {
        guard let (transfer, handle) = running.removeValue(forKey: id) else { return }
        curl_multi_remove_handle(multi, handle)
        transfer.finish(end)
        if spare.count < Self.spareLimit {
            curl_easy_reset(handle)
            spare.append(handle)
        } else {
            curl_easy_cleanup(handle)
        }
    }

    /// Ends what is under way and gives everything back.
    mutating func end() {
        for id in Array(running.keys) { end(id, .failure(.cancelled)) }
        for handle in spare { curl_easy_cleanup(handle) }
        spare = []
        curl_multi_cleanup(multi)
    }
}
