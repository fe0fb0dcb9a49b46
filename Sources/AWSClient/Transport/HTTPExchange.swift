import AWSOperations
import CCurl

/// One HTTP request as it goes over the wire.
struct HTTPRequest: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    /// Percent-encoded, with scheme, host and query.
    var url: String
    var headers: [(name: String, value: String)]
    var body: [UInt8] = []
    /// Bytes of a body that is kept in memory.
    var bodyLimit = 64 << 20
    var options: Options

    /// What requests to one service mostly have in common: a handle of libcurl keeps it from one to the next.
    struct Options: Hashable, Sendable {
        var method: Method
        /// Whether a successful answer's body comes piece by piece; failures always come whole.
        var streamsBody = false
        /// Whether a long body is expected, so that more of it is taken off the network at a time.
        var expectsMuch = false
        /// Whether a connection of its own is opened, so that libcurl cannot send the request a second time by itself.
        var usesFreshConnection = false
        /// Whether proxies from the environment are left out.
        var bypassesProxy = false
        /// The proxy to go through; nil for what libcurl finds in the process's environment.
        var proxy: String?
        var connectMilliseconds = 10_000
        /// With fewer than `leastBytesPerSecond`.
        var idleSeconds = 60
        /// What an exchange must move on average to count as alive; a byte now and then would keep it up for ever.
        var leastBytesPerSecond = 256
        /// For the whole exchange; 0 for no limit.
        var totalMilliseconds = 0
        /// PEM file of certificate authorities; nil for the system's.
        var caBundle: String?
    }

    /// The first header whose value has a line break or a NUL: on the wire it would be two, or half.
    var brokenHeader: String? {
        headers.first { header in
            var value = header.value
            return value.withUTF8 { $0.contains { $0 == 0x0A || $0 == 0x0D || $0 == 0 } }
        }?.name
    }

    init(url: String, headers: [(name: String, value: String)], options: Options) {
        self.url = url
        self.headers = headers
        self.options = options
    }
}

/// An answer: its head, and its body whole or as a stream.
struct HTTPAnswer: Sendable {
    enum Body: Sendable {
        case whole([UInt8])
        case stream(BodyStream)
    }

    var head: HTTPHead
    var body: Body

    /// The body where it came whole; empty for a stream.
    var bytes: [UInt8] {
        if case .whole(let bytes) = body { bytes } else { [] }
    }
}

/// The status and headers of an answer; headers stay the bytes that came until somebody asks for one.
struct HTTPHead: Sendable {
    var status = 0
    /// `name: value` a line, ended by carriage return and line feed or by one of them.
    private var lines: [UInt8] = []

    init(status: Int = 0, headers: [(name: String, value: String)] = []) {
        self.status = status
        for header in headers { lines.append(contentsOf: "\(header.name): \(header.value)\r\n".utf8) }
    }

    /// Begins again with a status line, `HTTP/1.1 200 OK`.
    init(statusLine: UnsafeRawBufferPointer) {
        let code = statusLine.drop { $0 != 0x20 }.dropFirst().prefix { (0x30...0x39).contains($0) }
        // Three digits; more are no status, and might not fit.
        status = code.prefix(3).reduce(0) { $0 * 10 + Int($1 - 0x30) }
        lines.reserveCapacity(400)
    }

    mutating func append(line: UnsafeRawBufferPointer) { lines.append(contentsOf: line) }

    var isSuccess: Bool { (200..<300).contains(status) }

    /// The first value of a header, by its lower-case name.
    subscript(name: String) -> String? {
        for line in lines.split(whereSeparator: Self.isEnd) {
            guard let colon = line.firstIndex(of: 0x3A), Self.equals(line[..<colon], name) else { continue }
            return Self.value(line, after: colon)
        }
        return nil
    }

    /// In the order received, names in lower case.
    var headers: [(name: String, value: String)] {
        lines.split(whereSeparator: Self.isEnd).compactMap { line in
            guard let colon = line.firstIndex(of: 0x3A) else { return nil }
            return (String(decoding: line[..<colon], as: UTF8.self).lowercased(), Self.value(line, after: colon))
        }
    }

    private static func isEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private static func equals(_ name: ArraySlice<UInt8>, _ lowerCase: String) -> Bool {
        name.lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }.elementsEqual(lowerCase.utf8)
    }

    private static func value(_ line: ArraySlice<UInt8>, after colon: Int) -> String {
        var value = line[(colon + 1)...].drop { $0 == 0x20 || $0 == 0x09 }
        while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
        return String(decoding: value, as: UTF8.self)
    }
}

/// A request's headers as the list that libcurl reads, in one piece of memory.
struct HeaderList: ~Copyable {
    private let memory: UnsafeMutableRawPointer
    private let count: Int

    /// The first node; nil for no header.
    var first: UnsafeMutablePointer<curl_slist>? {
        count == 0 ? nil : memory.assumingMemoryBound(to: curl_slist.self)
    }

    /// - Precondition: No value has a line break or a NUL; see `HTTPRequest.brokenHeader`.
    /// - Parameter unwanted: Names of headers that libcurl would add by itself, and shall not.
    init(_ headers: [(name: String, value: String)], without unwanted: [String]) {
        count = headers.count + unwanted.count
        let nodes = MemoryLayout<curl_slist>.stride * count
        // Each with a colon, a space and the end.
        let text =
            headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 3 }
            + unwanted.reduce(0) { $0 + $1.utf8.count + 2 }
        memory = .allocate(byteCount: max(1, nodes + text), alignment: MemoryLayout<curl_slist>.alignment)
        var writer = Writer(
            node: memory.bindMemory(to: curl_slist.self, capacity: count),
            at: (memory + nodes).bindMemory(to: CChar.self, capacity: text), left: count)
        for header in headers {
            // A header without a value is written with a semicolon, or libcurl leaves it out.
            if header.value.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
                writer.append(header.name, ";", "")
            } else {
                writer.append(header.name, ": ", header.value)
            }
        }
        for name in unwanted { writer.append(name, ":", "") }
    }

    deinit { memory.deallocate() }

    private struct Writer {
        var node: UnsafeMutablePointer<curl_slist>
        var at: UnsafeMutablePointer<CChar>
        /// Nodes to come.
        var left: Int

        mutating func append(_ name: String, _ separator: String, _ value: String) {
            left -= 1
            node.initialize(to: curl_slist(data: at, next: left > 0 ? node + 1 : nil))
            node += 1
            write(name)
            write(separator)
            write(value)
            at.pointee = 0
            at += 1
        }

        private mutating func write(_ text: String) {
            var text = text
            text.withUTF8 { bytes in
                guard let base = bytes.baseAddress else { return }
                UnsafeMutableRawPointer(at).copyMemory(from: base, byteCount: bytes.count)
                at += bytes.count
            }
        }
    }
}

/// Why no complete answer came.
enum TransportProblem: Error, Sendable {
    case cancelled
    /// The URL cannot be used as it is.
    case badURL(String)
    /// A header of that name cannot go out: its value has a line break.
    case badHeader(name: String)
    /// The answer's body is longer than what is kept in memory, in bytes.
    case tooLarge(limit: Int)
    /// A header line of the answer, or all of them, is longer than libcurl reads.
    case headersTooLarge
    case failed(kind: TransportError.Kind, detail: String, mayHaveArrived: Bool)

    /// In a few words, for a log.
    var summary: String {
        switch self {
        case .cancelled: "cancelled"
        case .badURL(let detail), .failed(_, let detail, _): detail
        case .badHeader(let name): "the header \(name) has a line break"
        case .tooLarge(let limit): "a body over \(limit) bytes"
        case .headersTooLarge: "headers longer than are read"
        }
    }
}
