import AWSOperations
import BatchInference
import Console

/// Remote text on its way to a pager: line by line, and nothing in it that a terminal could act on.
struct PagerText {
    private var line: [UInt8] = []
    /// A line that has no end is passed on in parts.
    private static let longest = 1 << 20

    init() {}

    /// What can be shown of the bytes so far.
    mutating func take(_ bytes: [UInt8]) -> [UInt8] {
        var shown: [UInt8] = []
        var rest = bytes[...]
        while let end = rest.firstIndex(of: 0x0A) {
            line += rest[..<end]
            rest = rest[(end + 1)...]
            if line.last == 0x0D { line.removeLast() }
            shown += Self.clean(line)
            shown.append(0x0A)
            line.removeAll(keepingCapacity: true)
        }
        line += rest
        if line.count > Self.longest {
            // Not within a character.
            let end = line.lastIndex { $0 & 0xC0 != 0x80 } ?? line.count
            shown += Self.clean(line[..<end])
            line.removeFirst(end)
        }
        return shown
    }

    /// What is left at the end.
    mutating func finish() -> [UInt8] {
        defer { line = [] }
        return line.isEmpty ? [] : Self.clean(line) + [0x0A]
    }

    /// Tabs stay, which harm nothing and part columns.
    private static func clean(_ bytes: some Collection<UInt8>) -> [UInt8] {
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x09 }) { return Array(bytes) }
        return Array(
            bytes.split(separator: 0x09, omittingEmptySubsequences: false)
                .map { CleanText.line(String(decoding: $0, as: UTF8.self)) }.joined(separator: "\t").utf8)
    }
}

extension Effect {
    /// Shows an object as it stands in the user's pager; `content` finds it.
    static func showInPager(_ content: @escaping @Sendable (Services) -> ObjectContent?) -> Self {
        .page { services, input in
            guard let content = content(services) else { return nil }
            var text = PagerText()
            do throws(AWSFailure) {
                var isWanted = true
                try await content.read { bytes in
                    isWanted = await input.write(text.take(bytes))
                    return isWanted
                }
                if isWanted { _ = await input.write(text.finish()) }
                return nil
            } catch {
                guard error != .cancelled else { return nil }
                let problem = "can't read \(content.location.uri) to its end: \(error.problem)"
                // Where it is looked at, it ends with that.
                _ = await input.write(text.finish() + Array("\(CleanText.line(problem))\n".utf8))
                return problem
            }
        }
    }
}
