import JSONCoding

/// A launch as Python with the AWS SDK for Python.
struct Boto3Export {
    let export: LaunchExport

    init(_ export: LaunchExport) { self.export = export }

    var text: String {
        var lines = export.heading
        lines += ["import boto3", "", Self.session(at: export.place, named: "session")]
        let client: [(name: String, value: String)] =
            export.place.endpointURL.map { [("endpoint_url", PythonText.literal($0))] } ?? []
        let arguments = ["'sagemaker'"] + client.map { "\($0.name)=\($0.value)" }
        lines += ["sm_client = session.client(\(arguments.joined(separator: ", ")))", ""]
        lines += ["# create model", "response = " + call("create_model", export.createModel), ""]
        lines += [
            "# launch the transform job", "response = " + call("create_transform_job", export.createTransformJob),
        ]
        lines += ["print(response['TransformJobArn'])"]
        return lines.joined(separator: "\n") + "\n"
    }

    private func call(_ operation: String, _ request: JSONValue) -> String {
        PythonText.call(
            "sm_client.\(operation)", request.members.map { ($0.key, PythonText.literal($0.value, depth: 1)) })
    }

    /// The line that makes a boto3 session for a place.
    static func session(at place: LaunchExport.Place, named name: String) -> String {
        var arguments = ["region_name=\(PythonText.literal(place.region))"]
        if let profile = place.profile { arguments.insert("profile_name=\(PythonText.literal(profile))", at: 0) }
        return "\(name) = boto3.Session(\(arguments.joined(separator: ", ")))"
    }
}

/// Values and calls as Python 3 source.
enum PythonText {
    static func literal(_ text: String) -> String {
        var out = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'": out += "\\'"
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case let hidden where hidden.isHidden:
                let hex = String(hidden.value, radix: 16)
                let digits = hidden.value > 0xFFFF ? 8 : 4
                out += (digits == 8 ? "\\U" : "\\u") + String(repeating: "0", count: digits - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "'"
    }

    /// A value, over several lines where it does not fit on one.
    static func literal(_ value: JSONValue, depth: Int = 0) -> String {
        let flat = line(value)
        guard flat.utf8.count > 76 - 4 * depth else { return flat }
        switch value {
        case .object(let members):
            return enclosed(
                members.map { literal($0.key) + ": " + literal($0.value, depth: depth + 1) }, "{", "}", depth: depth)
        case .array(let items):
            return enclosed(items.map { literal($0, depth: depth + 1) }, "[", "]", depth: depth)
        default: return flat
        }
    }

    /// A call with an argument a line.
    static func call(_ function: String, _ arguments: [(name: String, value: String)], depth: Int = 0) -> String {
        enclosed(arguments.map { "\($0.name)=\($0.value)" }, function + "(", ")", depth: depth)
    }

    static func enclosed(_ items: [String], _ open: String, _ close: String, depth: Int) -> String {
        guard !items.isEmpty else { return open + close }
        let margin = String(repeating: "    ", count: depth + 1)
        let end = String(repeating: "    ", count: depth)
        return open + "\n" + items.map { "\(margin)\($0),\n" }.joined() + end + close
    }

    private static func line(_ value: JSONValue) -> String {
        switch value {
        case .object(let members):
            "{" + members.map { literal($0.key) + ": " + line($0.value) }.joined(separator: ", ") + "}"
        case .array(let items): "[" + items.map(line).joined(separator: ", ") + "]"
        case .string(let text): literal(text)
        case .number(let digits): digits
        case .bool(let value): value ? "True" : "False"
        case .null: "None"
        }
    }
}
