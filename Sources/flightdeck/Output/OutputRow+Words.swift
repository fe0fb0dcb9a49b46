import BatchInference

extension OutputRow.State {
    var word: String {
        switch self {
        case .written, .unpaired: "written"
        case .missing: "missing"
        case .earlier: "earlier"
        case .extra: "extra"
        case .unknown: "unknown"
        }
    }

    var tint: Tint? {
        switch self {
        case .written, .unpaired: .good
        case .missing: .bad
        case .extra, .unknown, .earlier: .faint
        }
    }
}

extension OutputRow.Oddity {
    var words: String {
        switch self {
        case .siblingOfPrefix: "only matches the input prefix as text"
        case .marker: "a marker file, read as data"
        case .underOutput: "lies under the output prefix"
        }
    }
}
