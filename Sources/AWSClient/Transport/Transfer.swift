import CCurl
import Synchronization

/// One request on its way through libcurl.
///
/// `@unchecked Sendable`: handed over once to the loop's thread, which alone touches everything but `isCancelled`.
final class Transfer: @unchecked Sendable {
    let id: UInt64
    let request: HTTPRequest
    let isCancelled = Atomic(false)

    private var answer: ((Result<HTTPAnswer, TransportProblem>) -> Void)?
    private var makeStream: (() -> BodyStream)?
    /// Weak, so that a reader that drops the stream ends the transfer.
    private weak var stream: BodyStream?
    private var isStreaming = false
    private var isTooLarge = false
    private var head = HTTPHead()
    private var body: [UInt8] = []
    private var handle: UnsafeMutableRawPointer?
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init(
        id: UInt64, request: HTTPRequest, makeStream: @escaping () -> BodyStream,
        answer: @escaping (Result<HTTPAnswer, TransportProblem>) -> Void
    ) {
        self.id = id
        self.request = request
        self.makeStream = makeStream
        self.answer = answer
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    /// Sets a fresh or reset handle up for the request.
    func prepare(_ handle: UnsafeMutableRawPointer) {
        self.handle = handle
        let this = Unmanaged.passUnretained(self).toOpaque()
        flightdeck_set_text(handle, CURLOPT_URL, request.url)
        flightdeck_set_pointer(handle, CURLOPT_PRIVATE, this)
        flightdeck_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
        flightdeck_set_data_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            let transfer = Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
            return transfer.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        flightdeck_set_pointer(handle, CURLOPT_WRITEDATA, this)
        flightdeck_set_data_callback(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            let transfer = Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
            transfer.receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
            return size * count
        }
        flightdeck_set_pointer(handle, CURLOPT_HEADERDATA, this)
        setLimits(handle)
        setMethod(handle)
        setHeaders(handle)
    }

    private func setLimits(_ handle: UnsafeMutableRawPointer) {
        flightdeck_limit_protocols(handle)
        flightdeck_exit_quickly(handle)
        flightdeck_set_long(handle, CURLOPT_NOSIGNAL, 1)
        flightdeck_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
        flightdeck_set_long(handle, CURLOPT_HTTP_VERSION, flightdeck_http_1_1)
        flightdeck_set_long(handle, CURLOPT_PATH_AS_IS, 1)
        flightdeck_set_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        flightdeck_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
        flightdeck_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, request.connectTimeout)
        flightdeck_set_long(handle, CURLOPT_TIMEOUT_MS, request.totalTimeout)
        flightdeck_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        flightdeck_set_long(handle, CURLOPT_LOW_SPEED_TIME, request.idleTimeout)
        // S3 closes connections after about 20 idle seconds; one that dies under a request costs a retry.
        flightdeck_set_long(handle, CURLOPT_MAXAGE_CONN, 20)
        flightdeck_set_long(handle, CURLOPT_FRESH_CONNECT, request.usesFreshConnection ? 1 : 0)
        flightdeck_set_long(handle, CURLOPT_SSL_VERIFYPEER, 1)
        flightdeck_set_long(handle, CURLOPT_SSL_VERIFYHOST, 2)
        flightdeck_set_long(handle, CURLOPT_BUFFERSIZE, request.streamsBody ? 256 * 1024 : 32 * 1024)
        if let caBundle = request.caBundle { flightdeck_set_text(handle, CURLOPT_CAINFO, caBundle) }
        if let caBundle = request.caBundle { flightdeck_set_text(handle, CURLOPT_PROXY_CAINFO, caBundle) }
        if let proxy = request.proxy, !request.bypassesProxy {
            flightdeck_set_text(handle, CURLOPT_PROXY, proxy)
            // Whether it is gone through has been decided.
            flightdeck_set_text(handle, CURLOPT_NOPROXY, "")
        }
        if request.bypassesProxy {
            flightdeck_set_text(handle, CURLOPT_PROXY, "")
            flightdeck_set_text(handle, CURLOPT_NOPROXY, "*")
        }
    }

    private func setMethod(_ handle: UnsafeMutableRawPointer) {
        switch request.method {
        case .get: flightdeck_set_long(handle, CURLOPT_HTTPGET, 1)
        case .head: flightdeck_set_long(handle, CURLOPT_NOBODY, 1)
        case .delete:
            flightdeck_set_long(handle, CURLOPT_HTTPGET, 1)
            flightdeck_set_text(handle, CURLOPT_CUSTOMREQUEST, "DELETE")
        case .post, .put:
            flightdeck_set_long(handle, CURLOPT_POST, 1)
            flightdeck_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, request.body.count)
            request.body.withUnsafeBytes { body in
                // libcurl copies the bytes here, so the pointer need not live on.
                _ = flightdeck_set_pointer(
                    handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress))
            }
            if request.body.isEmpty { flightdeck_set_text(handle, CURLOPT_COPYPOSTFIELDS, "") }
            if request.method == .put { flightdeck_set_text(handle, CURLOPT_CUSTOMREQUEST, "PUT") }
        }
    }

    private func setHeaders(_ handle: UnsafeMutableRawPointer) {
        for header in request.headers {
            guard !header.value.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { continue }
            // A header without a value is written with a semicolon, or libcurl leaves it out.
            headerList = curl_slist_append(
                headerList, header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)")
        }
        for unwanted in ["Expect:", "Accept:"] { headerList = curl_slist_append(headerList, unwanted) }
        flightdeck_set_list(handle, CURLOPT_HTTPHEADER, headerList)
    }

    private func receiveHeader(_ line: UnsafeRawBufferPointer) {
        var end = line.count
        while end > 0, line[end - 1] == 0x0A || line[end - 1] == 0x0D { end -= 1 }
        let bytes = UnsafeRawBufferPointer(rebasing: line[..<end])
        if bytes.starts(with: "HTTP/".utf8) {
            // A new status line: what came before was a 100 Continue.
            let code = bytes.split(separator: 0x20).dropFirst().first.map { String(decoding: $0, as: UTF8.self) }
            head = HTTPHead(status: code.flatMap { Int($0) } ?? 0)
        } else if bytes.isEmpty {
            beginStreaming()
        } else if let colon = bytes.firstIndex(of: 0x3A) {
            let value = bytes[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
            head.headers.append(
                (
                    name: String(decoding: bytes[..<colon], as: UTF8.self).lowercased(),
                    value: String(decoding: value, as: UTF8.self)
                ))
        }
    }

    private func beginStreaming() {
        guard request.streamsBody, head.isSuccess, let makeStream, let answer else { return }
        let stream = makeStream()
        self.stream = stream
        isStreaming = true
        self.answer = nil
        self.makeStream = nil
        answer(.success(HTTPAnswer(head: head, body: .stream(stream))))
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        if isStreaming {
            guard let stream else { return 0 }
            return stream.offer(bytes) ? bytes.count : flightdeck_pause
        }
        guard body.count + bytes.count <= request.bodyLimit else {
            isTooLarge = true
            body = []
            return 0
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    /// Tells whoever waits how it ended; a second call does nothing.
    func finish(_ end: Result<Void, TransportProblem>) {
        makeStream = nil
        if isStreaming {
            stream?.finish(end)
        } else if let answer {
            self.answer = nil
            answer(end.map { HTTPAnswer(head: head, body: .whole(body)) })
        }
        handle = nil
    }

    /// What libcurl's result means; `errorText` has its own words.
    func end(for code: CURLcode) -> Result<Void, TransportProblem> {
        if code == CURLE_OK { return .success(()) }
        if isCancelled.load(ordering: .relaxed) { return .failure(.cancelled) }
        if isTooLarge { return .failure(.tooLarge(limit: request.bodyLimit)) }
        var sent = 0
        if let handle { flightdeck_get_long(handle, CURLINFO_REQUEST_SIZE, &sent) }
        let own = String(cString: errorText)
        let detail = own.isEmpty ? String(cString: curl_easy_strerror(code)) : own
        // An answer that is no HTTP has CURLE_UNSUPPORTED_PROTOCOL too, but only after something was sent.
        if sent == 0, code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL {
            return .failure(.badURL(detail))
        }
        var tunnelStatus = 0
        if let handle { flightdeck_get_long(handle, CURLINFO_HTTP_CONNECTCODE, &tunnelStatus) }
        if tunnelStatus != 0, !(200..<300).contains(tunnelStatus) {
            return .failure(.failed(kind: .proxy, detail: detail, mayHaveArrived: false))
        }
        return .failure(.failed(kind: Self.kind(of: code), detail: detail, mayHaveArrived: sent > 0))
    }

    private static func kind(of code: CURLcode) -> TransportProblem.FailureKind {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: .nameNotResolved
        case CURLE_COULDNT_CONNECT: .connectionRefused
        case CURLE_OPERATION_TIMEDOUT: .timedOut
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: .proxy
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            .tls
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2:
            .connectionLost
        default: .other
        }
    }
}
