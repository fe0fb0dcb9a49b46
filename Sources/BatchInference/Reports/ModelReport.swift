import AWSOperations

/// What there is to know of a candidate before it is used: its reports in S3 as far as they can be read, where they are,
/// and what a transform needs.
public struct ModelReport: Sendable {
    /// One of the reports that Autopilot leaves for a candidate.
    public enum Part: String, CaseIterable, Hashable, Sendable {
        case quality = "ModelInsights"
        case explainability = "Explainability"
        case backtest = "BacktestResults"

        public var title: String {
            switch self {
            case .quality: "model quality report"
            case .explainability: "explainability report"
            case .backtest: "backtest results"
            }
        }

        /// The file that holds it; backtests have several.
        var fileName: String? {
            switch self {
            case .quality: "statistics.json"
            case .explainability: "analysis.json"
            case .backtest: nil
            }
        }
    }

    public struct File: Hashable, Sendable {
        public let location: S3Location
        /// Whether it was read for what is shown.
        public internal(set) var isRead = false
        fileprivate let object: S3Object

        init(_ object: S3Object, in bucket: String) {
            self.object = object
            location = S3Location(bucket: bucket, key: object.key)
        }

        /// Nil where the listing doesn't say.
        public var size: Int? { object.$size }

        /// Nil where the listing doesn't say.
        var lastModified: Timestamp? { object.$lastModified }

        /// `JSON`, `PDF`, `notebook`: by the name's end.
        public var format: String { Self.format(of: location.name) }

        /// The same of what is packed in it, where it is.
        var contentFormat: String { Self.format(of: ReportBytes.plainName(location.name)) }

        private static func format(of name: String) -> String {
            guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return "file" }
            switch name[name.index(after: dot)...].lowercased() {
            case "ipynb": return "notebook"
            case "htm", "html": return "HTML"
            case "": return "file"
            case let end: return end.uppercased()
            }
        }
    }

    /// Where one of the reports is.
    public struct Place: Hashable, Sendable {
        /// A file as it is called below the place.
        func name(of file: File) -> String {
            guard let folder = S3Location(uri)?.key, file.location.key.hasBytePrefix(folder) else {
                return file.location.uri
            }
            let rest = file.location.key.utf8.dropFirst(folder.utf8.count)
            let name = String(decoding: rest.first == 0x2F ? rest.dropFirst() : rest, as: UTF8.self)
            return name.isEmpty ? file.location.name : name
        }

        public var part: Part
        /// As the candidate has it.
        public var uri: String
        public var files: [File] = []
        /// Whether the prefix has been listed to its end, or as far as is looked at.
        public var isListed = false
        /// Whether there are more files than are looked at.
        public var hasMore = false
    }

    /// A notebook of the job.
    public struct Notebook: Hashable, Sendable {
        public var title: String
        public var key: String
        public var uri: String
    }

    public let job: String
    public let candidate: String
    public let isBest: Bool
    public internal(set) var places: [Place] = []
    public internal(set) var quality: ModelQualityReport?
    public internal(set) var explainability: Explainability?
    public internal(set) var backtest: Backtest?
    /// Nil while it isn't known.
    public internal(set) var columns: InputColumnsAnswer?
    public internal(set) var notebooks: [Notebook] = []
    /// Parts that still come.
    public internal(set) var awaited: Set<Part> = []
    /// What is missing, partial or otherwise than it should be, a sentence each.
    var partNotes: [Part: [String]] = [:]
    /// What couldn't be asked, and why.
    public internal(set) var shortfalls: [Shortfall] = []

    init(job: String, candidate: String, isBest: Bool) {
        (self.job, self.candidate, self.isBest) = (job, candidate, isBest)
    }

    /// What is missing, partial, unreadable or unknown, a sentence each; of very many, the first.
    public var notes: [String] {
        Part.allCases.flatMap { part in
            let sentences = sentences(part)
            let shown = sentences.prefix(Self.sentenceLimit).map { "\(fileName(part)): \($0)" }
            let rest = sentences.count - shown.count
            return (partNotes[part] ?? []) + shown
                + (rest > 0 ? ["\(fileName(part)): \(DisplayText.count(rest)) more parts that can't be read"] : [])
        }
    }

    private static let sentenceLimit = 200

    private func sentences(_ part: Part) -> [String] {
        switch part {
        case .quality: quality?.sentences ?? []
        case .explainability: explainability?.sentences ?? []
        case .backtest: backtest?.sentences ?? []
        }
    }

    /// What a part was read from.
    private func fileName(_ part: Part) -> String {
        let read = places.first { $0.part == part }?.files.first(where: \.isRead)?.location.name
        return (part == .backtest ? nil : read) ?? part.fileName ?? part.title
    }

    public var isComplete: Bool { awaited.isEmpty && columns != nil }

    private static let readable: Set<String> = ["HTML", "PDF", "notebook", "JSON"]

    /// The places of reports and notebooks, a line each.
    public var placeLines: [String] {
        places.flatMap { place in
            [place.uri]
                + place.files.filter { Self.readable.contains($0.format) }.map(\.location.uri).filter {
                    $0 != place.uri
                }
        } + notebooks.map(\.uri)
    }

    /// The reports' files and the notebooks, each report in a folder of its name; explanations of single rows, which may
    /// be large, stay where they are.
    public var downloadPlan: DownloadPlan {
        var plan = DownloadPlan(items: [], unnamed: nil)
        for place in places {
            guard let location = S3Location(place.uri) else { continue }
            let wanted = place.files.filter { Self.readable.contains($0.format) || place.part == .backtest }
            let folder = location.key.isEmpty || location.key.hasByteSuffix("/") ? location.key : location.key + "/"
            let below = S3Location(bucket: location.bucket, key: folder)
            for var item in DownloadPlan(wanted.map(\.object), under: below).items {
                item.relativePath = "\(place.part.rawValue)/\(item.relativePath)"
                plan.items.append(item)
            }
        }
        let locations = notebooks.compactMap { S3Location($0.uri) }.filter { !$0.name.isEmpty }
        let paths = SafePath.unique(locations.map { SafePath.relative($0.name) })
        for (location, path) in zip(locations, paths) {
            plan.items.append(
                DownloadPlan.Item(source: location, listedSize: nil, eTag: "", lastModified: nil, relativePath: path))
        }
        return plan
    }

    /// What the part's features are distinguished by: all classes, then each; none where there is one output.
    public var classNames: [String] {
        guard let method = explainability?.methods.first, method.outputs.count > 1 else { return [] }
        return method.outputs.map(\.label)
    }
}
