import AWSOperations
import ByteCompression

/// Takes the first rows of a plan's input.
struct TrialInput: Sendable {
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

    /// The first rows, from as many objects as it takes; throws `AWSFailure` or `TrialProblem`.
    func parts(of plan: LaunchPlan, rows wanted: Int) async throws -> [Part] {
        guard plan.split == .line || (plan.split == .none && plan.contentType.hasPrefix("text/")) else {
            throw TrialProblem(
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
            throw TrialProblem(problem: "no rows at \(plan.input)", remedy: "choose another input")
        }
        return parts
    }

    /// The objects that come first, in the order in which a listing or the manifest has them.
    private func objects(of plan: LaunchPlan) async throws -> [S3Location] {
        guard let input = S3Location(plan.input) else {
            throw TrialProblem(problem: "\(plan.input) isn't an S3 URI", remedy: "enter one, as s3://bucket/key")
        }
        if plan.inputKind == .manifestFile {
            let body = try await storage.readObject(at: input, range: nil).body
            guard let manifest = InputManifest(body) else {
                throw TrialProblem(
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
                    throw TrialProblem(
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
                    throw TrialProblem(
                        problem: "the first row of \(location.uri) is longer than \(Self.longest >> 20) MB",
                        remedy: "check how its records are split")
                }
                return records
            }
            length *= 4
        }
    }

    /// The object's own name, without the ending of a compression that the trial does not need.
    private static func name(of location: S3Location, _ plan: LaunchPlan) -> String {
        let name = location.name
        return plan.compression == .gzip ? String(name.droppingByteSuffix(".gz") ?? name[...]) : name
    }
}

/// Why a trial cannot be made.
public struct TrialProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public var problem: String
    public var remedy: String

    public init(problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }

    public var description: String { "\(problem); \(remedy)" }
}
