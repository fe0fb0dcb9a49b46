import AWSOperations
import ByteCompression

/// What a transform would read.
struct InputObjects: Hashable, Sendable {
    /// Every object, in key order or in the manifest's.
    var all: [S3Object]
    /// False where there are more than were looked at.
    var isComplete: Bool
    var bucket: String
    /// What of the keys the service takes off for the output's names.
    var prefix: String
    /// Keys that a manifest names and that are not there.
    var missing: [String] = []

    /// Those that hold records: no folder markers, no empty objects, no hidden or metadata files, and no archives or
    /// programs where there is anything else.
    var data: [S3Object] {
        let some = all.filter { $0.$size != 0 && !Self.isStray($0.key) }
        let records = some.filter { !Self.isArtifact($0.key) }
        return records.isEmpty ? some : records
    }

    /// The data without outputs of earlier transforms; where there is nothing else, these are what was meant.
    var records: [S3Object] {
        let data = data
        let others = data.filter { !$0.key.hasByteSuffix(".out") }
        return others.isEmpty ? data : others
    }

    /// Whether a key is of an archive, a program or a page, none of which holds records: `model.tar.gz`, `eda.ipynb`.
    static func isArtifact(_ key: String) -> Bool {
        let name = key.lowercased()
        return artifactEndings.contains { name.utf8.count > $0.utf8.count && name.hasByteSuffix($0) }
    }

    private static let artifactEndings = [
        ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".zip", ".7z", ".rar", ".ipynb", ".py", ".pyc", ".sh", ".r", ".sql",
        ".pkl",
        ".pickle", ".joblib", ".h5", ".onnx", ".pt", ".pth", ".html", ".htm", ".pdf", ".docx",
    ]

    /// Whether a key is of a file that no model should read: `_SUCCESS`, `.part.crc`, a manifest, `Thumbs.db`.
    static func isStray(_ key: String) -> Bool {
        guard let name = key.byteParts(at: "/", omittingEmpty: true).last?.lowercased() else { return true }
        return ["_", "."].contains(where: name.hasBytePrefix)
            || [".manifest", ".crc", ".metadata", ".md", "~", ".tmp"].contains(where: name.hasByteSuffix)
            || ["manifest.json", "thumbs.db", "desktop.ini"].contains(name)
    }
}

/// The beginning of an input object.
struct InputSample: Hashable, Sendable {
    var location: S3Location
    /// Bytes of the whole object, packed where it is packed.
    var size: Int
    var isGzip: Bool
    /// What the containers get of it: decompressed where the bytes are gzip.
    var text: TextSample
    /// False for gzip that cannot be decompressed.
    var isReadable: Bool
    /// Whether the object is gzip that ends in the middle.
    var isCutOff = false
    /// Whether the sample is the whole object.
    var isWhole: Bool

    /// Whether rows can be looked for in it.
    var isPlainText: Bool {
        isReadable && text.isText && text.firstLoneReturn == nil
    }

    /// The folder that the input names; objects in folders below it are distinguished by these.
    var folder = ""

    /// The object's name within messages.
    var name: String {
        if !folder.isEmpty, let below = location.key.droppingBytePrefix(folder), !below.isEmpty { return String(below) }
        return location.name.isEmpty ? location.key : location.name
    }
}

extension PreflightLookups {
    /// Objects whose beginnings are read, and how much of each: more of few, so that an input of one file of moderate
    /// size is read whole.
    private static let sampledObjects = 12
    static let sampleBytes = 65_536
    private static let sampledBytes = 1_048_576
    /// Bytes up to which a first line is read to its end: of all objects together, and of each in any case.
    private static let lineLimit = 33_554_432
    private static let smallestLineLimit = 4_194_304
    /// Bytes that a manifest is read up to.
    private static let manifestLimit = 16_000_000

    /// What the input location holds; nil where the plan's input is no S3 address. Throws `AWSFailure`.
    func input(of plan: LaunchPlan) async throws -> InputObjects? {
        guard let location = S3Location(plan.input) else { return nil }
        guard plan.inputKind == .manifestFile else {
            let listed = try await objects(under: location)
            return InputObjects(
                all: listed.objects.filter { !($0.key.hasByteSuffix("/") && $0.$size == 0) },
                isComplete: listed.isComplete, bucket: location.bucket, prefix: location.key)
        }
        guard let manifest = try await manifest(at: location), let base = S3Location(manifest.prefix) else {
            return nil
        }
        let listed = try await objects(under: base, named: manifest.names)
        let known = Dictionary(listed.objects.map { (ByteText($0.key), $0) }, uniquingKeysWith: { first, _ in first })
        let wanted = manifest.names.lazy.map { base.key + $0 }
        return InputObjects(
            all: wanted.compactMap { known[ByteText($0)] }, isComplete: listed.isComplete && manifest.isWhole,
            bucket: base.bucket, prefix: base.key,
            missing: listed.isComplete ? wanted.filter { known[ByteText($0)] == nil } : [])
    }

    /// The objects under a manifest's prefix: those of the folders that it names, where these are few.
    private func objects(under base: S3Location, named names: KeyNames) async throws -> ListedObjects {
        var folders: Set<ByteText> = []
        for name in names where folders.count <= Self.manifestFolders {
            folders.insert(ByteText(String((base.key + name).parentFolder)))
        }
        guard folders.count <= Self.manifestFolders else { return try await objects(under: base) }
        let listed = try await gather(folders.map(\.string)) { folder in
            try await objects(under: S3Location(bucket: base.bucket, key: folder))
        }
        return ListedObjects(objects: listed.flatMap(\.objects), isComplete: listed.allSatisfy(\.isComplete))
    }

    /// Folders that a manifest's names may lie in to be listed one by one.
    private static let manifestFolders = 8

    /// The manifest at a location; nil where the object is none.
    func manifest(at location: S3Location) async throws -> InputManifest? {
        guard !location.key.isEmpty else { return nil }
        return try await once(Lookup.manifest(location)) {
            let answer = try await services.readObject(at: location, range: 0..<Self.manifestLimit)
            return InputManifest(answer.body, isCut: answer.totalLength > answer.body.count)
        }
    }

    /// The beginnings of some objects, the first and the last among them.
    func samples(of plan: LaunchPlan) async throws -> [InputSample] {
        guard let input = try await input(of: plan) else { return [] }
        let data = input.data
        let count = min(data.count, Self.sampledObjects)
        let chosen = (0..<count).map { data[count == 1 ? 0 : $0 * (data.count - 1) / (count - 1)] }
        let length = max(Self.sampleBytes, Self.sampledBytes / max(count, 1))
        // Only where lines are records does a line's end matter.
        let most = plan.split == .line ? max(Self.smallestLineLimit, Self.lineLimit / max(count, 1)) : length
        return try await gather(chosen, limit: Self.sampledObjects) { object in
            let location = S3Location(bucket: input.bucket, key: object.key)
            var sample = try await sample(of: location, bytes: length, atMost: most)
            sample.folder = input.folder
            return sample
        }
    }

    /// The beginning of an object; where its first line is longer, as much of it as that line has, up to a limit.
    func sample(of location: S3Location, bytes: Int, atMost most: Int) async throws -> InputSample {
        try await once(Lookup.sample(location, bytes: bytes, most: most)) {
            var answer = try await services.readObject(at: location, range: 0..<bytes)
            var unpackedLimit = max(bytes, Self.sampleBytes * 4)
            while true {
                let sample = Self.sample(of: location, from: answer, unpackedLimit: unpackedLimit)
                let count = answer.body.count
                guard sample.text.hasNoWholeLine, sample.isPlainText else { return sample }
                if count < min(answer.totalLength, most) {
                    let more = try await services.readObject(at: location, range: count..<min(count * 4, most))
                    // An object that is replaced meanwhile is not read on.
                    guard !more.body.isEmpty, more.totalLength == answer.totalLength, more.head.eTag == answer.head.eTag
                    else { return sample }
                    answer.body += more.body
                } else if !sample.isGzip || unpackedLimit >= most {
                    return sample
                }
                unpackedLimit = min(unpackedLimit * 4, most)
            }
        }
    }

    static func sample(
        of location: S3Location, from answer: GetObjectResponse, unpackedLimit: Int = sampleBytes * 4
    ) -> InputSample {
        let isGzip = Gzip.isGzip(answer.body)
        let unpacked = isGzip ? Gzip.beginning(of: answer.body, limit: unpackedLimit) : nil
        let isWhole = answer.totalLength <= answer.body.count
        let isCut = !isWhole || unpacked.map { !$0.isWhole || !$0.isWithinLimit } ?? false
        return InputSample(
            location: location, size: answer.totalLength, isGzip: isGzip,
            text: TextSample(isGzip ? unpacked?.bytes ?? [] : answer.body, isCut: isCut),
            isReadable: !isGzip || unpacked != nil, isCutOff: isWhole && unpacked?.isWhole == false, isWhole: !isCut)
    }
}

/// How much of an input was read, where that is not all of it.
struct ReadExtent: Hashable, Sendable {
    /// `read 64 kB of each of 12 of 340 objects`; empty where all was read.
    private(set) var text = ""

    var isAll: Bool { text.isEmpty }

    init(_ samples: [InputSample], of input: InputObjects) {
        let all = input.data.count
        guard !samples.allSatisfy(\.isWhole) || samples.count < all || !input.isComplete else { return }
        let objects =
            samples.count < all || !input.isComplete
            ? "\(DisplayText.count(samples.count)) of \(input.isComplete ? "" : "more than ")\(DisplayText.count(all))"
                + " objects"
            : DisplayText.counted(all, "object")
        let cut = samples.filter { !$0.isWhole }
        guard let most = cut.map(\.text.length).max() else {
            text = "read \(objects)"
            return
        }
        let bytes = DisplayText.byteCount(most)
        if samples.count == 1, all == 1, input.isComplete {
            text =
                samples[0].isGzip
                ? "read the first \(bytes), decompressed"
                : "read the first \(bytes) of \(DisplayText.byteCount(samples[0].size))"
        } else {
            // Small objects are read whole, and a long first row to its end.
            let isEven = cut.count == samples.count && cut.allSatisfy { $0.text.length == most }
            text = "read \(isEven ? "" : "up to ")\(bytes) of each of \(objects)"
        }
    }
}

extension [PreflightFinding] {
    /// The same, saying how much was read.
    func reading(_ extent: ReadExtent) -> [PreflightFinding] {
        guard !extent.isAll else { return self }
        return map { finding in
            var finding = finding
            if finding.extent.isEmpty { finding.extent = extent.text }
            return finding
        }
    }

    /// The same, saying that a listing was not looked at to its end.
    func listed(_ isComplete: Bool) -> [PreflightFinding] {
        guard !isComplete else { return self }
        return map { finding in
            var finding = finding
            if finding.extent.isEmpty {
                finding.extent = "looked at the first \(DisplayText.count(PreflightLookups.objectLimit)) objects"
            }
            return finding
        }
    }
}

/// Objects of an input as a sentence names them: the first by its key below the input's folder, the others counted.
struct ObjectNames: Hashable, Sendable {
    private var first: String
    private var others: Int

    /// Nil where there are none.
    init?(_ names: [String]) {
        guard let first = names.first else { return nil }
        self.first = first
        others = names.count - 1
    }

    /// `part-1.csv`, `part-1.csv and 1 more object`, `part-1.csv and 3 more objects`.
    var text: String {
        others == 0
            ? first : "\(first) and \(DisplayText.counted(others, "more object"))"
    }

    /// The verb that fits their number.
    func verb(_ one: String, _ many: String) -> String { others == 0 ? one : many }
}

extension InputObjects {
    /// The folder that the input names, or that its prefix begins within.
    var folder: String { String(prefix.parentFolder) }

    /// What an object is called within messages: its key below the input's folder.
    func name(of key: String) -> String {
        guard let below = key.droppingBytePrefix(folder), !below.isEmpty else { return key }
        return String(below)
    }

    /// How these are named together; nil where there are none.
    func names(of keys: [String]) -> ObjectNames? { ObjectNames(keys.map(name)) }
}
