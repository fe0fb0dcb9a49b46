import ByteCompression

/// What a report's file holds as UTF-8: unpacked where it is gzip, whatever it is called, and from UTF-16 or UTF-32.
struct ReportBytes: Hashable, Sendable {
    private(set) var bytes: [UInt8]
    /// Whether it is all that the file holds.
    private(set) var isWhole: Bool
    /// Why it isn't, in a phrase that follows the file's name; nil where the caller knows, or where it is.
    private(set) var lack: String?
    /// Whether nothing of it can be unpacked.
    private(set) var isDamaged = false

    /// - Parameters:
    ///   - isWhole: Whether these are all bytes of the file.
    ///   - limit: Bytes that are unpacked at most.
    init(_ bytes: [UInt8], isWhole: Bool, limit: Int) {
        (self.bytes, self.isWhole) = (bytes, isWhole)
        if let packed = Gzip.beginning(of: bytes, limit: limit) {
            self.bytes = packed.bytes
            if !packed.isWithinLimit {
                (self.isWhole, lack) = (
                    false,
                    "decompresses to more than \(DisplayText.byteCount(limit)), and only the first \(DisplayText.byteCount(limit)) were read"
                )
            } else if !packed.isWhole {
                if isWhole { lack = "ends in the middle of its compressed data: what comes before is shown" }
                self.isWhole = false
            }
        } else if Gzip.isGzip(bytes) {
            (isDamaged, lack) = (true, "is damaged: its compressed data can't be decompressed")
        }
        self.bytes = Self.inUTF8(self.bytes)
    }

    /// A file's name without what says that it is packed.
    static func plainName(_ name: String) -> String {
        let end = name.utf8.suffix(3)
        return end.elementsEqual(".gz".utf8) || end.elementsEqual(".GZ".utf8)
            ? String(decoding: name.utf8.dropLast(3), as: UTF8.self) : name
    }

    private static func inUTF8(_ bytes: [UInt8]) -> [UInt8] {
        let start = Array(bytes.prefix(4))
        guard start.count == 4 else { return bytes }
        // Each begins with its mark, or with a sign of ASCII.
        switch (start[0], start[1], start[2], start[3]) {
        case (0xFF, 0xFE, 0, 0), (1...0x7F, 0, 0, 0): return wide(bytes, isBig: false)
        case (0, 0, 0xFE, 0xFF), (0, 0, 0, 1...0x7F): return wide(bytes, isBig: true)
        case (0xFF, 0xFE, _, _), (1...0x7F, 0, 1...0xFF, _): return double(bytes, isBig: false)
        case (0xFE, 0xFF, _, _), (0, 1...0x7F, _, 1...0xFF): return double(bytes, isBig: true)
        default: return bytes
        }
    }

    private static func double(_ bytes: [UInt8], isBig: Bool) -> [UInt8] {
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { place -> UInt16 in
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            return isBig ? first << 8 | second : second << 8 | first
        }
        return Array(String(decoding: units.first == 0xFEFF ? units.dropFirst() : units[...], as: UTF16.self).utf8)
    }

    private static func wide(_ bytes: [UInt8], isBig: Bool) -> [UInt8] {
        let units = stride(from: 0, to: bytes.count - 3, by: 4).map { place -> UInt32 in
            let four = bytes[place..<place + 4].map { UInt32($0) }
            let order = isBig ? four : four.reversed()
            return order.reduce(0) { $0 << 8 | $1 }
        }
        return Array(String(decoding: units.first == 0xFEFF ? units.dropFirst() : units[...], as: UTF32.self).utf8)
    }
}
