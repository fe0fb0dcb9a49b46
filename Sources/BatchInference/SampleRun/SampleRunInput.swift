import AWSOperations
import ByteCompression
import Predictions

/// Takes the first rows of a plan's input.
struct SampleRunInput: Sendable {
    /// A part of the input: what it is called, and its first rows.
    struct Part: Hashable, Sendable {
        var source: S3Location
        var name: String
        var bytes: [UInt8]
        var rows: Int
    }

    let storage: any ObjectStorage

    /// Objects that are looked into at most.
    private static let objectLimit = 20
    /// Bytes of an object that are read at first, and at most.
    private static let firstLength = 131_072
    private static let longest = 33_554_432
    /// Unpacked bytes at most.
    private static let unpackedLimit = 67_108_864

    /// The first rows, from as many objects as it takes; throws `AWSFailure` or `SampleRunProblem`.
    func parts(of plan: LaunchPlan, rows wanted: Int) async throws -> [Part] {
        guard plan.split == .line || (plan.split == .none && plan.contentType.hasPrefix("text/")) else {
            throw SampleRunProblem(
                problem: "records split as \(plan.split.rawValue) can't be counted for a sample run",
                remedy: "launch the whole input, or put a small object under a separate prefix")
        }
        var parts: [Part] = []
        var left = wanted
        for location in try await objects(of: plan) where left > 0 {
            let records = try await records(of: location, plan, wanted: left)
            guard records.count > 0 else { continue }
            parts.append(
                Part(source: location, name: Self.name(of: location, plan), bytes: records.bytes, rows: records.count))
            left -= records.count
        }
        guard !parts.isEmpty else {
            throw SampleRunProblem(problem: "no rows at \(plan.input)", remedy: "choose another input")
        }
        return parts
    }

    /// The objects that come first, in the order in which a listing or the manifest has them.
    private func objects(of plan: LaunchPlan) async throws -> [S3Location] {
        guard let input = S3Location(plan.input) else {
            throw SampleRunProblem(problem: "\(plan.input) isn't an S3 URI", remedy: "enter one, as s3://bucket/key")
        }
        if plan.inputKind == .manifestFile {
            let body = try await storage.readObject(at: input, range: nil).body
            guard let manifest = InputManifest(body) else {
                throw SampleRunProblem(
                    problem: "\(input.uri) isn't a manifest",
                    remedy: "a manifest is a JSON list that starts with {\"prefix\": \"s3://…\"}")
            }
            return manifest.names.prefix(Self.objectLimit).compactMap { S3Location(manifest.prefix + $0) }
        }
        var found: [S3Location] = []
        let request = ListObjectsV2Request(bucket: input.bucket, prefix: input.key.isEmpty ? nil : input.key)
        let storage = storage
        // The first records are wanted: what a later page would have had is not missed.
        _ = try await PageSequence(request, fetch: { try await storage.listObjects($0) }).read { page in
            for object in page.contents where object.$size != 0 && !object.key.hasByteSuffix("/") {
                found.append(S3Location(bucket: input.bucket, key: object.key))
                if found.count == Self.objectLimit { return false }
            }
            return true
        }
        return found
    }

    private func records(of location: S3Location, _ plan: LaunchPlan, wanted: Int) async throws -> FirstRecords {
        var length = Self.firstLength
        while true {
            let answer = try await storage.readObject(at: location, range: 0..<length)
            let isCut = answer.totalLength > answer.body.count
            var beginning = answer.body
            var isUnpackedCut = false
            if plan.compression == .gzip {
                guard let unpacked = Gzip.beginning(of: beginning, limit: Self.unpackedLimit) else {
                    throw SampleRunProblem(
                        problem: "\(location.uri) isn't gzip", remedy: "set the compression to None")
                }
                beginning = unpacked.bytes
                isUnpackedCut = !unpacked.isWithinLimit
            }
            let records = FirstRecords(
                beginning, wanted: wanted, isCut: isCut || isUnpackedCut, isCSV: plan.contentType.hasPrefix("text/csv"))
            if !records.needsMore || isUnpackedCut { return records }
            guard length < Self.longest else {
                guard records.count > 0 else {
                    throw SampleRunProblem(
                        problem: "the first row of \(location.uri) is longer than \(Self.longest >> 20) MB",
                        remedy: "check how its records are split")
                }
                return records
            }
            length *= 4
        }
    }

    /// The object's own name, without the ending of a compression that the sample run does not need.
    private static func name(of location: S3Location, _ plan: LaunchPlan) -> String {
        let name = location.name
        return plan.compression == .gzip ? String(name.droppingByteSuffix(".gz") ?? name[...]) : name
    }
}

/// Why a sample run cannot be made.
public struct SampleRunProblem: ProblemWithRemedy, Hashable {
    public var problem: String
    public var remedy: String

    public init(problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }
}

/// The first records of an object's beginning, byte for byte.
struct FirstRecords: Hashable, Sendable {
    /// Whole records, with the line break of the last.
    var bytes: [UInt8]
    var count: Int
    /// Whether the beginning ran out before there were as many records as wanted.
    var needsMore: Bool

    /// - Parameters:
    ///   - isCut: Whether more bytes follow; the last line, which may be half of one, is then left out.
    ///   - isCSV: Whether a line break within quotes belongs to its record, so that no record is cut in two.
    init(_ beginning: [UInt8], wanted: Int, isCut: Bool, isCSV: Bool) {
        var end = 0
        var found = 0
        var quotes = CSVQuotes()
        var isBlank = true
        var position = 0
        while position < beginning.count, found < wanted {
            let byte = beginning[position]
            position += 1
            guard byte == UInt8(ascii: "\n"), !isCSV || !quotes.isWithin else {
                if isCSV { quotes.take(byte) }
                if byte != UInt8(ascii: "\r") && byte != UInt8(ascii: "\n") { isBlank = false }
                continue
            }
            end = position
            quotes.endRecord()
            if !isBlank { found += 1 }
            isBlank = true
        }
        // The last line of an object needs no line break.
        if found < wanted, position == beginning.count, !isCut, !isBlank {
            end = position
            found += 1
        }
        bytes = Array(beginning[..<end])
        count = found
        needsMore = isCut && found < wanted
    }
}

/// The objects of a sample run: put there, and taken away again with whatever was written beside them.
struct SampleRunScratch: Sendable {
    let services: any ObjectStorage
    let place: LaunchPlan.SampleRunPlace

    init(services: any ObjectStorage, place: LaunchPlan.SampleRunPlace) {
        self.services = services
        self.place = place
    }

    /// That of a sample run in the journal; nil where its places are no scratch.
    init?(services: any ObjectStorage, record: LaunchRecord) {
        guard let place = LaunchPlan.SampleRunPlace(of: record) else { return nil }
        self.init(services: services, place: place)
    }

    /// Uploads the parts; the names under which they lie, each once.
    func upload(_ parts: [SampleRunInput.Part], contentType: String) async throws -> [String] {
        var names: [String] = []
        for (number, part) in parts.enumerated() {
            var name = part.name
            // One that a numbered name makes may be another object's own.
            while names.contains(where: name.hasSameBytes) { name = "\(number)-\(name)" }
            names.append(name)
            try await services.writeObject(
                part.bytes, at: S3Location(bucket: place.input.bucket, key: place.input.key + name),
                contentType: contentType.isEmpty ? nil : contentType)
        }
        return names
    }

    /// Deletes everything under both folders; what could not be deleted, a phrase each.
    func removeAll() async -> [String] {
        var left: [String] = []
        for folder in [place.input, place.output] {
            do {
                var keys: [String] = []
                let request = ListObjectsV2Request(bucket: folder.bucket, prefix: folder.key)
                let services = services
                let shortfall = try await PageSequence(request, fetch: { try await services.listObjects($0) }).read {
                    page in
                    keys += page.contents.map(\.key)
                    return true
                }
                for key in keys {
                    try await services.deleteObject(at: S3Location(bucket: folder.bucket, key: key))
                }
                if let shortfall { throw shortfall }
            } catch {
                left.append("objects under \(folder.uri) (\(AWSFailure(wrapping: error).problem))")
            }
        }
        return left
    }
}

extension LaunchPlan {
    /// The same plan for a sample run: one instance, a name and a place of its own, nothing captured; the model is the same.
    func sampleRun(now: Timestamp) -> (plan: LaunchPlan, place: SampleRunPlace)? {
        guard let location = S3Location(output) else { return nil }
        let name = LaunchNames.derived(from: transformJobName, for: "sample", at: now)
        // Beside the folder that the predictions go to, so that neither reads the other.
        let parent = (location.key.droppingByteSuffix("/") ?? location.key[...]).parentFolder
        let place = SampleRunPlace(beside: S3Location(bucket: location.bucket, key: String(parent)), named: name)
        var plan = self
        plan.transformJobName = name
        plan.input = place.input.uri
        plan.inputKind = .s3Prefix
        plan.compression = .none
        plan.output = place.output.uri
        plan.instanceCount = 1
        plan.captureDestination = ""
        plan.captureKmsKey = ""
        plan.captureGeneratesInferenceID = false
        plan.experiment = nil
        return (plan, place)
    }
}
