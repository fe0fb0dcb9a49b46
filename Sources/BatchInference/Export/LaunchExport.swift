import JSONCoding

/// A launch as code: the two requests a launch sends, in a form that runs without Flightdeck.
///
/// Everything in it is derived from the requests themselves, so that an option of a plan cannot be forgotten; what a form
/// cannot express stands in the text as a comment, and in `gaps(in:)`.
public struct LaunchExport: Hashable, Sendable {
    /// Where the code runs.
    public struct Place: Hashable, Sendable {
        public var region: String
        /// A profile to name; nil leaves it to the environment.
        public var profile: String?
        /// An endpoint to name; nil leaves it to the environment.
        public var endpointURL: String?

        public init(region: String, profile: String? = nil, endpointURL: String? = nil) {
            self.region = region
            self.profile = profile
            self.endpointURL = endpointURL
        }
    }

    /// The Autopilot job, or empty where it is not known.
    public var jobName: String
    public var candidateName: String
    public var place: Place
    /// The profile that the job was described with, where it is another one.
    public var sourceProfile: String
    /// What has to be copied before.
    public var copies: [ArtifactCopy]
    /// What else whoever runs the code should know, a sentence each.
    public var warnings: [String] = []
    let createModel: JSONValue
    let createTransformJob: JSONValue

    public init(_ plan: LaunchPlan, at place: Place) {
        jobName = plan.jobName
        candidateName = plan.candidateName
        self.place = place
        sourceProfile = plan.sourceProfile
        copies = plan.artifactCopies
        let requests = plan.requests
        // Requests hold text, whole numbers and flags alone, which always can be written.
        createModel = (try? JSONValue(encoding: requests.createModel)) ?? .null
        createTransformJob = (try? JSONValue(encoding: requests.createTransformJob)) ?? .null
    }

    /// The code, ending with a line break.
    public func text(as form: ExportForm) -> String {
        switch form {
        case .awsCLI: AWSCommandLineExport(self).text
        case .boto3: Boto3Export(self).text
        case .sageMakerSDK: SageMakerSDKExport(self).text
        case .json: JSONExport(self).text
        }
    }

    /// What the form cannot express, a sentence each.
    public func gaps(in form: ExportForm) -> [String] {
        form == .sageMakerSDK ? SageMakerSDKExport(self).gaps : []
    }

    /// A name for a file of the form: the transform's, with the form where two forms share an ending.
    public func fileName(as form: ExportForm) -> String {
        let base = text("TransformJobName", of: createTransformJob)
        return form == .sageMakerSDK ? "\(base)-sdk.\(form.fileExtension)" : "\(base).\(form.fileExtension)"
    }

    /// The lines that say what the code launches.
    var heading: [String] {
        let transform = text("TransformJobName", of: createTransformJob)
        var lines = ["Batch transform \(transform)"]
        if !candidateName.isEmpty, !jobName.isEmpty {
            lines.append("with the candidate \(candidateName) of the Autopilot job \(jobName)")
        } else if !candidateName.isEmpty {
            lines.append("with the candidate \(candidateName)")
        }
        if !sourceProfile.isEmpty { lines.append("described with the profile \(sourceProfile)") }
        lines += warnings.map { "Warning: \($0)" }
        if !copies.isEmpty {
            lines.append(
                "Copy the artifacts first; flightdeck launch does so itself, and resumes if interrupted:")
            lines += copies.map { "  \(command(for: $0))" }
        }
        return lines.map(Self.comment)
    }

    /// Reads with the one profile and writes with the other: a single command has but one.
    private func command(for copy: ArtifactCopy) -> String {
        let endpoint = place.endpointURL.map { " --endpoint-url \(ShellText.word($0))" } ?? ""
        func ending(_ profile: String?) -> String {
            (profile.map { " --profile \(ShellText.word($0))" } ?? "") + endpoint
        }
        let source = ShellText.word(copy.source)
        let destination = ShellText.word(copy.destination)
        guard !sourceProfile.isEmpty else { return "aws s3 cp \(source) \(destination)\(ending(place.profile))" }
        return "aws s3 cp \(source) -\(ending(sourceProfile)) | aws s3 cp - \(destination)\(ending(place.profile))"
    }

    func text(_ key: String, of tree: JSONValue) -> String {
        if case .string(let text)? = tree[key] { text } else { "" }
    }

    /// A line of a comment in a shell or in Python: whatever could end the line is taken out.
    static func comment(_ text: String) -> String {
        var line = "# "
        for scalar in text.unicodeScalars { line.unicodeScalars.append(scalar.isHidden ? " " : scalar) }
        return line
    }
}

/// A form in which a launch can be taken elsewhere: the three idioms of AWS's batch-inference page, and JSON.
public enum ExportForm: String, Hashable, Sendable, CaseIterable {
    case awsCLI = "aws-cli"
    case boto3
    case sageMakerSDK = "sagemaker-sdk"
    case json

    /// What the form is called on a screen.
    public var title: String {
        switch self {
        case .awsCLI: "AWS CLI"
        case .boto3: "boto3"
        case .sageMakerSDK: "SageMaker SDK"
        case .json: "JSON"
        }
    }

    /// The ending of a file in this form.
    public var fileExtension: String {
        switch self {
        case .awsCLI: "sh"
        case .boto3, .sageMakerSDK: "py"
        case .json: "json"
        }
    }
}

/// The two requests under their operations' names, as `--dry-run` prints them.
struct JSONExport {
    let export: LaunchExport

    init(_ export: LaunchExport) { self.export = export }

    var text: String {
        JSONValue.object([
            .init(key: "CreateModel", value: export.createModel),
            .init(key: "CreateTransformJob", value: export.createTransformJob),
        ]).prettyText + "\n"
    }
}
