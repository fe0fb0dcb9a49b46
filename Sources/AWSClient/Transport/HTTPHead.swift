/// The status and headers of an answer; headers stay the bytes that came until somebody asks for one.
struct HTTPHead: Sendable {
    var status = 0
    /// `name: value` a line, ended by carriage return and line feed or by one of them.
    private var lines: [UInt8] = []

    init(status: Int = 0, headers: [(name: String, value: String)] = []) {
        self.status = status
        for header in headers { lines.append(contentsOf: "\(header.name): \(header.value)\r\n".utf8) }
    }

    /// Begins anew with a status line, `HTTP/1.1 200 OK`.
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
