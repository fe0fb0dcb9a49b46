import Predictions

/// Bytes of CSV without what a correction takes out; all else stays, byte for byte.
enum CorrectedText {
    static func bytes(_ bytes: [UInt8], by correction: InputCorrection) -> [UInt8] {
        switch correction {
        case .dataAlone: bytes
        case .withoutHeader(let names): withoutHeader(bytes, names)
        case .withoutBlanks(let places, let header):
            withoutBlanks(header.map { withoutHeader(bytes, $0) } ?? bytes, places: Set(places))
        }
    }

    /// The bytes behind a first line that has these names; all of them where it has others.
    static func withoutHeader(_ bytes: [UInt8], _ names: [String]) -> [UInt8] {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.endIndex
        var line = bytes[start..<end]
        if line.last == 0x0D { line.removeLast() }
        guard let fields = try? CSVRecord.fields(of: line, delimiter: UInt8(ascii: ",")),
            fields.values.map({ $0.lowercased() }) == names.map({ $0.lowercased() })
        else { return bytes }
        return Array(bytes[min(end + 1, bytes.endIndex)...])
    }

    /// The same records without white space around the values at these places; lines that are no CSV stay as they are.
    static func withoutBlanks(_ bytes: [UInt8], places: Set<Int>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        bytes.withUnsafeBufferPointer { all in
            // A byte order mark stays, and is no part of the first value.
            var start = all.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            result.append(contentsOf: all[..<start])
            while start < all.count {
                let end = all[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? all.count
                var content = end
                while content > start, all[content - 1] == 0x0A || all[content - 1] == 0x0D { content -= 1 }
                let line = UnsafeBufferPointer(rebasing: all[start..<content])
                if let trimmed = trimmed(line, places) {
                    result.append(contentsOf: trimmed)
                } else {
                    result.append(contentsOf: line)
                }
                result.append(contentsOf: all[content..<end])
                start = end
            }
        }
        return result
    }

    /// Nil for a line that is no CSV.
    private static func trimmed(_ line: UnsafeBufferPointer<UInt8>, _ places: Set<Int>) -> [UInt8]? {
        var result: [UInt8] = []
        var position = 0
        var place = 0
        while true {
            let start = position
            switch CSVFields.next(line, &position, delimiter: 0x2C) {
            case .plain(let range):
                let field = line[range]
                guard !field.contains(0x22) else { return nil }
                if places.contains(place) {
                    result += String(decoding: field, as: UTF8.self).withoutBlanks.utf8
                } else {
                    result += field
                }
            case .quoted(let content, let problem):
                guard problem == nil else { return nil }
                if places.contains(place) {
                    let text = String(decoding: content, as: UTF8.self).withoutBlanks
                    result += "\"\(text.replacing("\"", with: "\"\""))\"".utf8
                } else {
                    result += line[start..<position]
                }
            }
            guard position < line.count else { return result }
            result.append(0x2C)
            position += 1
            place += 1
        }
    }
}
