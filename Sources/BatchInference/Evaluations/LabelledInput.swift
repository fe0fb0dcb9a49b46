import AWSOperations
import JSONCoding

/// Rows that still hold their target, as they were looked through before anything is launched.
public struct LabelledInput: Hashable, Sendable, Codable {
    /// Rows of one kind that aren't counted, with the first of them.
    public struct Remark: Hashable, Sendable, Codable {
        public var count: Int
        /// `part-001.csv, line 12`
        public var place: String
        /// What stands there; empty where that says nothing.
        public var example = ""
    }

    /// A label that no training row had.
    public struct UnknownLabel: Hashable, Sendable, Codable {
        public var label: String
        public var count: Int
        public var place: String
        /// The class that was probably meant.
        public var suggestion: String?
    }

    /// Labelled rows that are the same as others, byte for byte.
    public struct Repeats: Hashable, Sendable, Codable {
        public var count: Int
        /// Distinct rows that were kept where not all were, so that there may be more repeats; nil where all were.
        public var keptRows: Int?
    }

    /// Objects under the input whose rows aren't read, with the reason.
    public struct LeftOut: Hashable, Sendable, Codable {
        public var reason: String
        public var count: Int
        /// The first of them.
        public var names: [String]

        /// `_b.csv and 2 more objects`
        var text: String {
            let rest = count - names.count
            guard rest > 0 else { return names.joined(separator: ", ") }
            return names.joined(separator: ", ") + " and \(DisplayText.count(rest)) more"
        }
    }

    /// The longest row, as the service would send it.
    public struct LongestRow: Hashable, Sendable, Codable {
        public var bytes: Int
        public var place: String
    }

    /// Some of the rows, drawn at random.
    public struct Sample: Hashable, Sendable, Codable {
        public var rows: Int
        public var seed: UInt64
    }

    /// Where the rows are, as an S3 URI.
    public var uri: String
    public var target: String
    public var objects = 0
    /// What tells these versions of its objects from others; nil in records of before.
    public var versions: String?
    /// Without header rows and blank lines.
    public var rows = 0
    public var unlabelled: Remark?
    /// Rows whose true value isn't a number, of a regression.
    public var notNumbers: Remark?
    /// Rows with more or fewer columns than the others.
    public var uneven: Remark?
    /// Rows with a line break within quotes, where the service would split them.
    public var broken: Remark?
    public var unknownLabels: [UnknownLabel] = []
    /// Rows with such labels, also those that aren't listed.
    public var unknownRows = 0
    /// Labels that differ from a class only in case or blanks, and what they count as.
    public var respelled: [String: String] = [:]
    public var respelledRows = 0
    /// All classes, where the training data tell; nil where they may have more.
    public var classes: [String]?
    /// Why a copy has to be sent in the input's place; empty where it is read where it lies.
    public var copyReasons: [String] = []
    public var sample: Sample?
    /// Nil where no row repeats another.
    public var repeats: Repeats?
    /// What else was noticed, a sentence each.
    public var remarks: [String] = []
    // These are nil in records of before.
    /// What may make all figures wrong or too good, a sentence each.
    public var doubts: [String]?
    public var leftOut: [LeftOut]?
    public var longestRow: LongestRow?
    /// Rows that are the header once more.
    public var headers: Remark?
    /// Lines that aren't JSON among others that are.
    public var malformed: Remark?
    /// Where the ranges begin and end that a numeric column is sliced into; nil where each value is a slice of its own.
    public var sliceEdges: [Double]?

    /// The columns of what the transforms read, the target among them; nil for one without a name.
    public var columns: [String?] = []
    /// Where the target stands among them.
    public var targetPlace = 0
    /// Where the column stands that the figures are sliced by.
    public var slicingPlace: Int?
    public var slicing: String?
    /// What takes the target out.
    public var inputFilter = ""

    public init(uri: String, target: String) { (self.uri, self.target) = (uri, target) }

    public var warnings: [String] { doubts ?? [] }

    /// The ranges of the column that the figures are sliced by.
    var sliceRanges: SliceRanges? { sliceEdges.map { SliceRanges(edges: $0) } }

    public var needsCopy: Bool { !copyReasons.isEmpty }

    /// Rows that can be counted: those with a label that means something.
    public var usable: Int {
        max(0, rows - unreadable - (unlabelled?.count ?? 0) - (notNumbers?.count ?? 0) - unknownRows)
    }

    /// Rows that no model gets, since they aren't like the others.
    var unreadable: Int { [uneven, broken, malformed].reduce(0) { $0 + ($1?.count ?? 0) } }

    /// Rows that the transforms get.
    public var sentRows: Int {
        sample?.rows ?? (needsCopy ? rows - unreadable : rows)
    }

    /// `on a sample of 100 of 333 labelled rows`, `on 333 labelled rows`.
    public var extent: String {
        let all = DisplayText.counted(usable, "labelled row")
        return sample.map { "a sample of \(DisplayText.count($0.rows)) of \(all)" } ?? all
    }

    /// What is left out or was taken otherwise than it's written, a sentence each.
    public var notes: [String] {
        var notes: [String] = []
        func counted(_ remark: Remark?, _ one: String, _ many: String) {
            guard let remark else { return }
            let example = remark.example.isEmpty ? "" : ": '\(remark.example)'"
            notes.append(
                "\(DisplayText.counted(remark.count, one, many)) (first: \(remark.place)\(example))"
            )
        }
        counted(unlabelled, "row without a label isn't counted", "rows without a label aren't counted")
        counted(
            notNumbers, "row whose \(target) isn't a number isn't counted",
            "rows whose \(target) isn't a number aren't counted")
        counted(
            uneven, "row with a different number of columns is left out",
            "rows with a different number of columns are left out"
        )
        counted(
            broken, "row with a line break within quotes is left out",
            "rows with a line break within quotes are left out")
        counted(malformed, "line that isn't JSON is left out", "lines that aren't JSON are left out")
        counted(headers, "repeated header row is left out", "repeated header rows are left out")
        for label in unknownLabels.prefix(5) {
            let hint = label.suggestion.map { "; did you mean \($0)?" } ?? ""
            let rows = DisplayText.counted(label.count, "row")
            notes.append(
                "'\(label.label)' isn't a class of the training data: \(rows) not counted (first: \(label.place)\(hint))"
            )
        }
        if unknownLabels.count > 5 {
            notes.append(
                "\(DisplayText.count(unknownLabels.count - 5)) more labels aren't classes of the training data; "
                    + "\(DisplayText.counted(unknownRows, "row")) with such labels in all")
        }
        if respelledRows > 0, let first = respelled.min(by: { $0.key < $1.key }) {
            let rows = DisplayText.counted(respelledRows, "label")
            notes.append(
                "\(rows) counted under the training data's spelling, for example '\(first.key)' as \(first.value)")
        }
        if let repeats {
            let rows = "\(DisplayText.count(repeats.count)) of \(DisplayText.count(usable)) labelled rows"
            let kept = repeats.keptRows.map { " (compared with \(DisplayText.count($0)) different rows)" }
            notes.append(
                "\(kept == nil ? "" : "at least ")\(rows) \(DisplayText.noun(repeats.count, "repeats", "repeat")) others exactly"
                    + "\(kept ?? ""): where they are the same cases, the ranges are narrower than they should be")
        }
        for objects in leftOut ?? [] {
            notes.append(
                "\(DisplayText.counted(objects.count, "object")) under the input left out, "
                    + "\(objects.reason): \(objects.text)")
        }
        if let sample {
            notes.append(
                "a sample: \(DisplayText.count(sample.rows)) of \(DisplayText.count(usable)) labelled rows, each as likely "
                    + "as any other, drawn with the seed \(sample.seed) (the same rows each time)")
        }
        return notes + remarks
    }
}

/// Why rows can't be evaluated on: what is wrong, where, and what to do.
public struct EvaluationProblem: ProblemWithRemedy, Hashable {
    public var problem: String
    public var remedy: String

    public init(_ problem: String, _ remedy: String) { (self.problem, self.remedy) = (problem, remedy) }
}
