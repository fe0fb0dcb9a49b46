// Summarizes one column of a local file, for `Tests/Benchmarks/predictions`: what it counted, how long it took and how much
// memory it needed.

import Glibc
import Predictions

/// One piece of work at a time on each of two threads would only measure the disk twice: a file is read and summarized in
/// turns, as an object is that comes over the network.
func summarize(_ path: String, columns: SummaryScanner.Selection, type: String?) -> SummaryScanner? {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var content = ContentStream(type: type)
    var scanner: SummaryScanner?
    func take(_ form: RecordForm, _ piece: [UInt8]) {
        if scanner == nil { scanner = SummaryScanner(form, columns: columns) }
        scanner?.scan(piece)
    }
    while true {
        let piece = [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
            count = max(read(descriptor, buffer.baseAddress, buffer.count), 0)
        }
        if piece.isEmpty { break }
        try? content.read(piece, take)
    }
    try? content.finish(take)
    scanner?.finish()
    return scanner
}

func seconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

let arguments = CommandLine.arguments.dropFirst()
guard let path = arguments.first else {
    print("usage: PredictionBenchmark FILE [COLUMN | all] [TYPE]")
    exit(64)
}
let column = arguments.dropFirst().first ?? "0"
let start = seconds()
let selection: SummaryScanner.Selection =
    column == "all" ? .all(atMost: 1000) : Int(column).map { .places([$0]) } ?? .names([column])
guard let found = summarize(path, columns: selection, type: arguments.dropFirst(2).first) else {
    print("can't read \(path)")
    exit(1)
}
let elapsed = seconds() - start
var usage = rusage()
getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
print("\(found.records) records, \(found.bytes) bytes, \(found.index.checkpoints.count) checkpoints")
for column in found.columns.prefix(5) {
    let statistics = column.statistics
    let labels = statistics.labels(limit: 5).map { "\($0.label) \($0.count)" }.joined(separator: ", ")
    print("column \(column.place): \(statistics.known) values, \(statistics.distinct.count) distinct; \(labels)")
    if let numbers = statistics.numbers {
        print("  \(numbers.minimum) \(numbers.mean) \(numbers.maximum), median \(numbers.quantile(0.5).value)")
    }
}
let rate = Double(found.bytes) / elapsed / 1e6
print("\(elapsed) s, \(rate) MB/s, \(usage.ru_maxrss / 1024) MB")
