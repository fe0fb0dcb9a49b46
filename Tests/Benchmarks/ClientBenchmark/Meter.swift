import Glibc

/// Time and memory of this process.
enum Meter {
    /// Seconds since some moment.
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Resident memory in bytes: now, and at its peak.
    static func memory() -> (now: Int, peak: Int) {
        guard let file = fopen("/proc/self/status", "r") else { return (0, 0) }
        defer { fclose(file) }
        var found: [String: Int] = [:]
        var line: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(line) }
        while getline(&line, &capacity, file) > 0, let line {
            let words = String(cString: line).split(whereSeparator: \.isWhitespace)
            if words.count == 3, let kilobytes = Int(words[1]) { found[String(words[0])] = kilobytes * 1024 }
        }
        return (found["VmRSS:"] ?? 0, found["VmHWM:"] ?? 0)
    }

    /// Writes figures as a line of JSON.
    static func report(_ figures: [(name: String, value: Double)]) {
        print("{" + figures.map { "\"\($0.name)\": \($0.value)" }.joined(separator: ", ") + "}")
    }
}

/// The work did not do what is to be measured.
struct WrongWork: Error {
    var what: String
}
