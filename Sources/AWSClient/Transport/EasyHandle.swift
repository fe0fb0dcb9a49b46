import AWSOperations
import CCurl

/// One handle of libcurl: it carries one transfer after the other, and lives on the loop's thread alone.
///
/// What the next transfer wants as the one before stays set: to set it all again costs more than the rest of a request.
final class EasyHandle {
    let pointer: UnsafeMutableRawPointer
    private(set) var transfer: Transfer?
    private(set) var options: HTTPRequest.Options?
    private var url = ""
    private var needsReset = false

    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var head = HTTPHead()
    private var body: [UInt8] = []
    private var isTooLarge = false
    private var headerBytes = 0
    /// As libcurl's own, which doesn't count trailers.
    private static let headerLimit = 300 << 10
    private var isRefused = false

    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
    }

    deinit {
        curl_easy_cleanup(pointer)
        errorText.deallocate()
    }

    /// The handle that libcurl was given as a callback's context.
    private static func from(_ context: UnsafeMutableRawPointer?) -> EasyHandle {
        Unmanaged<EasyHandle>.fromOpaque(context!).takeUnretainedValue()
    }

    // MARK: Beginning

    /// Sets the handle up for a transfer; false where libcurl refuses a part of it that the request is not sent without.
    func prepare(_ transfer: Transfer) -> Bool {
        self.transfer = transfer
        head = HTTPHead()
        body = []
        isTooLarge = false
        headerBytes = 0
        isRefused = false
        errorText.pointee = 0
        let request = transfer.request
        if options != request.options || needsReset {
            if options != nil { curl_easy_reset(pointer) }
            needsReset = false
            options = request.options
            url = ""
            setCallbacks()
            setLimits(request.options)
            setRoute(request.options)
            setMethod(request.options.method)
        }
        if url != request.url {
            url = request.url
            need(flightdeck_set_text(pointer, CURLOPT_URL, url))
        }
        if request.options.method == .post || request.options.method == .put { setBody(request.body) }
        need(flightdeck_set_list(pointer, CURLOPT_HTTPHEADER, transfer.headers.first))
        if isRefused { options = nil }
        return !isRefused
    }

    /// A request must not go to the place of the one before, past its proxy, or without its body.
    private func need(_ result: CURLcode) {
        if result != CURLE_OK { isRefused = true }
    }

    private func setCallbacks() {
        let this = Unmanaged.passUnretained(self).toOpaque()
        flightdeck_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText)
        flightdeck_set_data_callback(pointer, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            EasyHandle.from(context).receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        flightdeck_set_pointer(pointer, CURLOPT_WRITEDATA, this)
        flightdeck_set_data_callback(pointer, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            EasyHandle.from(context).receiveHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
                ? size * count : 0
        }
        flightdeck_set_pointer(pointer, CURLOPT_HEADERDATA, this)
    }

    private func setLimits(_ options: HTTPRequest.Options) {
        flightdeck_limit_protocols(pointer)
        flightdeck_exit_quickly(pointer)
        flightdeck_set_long(pointer, CURLOPT_NOSIGNAL, 1)
        flightdeck_set_long(pointer, CURLOPT_FOLLOWLOCATION, 0)
        flightdeck_set_long(pointer, CURLOPT_HTTP_VERSION, flightdeck_http_1_1)
        flightdeck_set_long(pointer, CURLOPT_PATH_AS_IS, 1)
        flightdeck_set_long(pointer, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        flightdeck_set_long(pointer, CURLOPT_TCP_KEEPALIVE, 1)
        flightdeck_set_long(pointer, CURLOPT_CONNECTTIMEOUT_MS, options.connectMilliseconds)
        flightdeck_set_long(pointer, CURLOPT_TIMEOUT_MS, options.totalMilliseconds)
        flightdeck_set_long(pointer, CURLOPT_LOW_SPEED_LIMIT, options.leastBytesPerSecond)
        flightdeck_set_long(pointer, CURLOPT_LOW_SPEED_TIME, options.idleSeconds)
        // S3 closes connections after about 20 idle seconds; one that dies under a request costs a retry.
        flightdeck_set_long(pointer, CURLOPT_MAXAGE_CONN, 20)
        flightdeck_set_long(pointer, CURLOPT_FRESH_CONNECT, options.usesFreshConnection ? 1 : 0)
        flightdeck_set_long(pointer, CURLOPT_SSL_VERIFYPEER, 1)
        flightdeck_set_long(pointer, CURLOPT_SSL_VERIFYHOST, 2)
        if options.streamsBody || options.expectsMuch {
            flightdeck_set_long(pointer, CURLOPT_BUFFERSIZE, options.streamsBody ? 256 * 1024 : 128 * 1024)
        }
    }

    private func setRoute(_ options: HTTPRequest.Options) {
        if let caBundle = options.caBundle {
            need(flightdeck_set_text(pointer, CURLOPT_CAINFO, caBundle))
            need(flightdeck_set_text(pointer, CURLOPT_PROXY_CAINFO, caBundle))
        }
        if let proxy = options.proxy, !options.bypassesProxy {
            need(flightdeck_set_text(pointer, CURLOPT_PROXY, proxy))
            // Whether it is gone through has been decided.
            need(flightdeck_set_text(pointer, CURLOPT_NOPROXY, ""))
        }
        if options.bypassesProxy {
            need(flightdeck_set_text(pointer, CURLOPT_PROXY, ""))
            need(flightdeck_set_text(pointer, CURLOPT_NOPROXY, "*"))
        }
    }

    private func setMethod(_ method: HTTPRequest.Method) {
        switch method {
        case .get: flightdeck_set_long(pointer, CURLOPT_HTTPGET, 1)
        case .head: flightdeck_set_long(pointer, CURLOPT_NOBODY, 1)
        case .delete:
            flightdeck_set_long(pointer, CURLOPT_HTTPGET, 1)
            flightdeck_set_text(pointer, CURLOPT_CUSTOMREQUEST, "DELETE")
        case .post: flightdeck_set_long(pointer, CURLOPT_POST, 1)
        case .put:
            flightdeck_set_long(pointer, CURLOPT_POST, 1)
            flightdeck_set_text(pointer, CURLOPT_CUSTOMREQUEST, "PUT")
        }
    }

    private func setBody(_ body: [UInt8]) {
        need(flightdeck_set_size(pointer, CURLOPT_POSTFIELDSIZE_LARGE, body.count))
        if body.isEmpty {
            need(flightdeck_set_text(pointer, CURLOPT_COPYPOSTFIELDS, ""))
        } else {
            body.withUnsafeBytes { body in
                // libcurl copies the bytes here, so the pointer need not live on.
                need(
                    flightdeck_set_pointer(
                        pointer, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: body.baseAddress)))
            }
        }
    }

    // MARK: Receiving

    /// False where there are too many of them, trailers among them.
    private func receiveHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Self.headerLimit else { return false }
        if line.starts(with: "HTTP/".utf8) {
            // A new status line: what came before was a 100 Continue.
            head = HTTPHead(statusLine: line)
        } else if line.first == 0x0A || line.first == 0x0D {
            transfer?.beginStreaming(head)
        } else {
            head.append(line: line)
        }
        return true
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let transfer else { return 0 }
        if transfer.isStreaming {
            switch transfer.offer(bytes) {
            case nil: return 0
            case true: return bytes.count
            case false: return flightdeck_pause
            }
        }
        guard body.count + bytes.count <= transfer.request.bodyLimit else {
            isTooLarge = true
            body = []
            return 0
        }
        if body.isEmpty { body.reserveCapacity(expectedLength(atLeast: bytes.count)) }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    /// How long the service says that the body is; no more than four megabytes are believed.
    private func expectedLength(atLeast received: Int) -> Int {
        var length: curl_off_t = 0
        flightdeck_get_size(pointer, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length)
        return max(received, min(Int(length), 4 << 20))
    }

    // MARK: Ending

    /// Tells the transfer's end to whoever waits; the handle is free for the next one.
    func finish(_ end: Result<Void, TransportProblem>) {
        guard let transfer else { return }
        self.transfer = nil
        // libcurl counts connections that died under a handle, and gives up at the fifth of however many requests; only a
        // reset ends the count, and only a request that needed a new connection can have raised it.
        if number(CURLINFO_NUM_CONNECTS) > 0 { needsReset = true }
        // The list belongs to the transfer.
        flightdeck_set_list(pointer, CURLOPT_HTTPHEADER, nil)
        // libcurl's copy of a part of an upload is not kept for nothing.
        if transfer.request.body.count > 64 * 1024 { flightdeck_set_text(pointer, CURLOPT_COPYPOSTFIELDS, nil) }
        let answer = end.map { HTTPAnswer(head: head, body: .whole(body)) }
        head = HTTPHead()
        body = []
        transfer.finish(answer)
    }

    /// What libcurl's result means; `errorText` has its own words.
    func outcome(for code: CURLcode) -> Result<Void, TransportProblem> {
        if code == CURLE_OK { return .success(()) }
        if transfer?.isCancelled.load(ordering: .relaxed) == true { return .failure(.cancelled) }
        if isTooLarge { return .failure(.tooLarge(limit: transfer?.request.bodyLimit ?? 0)) }
        let own = String(cString: errorText)
        // They may quote the proxy's URL, password and all.
        let quoted = Redactor.words(own, quoting: [url, options?.proxy ?? ""]) ?? ""
        let words = quoted.isEmpty ? String(cString: curl_easy_strerror(code)) : quoted
        let detail = code == CURLE_PARTIAL_FILE ? "the response was cut short: \(words)" : words
        let sent = number(CURLINFO_REQUEST_SIZE)
        if headerBytes > Self.headerLimit || sent > 0 && isAboutHeaders(code, own) { return .failure(.headersTooLarge) }
        // An answer that is no HTTP has CURLE_UNSUPPORTED_PROTOCOL too, but only after something was sent.
        if sent == 0, code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL {
            return .failure(.badURL(detail))
        }
        let tunnelStatus = number(CURLINFO_HTTP_CONNECTCODE)
        if tunnelStatus != 0, !(200..<300).contains(tunnelStatus) {
            if tunnelStatus == 407 {
                let isRefused = options?.proxy?.utf8.contains(UInt8(ascii: "@")) == true
                return .failure(
                    .failed(
                        kind: .proxyAuthentication,
                        detail: isRefused
                            ? "the proxy \(proxyPlace) refused the name and password in its URL (HTTP 407)"
                            : "the proxy requires a name and password",
                        mayHaveArrived: false))
            }
            let words = "the proxy \(proxyPlace) refused the connection (HTTP \(tunnelStatus))"
            return .failure(.failed(kind: .proxy, detail: words, mayHaveArrived: false))
        }
        // It is the proxy that was to be connected to.
        let isProxys = code == CURLE_COULDNT_CONNECT && options?.proxy != nil && options?.bypassesProxy == false
        return .failure(
            .failed(
                kind: isProxys ? .proxy : .init(code),
                detail: isProxys ? "can't reach the proxy \(proxyPlace): \(detail)" : detail,
                mayHaveArrived: sent > 0 && wasConnected))
    }

    /// Whether an answer's headers were too long: libcurl's buffers have a limit, and up to 8.5 it calls one that is
    /// reached a lack of memory; from then on it is result 100.
    private func isAboutHeaders(_ code: CURLcode, _ words: String) -> Bool {
        if words.hasPrefix("Too large response headers") { return true }
        // One trailer alone is too long for it.
        if words == "Out of memory in chunked-encoding" { return true }
        return (code == CURLE_OUT_OF_MEMORY || code.rawValue == 100) && body.isEmpty
    }

    /// The proxy's host and port; a name and a password stay out of what is said.
    private var proxyPlace: String {
        let proxy = options?.proxy ?? ""
        let behind = proxy[Redactor.userInformation(of: proxy).upperBound...]
        let place = behind.hasBytePrefix("@") ? behind.dropFirst() : behind
        return Redactor.harmless(String(place.untilByte(of: "/")))
    }

    /// Whether the service itself could be spoken to: what a proxy was told before TLS does not count as sent.
    private var wasConnected: Bool {
        guard url.utf8.starts(with: "https:".utf8), number(CURLINFO_NUM_CONNECTS) > 0 else { return true }
        var handshake: curl_off_t = 0
        flightdeck_get_size(pointer, CURLINFO_APPCONNECT_TIME_T, &handshake)
        return handshake > 0
    }

    private func number(_ info: CURLINFO) -> Int {
        var number = 0
        flightdeck_get_long(pointer, info, &number)
        return number
    }
}

extension TransportError.Kind {
    /// What kind of failure a result of libcurl's is.
    init(_ code: CURLcode) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: self = .nameNotResolved
        case CURLE_COULDNT_CONNECT: self = .connectionRefused
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: self = .proxy
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            self = .tls
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2:
            self = .connectionLost
        default: self = .other
        }
    }
}
