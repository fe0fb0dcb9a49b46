import AWSOperations
import JSONCoding

/// A launch as a shell script for the AWS CLI, versions 1 and 2.
struct AWSCommandLineExport {
    let export: LaunchExport

    init(_ export: LaunchExport) { self.export = export }

    var text: String {
        let transform = export.text("TransformJobName", of: export.createTransformJob)
        var lines = ["#!/bin/sh"] + export.heading
        lines += ["# A command that fails ends the script.", "set -eu", "export AWS_PAGER=", ""]
        lines.append("# Create the model from the candidate's container definitions.")
        lines += command("create-model", options(of: export.createModel))
        lines += ["", "# Create the transform job."]
        lines += command("create-transform-job", options(of: export.createTransformJob))
        lines += ["", "# Check its progress."]
        lines += command("describe-transform-job", [("--transform-job-name", ShellText.quoted(transform))])
        return lines.joined(separator: "\n") + "\n"
    }

    private func command(_ name: String, _ options: [(name: String, value: String?)]) -> [String] {
        var all = options
        all.append(("--region", ShellText.quoted(export.place.region)))
        if let profile = export.place.profile { all.append(("--profile", ShellText.quoted(profile))) }
        if let url = export.place.endpointURL { all.append(("--endpoint-url", ShellText.quoted(url))) }
        let rows = all.map { option in option.value.map { "\(option.name) \($0)" } ?? option.name }
        return ["aws sagemaker \(name) \\"] + rows.dropLast().map { "    \($0) \\" }
            + rows.suffix(1).map { "    \($0)" }
    }

    /// Each member of a request as the option of its name, in the AWS CLI's own spelling.
    private func options(of request: JSONValue) -> [(name: String, value: String?)] {
        request.members.map { member in
            let option = Self.option(member.key)
            switch member.value {
            case .bool(let value): return (value ? "--\(option)" : "--no-\(option)", nil)
            case .number(let digits): return ("--\(option)", digits)
            case .string(let text): return ("--\(option)", ShellText.quoted(text))
            case .null: return ("--\(option)", ShellText.quoted("null"))
            case .object, .array:
                let text = member.value.text(.lines(indent: 4), depth: 1, escapingHidden: true)
                return ("--\(option)", ShellText.quoted(text))
            }
        }
    }

    /// `MaxPayloadInMB` as `max-payload-in-mb`: a hyphen before each word, a run of capitals being one word.
    static func option(_ key: String) -> String {
        let letters = Array(key.utf8)
        func isUpper(_ index: Int) -> Bool {
            letters.indices.contains(index) && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letters[index])
        }
        func isLower(_ index: Int) -> Bool {
            letters.indices.contains(index) && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letters[index])
        }
        var result: [UInt8] = []
        for (index, letter) in letters.enumerated() {
            guard isUpper(index) else {
                result.append(letter)
                continue
            }
            if index > 0, !isUpper(index - 1) || isLower(index + 1) { result.append(UInt8(ascii: "-")) }
            result.append(letter + 32)
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// Text as a POSIX shell reads it.
public enum ShellText {
    /// A single word: as it is where nothing in it means anything to a shell, in single quotes otherwise.
    ///
    /// Between single quotes a shell takes everything as it stands, line breaks, `$`, backquotes and backslashes too; only
    /// a single quote itself has to be written outside of them.
    public static func word(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy(isPlain)
        return isPlain ? text : quoted(text)
    }

    /// The text in single quotes.
    public static func quoted(_ text: String) -> String {
        // By bytes, as the shell reads: to Swift, a quote before a combining mark is another sign.
        "'" + text.byteParts(at: "'").joined(separator: "'\\''") + "'"
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-_./:=+@%,".utf8.contains(byte)
        }
    }
}
