import AWSOperations
import Predictions

/// A line or two that read outputs elsewhere: at the shell, or in Python.
public enum OutputSnippet: String, Hashable, Sendable, CaseIterable {
    case awsCLI
    case pandas
    case polars
    case duckDB

    public var title: String {
        switch self {
        case .awsCLI: "AWS CLI"
        case .pandas: "pandas"
        case .polars: "polars"
        case .duckDB: "DuckDB"
        }
    }

    /// What is read: one object, or every output under a prefix.
    public struct Subject: Hashable, Sendable {
        public var location: S3Location
        public var isPrefix: Bool
        public var form: RecordForm
        /// Whether the first record names the columns.
        public var hasHeader: Bool
        /// The columns as they stand in the objects.
        public var columns: [String?]
        public var region: String
        public var profile: String?

        public init(
            _ location: S3Location, isPrefix: Bool, form: RecordForm, hasHeader: Bool = false, columns: [String?],
            region: String, profile: String? = nil
        ) {
            self.location = location
            self.isPrefix = isPrefix
            self.form = form
            self.hasHeader = hasHeader
            self.columns = columns
            self.region = region
            self.profile = profile
        }

        fileprivate var names: [String] { RowWriter(.csv, columns: columns).columns }
        /// The folder's URI with its slash, or the object's.
        fileprivate var uri: String { isPrefix && !location.uri.hasSuffix("/") ? location.uri + "/" : location.uri }
        fileprivate var pattern: String { isPrefix ? uri + "**/*.out" : uri }
    }

    /// The text; nil where the form of the outputs isn't one that is read so.
    public func text(_ subject: Subject) -> String? {
        switch self {
        case .awsCLI: return Self.commandLine(subject)
        case .pandas: return Self.pandas(subject)
        case .polars: return Self.polars(subject)
        case .duckDB: return Self.duckDB(subject)
        }
    }

    private static func commandLine(_ subject: Subject) -> String {
        var words = ["aws s3 cp", ShellText.quoted(subject.uri)]
        words.append(subject.isPrefix ? "predictions/ --recursive --exclude '*' --include '*.out'" : ".")
        words.append("--region \(ShellText.quoted(subject.region))")
        if let profile = subject.profile { words.append("--profile \(ShellText.quoted(profile))") }
        return words.joined(separator: " ")
    }

    /// A text as Python and JSON write it.
    private static func python(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
    private static func sql(_ text: String) -> String { "'\(text.replacing("'", with: "''"))'" }

    private static func list(_ names: [String], _ quoted: (String) -> String) -> String {
        "[\(names.map(quoted).joined(separator: ", "))]"
    }

    private static func pandas(_ subject: Subject) -> String? {
        var options = ""
        if let profile = subject.profile { options = ", storage_options={\"profile\": \(python(profile))}" }
        let call: String
        // A class may be called NA or None.
        let missing = "keep_default_na=False, na_values=[\"\"]"
        switch subject.form {
        case .csv where subject.hasHeader: call = "read_csv(@, \(missing)\(options))"
        case .csv: call = "read_csv(@, header=None, names=\(list(subject.names, python)), \(missing)\(options))"
        case .jsonLines: call = "read_json(@, lines=True\(options))"
        default: return nil
        }
        guard subject.isPrefix else {
            return
                "import pandas as pd  # and: pip install s3fs\n\npredictions = pd.\(call.replacing("@", with: python(subject.uri)))"
        }
        let system = subject.profile.map { "profile=\(python($0))" } ?? ""
        return """
            import pandas as pd, s3fs

            keys = s3fs.S3FileSystem(\(system)).glob(\(python(String(subject.pattern.dropFirst(5)))))
            predictions = pd.concat((pd.\(call.replacing("@", with: "f\"s3://{key}\"")) for key in keys), ignore_index=True)
            """
    }

    private static func polars(_ subject: Subject) -> String? {
        var options = subject.isPrefix ? "" : ", glob=False"
        let region = "\"aws_region\": \(python(subject.region))"
        options += ", storage_options={\(region)}"
        if let profile = subject.profile {
            options += ", credential_provider=pl.CredentialProviderAWS(profile_name=\(python(profile)))"
        }
        let call: String
        switch subject.form {
        case .csv where subject.hasHeader: call = "scan_csv(\(python(subject.pattern))\(options))"
        case .csv:
            call =
                "scan_csv(\(python(subject.pattern)), has_header=False, new_columns=\(list(subject.names, python))\(options))"
        case .jsonLines:
            call = "scan_ndjson(\(python(subject.pattern))\(options.replacing(", glob=False", with: "")))"
        default: return nil
        }
        return "import polars as pl\n\npredictions = pl.\(call).collect()"
    }

    private static func duckDB(_ subject: Subject) -> String? {
        let chain = subject.profile.map { ", CHAIN 'config;sso', PROFILE \(sql($0))" } ?? ""
        let secret = "CREATE SECRET (TYPE s3, PROVIDER credential_chain\(chain), REGION \(sql(subject.region)));"
        let read: String
        switch subject.form {
        case .csv where subject.hasHeader: read = "read_csv(\(sql(subject.pattern)), header = true)"
        case .csv: read = "read_csv(\(sql(subject.pattern)), header = false, names = \(list(subject.names, sql)))"
        case .jsonLines, .json: read = "read_json(\(sql(subject.pattern)))"
        default: return nil
        }
        return "INSTALL aws; LOAD aws; INSTALL httpfs; LOAD httpfs;\n\(secret)\nSELECT * FROM \(read);"
    }
}
