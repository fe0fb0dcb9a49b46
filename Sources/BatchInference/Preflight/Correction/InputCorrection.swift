import AWSOperations
import JSONCoding

/// What can be written so that a transform reads it in the place of an input that it would fail on.
public enum InputCorrection: Hashable, Sendable {
    /// Copies of the objects, without a first line of these names.
    case withoutHeader([String])
    /// Copies of the objects, without blanks around the values of these columns, from 0; and without a first line of
    /// these names.
    case withoutBlanks(places: [Int], header: [String]?)
    /// A manifest of the objects that hold records.
    case dataAlone

    /// The one correction that does all of these; nil where there are none.
    ///
    /// Copies are of the data alone, too.
    public static func merged(_ all: [InputCorrection]) -> InputCorrection? {
        var header: [String]?
        var places: Set<Int> = []
        for correction in all {
            switch correction {
            case .withoutHeader(let names): header = header ?? names
            case .withoutBlanks(let some, let names):
                places.formUnion(some)
                header = header ?? names
            case .dataAlone: break
            }
        }
        if !places.isEmpty { return .withoutBlanks(places: places.sorted(), header: header) }
        return header.map(withoutHeader) ?? all.first
    }

    /// What the copies are without, as a phrase.
    var lack: String {
        switch self {
        case .withoutHeader, .dataAlone: "a header row"
        case .withoutBlanks(_, let header):
            header == nil ? "blanks around values" : "a header row and blanks around values"
        }
    }
}

/// An input that was written in the place of another.
public struct CorrectedInput: Hashable, Sendable {
    /// A prefix, or a manifest.
    public var uri: String
    public var isManifest: Bool
    /// Whether what was gzip is plain now.
    public var isUnpacked: Bool
    /// What was done, object by object: `corrected 2 of 12 objects, copied the other 10 unchanged`; empty before.
    public var account = ""
    /// The name under which the journal has it until a launch reads it; empty before it is written.
    public var launch = ""

    public init(uri: String, isManifest: Bool, isUnpacked: Bool = false) {
        self.uri = uri
        self.isManifest = isManifest
        self.isUnpacked = isUnpacked
    }

    /// The folder that was made for it; nil where its place isn't one of ours.
    var folder: S3Location? {
        guard let place = S3Location(uri) else { return nil }
        let key = isManifest ? place.key.droppingByteSuffix("input.manifest").map(String.init) ?? "" : place.key
        guard key.hasByteSuffix("/"), key.firstByteRange(of: "input") != nil else { return nil }
        return S3Location(bucket: place.bucket, key: key)
    }
}

/// What a correction would write, and where: looked up before anybody is asked.
public struct CorrectionWork: Hashable, Sendable {
    /// An object to copy, and where to.
    struct Copy: Hashable, Sendable {
        var source: S3Location
        var size: Int
        var target: S3Location
    }

    public var correction: InputCorrection
    /// Nobody's before: nothing is overwritten there.
    public var folder: S3Location
    var copies: [Copy] = []
    /// Objects that need no correction, as far as that is known before.
    var untouched: [S3Location] = []
    /// How many of the copies are corrected; nil where only reading them whole tells.
    var corrected: Int?
    var manifest: Manifest?
    var isUnpacked = false

    struct Manifest: Hashable, Sendable {
        var location: S3Location
        /// What its names continue.
        var base: S3Location
        var names: KeyNames

        /// Of objects of one bucket, named by what their keys have not in common.
        init(of objects: [S3Location], at location: S3Location) {
            self.location = location
            var common = objects.first.map { String($0.key.parentFolder) } ?? ""
            for object in objects {
                while !object.key.hasBytePrefix(common) {
                    common = String((common.droppingByteSuffix("/") ?? "").parentFolder)
                }
            }
            base = S3Location(bucket: location.bucket, key: common)
            names = KeyNames(
                objects.lazy.map { String(decoding: $0.key.utf8.dropFirst(common.utf8.count), as: UTF8.self) })
        }

        /// Of objects of any bucket, all of them below that folder.
        init(of objects: [S3Location], at location: S3Location, base: S3Location) {
            self.init(
                KeyNames(
                    objects.lazy.map { String(decoding: $0.key.utf8.dropFirst(base.key.utf8.count), as: UTF8.self) }),
                at: location, base: base)
        }

        /// Of names that continue a folder of any bucket.
        init(_ names: KeyNames, at location: S3Location, base: S3Location) {
            self.location = location
            self.base = base
            self.names = names
        }

        var bytes: [UInt8] {
            let head = Array("[\n{\"prefix\": \(JSONValue.quoted(base.uri))}".utf8)
            var count = head.count + 3
            names.forEachBytes { count += Self.quotedLength($0) + 2 }
            var bytes = head
            bytes.reserveCapacity(count)
            names.forEachBytes { name in
                bytes += [UInt8(ascii: ","), UInt8(ascii: "\n")]
                guard name.allSatisfy(\.isPlainInJSON) else {
                    bytes += JSONValue.quoted(String(decoding: name, as: UTF8.self)).utf8
                    return
                }
                bytes.append(UInt8(ascii: "\""))
                bytes += name
                bytes.append(UInt8(ascii: "\""))
            }
            bytes += "\n]\n".utf8
            return bytes
        }

        /// Bytes of a name as a manifest has it.
        static func quotedLength(_ name: [UInt8]) -> Int {
            name.allSatisfy(\.isPlainInJSON)
                ? name.count + 2 : JSONValue.quoted(String(decoding: name, as: UTF8.self)).utf8.count
        }
    }

    /// What the plan reads once it is written.
    public var result: CorrectedInput {
        CorrectedInput(uri: (manifest?.location ?? folder).uri, isManifest: manifest != nil, isUnpacked: isUnpacked)
    }

    /// Objects in all.
    var total: Int { copies.count + untouched.count }

    /// `Write copies of 3 objects, 1.2 MB, without a header row to s3://…`, without a full stop.
    public var sentence: String {
        func objects(_ count: Int) -> String { DisplayText.counted(count, "object") }
        if let manifest, correction == .dataAlone {
            return "Write a manifest of \(objects(manifest.names.count)) to \(manifest.location.uri)"
        }
        let bytes = DisplayText.byteCount(ByteSum.of(copies.lazy.map(\.size)))
        if let manifest {
            let some =
                corrected == nil
                ? "up to \(objects(copies.count))" : "\(DisplayText.count(copies.count)) of \(objects(total))"
            return
                "Write copies of \(some), \(bytes), without \(correction.lack) to \(folder.uri), and a manifest of these "
                + "and the others; predictions are then named by the keys below \(manifest.base.uri)"
        }
        guard let corrected, corrected < copies.count else {
            return "Write copies of \(objects(copies.count)), \(bytes), without \(correction.lack) to \(folder.uri)"
        }
        return
            "Write copies of \(objects(copies.count)), \(bytes), to \(folder.uri): \(DisplayText.count(corrected)) without "
            + "\(correction.lack), the other \(DisplayText.count(copies.count - corrected)) unchanged"
    }

    /// The sentence as the end of another.
    public var phrase: String {
        let sentence = sentence
        return sentence.prefix(1).lowercased() + sentence.dropFirst()
    }

    /// What was done once it is written.
    func account(corrected: Int, listed: Int) -> String {
        let (all, others) = (total, total - corrected)
        let done = "corrected \(DisplayText.count(corrected)) of \(DisplayText.counted(all, "object"))"
        guard others > 0 else { return done }
        let rest = "the other \(others == 1 ? "one" : DisplayText.count(others))"
        return listed > 0
            ? "\(done), listed \(rest) as \(others == 1 ? "it is" : "they are")" : "\(done), copied \(rest) unchanged"
    }
}

/// Why an input cannot be corrected here.
public struct CorrectionProblem: ProblemWithRemedy, Hashable {
    public var problem: String
    public var remedy: String

    public init(problem: String, remedy: String) {
        self.problem = problem
        self.remedy = remedy
    }
}
