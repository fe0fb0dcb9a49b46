import AWSOperations
import ArgumentParser
import BatchInference
import Console

/// `flightdeck policies JOB`
struct PoliciesCommand: ServiceCommand {
    static let configuration = CommandConfiguration(
        commandName: "policies",
        abstract: "Print the policies a cross-account launch is missing.",
        discussion: """
            Describes the job with --source-profile and tests access to its artifacts, keys and images from the account of \
            --profile. For what can't be reached, prints the complete policy, including its current statements, as JSON to \
            paste, and the AWS CLI command that applies it. Nothing is changed.

            Exit status: 0 if nothing is missing, 1 if something is, 4 if the job itself can't be read.
            """)

    @Argument(help: "Autopilot job name.")
    var job: String

    @Option(help: ArgumentHelp("Profile of the job's account.", valueName: "name"))
    var sourceProfile: String

    @Option(help: ArgumentHelp("Use this candidate (default: the best one).", valueName: "name"))
    var candidate: String?

    @Option(
        help: ArgumentHelp(
            "Execution role to allow (default: the one launch would use).", valueName: "arn"))
    var role: String?

    @Option(help: ArgumentHelp("Instance type, which decides between CPU and GPU containers.", valueName: "type"))
    var instanceType: String?

    @Flag(help: "Print one JSON document.")
    var json = false

    @OptionGroup(title: "Global options") var global: GlobalOptions

    var named: [NamedResource] { [.job(job)] }

    func validate() throws {
        try Check.name(job, of: "JOB", atMost: 32)
        if sourceProfile.isEmpty { throw ValidationError("--source-profile needs a profile name") }
        if let role, !PlanPatterns.isRoleArn(role) {
            throw ValidationError("--role must look like arn:aws:iam::111122223333:role/name (got \(role))")
        }
    }

    func run(in context: CommandContext) async throws {
        let source = try await SourceAccount(profile: sourceProfile, in: context)
        let report: CrossAccountReport
        do {
            report = try await reach(source, in: context)
        } catch let denied as SourceDenied {
            try print([denied.policy], report: nil, in: context)
            throw CommandFailure(
                .access, denied.failure.problem,
                remedy: "add the trust policy above, then run this again to see what else is missing")
        }
        try print(report.missingPolicies, report: report, in: context)
        guard report.isAcross else {
            return context.output.note(
                "both profiles use account \(DisplayText.account(report.target.account)), so nothing is needed")
        }
        for line in Self.lines(of: report, isASCII: context.output.isASCII) { context.output.note(line) }
        guard report.missingPolicies.isEmpty, !report.hasFailed else {
            throw CommandFailure(
                .failed, "account \(DisplayText.account(report.target.account)) can't use the model of \(job) yet",
                remedy: Self.remedy(for: report.missingPolicies))
        }
    }

    /// What to do about what is missing: a command is run as it stands only where it takes nothing away.
    static func remedy(for missingPolicies: [MissingPolicy]) -> String {
        guard !missingPolicies.isEmpty else {
            return "see above for what helps; launch copies artifacts with --copy-artifacts"
        }
        guard missingPolicies.contains(where: { $0.caution != nil }) else {
            return "run the commands above, or launch with --copy-artifacts"
        }
        return "if the current policy is unknown, add the statement to it first, or run this again with a "
            + "--source-profile that can read it;\n  run the other commands as they are, or launch with "
            + "--copy-artifacts"
    }

    private func reach(_ source: SourceAccount, in context: CommandContext) async throws -> CrossAccountReport {
        var words = ["--source-profile=\(sourceProfile)"]
        if let candidate { words.append("--candidate=\(candidate)") }
        if let instanceType { words.append("--instance-type=\(instanceType)") }
        if let role { words.append("--role=\(role)") }
        let plan = try await PlanAssembly(.parse([job]), .parse(words), in: context).unchecked()
        return try await source.asking {
            try await CrossAccountAccess.report(
                on: plan, region: context.session.region, profile: context.session.profile, target: context.cloud,
                source: source.cloud, now: context.clock.now)
        }
    }

    private func print(_ missingPolicies: [MissingPolicy], report: CrossAccountReport?, in context: CommandContext)
        throws
    {
        if json { return try context.output.printJSON(MissingPolicyDocument(missingPolicies, report)) }
        for (index, policy) in missingPolicies.enumerated() {
            if index > 0 { context.output.print("") }
            let head = "# \(policy.title), in account \(DisplayText.account(policy.account)): \(policy.purpose)"
            context.output.print(CleanText.line(head))
            if let caution = policy.caution { context.output.print(CleanText.line("# \(caution)")) }
            // JSON escapes by itself what a terminal could act on.
            context.output.print(policy.document.prettyText)
            if let place = policy.whereToRun { context.output.print(CleanText.line("# \(place)")) }
            context.output.print(CleanText.line(policy.command))
        }
    }

    private static func lines(of report: CrossAccountReport, isASCII: Bool) -> [String] {
        let (good, bad) = isASCII ? ("+", "x") : ("✓", "✗")
        return report.items.flatMap { item -> [String] in
            switch item.outcome {
            case .passed: ["\(good) \(item.name)"]
            case .failed(let text, let fix): ["\(bad) \(text)", "    \(fix)"]
            case .unknown(let text, let fix): ["? \(text)"] + (fix.isEmpty ? [] : ["    \(fix)"])
            }
        }
    }
}

/// What is missing, as JSON.
struct MissingPolicyDocument: Encodable {
    struct Policy: Encodable {
        var policy: MissingPolicy

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(policy.kind.rawValue, forKey: "Kind")
            try container.encode(policy.resource, forKey: "Resource")
            try container.encode(policy.account, forKey: "Account")
            try container.encodeIfPresent(policy.profile, forKey: "Profile")
            try container.encode(policy.purpose, forKey: "Purpose")
            try container.encodeIfPresent(policy.caution, forKey: "Caution")
            try container.encode(policy.document, forKey: "Policy")
            try container.encode(policy.command, forKey: "Command")
        }
    }

    struct Item: Encodable {
        var item: CrossAccountReport.Item

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(item.kind.rawValue, forKey: "Kind")
            try container.encode(item.name, forKey: "Name")
            switch item.outcome {
            case .passed: try container.encode("passed", forKey: "Outcome")
            case .failed(let text, let fix), .unknown(let text, let fix):
                let isFailure = if case .failed = item.outcome { true } else { false }
                try container.encode(isFailure ? "failed" : "unknown", forKey: "Outcome")
                try container.encode(text, forKey: "Text")
                if !fix.isEmpty { try container.encode(fix, forKey: "Fix") }
            }
        }
    }

    var missingPolicies: [Policy]
    var report: CrossAccountReport?

    init(_ missingPolicies: [MissingPolicy], _ report: CrossAccountReport?) {
        self.missingPolicies = missingPolicies.map(Policy.init)
        self.report = report
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        if let report {
            try container.encode(report.source.account, forKey: "SourceAccount")
            try container.encode(report.target.account, forKey: "TargetAccount")
            try container.encode(report.items.map(Item.init), forKey: "Reach")
        }
        try container.encode(missingPolicies, forKey: "Missing")
    }

    private struct Key: CodingKey, ExpressibleByStringLiteral {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringLiteral value: String) { stringValue = value }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
