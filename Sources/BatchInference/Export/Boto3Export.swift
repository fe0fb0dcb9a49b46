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
