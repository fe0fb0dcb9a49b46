import AWSOperations
import Predictions

/// How the rows of one object are written, told by how it begins.
///
/// The models take CSV with commas and nothing else; rows of another form reach them as a copy.
enum LabelledForm: Hashable, Sendable {
    case separated(by: UInt8)
    /// An object on each line.
    case jsonLines
    /// A list of objects, or objects over any number of lines.
    case json

    static let csv = LabelledForm.separated(by: UInt8(ascii: ","))

    /// Throws where it isn't rows that can be read.
    init(
        _ sample: InputSample, wanted: LabelledLayout.Wanted, named name: String
    ) throws(EvaluationProblem) {
        if let problem = Self.problem(of: sample, named: name) { throw problem }
        guard BinaryKind(sample.text) == nil else {
            self = .csv
            return
        }
        switch RecordForm(of: Self.beginning(of: sample.text), type: nil) {
        case .jsonLines: self = .jsonLines
        case .json: self = .json
        default:
            guard NonCSVText(sample.text) != .json else {
                throw EvaluationProblem(
                    "\(name) has JSON that can't be read as rows",
                    "write it as JSON lines, an object on each line with its columns by name, or as CSV")
            }
            self = .separated(by: Self.delimiter(of: sample.text.lines.prefix(20), wanted))
        }
    }

    /// Whether each row has its columns by their names.
    var namesColumns: Bool { self == .jsonLines || self == .json }

    /// What a row is called where its number stands.
    var rowName: String { self == .json ? "record" : "line" }

    /// Why the models can't take it as it is; nil for CSV.
    var conversion: String? {
        switch self {
        case .csv: nil
        case .separated(let sign): "its columns are separated by \(Self.name(of: sign))"
        case .jsonLines: "it's JSON lines"
        case .json: "it's JSON"
        }
    }

    func feed(_ location: S3Location, _ listed: S3Object?, _ storage: any ObjectReader) -> RowFeed {
        var source = RecordLoader.Source(location, type: "text/csv", isUnpacked: true, listed: listed)
        switch self {
        case .separated(let sign): (source.form, source.delimiter) = (.csv, sign)
        case .jsonLines: source.form = .jsonLines
        case .json: source.form = .json
        }
        return RowFeed(source, storage: storage, knowing: [], longestPart: RowFeed.narrowPart)
    }

    private static func beginning(of text: TextSample) -> [UInt8] {
        text.lines.isEmpty
            ? Array(text.beginning) : Array(text.lines.prefix(200).map(\.bytes).joined(separator: [0x0A]))
    }

    // MARK: Delimiters

    private static let signs: [(sign: UInt8, name: String)] = [
        (UInt8(ascii: ","), "commas"), (UInt8(ascii: "\t"), "tabs"), (UInt8(ascii: ";"), "semicolons"),
        (UInt8(ascii: "|"), "vertical bars"),
    ]

    private static func name(of sign: UInt8) -> String { signs.first { $0.sign == sign }?.name ?? "another sign" }

    /// The sign that finds the names of the training in the first lines, or as many columns as it had.
    ///
    /// Numbers with decimal commas part evenly by commas, too: what is known of the job comes first.
    private static func delimiter(of lines: ArraySlice<TextSample.Line>, _ wanted: LabelledLayout.Wanted) -> UInt8 {
        let known = Set(((wanted.training?.names ?? []) + [wanted.target]).map(LabelledLayout.folded))
        let read = signs.map { sign in
            (
                sign: sign.sign,
                rows: lines.compactMap { try? CSVRecord.fields(of: $0.bytes, delimiter: sign.sign).values }
            )
        }
        func names(_ rows: [[String]]) -> Int {
            rows.prefix(5).map { $0.count { known.contains(LabelledLayout.folded($0)) } }.max() ?? 0
        }
        let most = read.map { names($0.rows) }.max() ?? 0
        if most > 1, let found = read.first(where: { names($0.rows) == most }) { return found.sign }
        if let features = wanted.training?.features.count, wanted.training?.hasFeatureList == false {
            for width in [features + 1, features] where width > 1 {
                let found = read.first { $0.rows.count { $0.count == width } * 3 > lines.count * 2 }
                if let found { return found.sign }
            }
        }
        return CSVSample.guessedDelimiter(lines)
    }

    // MARK: What isn't rows

    private static func problem(of sample: InputSample, named name: String) -> EvaluationProblem? {
        let text = sample.text
        if let type = ImageType(text.beginning) {
            return EvaluationProblem(
                "\(name) is an image (\(type.rawValue)), not CSV", "choose an input with rows of CSV")
        }
        switch BinaryKind(text) {
        case nil: break
        // Bzip2 is read as it is.
        case .bzip2?: return nil
        case let kind?:
            return EvaluationProblem("\(name) is \(kind.name), not CSV", "extract it, or convert it to CSV")
        }
        if text.isUTF16 { return EvaluationProblem("\(name) is UTF-16, not UTF-8", "save it as UTF-8") }
        if text.hasNullBytes {
            return EvaluationProblem("\(name) has null bytes, so it isn't text", "save the rows as CSV in UTF-8")
        }
        if text.lines.count <= 1, text.firstLoneReturn != nil, !text.hasCarriageReturns {
            return EvaluationProblem(
                "\(name) ends its lines with CR only, so all of it is one row", "save it with LF line ends")
        }
        if let line = text.firstLineNotUTF8 {
            return EvaluationProblem("\(name), line \(line) isn't UTF-8", "save it as UTF-8")
        }
        switch NonCSVText(text) {
        case .manifest?:
            return EvaluationProblem("\(name) is a manifest, not rows", "give the URI of the objects that it names")
        // A class may begin like a tag: `<=50K`.
        case .markup? where isTag(text.lines.first?.bytes ?? text.beginning):
            return EvaluationProblem(
                "\(name) has HTML or XML, not CSV", "replace it with rows: an error page may have been saved instead")
        case .markup?, .json?, nil: return nil
        }
    }

    private static func isTag(_ line: ArraySlice<UInt8>) -> Bool {
        guard let next = line.drop(while: { $0 == 0x20 || $0 == 0x09 }).dropFirst().first else { return false }
        return next == UInt8(ascii: "!") || next == UInt8(ascii: "?") || (0x61...0x7A).contains(next | 0x20)
    }
}
