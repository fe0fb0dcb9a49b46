import AWSOperations

/// Which objects go into which files below a folder.
public struct DownloadPlan: Hashable, Sendable {
    public struct Item: Hashable, Sendable {
        public var source: S3Location
        /// In bytes.
        public var size: Int
        /// Below the folder; parts joined by `/`, none of them empty, `.` or `..`; unique within the plan.
        public var relativePath: String
    }

    public var items: [Item]
    /// In bytes.
    public var totalBytes: Int { ByteSum.of(items.lazy.map(\.size)) }

    /// The outputs that are there, each under its key's part below the output prefix; of chosen rows only, if given.
    public init(_ listing: OutputListing, only ids: Set<OutputRow.ID>? = nil) {
        let prefix = listing.outputLocation.key
        var taken: Set<String> = []
        items = listing.rows.compactMap { row in
            guard let output = row.output, ids?.contains(row.id) ?? true else { return nil }
            let below = output.key.hasPrefix(prefix) ? String(output.key.dropFirst(prefix.count)) : output.key
            return Item(
                source: S3Location(bucket: listing.outputLocation.bucket, key: output.key), size: output.size,
                relativePath: SafePath.unique(SafePath.relative(below), among: &taken))
        }
    }
}

/// Turns an object's key, which anyone may have chosen, into a path that stays below a folder.
public enum SafePath {
    /// Parts that would leave the folder or that file systems refuse are replaced; never empty.
    ///
    /// `../../etc/passwd` gives `__/__/etc/passwd`; control characters become `_`; parts are cut to 255 bytes, the limit
    /// of Linux and macOS file systems.
    public static func relative(_ key: String) -> String {
        let parts = key.split(separator: "/").map { safePart(String($0)) }
        return parts.isEmpty ? "_" : parts.joined(separator: "/")
    }

    private static func safePart(_ part: String) -> String {
        if part == "." { return "_" }
        if part == ".." { return "__" }
        var result = ""
        for scalar in part.unicodeScalars {
            let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
            // A bidirectional override could show one name and mean another.
            let isOverride = (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
            result.unicodeScalars.append(isControl || isOverride || scalar == "\\" ? "_" : scalar)
        }
        // Room is left for the suffix of a temporary file.
        while result.utf8.count > 240 { result.unicodeScalars.removeLast() }
        return result.isEmpty ? "_" : result
    }

    /// The path, or the path with a number, that is not taken yet.
    static func unique(_ path: String, among taken: inout Set<String>) -> String {
        var candidate = path
        var number = 2
        // Case is folded, for some file systems do.
        while taken.contains(candidate.lowercased()) {
            candidate = "\(path)~\(number)"
            number += 1
        }
        taken.insert(candidate.lowercased())
        return candidate
    }
}
